import { type Queryable, sql } from "../db/mod.ts";
import type { UserId } from "./signed_in.ts";

/** Stores a reset link by its token's hash. */
export async function insertReset(
  db: Queryable,
  reset: { userId: UserId; tokenHash: string; at: Date; expiresAt: Date },
): Promise<void> {
  await db.execute(sql`
    insert into password_resets (user_id, token_hash, created_at, expires_at)
    values (${reset.userId}, ${reset.tokenHash}, ${reset.at}, ${reset.expiresAt})`);
}

/** Whose password a link may still set; null where it may not. */
export async function openReset(db: Queryable, of: { tokenHash: string; at: Date }): Promise<UserId | null> {
  const [row] = await db.query<{ userId: UserId }>(sql`
    select r.user_id as "userId"
    from password_resets r
    join users u on u.id = r.user_id
    where r.token_hash = ${of.tokenHash} and r.used_at is null and r.expires_at > ${of.at} and u.disabled_at is null`);
  return row?.userId ?? null;
}

/** Uses a link up; null where it was used, or is too old. */
export async function spendReset(db: Queryable, of: { tokenHash: string; at: Date }): Promise<UserId | null> {
  const [row] = await db.query<{ userId: UserId }>(sql`
    update password_resets set used_at = ${of.at}
    where token_hash = ${of.tokenHash} and used_at is null and expires_at > ${of.at}
    returning user_id as "userId"`);
  return row?.userId ?? null;
}

/** Uses up every link of a user: the password has been set. */
export async function forgetResets(db: Queryable, of: { userId: UserId; at: Date }): Promise<void> {
  await db.execute(sql`
    update password_resets set used_at = ${of.at} where user_id = ${of.userId} and used_at is null`);
}
