import { firstDay, type LocalDate, type YearMonth } from "../calendar.ts";
import { toJson } from "../audit.ts";
import { lockCustomers } from "../customers/store.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, FileId, MspId, StatementId } from "../ids.ts";
import { type Won, won } from "../money.ts";
import type { StatementDocument } from "./document.ts";
import { documentFromJson, documentToJson } from "./document_json.ts";
import type { Statement, StatementMonth } from "./statement.ts";

const columns = sql`
  id, customer_id as "customerId", to_char(period_from, 'YYYY-MM') as "periodFrom",
  to_char(usage_month, 'YYYY-MM') as "usageMonth", status, number, issued_at as "issuedAt", issued_on as "issuedOn",
  due_on as "dueOn", months, supply_amount as "supplyAmount", tax_amount as "taxAmount", total_amount as "totalAmount",
  document, xlsx_file_id as "xlsxFileId", pdf_file_id as "pdfFileId", uploaded_file_id as "uploadedFileId",
  uploaded_at as "uploadedAt", hold_reasons as "holdReasons", hold_cleared_reason as "holdClearedReason",
  void_reason as "voidReason", replaces_id as "replacesId"`;

type StatementRow = Omit<Statement, "months" | "document"> & {
  readonly months: readonly { usageMonth: YearMonth; supplyAmount: string; taxAmount: string }[];
  readonly document: unknown;
};

/** The live statements (draft or issued) that close with a usage month. */
export async function liveStatements(tx: Queryable, mspId: MspId, usageMonth: YearMonth): Promise<Statement[]> {
  const rows = await tx.query<StatementRow>(sql`
    select ${columns} from statements
    where msp_id = ${mspId} and usage_month = ${firstDay(usageMonth)} and status <> 'void'`);
  return rows.map(statementOf);
}

/** One statement; null when the MSP has none of that id. */
export async function readStatement(tx: Queryable, mspId: MspId, id: StatementId): Promise<Statement | null> {
  const [row] = await tx.query<StatementRow>(sql`
    select ${columns} from statements where msp_id = ${mspId} and id = ${id}`);
  return row ? statementOf(row) : null;
}

/** One statement, locked until the transaction ends, and its customer before it. */
export async function lockStatement(tx: Tx, mspId: MspId, id: StatementId): Promise<Statement | null> {
  const found = await readStatement(tx, mspId, id);
  if (!found) return null;
  await lockCustomers(tx, mspId, [found.customerId]);
  const [row] = await tx.query<StatementRow>(sql`
    select ${columns} from statements where msp_id = ${mspId} and id = ${id} for update`);
  return row ? statementOf(row) : null;
}

/** The live statement whose period holds a customer's usage month. */
export async function statementOfMonth(
  tx: Queryable,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonth: YearMonth },
): Promise<Statement | null> {
  const month = firstDay(options.usageMonth);
  const [row] = await tx.query<StatementRow>(sql`
    select ${columns} from statements
    where msp_id = ${mspId} and customer_id = ${options.customerId} and status <> 'void'
      and period_from <= ${month} and usage_month >= ${month}`);
  return row ? statementOf(row) : null;
}

/** A draft as a settlement run computes it. */
export interface Draft {
  readonly customerId: CustomerId;
  readonly periodFrom: YearMonth;
  readonly usageMonth: YearMonth;
  readonly months: readonly StatementMonth[];
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
  readonly holdReasons: readonly string[];
}

