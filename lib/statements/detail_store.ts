import { firstDay, parseMoment, seoulDate, type YearMonth } from "../calendar.ts";
import { type Queryable, sql } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import { minusWon, sumWon, type Won, zeroWon } from "../money.ts";
import { categoryLabel, productCategories } from "../usage/product_category.ts";
import type { DetailRow } from "./document.ts";

interface LineRow {
  readonly usageMonth: YearMonth;
  readonly category: string;
  readonly demandType: string;
  readonly region: string;
  readonly detail: string;
  readonly instanceName: string;
  readonly promiseNo: string;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPrice: string;
  readonly useAmount: Won;
  readonly promiseDiscount: Won;
  readonly memberPriceDiscount: Won;
  readonly memberPromiseDiscountAdd: Won;
  readonly promotionDiscount: Won;
  readonly etcDiscount: Won;
  readonly serviceStartAt: string;
  readonly serviceEndAt: string;
}

/** The rows of sheet 「상세내역」 of a customer's months, grouped by category and product as they are printed. */
export async function readDetailRows(
  tx: Queryable,
  mspId: MspId,
  options: { customerId: CustomerId; usageMonths: readonly YearMonth[]; passDiscounts: boolean },
): Promise<DetailRow[]> {
  const rows = await tx.query<LineRow>(sql`
    with placed as (
      select demand_type, demand_type_detail, min(category) as category
      from cost_codes where msp_id = ${mspId} group by demand_type, demand_type_detail
    )
    select to_char(l.usage_month, 'YYYY-MM') as "usageMonth", coalesce(placed.category, '') as category,
      case when l.demand_type_name = '' then l.demand_type else l.demand_type_name end as "demandType",
      l.region_code as region,
      case when l.demand_type_detail_name = '' then l.demand_type_detail else l.demand_type_detail_name end as detail,
      l.instance_name as "instanceName", l.promise_no as "promiseNo", l.quantity::text as quantity,
      l.usage_unit_name as unit, l.unit_price::text as "unitPrice", l.use_amount as "useAmount",
      l.promise_discount as "promiseDiscount", l.member_price_discount as "memberPriceDiscount",
      l.member_promise_discount_add as "memberPromiseDiscountAdd", l.promotion_discount as "promotionDiscount",
      l.etc_discount as "etcDiscount", l.service_start_at as "serviceStartAt", l.service_end_at as "serviceEndAt"
    from usage_lines l
    left join placed using (demand_type, demand_type_detail)
    where l.msp_id = ${mspId} and l.usage_month = any(${options.usageMonths.map(firstDay)}::date[])
      and l.customer_id = ${options.customerId}
    order by l.usage_month, l.demand_type, l.demand_type_detail, l.instance_name, l.line_key`);
  return rows
    .map((row) => ({ row, rank: rankOf(row.category) }))
    .sort((a, b) => a.rank - b.rank || compare(a.row.demandType, b.row.demandType))
    .map(({ row }) => detailOf(row, options.passDiscounts));
}

function detailOf(row: LineRow, passDiscounts: boolean): DetailRow {
  const passed = (amount: Won) => passDiscounts ? amount : zeroWon;
  const otherDiscount = passed(sumWon([row.promotionDiscount, row.etcDiscount]));
  const promiseDiscount = passed(row.promiseDiscount);
  const memberPriceDiscount = passed(row.memberPriceDiscount);
  const memberPromiseDiscountAdd = passed(row.memberPromiseDiscountAdd);
  const discount = sumWon([promiseDiscount, memberPriceDiscount, memberPromiseDiscountAdd, otherDiscount]);
  return {
    usageMonth: row.usageMonth,
    category: categoryLabel(row.category),
    demandType: row.demandType,
    region: row.region,
    detail: row.detail,
    instanceName: row.instanceName,
    plan: row.promiseNo || "-",
    quantity: row.quantity,
    unit: row.unit,
    unitPrice: row.unitPrice,
    useAmount: row.useAmount,
    promiseDiscount,
    memberPriceDiscount,
    memberPromiseDiscountAdd,
    otherDiscount,
    netAmount: minusWon(row.useAmount, discount),
    startedOn: dayOf(row.serviceStartAt),
    endedOn: dayOf(row.serviceEndAt),
  };
}

function dayOf(moment: string) {
  const parsed = parseMoment(moment);
  return parsed ? seoulDate(parsed) : null;
}

function rankOf(category: string): number {
  const rank = productCategories.indexOf(category);
  return rank < 0 ? productCategories.length : rank;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
