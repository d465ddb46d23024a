import { type Actor, audit } from "../audit.ts";
import type { Tx } from "../db/mod.ts";
import type { MspId, StatementId } from "../ids.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import type { StatementRefusal } from "./statement.ts";
import { clearHold, lockStatement } from "./store.ts";

/** Why a hold cannot be cleared. */
export type ClearHoldRefusal = StatementRefusal | { readonly kind: "reason_missing" } | { readonly kind: "not_held" };

/** Lets a held draft go out, with a reason that is kept (C4, R11); lost again when its amount moves. */
export async function clearStatementHold(
  tx: Tx,
  options: { mspId: MspId; statementId: StatementId; actor: Actor; reason: string },
): Promise<Result<null, ClearHoldRefusal>> {
  const { mspId, statementId, actor } = options;
  const reason = options.reason.trim();
  if (reason === "") return refuse({ kind: "reason_missing" });
  const statement = await lockStatement(tx, mspId, statementId);
  if (!statement) return refuse({ kind: "not_found" });
  if (statement.holdReasons.length === 0) return refuse({ kind: "not_held" });
  if (!await clearHold(tx, mspId, { id: statementId, reason })) {
    return refuse({ kind: "already_issued", number: statement.number ?? "" });
  }
  const entry = { objectKind: "statement", objectId: statementId, action: "clear_hold", after: { reason } };
  await audit(tx, actor, { mspId, entries: [{ ...entry, before: { holdReasons: statement.holdReasons } }] });
  return ok(null);
}
