import { toJson } from "../audit.ts";
import { firstDay, type YearMonth } from "../calendar.ts";
import type { CustomerScope } from "../customers/store.ts";
import { type Queryable, type Sql, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, LinkId, MspId } from "../ids.ts";
import type { Won } from "../money.ts";
import { partsOf, type SettledMonth, type StoredParts } from "./settled.ts";

/** Use of one customer's month by code: what the settlement and the summary are made of. */
export interface UsageGroup {
  readonly customerId: CustomerId;
  readonly demandType: string;
  readonly demandTypeDetail: string;
  /** productCategory code; "" where NCP's list does not place it. */
  readonly category: string;
  readonly lines: number;
  readonly useAmount: Won;
  readonly discountAmount: Won;
}

/** Adds up the month's lines of every customer by code, in one statement. */
export async function sumUsageGroups(
  tx: Queryable,
  mspId: MspId,
  options: { usageMonth: YearMonth; customers: readonly CustomerId[] },
): Promise<UsageGroup[]> {
  return await tx.query<UsageGroup>(sql`
    with placed as (
      select demand_type, demand_type_detail, min(category) as category
      from cost_codes where msp_id = ${mspId} group by demand_type, demand_type_detail
    )
    select g.customer_id as "customerId", g.demand_type as "demandType", g.demand_type_detail as "demandTypeDetail",
      coalesce(placed.category, '') as category, g.lines, g.use_amount as "useAmount", g.discount as "discountAmount"
    from (
      select customer_id, demand_type, demand_type_detail, count(*)::int as lines, sum(use_amount)::bigint as use_amount,
        sum(promise_discount + promotion_discount + etc_discount + member_price_discount + member_promise_discount_add)
          ::bigint as discount
      from usage_lines
      where msp_id = ${mspId} and usage_month = ${firstDay(options.usageMonth)}
        and customer_id = any(${[...options.customers]}::uuid[])
      group by customer_id, demand_type, demand_type_detail
    ) g
    left join placed using (demand_type, demand_type_detail)`);
}

/** A manual adjustment of a customer's month. */
export interface ManualRow {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly amount: Won | null;
  readonly typedSupplyAmount: Won | null;
  readonly reason: string;
}

/** The manual adjustments of a usage month. */
export async function listManual(
  tx: Queryable,
  mspId: MspId,
  options: { usageMonth: YearMonth; customers: readonly CustomerId[] },
): Promise<ManualRow[]> {
  return await tx.query<ManualRow>(sql`
    select customer_id as "customerId", name, amount, typed_supply_amount as "typedSupplyAmount", reason
    from manual_adjustments
    where msp_id = ${mspId} and usage_month = ${firstDay(options.usageMonth)}
      and customer_id = any(${[...options.customers]}::uuid[])
    order by created_at, id`);
}

/** The customers that have a link on a PCP account in a usage month. */
export async function customersOnPcp(tx: Queryable, mspId: MspId, usageMonth: YearMonth): Promise<Set<CustomerId>> {
  const month = firstDay(usageMonth);
  const rows = await tx.query<{ customerId: CustomerId }>(sql`
    select distinct l.customer_id as "customerId"
    from customer_links l
    join cloud_accounts a on a.msp_id = l.msp_id and a.id = l.cloud_account_id
    where l.msp_id = ${mspId} and a.type = 'pcp' and l.from_month <= ${month}
      and (l.until_month is null or l.until_month >= ${month})`);
  return new Set(rows.map((row) => row.customerId));
}

type SettlementRow = Omit<SettledMonth, "adjustments" | "charges" | "categories"> & StoredParts;

/** Which settlements a query is about. */
export interface SettlementScope {
  readonly usageMonths: readonly YearMonth[];
  readonly customers: CustomerScope;
}

