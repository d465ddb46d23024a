import { firstDay, monthRange, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, MspId, TaxInvoiceId } from "../ids.ts";
import { contentFromJson, contentToJson } from "./content_json.ts";
import type { TaxInvoice } from "./issued.ts";
import type { TaxInvoiceState } from "./tax_invoice.ts";

const columns = sql`
  id, customer_id as "customerId", statement_id as "statementId", kind, to_char(usage_month, 'YYYY-MM') as "usageMonth",
  to_char(period_from, 'YYYY-MM') as "periodFrom", document_key as "documentKey", state, transfer,
  write_date as "writeDate", content, force_late as "forceLate", exception_reason as "exceptionReason",
  amendment_reason as "amendmentReason", original_id as "originalId", opens_receivable as "opensReceivable",
  approval_no as "approvalNo", issued_at as "issuedAt", cancel_until as "cancelUntil",
  transferred_at as "transferredAt", result_at as "resultAt", result_code as "resultCode",
  buyer_status as "buyerStatus", warning, failure`;

type Row = Omit<TaxInvoice, "content"> & { readonly content: unknown };

/** One tax invoice; null when the MSP has none of that id. */
export async function readTaxInvoice(tx: Queryable, mspId: MspId, id: TaxInvoiceId): Promise<TaxInvoice | null> {
  const [row] = await tx.query<Row>(sql`
    select ${columns} from tax_invoices where msp_id = ${mspId} and id = ${id}`);
  return row ? taxInvoiceOf(row) : null;
}

/** One tax invoice, locked until the transaction ends. */
export async function lockTaxInvoice(tx: Tx, mspId: MspId, id: TaxInvoiceId): Promise<TaxInvoice | null> {
  const [row] = await tx.query<Row>(sql`
    select ${columns} from tax_invoices where msp_id = ${mspId} and id = ${id} for update`);
  return row ? taxInvoiceOf(row) : null;
}

/** The tax invoices that hold a usage month: one a customer at most. */
export async function liveTaxInvoices(tx: Queryable, mspId: MspId, usageMonth: YearMonth): Promise<TaxInvoice[]> {
  const rows = await tx.query<Row>(sql`
    select ${columns} from tax_invoices
    where msp_id = ${mspId} and id in (
      select tax_invoice_id from tax_invoice_months where msp_id = ${mspId} and usage_month = ${
    firstDay(usageMonth)
  })`);
  return rows.map(taxInvoiceOf);
}

/** The newest ordinary tax invoice of each customer's usage month, live or not: what a list shows. */
export async function latestTaxInvoices(tx: Queryable, mspId: MspId, usageMonth: YearMonth): Promise<TaxInvoice[]> {
  const month = firstDay(usageMonth);
  const rows = await tx.query<Row>(sql`
    select distinct on (customer_id) ${columns} from tax_invoices
    where msp_id = ${mspId} and kind in ('month', 'period') and period_from <= ${month} and usage_month >= ${month}
    order by customer_id, id desc`);
  return rows.map(taxInvoiceOf);
}

/** The amendments of a tax invoice, in order. */
export async function amendmentsOf(tx: Queryable, mspId: MspId, originalId: TaxInvoiceId): Promise<TaxInvoice[]> {
  const rows = await tx.query<Row>(sql`
    select ${columns} from tax_invoices
    where msp_id = ${mspId} and original_id = ${originalId} and kind = 'amendment' order by requested_at, id`);
  return rows.map(taxInvoiceOf);
}

/** The next counter of a customer's document keys for a usage month. */
export async function nextKeyCounter(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonth: YearMonth },
): Promise<number> {
  const [row] = await tx.query<{ last: number }>(sql`
    insert into document_key_counters (msp_id, customer_id, usage_month, last)
    values (${mspId}, ${options.customerId}, ${firstDay(options.usageMonth)}, 1)
    on conflict (msp_id, customer_id, usage_month) do update set last = document_key_counters.last + 1
    returning last`);
  if (!row) throw new TypeError("Cannot make a document key: no row came back");
  return row.last;
}

/** What is stored before anything is called. */
export type TaxInvoiceRequest = Pick<
  TaxInvoice,
  | "customerId"
  | "statementId"
  | "kind"
  | "usageMonth"
  | "periodFrom"
  | "transfer"
  | "content"
  | "forceLate"
  | "exceptionReason"
  | "amendmentReason"
  | "originalId"
  | "opensReceivable"
>;

