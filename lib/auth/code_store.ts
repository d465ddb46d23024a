import { type Queryable, sql } from "../db/mod.ts";
import type { FactorId } from "./second_factor.ts";
import type { UserId } from "./signed_in.ts";

/** The last code that was sent for a factor. */
export interface SentCode {
  readonly codeHash: string;
  readonly sentAt: Date;
  readonly expiresAt: Date;
  readonly tries: number;
  readonly usedAt: Date | null;
  readonly windowSince: Date;
  readonly windowSent: number;
}

/** The last code of a factor; null where none was sent. */
export async function readSentCode(db: Queryable, factorId: FactorId): Promise<SentCode | null> {
  const [row] = await db.query<SentCode>(sql`
    select code_hash as "codeHash", sent_at as "sentAt", expires_at as "expiresAt", tries, used_at as "usedAt",
      window_since as "windowSince", window_sent as "windowSent"
    from sent_codes where factor_id = ${factorId}`);
  return row ?? null;
}

/** Stores a new code in the place of the last one. */
export async function putSentCode(
  db: Queryable,
  code: Omit<SentCode, "tries" | "usedAt"> & { factorId: FactorId },
): Promise<void> {
  await db.execute(sql`
    insert into sent_codes (factor_id, code_hash, sent_at, expires_at, window_since, window_sent)
    values (${code.factorId}, ${code.codeHash}, ${code.sentAt}, ${code.expiresAt}, ${code.windowSince},
      ${code.windowSent})
    on conflict (factor_id) do update
    set code_hash = excluded.code_hash, sent_at = excluded.sent_at, expires_at = excluded.expires_at, tries = 0,
      used_at = null, window_since = excluded.window_since, window_sent = excluded.window_sent`);
}

/** Counts a wrong try at a code. */
export async function countCodeTry(db: Queryable, factorId: FactorId): Promise<void> {
  await db.execute(sql`update sent_codes set tries = tries + 1 where factor_id = ${factorId}`);
}

/** Uses a code up. */
export async function spendSentCode(db: Queryable, of: { factorId: FactorId; at: Date }): Promise<void> {
  await db.execute(sql`update sent_codes set used_at = ${of.at} where factor_id = ${of.factorId}`);
}

/** Uses a recovery code up; false where it is none, or was used. */
export async function spendRecoveryCode(
  db: Queryable,
  of: { userId: UserId; codeHash: string; at: Date },
): Promise<boolean> {
  const count = await db.execute(sql`
    update recovery_codes set used_at = ${of.at}
    where user_id = ${of.userId} and code_hash = ${of.codeHash} and used_at is null`);
  return count === 1;
}

/** Replaces the recovery codes of a user. */
export async function putRecoveryCodes(
  db: Queryable,
  of: { userId: UserId; codeHashes: readonly string[]; at: Date },
): Promise<void> {
  await deleteRecoveryCodes(db, of.userId);
  await db.execute(sql`
    insert into recovery_codes (user_id, code_hash, created_at)
    select ${of.userId}::uuid, hash, ${of.at}::timestamptz from unnest(${[...of.codeHashes]}::text[]) as hash`);
}

/** Deletes the recovery codes of a user. */
export async function deleteRecoveryCodes(db: Queryable, userId: UserId): Promise<void> {
  await db.execute(sql`delete from recovery_codes where user_id = ${userId}`);
}

/** How many recovery codes of a user are left. */
export async function recoveryCodesLeft(db: Queryable, userId: UserId): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from recovery_codes where user_id = ${userId} and used_at is null`);
  return row?.count ?? 0;
}
