import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type {
  Application,
  ApplicationFields,
  ApplicationId,
  ApplicationState,
  JudgedApplication,
  OpenState,
} from "./application.ts";

// Applications belong to no MSP: everything here runs outside the role of the application.

const columns = sql`
  a.id, a.state, a.company, a.brn, a.representative, a.contact_name as "contactName", a.email, a.phone, a.lang,
  a.applied_at as "appliedAt", a.confirmed_at as "confirmedAt", a.decided_at as "decidedAt",
  a.decided_by as "decidedBy", a.reason, a.from_address as "fromAddress", a.created_msp_id as "createdMspId"`;

const judgedColumns = sql`
  ${columns}, exists (select from msps m where m.brn = a.brn) as "brnTaken",
  exists (
    select from users u where u.role in ('owner', 'operator') and lower(u.email) = lower(a.email)) as "emailTaken"`;

/** Writes an application; without a token it can never be confirmed (its e-mail is registered or waits already). */
export async function insertApplication(
  tx: Tx,
  application: ApplicationFields & {
    readonly passwordHash: string | null;
    readonly token: { readonly hash: string; readonly until: Date } | null;
    readonly fromAddress: string;
    readonly appliedAt: Date;
  },
): Promise<ApplicationId> {
  const { token } = application;
  const [row] = await tx.query<{ id: ApplicationId }>(sql`
    insert into applications (company, brn, representative, contact_name, email, phone, lang, password_hash, token_hash,
      token_until, from_address, applied_at)
    values (${application.company}, ${application.brn}, ${application.representative}, ${application.contactName},
      ${application.email}, ${application.phone}, ${application.lang}, ${application.passwordHash},
      ${token?.hash ?? null}, ${token?.until ?? null}, ${application.fromAddress}, ${application.appliedAt})
    returning id`);
  if (!row) throw new TypeError("Cannot write an application: no row came back");
  return row.id;
}

/** How many applications came from a network address, and how many named an e-mail, since a moment. */
export async function countApplications(
  db: Queryable,
  options: { fromAddress: string; email: string; since: Date },
): Promise<{ byAddress: number; byEmail: number }> {
  const [row] = await db.query<{ byAddress: number; byEmail: number }>(sql`
    select
      (select count(*)::int from applications
        where from_address = ${options.fromAddress} and applied_at > ${options.since}) as "byAddress",
      (select count(*)::int from applications
        where lower(email) = lower(${options.email}) and applied_at > ${options.since}) as "byEmail"`);
  return row ?? { byAddress: 0, byEmail: 0 };
}

/** Whether an e-mail is an owner's or operator's login, or waits for the operator already. */
export async function emailStanding(db: Queryable, email: string): Promise<"free" | "registered" | "pending"> {
  const [row] = await db.query<{ registered: boolean; pending: boolean }>(sql`
    select
      exists (
        select from users where role in ('owner', 'operator') and lower(email) = lower(${email})) as registered,
      exists (select from applications where state = 'pending' and lower(email) = lower(${email})) as pending`);
  if (row?.registered) return "registered";
  return row?.pending ? "pending" : "free";
}

/** The application of a confirmation link; null where the link is none. */
export async function findByToken(
  db: Queryable,
  tokenHash: string,
): Promise<(Application & { readonly tokenUntil: Date }) | null> {
  const [row] = await db.query<Application & { tokenUntil: Date }>(sql`
    select ${columns}, a.token_until as "tokenUntil" from applications a where a.token_hash = ${tokenHash}`);
  return row ?? null;
}

/** Confirms the e-mail of an application that waits for it; false where another did so first. */
export async function confirmApplication(tx: Tx, options: { id: ApplicationId; at: Date }): Promise<boolean> {
  return await tx.execute(sql`
    update applications set state = 'pending', confirmed_at = ${options.at}
    where id = ${options.id} and state = 'unconfirmed' and token_until > ${options.at}`) === 1;
}

/** Forgets applications whose e-mail was not confirmed in time, with their password hashes. */
export async function deleteStale(tx: Tx, before: Date): Promise<void> {
  await tx.execute(sql`delete from applications where state = 'unconfirmed' and applied_at < ${before}`);
}

