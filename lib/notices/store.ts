import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, MspId, NoticeId, StatementId } from "../ids.ts";
import type { Delivery } from "./port.ts";

/** 안내: a mail that an event wrote, with the state of each recipient. */
export interface Notice {
  readonly id: NoticeId;
  readonly customerId: CustomerId;
  readonly kind: "statement" | "reminder";
  readonly statementId: StatementId | null;
  readonly subject: string;
  readonly bodyText: string;
  readonly bodyHtml: string;
}

/** What became of a notice for one recipient; `sending` outlives only a process that died in the call. */
export type RecipientState = "queued" | "sending" | Delivery["state"];

/** Writes a notice with its recipients, queued, within the transaction of the event. */
export async function insertNotice(
  tx: Tx,
  mspId: MspId,
  notice: Omit<Notice, "id"> & { addresses: readonly string[]; createdAt: Date },
): Promise<NoticeId> {
  const [row] = await tx.query<{ id: NoticeId }>(sql`
    insert into notices (msp_id, customer_id, kind, statement_id, subject, body_text, body_html, created_at)
    values (${mspId}, ${notice.customerId}, ${notice.kind}, ${notice.statementId}, ${notice.subject}, ${notice.bodyText},
      ${notice.bodyHtml}, ${notice.createdAt})
    returning id`);
  if (!row) throw new TypeError("Cannot write a notice: no row came back");
  await tx.execute(sql`
    insert into notice_recipients (msp_id, notice_id, address)
    select ${mspId}::uuid, ${row.id}::uuid, address from unnest(${[...notice.addresses]}::text[]) as address`);
  return row.id;
}

/** A recipient that is being sent to for so long belonged to a process that died: longer than any call to a mail server lasts. */
const sendingMs = 120_000;

/**
 * Takes the recipients that still wait and marks them as being sent to; one that another worker is sending to is left to
 * it, until it must have died.
 */
export async function claimRecipients(
  tx: Tx,
  mspId: MspId,
  options: { noticeId: NoticeId; at: Date },
): Promise<{ notice: Notice; addresses: readonly string[] } | null> {
  const [notice] = await tx.query<Notice>(sql`
    select id, customer_id as "customerId", kind, statement_id as "statementId", subject, body_text as "bodyText",
      body_html as "bodyHtml"
    from notices where msp_id = ${mspId} and id = ${options.noticeId} for update`);
  if (!notice) return null;
  const rows = await tx.query<{ address: string }>(sql`
    update notice_recipients set state = 'sending', tried_at = ${options.at}
    where msp_id = ${mspId} and notice_id = ${options.noticeId}
      and (state = 'queued' or (state = 'sending' and tried_at <= ${new Date(options.at.getTime() - sendingMs)}))
    returning address`);
  return { notice, addresses: rows.map((row) => row.address).sort() };
}

/** Stores what became of the recipients. */
export async function storeDeliveries(
  tx: Tx,
  mspId: MspId,
  options: { noticeId: NoticeId; deliveries: readonly Delivery[] },
): Promise<void> {
  const { deliveries } = options;
  await tx.execute(sql`
    update notice_recipients r set state = d.state, reason = d.reason
    from unnest(
      ${deliveries.map((each) => each.address)}::text[], ${deliveries.map((each) => each.state)}::text[],
      ${deliveries.map((each) => each.reason)}::text[]
    ) as d (address, state, reason)
    where r.msp_id = ${mspId} and r.notice_id = ${options.noticeId} and r.address = d.address and r.state = 'sending'`);
}

/** Puts recipients back in the queue: the call failed before anything left. */
export async function requeueRecipients(
  tx: Tx,
  mspId: MspId,
  options: { noticeId: NoticeId; reason: string },
): Promise<void> {
  await tx.execute(sql`
    update notice_recipients set state = 'queued', reason = ${options.reason}
    where msp_id = ${mspId} and notice_id = ${options.noticeId} and state = 'sending'`);
}

/** How the mail of each statement stands: the newest notice's recipient states. */
export async function statementDeliveries(
  tx: Queryable,
  mspId: MspId,
  statementIds: readonly StatementId[],
): Promise<{ statementId: StatementId; address: string; state: RecipientState; reason: string | null }[]> {
  return await tx.query(sql`
    select n.statement_id as "statementId", r.address, r.state, r.reason
    from (
      select distinct on (statement_id) id, statement_id from notices
      where msp_id = ${mspId} and kind = 'statement' and statement_id = any(${[...statementIds]}::uuid[])
      order by statement_id, id desc
    ) n
    join notice_recipients r on r.notice_id = n.id
    order by n.statement_id, r.address`);
}

/** Notices that have recipients waiting: what the minute's run picks up. */
export async function waitingNotices(tx: Queryable, mspId: MspId): Promise<NoticeId[]> {
  const rows = await tx.query<{ noticeId: NoticeId }>(sql`
    select distinct notice_id as "noticeId" from notice_recipients where msp_id = ${mspId} and state in ('queued', 'sending')`);
  return rows.map((row) => row.noticeId);
}

/** When each customer was last reminded. */
export async function lastReminders(tx: Queryable, mspId: MspId): Promise<ReadonlyMap<CustomerId, Date>> {
  const rows = await tx.query<{ customerId: CustomerId; at: Date }>(sql`
    select customer_id as "customerId", max(created_at) as at from notices
    where msp_id = ${mspId} and kind = 'reminder' group by customer_id`);
  return new Map(rows.map((row) => [row.customerId, row.at]));
}