/** The settlements of usage months, in the order of the months. */
export async function readSettlements(tx: Queryable, mspId: MspId, scope: SettlementScope): Promise<SettledMonth[]> {
  const ids = scope.customers === "all" ? [] : [...scope.customers];
  const rows = await tx.query<SettlementRow>(sql`
    select customer_id as "customerId", to_char(usage_month, 'YYYY-MM') as "usageMonth", state, as_of as "asOf",
      settled_at as "settledAt", list_amount as "listAmount", discount_amount as "discountAmount", ncp_amount as "ncpAmount", adjustments, charges,
      supply_amount as "supplyAmount", tax_amount as "taxAmount", total_amount as "totalAmount",
      rounding_unit as "roundingUnit", vat_rounding as "vatRounding", categories, line_count as "lineCount", cost,
      frozen_by as "frozenBy"
    from settlements
    where msp_id = ${mspId} and usage_month = any(${scope.usageMonths.map(firstDay)}::date[])
      and (${scope.customers === "all"} or customer_id = any(${ids}::uuid[]))
    order by customer_id, usage_month`);
  return rows.map((row) => ({ ...row, ...partsOf(row) }));
}

/**
 * Forgets what a link gave for the months from which it does not hold any more: they wait for a pull of the new link.
 * A frozen month keeps its settlement and how it stood.
 */
export async function forgetLinkMonths(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; linkId: LinkId; fromMonth: YearMonth },
): Promise<void> {
  const { customerId, linkId } = options;
  const fromMonth = firstDay(options.fromMonth);
  await tx.execute(sql`
    delete from usage_lines
    where msp_id = ${mspId} and customer_id = ${customerId} and link_id = ${linkId} and usage_month >= ${fromMonth}`);
  await tx.execute(sql`
    delete from settlements
    where msp_id = ${mspId} and customer_id = ${customerId} and usage_month >= ${fromMonth} and frozen_by is null`);
  await tx.execute(sql`
    delete from usage_months m
    where m.msp_id = ${mspId} and m.customer_id = ${customerId} and m.usage_month >= ${fromMonth} and not exists (
      select from settlements s
      where s.msp_id = m.msp_id and s.customer_id = m.customer_id and s.usage_month = m.usage_month)`);
}