/** Which applications the operator's list shows. */
export interface ApplicationFilter {
  readonly state: Exclude<ApplicationState, "unconfirmed"> | null;
  /** Words in company, e-mail, contact or business number. */
  readonly q: string;
  readonly limit: number;
  readonly offset: number;
}

/** The confirmed applications, newest first, and how many the filter has. */
export async function listApplications(
  db: Queryable,
  filter: ApplicationFilter,
): Promise<{ rows: JudgedApplication[]; total: number }> {
  const like = `%${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const digits = filter.q.replaceAll(/[-\s]/g, "");
  const brnLike = /^\d+$/.test(digits) ? `%${digits}%` : like;
  const where = sql`
    a.state <> 'unconfirmed' and (${filter.state}::text is null or a.state = ${filter.state}::text)
    and (${filter.q} = '' or a.company ilike ${like} or a.email ilike ${like} or a.contact_name ilike ${like}
      or a.representative ilike ${like} or a.brn like ${brnLike})`;
  const rows = await db.query<JudgedApplication>(sql`
    select ${judgedColumns} from applications a where ${where}
    order by (a.state = 'pending') desc, a.confirmed_at desc, a.id desc
    limit ${filter.limit} offset ${filter.offset}`);
  const [count] = await db.query<{ total: number }>(sql`
    select count(*)::int as total from applications a where ${where}`);
  return { rows, total: count?.total ?? 0 };
}

/** How many confirmed applications there are, by state. */
export async function countByState(db: Queryable): Promise<ReadonlyMap<ApplicationState, number>> {
  const rows = await db.query<{ state: ApplicationState; count: number }>(sql`
    select state, count(*)::int as count from applications where state <> 'unconfirmed' group by state`);
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** One confirmed application, locked where it is about to be decided; null where there is none. */
export async function readApplication(
  tx: Queryable,
  id: string,
  options: { lock: boolean } = { lock: false },
): Promise<JudgedApplication | null> {
  const [row] = await tx.query<JudgedApplication>(sql`
    select ${judgedColumns} from applications a
    where a.id::text = ${id} and a.state <> 'unconfirmed' ${options.lock ? sql`for update` : sql``}`);
  return row ?? null;
}

/** The password that an application was made with; null once it became a user's. */
export async function readPasswordHash(tx: Tx, id: ApplicationId): Promise<string | null> {
  const [row] = await tx.query<{ passwordHash: string | null }>(sql`
    select password_hash as "passwordHash" from applications where id = ${id}`);
  return row?.passwordHash ?? null;
}

/** Approves a pending application; its password hash goes over to the owner. */
export async function setApproved(
  tx: Tx,
  options: { id: ApplicationId; mspId: MspId; by: string; at: Date },
): Promise<void> {
  await tx.execute(sql`
    update applications
    set state = 'approved', decided_at = ${options.at}, decided_by = ${options.by}, created_msp_id = ${options.mspId},
      password_hash = null
    where id = ${options.id} and state = 'pending'`);
}

/** Rejects a pending application with a reason. */
export async function setRejected(
  tx: Tx,
  options: { id: ApplicationId; reason: string; by: string; at: Date },
): Promise<void> {
  await tx.execute(sql`
    update applications
    set state = 'rejected', decided_at = ${options.at}, decided_by = ${options.by}, reason = ${options.reason}
    where id = ${options.id} and state = 'pending'`);
}

/** The newest application of an e-mail that made no user, with what its password is checked against; null where none. */
export async function newestOpen(
  db: Queryable,
  email: string,
): Promise<{ state: OpenState; passwordHash: string; reason: string } | null> {
  const [row] = await db.query<{ state: OpenState; passwordHash: string; reason: string }>(sql`
    select state, password_hash as "passwordHash", coalesce(reason, '') as reason from applications
    where lower(email) = lower(${email}) and state <> 'approved' and password_hash is not null
    order by (state = 'pending') desc, applied_at desc, id desc
    limit 1`);
  return row ?? null;
}

/** Where the operators are told that someone waits. */
export async function operatorEmails(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ email: string }>(sql`
    select email from users where role = 'operator' and disabled_at is null order by email`);
  return rows.map((row) => row.email);
}
