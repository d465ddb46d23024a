import { type Queryable, type Sql, sql } from "../db/mod.ts";
import type { FactorId, FactorKind, SecondFactor } from "./second_factor.ts";
import type { UserId } from "./signed_in.ts";

/** A factor with what proves it: the encrypted secret of an authenticator app and the last step that was used. */
export interface StoredFactor extends SecondFactor {
  readonly secret: string | null;
  readonly lastStep: bigint | null;
}

/** The confirmed factors of a user, the one used last first. */
export async function confirmedFactors(db: Queryable, userId: UserId): Promise<SecondFactor[]> {
  return await db.query<SecondFactor>(sql`
    select id, kind, name, address, created_at as "createdAt", confirmed_at as "confirmedAt",
      last_used_at as "lastUsedAt"
    from second_factors where user_id = ${userId} and confirmed_at is not null
    order by last_used_at desc nulls last, created_at, id`);
}

/** A factor of a user, confirmed or not; null where there is none. */
export async function readFactor(
  db: Queryable,
  of: { userId: UserId; factorId: string },
): Promise<StoredFactor | null> {
  if (!isUuid(of.factorId)) return null;
  return await oneFactor(db, sql`where user_id = ${of.userId} and id = ${of.factorId}`);
}

/** The same, locked until the transaction ends: two codes at once are looked at one after the other. */
export async function lockFactor(
  db: Queryable,
  of: { userId: UserId; factorId: string },
): Promise<StoredFactor | null> {
  if (!isUuid(of.factorId)) return null;
  return await oneFactor(db, sql`where user_id = ${of.userId} and id = ${of.factorId} for update`);
}

/** Writes a factor that waits for its first code, in the place of an earlier one that still waits. */
export async function insertFactor(
  db: Queryable,
  factor: {
    userId: UserId;
    kind: FactorKind;
    name: string;
    address: string | null;
    secret: string | null;
    at: Date;
  },
): Promise<FactorId> {
  await db.execute(sql`delete from second_factors where user_id = ${factor.userId} and confirmed_at is null`);
  const [row] = await db.query<{ id: FactorId }>(sql`
    insert into second_factors (user_id, kind, name, address, secret, created_at)
    values (${factor.userId}, ${factor.kind}, ${factor.name}, ${factor.address}, ${factor.secret}, ${factor.at})
    returning id`);
  if (!row) throw new TypeError("Cannot add a second factor: no row came back");
  return row.id;
}

/** Notes a factor's first right code; false where it was confirmed already. */
export async function confirmStored(db: Queryable, of: { factorId: FactorId; at: Date }): Promise<boolean> {
  const count = await db.execute(sql`
    update second_factors set confirmed_at = ${of.at} where id = ${of.factorId} and confirmed_at is null`);
  return count === 1;
}

/** Notes the use of a factor, and the step of an authenticator app's code; false where that step was used already. */
export async function noteUse(
  db: Queryable,
  of: { factorId: FactorId; step: number | null; at: Date },
): Promise<boolean> {
  const count = await db.execute(sql`
    update second_factors set last_used_at = ${of.at}, last_step = coalesce(${of.step}::bigint, last_step)
    where id = ${of.factorId}
      and (${of.step}::bigint is null or last_step is null or last_step < ${of.step}::bigint)`);
  return count === 1;
}

/** Renames a factor; false where there is none. */
export async function renameStored(db: Queryable, of: { factorId: FactorId; name: string }): Promise<boolean> {
  return await db.execute(sql`update second_factors set name = ${of.name} where id = ${of.factorId}`) === 1;
}

/** Deletes a factor with its code. */
export async function deleteFactor(db: Queryable, factorId: FactorId): Promise<void> {
  await db.execute(sql`delete from second_factors where id = ${factorId}`);
}

async function oneFactor(db: Queryable, where: Sql): Promise<StoredFactor | null> {
  const [row] = await db.query<StoredFactor>(sql`
    select id, kind, name, address, created_at as "createdAt", confirmed_at as "confirmedAt",
      last_used_at as "lastUsedAt", secret, last_step as "lastStep"
    from second_factors ${where}`);
  return row ?? null;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