/** Writes the drafts of a month; an issued statement stays as it is. A clearing of a hold is lost when the amount moves. */
export async function putDrafts(tx: Tx, mspId: MspId, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  await tx.execute(sql`
    insert into statements (msp_id, customer_id, period_from, usage_month, months, supply_amount, tax_amount,
      total_amount, hold_reasons)
    select ${mspId}::uuid, customer_id, period_from, usage_month, months::jsonb, supply_amount, tax_amount, total_amount,
      hold_reasons::jsonb
    from unnest(
      ${drafts.map((draft) => draft.customerId)}::uuid[], ${drafts.map((draft) => firstDay(draft.periodFrom))}::date[],
      ${drafts.map((draft) => firstDay(draft.usageMonth))}::date[],
      ${drafts.map((draft) => toJson(draft.months))}::text[], ${drafts.map((draft) => draft.supplyAmount)}::bigint[],
      ${drafts.map((draft) => draft.taxAmount)}::bigint[], ${drafts.map((draft) => draft.totalAmount)}::bigint[],
      ${drafts.map((draft) => toJson(draft.holdReasons))}::text[]
    ) as draft (customer_id, period_from, usage_month, months, supply_amount, tax_amount, total_amount, hold_reasons)
    on conflict (msp_id, customer_id, usage_month) where status <> 'void' do update
    set period_from = excluded.period_from, months = excluded.months, supply_amount = excluded.supply_amount,
      tax_amount = excluded.tax_amount, total_amount = excluded.total_amount, hold_reasons = excluded.hold_reasons,
      hold_cleared_reason = case when statements.total_amount = excluded.total_amount
        then statements.hold_cleared_reason end,
      updated_at = now()
    where statements.status = 'draft'`);
}

/** Takes away the drafts of customers that have nothing to bill any more. */
export async function deleteDrafts(
  tx: Tx,
  mspId: MspId,
  options: { usageMonth: YearMonth; customers: readonly CustomerId[] },
): Promise<void> {
  if (options.customers.length === 0) return;
  await tx.execute(sql`
    delete from statements
    where msp_id = ${mspId} and usage_month = ${firstDay(options.usageMonth)} and status = 'draft'
      and customer_id = any(${[...options.customers]}::uuid[])`);
}

/** The later months with which drafts close whose periods hold a usage month. */
export async function laterDraftMonths(tx: Queryable, mspId: MspId, usageMonth: YearMonth): Promise<YearMonth[]> {
  const month = firstDay(usageMonth);
  const rows = await tx.query<{ closing: YearMonth }>(sql`
    select distinct to_char(usage_month, 'YYYY-MM') as closing from statements
    where msp_id = ${mspId} and status = 'draft' and period_from <= ${month} and usage_month > ${month}
    order by closing`);
  return rows.map((row) => row.closing);
}

/** The totals of the customers' last billed periods before a month: what the safety stop compares with. */
export async function previousTotals(
  tx: Queryable,
  mspId: MspId,
  usageMonth: YearMonth,
): Promise<ReadonlyMap<CustomerId, Won>> {
  const rows = await tx.query<{ customerId: CustomerId; totalAmount: Won }>(sql`
    select distinct on (customer_id) customer_id as "customerId", total_amount as "totalAmount"
    from statements
    where msp_id = ${mspId} and usage_month < ${firstDay(usageMonth)} and status = 'issued'
    order by customer_id, usage_month desc`);
  return new Map(rows.map((row) => [row.customerId, row.totalAmount]));
}

/** The next number of a usage month; the row stays locked until the transaction ends, so that numbers have no hole. */
export async function nextCounter(tx: Tx, mspId: MspId, usageMonth: YearMonth): Promise<number> {
  const [row] = await tx.query<{ last: number }>(sql`
    insert into statement_counters (msp_id, usage_month, last) values (${mspId}, ${firstDay(usageMonth)}, 1)
    on conflict (msp_id, usage_month) do update set last = statement_counters.last + 1
    returning last`);
  if (!row) throw new TypeError("Cannot number a statement: no row came back");
  return row.last;
}

/** What freezes with the issue. */
export interface IssueRow {
  readonly id: StatementId;
  readonly number: string;
  readonly issuedAt: Date;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly document: StatementDocument;
  /** The detail rows, gzip of JSON. */
  readonly lines: Uint8Array;
}

