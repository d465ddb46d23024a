import { type Queryable, sql } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { Role, UserId } from "./signed_in.ts";

/** A user as logging in needs it. */
export interface LoginUser {
  readonly id: UserId;
  readonly role: Role;
  readonly mspId: MspId | null;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly isDisabled: boolean;
  readonly hasSecondFactor: boolean;
}

/** Which user a login names: 「메인 계정」 by e-mail, 「서브 계정」 by the owner's e-mail and an account ID. */
export type LoginName =
  | { readonly tab: "main"; readonly email: string }
  | { readonly tab: "sub"; readonly ownerEmail: string; readonly login: string };

/** The user of a login name; null where there is none. Owner and operator stand behind the first tab. */
export async function findLoginUser(db: Queryable, name: LoginName): Promise<LoginUser | null> {
  const rows = name.tab === "main"
    ? await db.query<LoginUser>(sql`
      select u.id, u.role, u.msp_id as "mspId", u.login, u.name, u.email, u.password_hash as "passwordHash",
        u.disabled_at is not null as "isDisabled",
        exists (
          select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
        ) as "hasSecondFactor"
      from users u
      where lower(u.email) = lower(${name.email}) and u.role in ('owner', 'operator')`)
    : await db.query<LoginUser>(sql`
      select u.id, u.role, u.msp_id as "mspId", u.login, u.name, u.email, u.password_hash as "passwordHash",
        u.disabled_at is not null as "isDisabled",
        exists (
          select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
        ) as "hasSecondFactor"
      from users o
      join users u on u.msp_id = o.msp_id
      where lower(o.email) = lower(${name.ownerEmail}) and o.role = 'owner'
        and lower(u.login) = lower(${name.login}) and u.role in ('member', 'reseller')`);
  return rows[0] ?? null;
}

/** A user by id; null where there is none. */
export async function readLoginUser(db: Queryable, id: UserId): Promise<LoginUser | null> {
  const [row] = await db.query<LoginUser>(sql`
    select u.id, u.role, u.msp_id as "mspId", u.login, u.name, u.email, u.password_hash as "passwordHash",
      u.disabled_at is not null as "isDisabled",
      exists (
        select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
      ) as "hasSecondFactor"
    from users u
    where u.id = ${id}`);
  return row ?? null;
}

/** Replaces a hash by one of the same password at today's cost, unless the password has changed meanwhile. */
export async function rehashPassword(
  db: Queryable,
  of: { userId: UserId; from: string; to: string },
): Promise<void> {
  await db.execute(sql`
    update users set password_hash = ${of.to} where id = ${of.userId} and password_hash = ${of.from}`);
}

/** Sets a new password; false where it has changed meanwhile. */
export async function setPassword(
  db: Queryable,
  of: { userId: UserId; from: string; to: string; at: Date },
): Promise<boolean> {
  const count = await db.execute(sql`
    update users set password_hash = ${of.to}, password_changed_at = ${of.at}
    where id = ${of.userId} and password_hash = ${of.from}`);
  return count === 1;
}

/** Notes that a user has logged in. */
export async function noteLogin(db: Queryable, of: { userId: UserId; at: Date }): Promise<void> {
  await db.execute(sql`update users set last_login_at = ${of.at} where id = ${of.userId}`);
}
