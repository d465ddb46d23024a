import { sql, type Tx } from "./db/mod.ts";
import type { MspId } from "./ids.ts";

/** Who acts, and through what; every change names one. */
export interface Actor {
  /** A user's login, or the name of the job or command. */
  readonly name: string;
  readonly source: "screen" | "api" | "job" | "command";
  /** Business time of the act. */
  readonly at: Date;
  /** Where a person's request came from: its address and User-Agent; "" or missing for jobs and commands. */
  readonly fromAddress?: string;
  readonly userAgent?: string;
}

/** 감사 로그: one change of one object, `before` and `after` without secrets. */
export interface AuditEntry {
  readonly objectKind: string;
  readonly objectId: string;
  readonly action: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Writes who did what within the transaction that does it; `mspId` is null for what belongs to the installation. */
export async function audit(
  tx: Tx,
  actor: Actor,
  options: { mspId: MspId | null; entries: readonly AuditEntry[] },
): Promise<void> {
  if (options.entries.length === 0) return;
  const entries = options.entries;
  await tx.query(sql`
    insert into audit_entries (msp_id, at, actor, source, from_address, user_agent, object_kind, object_id, action, before,
      after)
    select ${options.mspId}::uuid, ${actor.at}::timestamptz, ${actor.name}::text, ${actor.source}::text,
      ${actor.fromAddress ?? ""}::text, ${actor.userAgent ?? ""}::text, kind, id, action, before::jsonb, after::jsonb
    from unnest(
      ${entries.map((entry) => entry.objectKind)}::text[],
      ${entries.map((entry) => entry.objectId)}::text[],
      ${entries.map((entry) => entry.action)}::text[],
      ${entries.map((entry) => entry.before === undefined ? null : toJson(entry.before))}::text[],
      ${entries.map((entry) => entry.after === undefined ? null : toJson(entry.after))}::text[]
    ) as entry (kind, id, action, before, after)`);
}

/** JSON text in which bigints (won) are decimal strings. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, each) => typeof each === "bigint" ? String(each) : each);
}
