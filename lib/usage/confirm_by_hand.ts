import { type Actor, audit } from "../audit.ts";
import type { YearMonth } from "../calendar.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { putUsageMonth, readUsageMonths } from "./months_store.ts";

/** Why a usage month cannot be confirmed by hand. */
export type ConfirmRefusal = { readonly kind: "reason_missing" } | { readonly kind: "no_good_pull" };

/** The refusal in a Korean sentence. */
export function confirmRefusalText(refusal: ConfirmRefusal): string {
  switch (refusal.kind) {
    case "reason_missing":
      return "확정하는 이유가 비어 있습니다. 왜 확정하는지 적어야 합니다.";
    case "no_good_pull":
      return "정상으로 가져온 이용내역이 없습니다. 이용내역을 가져온 뒤에 확정할 수 있습니다.";
  }
}

/** Confirms a usage month on its last good pull, with a reason: the only way for a customer that NCP answers no more (B3). */
export async function confirmByHand(
  tx: Tx,
  options: { mspId: MspId; customerId: CustomerId; usageMonth: YearMonth; actor: Actor; reason: string },
): Promise<Result<null, ConfirmRefusal>> {
  const { mspId, customerId, usageMonth, actor } = options;
  const reason = options.reason.trim();
  if (reason === "") return refuse({ kind: "reason_missing" });
  const [month] = await readUsageMonths(tx, mspId, { usageMonths: [usageMonth], customers: [customerId] });
  if (!month) return refuse({ kind: "no_good_pull" });
  await putUsageMonth(tx, mspId, { ...month, state: "confirmed", reason, byHand: true });
  const entry = { objectKind: "usage_month", objectId: `${customerId} ${usageMonth}`, action: "confirm_by_hand" };
  const before = { state: month.state, reason: month.reason };
  await audit(tx, actor, { mspId, entries: [{ ...entry, before, after: { reason } }] });
  return ok(null);
}
