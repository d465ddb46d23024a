import { firstDay, type LocalDate, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, MspId, StatementId, TaxInvoiceId } from "../ids.ts";
import type { Won } from "../money.ts";

/** A receivable that an event opens. */
export interface OpenedReceivable {
  readonly customerId: CustomerId;
  readonly usageMonth: YearMonth;
  readonly source: "statement" | "amendment" | "copy";
  readonly statementId: StatementId | null;
  readonly taxInvoiceId: TaxInvoiceId | null;
  readonly amount: Won;
  readonly dueOn: LocalDate | null;
  readonly openedAt: Date;
}

/** Opens a receivable 채권. */
export async function openReceivable(tx: Tx, mspId: MspId, receivable: OpenedReceivable): Promise<void> {
  await tx.execute(sql`
    insert into receivables (msp_id, customer_id, usage_month, source, statement_id, tax_invoice_id, amount, due_on,
      opened_at)
    values (${mspId}, ${receivable.customerId}, ${firstDay(receivable.usageMonth)}, ${receivable.source},
      ${receivable.statementId}, ${receivable.taxInvoiceId}, ${receivable.amount}, ${receivable.dueOn},
      ${receivable.openedAt})`);
}

/** What opened a receivable: a statement, or a tax invoice that is an amendment or a copy. */
export type ReceivableSource = { readonly statementId: StatementId } | { readonly taxInvoiceId: TaxInvoiceId };

/**
 * Reverses the receivable of a void statement, or of an amendment or copy that came to nothing, and frees what was allocated
 * to it (B8). A payment whose other allocations cannot stand
 * without it, because they would fall below 0 or beyond the payment, is freed whole: the rule of `reverseReceivable()`.
 */
export async function reverseReceivableOf(
  tx: Tx,
  mspId: MspId,
  options: { source: ReceivableSource; at: Date },
): Promise<void> {
  const { source } = options;
  const isOfSource = "statementId" in source
    ? sql`r.statement_id = ${source.statementId} and r.source = 'statement'`
    : sql`r.tax_invoice_id = ${source.taxInvoiceId} and r.source in ('amendment', 'copy')`;
  await tx.execute(sql`
    with touched as (
      select own.payment_id, r.id as receivable_id,
        (select coalesce(sum(kept.amount), 0) from allocations kept
          where kept.payment_id = own.payment_id and kept.receivable_id <> r.id) as kept_amount,
        (select sum(p.amount) from payments p
          where own.payment_id in (p.id, p.refunds_id, p.reverses_id)) as paid_amount
      from receivables r
      join allocations own on own.receivable_id = r.id
      where r.msp_id = ${mspId} and ${isOfSource}
      group by own.payment_id, r.id
    )
    insert into allocations (msp_id, customer_id, payment_id, receivable_id, reverses_id, amount, allocated_at)
    select a.msp_id, a.customer_id, a.payment_id, a.receivable_id, a.id, -a.amount, ${options.at}
    from allocations a
    join touched t on t.payment_id = a.payment_id
    where a.msp_id = ${mspId} and a.reverses_id is null
      and not exists (select from allocations back where back.reverses_id = a.id)
      and (a.receivable_id = t.receivable_id or t.kept_amount not between 0 and t.paid_amount)`);
  await tx.execute(sql`
    insert into receivables (msp_id, customer_id, usage_month, source, statement_id, tax_invoice_id, reverses_id, amount,
      due_on, opened_at)
    select msp_id, customer_id, usage_month, 'reversal', statement_id, tax_invoice_id, id, -amount, due_on, ${options.at}
    from receivables r where msp_id = ${mspId} and ${isOfSource}`);
}

/** 미납 금액 of the months before one, as of now: what is billed and not paid, month by month. */
export async function arrearsBefore(
  tx: Queryable,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonth: YearMonth },
): Promise<{ usageMonth: YearMonth; amount: Won }[]> {
  return await tx.query(sql`
    select to_char(r.usage_month, 'YYYY-MM') as "usageMonth",
      (sum(r.amount) - coalesce(sum(a.amount), 0))::bigint as amount
    from receivables r
    left join lateral (select sum(amount) as amount from allocations where receivable_id = r.id) a on true
    where r.msp_id = ${mspId} and r.customer_id = ${options.customerId}
      and r.usage_month < ${firstDay(options.usageMonth)}
    group by r.usage_month
    having sum(r.amount) - coalesce(sum(a.amount), 0) <> 0
    order by r.usage_month`);
}

/** An issued statement that is not paid in full. */
export interface OpenStatement {
  readonly customerId: CustomerId;
  readonly number: string;
  readonly periodFrom: YearMonth;
  readonly usageMonth: YearMonth;
  readonly dueOn: LocalDate;
  readonly outstandingAmount: Won;
}

/** The issued statements that are not paid in full, oldest first. */
export async function openStatements(tx: Queryable, mspId: MspId): Promise<OpenStatement[]> {
  return await tx.query<OpenStatement>(sql`
    select s.customer_id as "customerId", s.number, to_char(s.period_from, 'YYYY-MM') as "periodFrom",
      to_char(s.usage_month, 'YYYY-MM') as "usageMonth", s.due_on as "dueOn",
      (r.amount - coalesce(a.amount, 0))::bigint as "outstandingAmount"
    from statements s
    join receivables r on r.statement_id = s.id and r.source = 'statement'
    left join (
      select receivable_id, sum(amount)::bigint as amount from allocations where msp_id = ${mspId} group by receivable_id
    ) a on a.receivable_id = r.id
    where s.msp_id = ${mspId} and s.status = 'issued' and r.amount > coalesce(a.amount, 0)
    order by s.usage_month, s.customer_id`);
}