/** Stores a tax invoice that is to be issued. An ordinary one claims its usage months: a second claim breaks `tax_invoice_months_pkey`. */
export async function insertTaxInvoice(
  tx: Tx,
  mspId: MspId,
  options: { request: TaxInvoiceRequest; requestedAt: Date },
): Promise<TaxInvoiceId> {
  const { request, requestedAt } = options;
  const { content } = request;
  const [row] = await tx.query<{ id: TaxInvoiceId }>(sql`
    insert into tax_invoices (msp_id, customer_id, statement_id, kind, usage_month, period_from, document_key, transfer,
      write_date, supply_amount, tax_amount, total_amount, content, force_late, exception_reason, amendment_reason,
      original_id, opens_receivable, requested_at)
    values (${mspId}, ${request.customerId}, ${request.statementId}, ${request.kind}, ${firstDay(request.usageMonth)},
      ${firstDay(request.periodFrom)}, ${content.documentKey}, ${request.transfer}, ${content.writeDate},
      ${content.supplyAmount}, ${content.taxAmount}, ${content.totalAmount},
      ${contentToJson(content)}::text::jsonb, ${request.forceLate}, ${request.exceptionReason},
      ${request.amendmentReason}, ${request.originalId}, ${request.opensReceivable}, ${requestedAt})
    returning id`);
  if (!row) throw new TypeError("Cannot store a tax invoice: no row came back");
  if (request.kind === "month" || request.kind === "period") {
    await tx.execute(sql`
      insert into tax_invoice_months (msp_id, customer_id, usage_month, tax_invoice_id)
      select ${mspId}::uuid, ${request.customerId}::uuid, month, ${row.id}::uuid
      from unnest(${monthRange(request.periodFrom, request.usageMonth).map(firstDay)}::date[]) as month`);
  }
  return row.id;
}

/** What an answer of the vendor changes. Undefined fields stay. */
export interface TaxInvoiceUpdate {
  readonly id: TaxInvoiceId;
  readonly from: readonly TaxInvoiceState[];
  readonly to: TaxInvoiceState;
  readonly approvalNo?: string | null;
  readonly issuedAt?: Date | null;
  readonly cancelUntil?: Date | null;
  readonly transferredAt?: Date | null;
  readonly resultAt?: Date | null;
  readonly resultCode?: string | null;
  readonly failure?: string | null;
}

/** Moves a tax invoice on; false where it was in none of the `from` states. One that ends dead gives its months back. */
export async function moveTaxInvoice(tx: Tx, mspId: MspId, update: TaxInvoiceUpdate): Promise<boolean> {
  const moved = await tx.execute(sql`
    update tax_invoices
    set state = ${update.to}, approval_no = coalesce(${update.approvalNo ?? null}, approval_no),
      issued_at = coalesce(${update.issuedAt ?? null}::timestamptz, issued_at),
      cancel_until = coalesce(${update.cancelUntil ?? null}::timestamptz, cancel_until),
      transferred_at = coalesce(${update.transferredAt ?? null}::timestamptz, transferred_at),
      result_at = coalesce(${update.resultAt ?? null}::timestamptz, result_at),
      result_code = coalesce(${update.resultCode ?? null}, result_code),
      failure = coalesce(${update.failure ?? null}, failure), updated_at = now()
    where msp_id = ${mspId} and id = ${update.id} and state = any(${[...update.from]}::text[])`);
  if (moved === 0) return false;
  if (["cancelled", "rejected", "failed"].includes(update.to)) {
    await tx.execute(sql`delete from tax_invoice_months where msp_id = ${mspId} and tax_invoice_id = ${update.id}`);
  }
  return true;
}

/** Keeps what the look-up of the buyer said on the day of issue. */
export async function setBuyerStatus(
  tx: Tx,
  mspId: MspId,
  options: { id: TaxInvoiceId; buyerStatus: string; warning: string | null },
): Promise<void> {
  await tx.execute(sql`
    update tax_invoices set buyer_status = ${options.buyerStatus}, warning = ${options.warning}
    where msp_id = ${mspId} and id = ${options.id}`);
}

/** Those that the finalization job reads: transferring, unknown, and scheduled past their 15:00. */
export async function unfinishedTaxInvoices(tx: Queryable, mspId: MspId, now: Date): Promise<TaxInvoice[]> {
  const rows = await tx.query<Row>(sql`
    select ${columns} from tax_invoices
    where msp_id = ${mspId} and (
      state = 'transferring' or (state = 'scheduled' and (transfer = 'immediate' or cancel_until <= ${now})))
    order by requested_at, id`);
  return rows.map(taxInvoiceOf);
}

/**
 * Those whose call was never made, whose outcome is not known, or whose immediate transfer has not begun: the issue job has
 * to take them up.
 */
export async function unissuedTaxInvoices(tx: Queryable, mspId: MspId): Promise<TaxInvoiceId[]> {
  const rows = await tx.query<{ id: TaxInvoiceId }>(sql`
    select id from tax_invoices
    where msp_id = ${mspId}
      and (state in ('not_issued', 'issuing') or (state = 'scheduled' and transfer = 'immediate'))
    order by requested_at, id`);
  return rows.map((row) => row.id);
}

function taxInvoiceOf(row: Row): TaxInvoice {
  return { ...row, content: contentFromJson(row.content) };
}