/** draft → issued; false where it was no draft any more. */
export async function markIssued(tx: Tx, mspId: MspId, row: IssueRow): Promise<boolean> {
  return await tx.execute(sql`
    update statements
    set status = 'issued', number = ${row.number}, issued_at = ${row.issuedAt}, issued_on = ${row.issuedOn},
      due_on = ${row.dueOn}, document = ${documentToJson(row.document)}::text::jsonb, lines = ${row.lines}
    where msp_id = ${mspId} and id = ${row.id} and status = 'draft'`) === 1;
}

/** issued → void; false where it was not issued. */
export async function markVoid(tx: Tx, mspId: MspId, options: { id: StatementId; reason: string }): Promise<boolean> {
  return await tx.execute(sql`
    update statements set status = 'void', void_reason = ${options.reason}
    where msp_id = ${mspId} and id = ${options.id} and status = 'issued'`) === 1;
}

/** Says which void statement a draft takes the place of. */
export async function markReplaces(
  tx: Tx,
  mspId: MspId,
  options: { id: StatementId; replacesId: StatementId },
): Promise<void> {
  await tx.execute(sql`
    update statements set replaces_id = ${options.replacesId} where msp_id = ${mspId} and id = ${options.id}`);
}

/** The last void statement of a customer's month; null when none was voided. */
export async function lastVoid(
  tx: Queryable,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonth: YearMonth },
): Promise<StatementId | null> {
  const [row] = await tx.query<{ id: StatementId }>(sql`
    select id from statements
    where msp_id = ${mspId} and customer_id = ${options.customerId} and usage_month = ${firstDay(options.usageMonth)}
      and status = 'void'
    order by issued_at desc limit 1`);
  return row?.id ?? null;
}

/** Clears a hold with a reason. */
export async function clearHold(tx: Tx, mspId: MspId, options: { id: StatementId; reason: string }): Promise<boolean> {
  return await tx.execute(sql`
    update statements set hold_cleared_reason = ${options.reason}
    where msp_id = ${mspId} and id = ${options.id} and status = 'draft'`) === 1;
}

/** Keeps which files were made of an issued statement. */
export async function setFiles(
  tx: Tx,
  mspId: MspId,
  options: { id: StatementId; xlsxFileId: FileId; pdfFileId: FileId },
): Promise<void> {
  await tx.execute(sql`
    update statements set xlsx_file_id = ${options.xlsxFileId}, pdf_file_id = ${options.pdfFileId}
    where msp_id = ${mspId} and id = ${options.id}`);
}

/** The frozen detail rows, gzip of JSON; null for a draft. */
export async function readFrozenLines(tx: Queryable, mspId: MspId, id: StatementId): Promise<Uint8Array | null> {
  const [row] = await tx.query<{ lines: Uint8Array | null }>(sql`
    select lines from statements where msp_id = ${mspId} and id = ${id}`);
  return row?.lines ?? null;
}

function statementOf(row: StatementRow): Statement {
  return {
    ...row,
    months: row.months.map((month) => ({
      usageMonth: month.usageMonth,
      supplyAmount: won(month.supplyAmount),
      taxAmount: won(month.taxAmount),
    })),
    document: row.document === null ? null : documentFromJson(row.document),
  };
}

/** The document key of a tax invoice of the statement's months that may still change; null when none stands in the way of a void. */
export async function unsettledTaxInvoice(tx: Queryable, mspId: MspId, statement: Statement): Promise<string | null> {
  const [row] = await tx.query<{ documentKey: string }>(sql`
    select t.document_key as "documentKey"
    from tax_invoice_months m
    join tax_invoices t on t.msp_id = m.msp_id and t.id = m.tax_invoice_id
    where m.msp_id = ${mspId} and m.customer_id = ${statement.customerId}
      and m.usage_month = any(${statement.months.map((month) => firstDay(month.usageMonth))}::date[])
      and t.state <> 'completed'
    limit 1`);
  return row?.documentKey ?? null;
}