/** Stores settlements of a month; one that is frozen stays as it is. */
export async function putSettlements(
  tx: Tx,
  mspId: MspId,
  rows: readonly SettledMonth[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into settlements (msp_id, customer_id, usage_month, state, as_of, settled_at, list_amount, discount_amount,
      ncp_amount, adjustments, charges, supply_amount, tax_amount, total_amount, rounding_unit, vat_rounding, categories,
      line_count, cost)
    select ${mspId}::uuid, customer_id, usage_month, state, as_of, settled_at, list_amount,
      discount_amount, ncp_amount, adjustments::jsonb, charges::jsonb, supply_amount, tax_amount, total_amount,
      rounding_unit, vat_rounding, categories::jsonb, line_count, cost
    from unnest(
      ${rows.map((row) => row.customerId)}::uuid[], ${rows.map((row) => firstDay(row.usageMonth))}::date[],
      ${rows.map((row) => row.state)}::text[], ${rows.map((row) => row.asOf)}::timestamptz[],
      ${rows.map((row) => row.settledAt)}::timestamptz[],
      ${rows.map((row) => row.listAmount)}::bigint[], ${rows.map((row) => row.discountAmount)}::bigint[],
      ${rows.map((row) => row.ncpAmount)}::bigint[], ${jsonTexts(rows.map((row) => toJson(row.adjustments)))},
      ${jsonTexts(rows.map((row) => toJson(row.charges)))}, ${rows.map((row) => row.supplyAmount)}::bigint[],
      ${rows.map((row) => row.taxAmount)}::bigint[], ${rows.map((row) => row.totalAmount)}::bigint[],
      ${rows.map((row) => row.roundingUnit)}::int[], ${rows.map((row) => row.vatRounding)}::text[],
      ${jsonTexts(rows.map((row) => toJson(row.categories)))}, ${rows.map((row) => row.lineCount)}::int[],
      ${rows.map((row) => row.cost)}::bigint[]
    ) as row (customer_id, usage_month, state, as_of, settled_at, list_amount, discount_amount, ncp_amount, adjustments, charges,
      supply_amount, tax_amount, total_amount, rounding_unit, vat_rounding, categories, line_count, cost)
    on conflict (msp_id, customer_id, usage_month) do update
    set state = excluded.state, as_of = excluded.as_of, settled_at = excluded.settled_at,
      list_amount = excluded.list_amount, discount_amount = excluded.discount_amount, ncp_amount = excluded.ncp_amount,
      adjustments = excluded.adjustments, charges = excluded.charges, supply_amount = excluded.supply_amount,
      tax_amount = excluded.tax_amount, total_amount = excluded.total_amount, rounding_unit = excluded.rounding_unit,
      vat_rounding = excluded.vat_rounding, categories = excluded.categories, line_count = excluded.line_count,
      cost = excluded.cost
    where settlements.frozen_by is null`);
}

/** Freezes a customer's months under a bill or tax invoice; one that a bill froze stays the bill's. */
export async function freezeMonths(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonths: readonly YearMonth[]; by: "statement" | "tax_invoice" },
): Promise<void> {
  await tx.execute(sql`
    update settlements set frozen_by = ${options.by}
    where msp_id = ${mspId} and customer_id = ${options.customerId}
      and usage_month = any(${options.usageMonths.map(firstDay)}::date[])
      and (frozen_by is null or ${options.by} = 'statement')`);
}

/** Opens a customer's months again, but for those that an issued bill or a live tax invoice still holds. */
export async function openMonths(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonths: readonly YearMonth[] },
): Promise<void> {
  await tx.execute(sql`
    update settlements s
    set frozen_by = case
      when exists (
        select from statements b
        where b.msp_id = s.msp_id and b.customer_id = s.customer_id and b.status = 'issued'
          and b.period_from <= s.usage_month and b.usage_month >= s.usage_month
      ) then 'statement'
      when exists (
        select from tax_invoice_months t
        where t.msp_id = s.msp_id and t.customer_id = s.customer_id and t.usage_month = s.usage_month
      ) then 'tax_invoice'
    end
    where msp_id = ${mspId} and customer_id = ${options.customerId}
      and usage_month = any(${options.usageMonths.map(firstDay)}::date[])`);
}

/** Keeps, renews or takes back the open proposal of a frozen month (사후 변동). */
export async function putLateChange(
  tx: Tx,
  mspId: MspId,
  change: { billed: SettledMonth; fresh: SettledMonth; foundAt: Date },
): Promise<void> {
  const { billed, fresh, foundAt } = change;
  const month = firstDay(billed.usageMonth);
  if (billed.supplyAmount === fresh.supplyAmount && billed.taxAmount === fresh.taxAmount) {
    await tx.execute(sql`
      update late_changes set status = 'gone'
      where msp_id = ${mspId} and customer_id = ${billed.customerId} and usage_month = ${month} and status = 'open'`);
    return;
  }
  await tx.execute(sql`
    insert into late_changes (msp_id, customer_id, usage_month, found_at, billed_supply_amount, new_supply_amount,
      new_settlement)
    values (${mspId}, ${billed.customerId}, ${month}, ${foundAt}, ${billed.supplyAmount}, ${fresh.supplyAmount},
      ${toJson(fresh)}::text::jsonb)
    on conflict (msp_id, customer_id, usage_month) where status = 'open' do update
    set found_at = excluded.found_at, billed_supply_amount = excluded.billed_supply_amount,
      new_supply_amount = excluded.new_supply_amount, new_settlement = excluded.new_settlement
    where late_changes.new_supply_amount <> excluded.new_supply_amount`);
}

// JSON text holds no line break. In an array every one of its quotes would be escaped: twice the time for 2,000 settlements.
function jsonTexts(texts: readonly string[]): Sql {
  return sql`string_to_array(${texts.join("\n")}, ${"\n"})`;
}
