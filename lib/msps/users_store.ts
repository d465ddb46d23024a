import { type Queryable, raw, sql, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { SubRole, SubUser, SubUserFields, UserId } from "./users.ts";

const columns = sql`
  id, role, login, name, affiliation, email, disabled_at as "disabledAt", last_login_at as "lastLoginAt",
  created_at as "createdAt", version`;

/** A user to be created. */
export interface NewUser {
  readonly role: "owner" | SubRole;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly affiliation: string;
  readonly passwordHash: string;
}

/** Creates a user of an MSP. */
export async function insertUser(tx: Tx, mspId: MspId, user: NewUser): Promise<UserId> {
  const [row] = await tx.query<{ id: UserId }>(sql`
    insert into users (msp_id, role, login, name, email, affiliation, password_hash)
    values (${mspId}, ${user.role}, ${user.login}, ${user.name}, ${user.email}, ${user.affiliation},
      ${user.passwordHash})
    returning id`);
  if (!row) throw new TypeError("Cannot create a user: no row came back");
  return row.id;
}

/** Creates an operator, who belongs to no MSP; outside the role of the application. */
export async function insertOperator(
  tx: Tx,
  operator: { email: string; name: string; passwordHash: string },
): Promise<UserId> {
  const [row] = await tx.query<{ id: UserId }>(sql`
    insert into users (msp_id, role, login, name, email, password_hash)
    values (null, 'operator', ${operator.email}, ${operator.name}, ${operator.email}, ${operator.passwordHash})
    returning id`);
  if (!row) throw new TypeError("Cannot create an operator: no row came back");
  return row.id;
}

/** Whose login on the first tab an e-mail is; null where nobody's. */
export async function roleOfEmail(db: Queryable, email: string): Promise<"owner" | "operator" | null> {
  const [row] = await db.query<{ role: "owner" | "operator" }>(sql`
    select role from users where role in ('owner', 'operator') and lower(email) = lower(${email})`);
  return row?.role ?? null;
}

/** Columns by which 「계정관리」 sorts. */
export const userSorts = ["role", "name", "login", "affiliation", "email", "state"] as const;
export type UserSort = typeof userSorts[number];

/** Which users the list shows. */
export interface UserFilter {
  readonly q: string;
  readonly role: SubRole | null;
  readonly sort: UserSort;
  readonly dir: "asc" | "desc";
  readonly limit: number;
  readonly offset: number;
}

/** The members and resellers of an MSP, and how many the filter has. */
export async function listSubUsers(
  tx: Queryable,
  mspId: MspId,
  filter: UserFilter,
): Promise<{ rows: SubUser[]; total: number }> {
  const like = `%${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const where = sql`
    msp_id = ${mspId} and role in ('member', 'reseller') and (${filter.role}::text is null or role = ${filter.role}::text)
    and (${filter.q} = '' or name ilike ${like} or login ilike ${like} or email ilike ${like}
      or affiliation ilike ${like})`;
  const order = raw(
    `${filter.sort === "state" ? "disabled_at" : filter.sort} ${filter.dir === "desc" ? "desc" : "asc"}`,
  );
  const rows = await tx.query<SubUser>(sql`
    select ${columns} from users where ${where}
    order by ${order}, login limit ${filter.limit} offset ${filter.offset}`);
  const [count] = await tx.query<{ total: number }>(sql`select count(*)::int as total from users where ${where}`);
  return { rows, total: count?.total ?? 0 };
}

/** One member or reseller, locked where it is about to change; null where the MSP has none of that id. */
export async function readSubUser(
  tx: Queryable,
  mspId: MspId,
  options: { id: string; lock?: boolean },
): Promise<SubUser | null> {
  const [row] = await tx.query<SubUser>(sql`
    select ${columns} from users
    where msp_id = ${mspId} and id::text = ${options.id} and role in ('member', 'reseller')
    ${options.lock ? sql`for update` : sql``}`);
  return row ?? null;
}

/** Writes an edit that was made on `version`; false where someone else was first. */
export async function updateSubUser(
  tx: Tx,
  mspId: MspId,
  edit: { id: UserId; version: number; fields: SubUserFields },
): Promise<boolean> {
  const { fields } = edit;
  return await tx.execute(sql`
    update users
    set role = ${fields.role}, name = ${fields.name}, affiliation = ${fields.affiliation}, email = ${fields.email},
      version = version + 1
    where msp_id = ${mspId} and id = ${edit.id} and role in ('member', 'reseller') and version = ${edit.version}`) ===
    1;
}

/** Disables from a moment on (사용 중지), or with null enables again. */
export async function setDisabled(
  tx: Tx,
  mspId: MspId,
  options: { id: UserId; disabledAt: Date | null },
): Promise<void> {
  await tx.execute(sql`
    update users set disabled_at = ${options.disabledAt}, version = version + 1
    where msp_id = ${mspId} and id = ${options.id} and role in ('member', 'reseller')`);
}

/** Deletes a member or reseller whom no customer names. */
export async function deleteSubUser(tx: Tx, mspId: MspId, id: UserId): Promise<void> {
  await tx.execute(sql`
    delete from users where msp_id = ${mspId} and id = ${id} and role in ('member', 'reseller')`);
}

/** The customers that name a user as 파트너 담당자 or 리셀러, by their serial. */
export async function customersOfUser(
  tx: Queryable,
  mspId: MspId,
  id: UserId,
): Promise<{ name: string; as: SubRole }[]> {
  return await tx.query<{ name: string; as: SubRole }>(sql`
    select name, case when reseller_id = ${id} then 'reseller' else 'member' end as "as"
    from customers where msp_id = ${mspId} and (manager_id = ${id} or reseller_id = ${id})
    order by serial`);
}

/** The owner's own record: the contact that sign-up asked for. */
export async function readOwnerName(tx: Queryable, mspId: MspId): Promise<{ name: string; login: string }> {
  const [row] = await tx.query<{ name: string; login: string }>(sql`
    select name, login from users where msp_id = ${mspId} and role = 'owner'`);
  return row ?? { name: "", login: "" };
}

/** Renames the owner. */
export async function renameOwner(tx: Tx, mspId: MspId, name: string): Promise<void> {
  await tx.execute(sql`update users set name = ${name} where msp_id = ${mspId} and role = 'owner'`);
}
