import { firstDay, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, LinkId, MspId, PullId } from "../ids.ts";
import type { Won } from "../money.ts";
import type { UsageLine } from "./usage_line.ts";

/** Whose month lines belong to. */
export interface LineOwner {
  readonly mspId: MspId;
  readonly customerId: CustomerId;
  readonly linkId: LinkId;
  readonly usageMonth: YearMonth;
}

/** A line with the hash of its content. */
export interface HashedLine {
  readonly line: UsageLine;
  readonly hash: string;
}

/** Lines go in batches of so many rows. */
const batchRows = 10_000;

/** The keys and hashes of the stored lines, with their list amount. */
export async function storedHashes(
  tx: Queryable,
  owner: LineOwner,
): Promise<ReadonlyMap<string, { readonly hash: string; readonly useAmount: Won }>> {
  const rows = await tx.query<{ key: string; hash: string; useAmount: Won }>(sql`
    select line_key as key, line_hash as hash, use_amount as "useAmount" from usage_lines
    where msp_id = ${owner.mspId} and usage_month = ${firstDay(owner.usageMonth)}
      and customer_id = ${owner.customerId} and link_id = ${owner.linkId}`);
  return new Map(rows.map((row) => [row.key, row]));
}

/** Adds lines that are not there yet. */
export async function insertLines(tx: Tx, owner: LineOwner, lines: readonly HashedLine[]): Promise<void> {
  for (let start = 0; start < lines.length; start += batchRows) {
    const batch = lines.slice(start, start + batchRows);
    const texts = (of: (line: UsageLine) => string) => batch.map((each) => of(each.line));
    const amounts = (of: (line: UsageLine) => Won) => batch.map((each) => of(each.line));
    await tx.execute(sql`
      insert into usage_lines (msp_id, link_id, usage_month, customer_id, line_key, line_hash, region_code,
        demand_type, demand_type_name, demand_type_detail, demand_type_detail_name, contract_type, contract_no,
        instance_name, product_code, price_no, promise_no, quantity, usage_unit, usage_unit_name, unit_price,
        product_size, use_amount, promise_discount, promotion_discount, etc_discount, member_price_discount,
        member_promise_discount_add, demand_amount, service_start_at, service_end_at)
      select ${owner.mspId}::uuid, ${owner.linkId}::uuid, ${
      firstDay(owner.usageMonth)
    }::date, ${owner.customerId}::uuid,
        line.*
      from unnest(
        ${texts((line) => line.key)}::text[], ${batch.map((each) => each.hash)}::text[],
        ${texts((line) => line.regionCode)}::text[], ${texts((line) => line.demandType.code)}::text[],
        ${texts((line) => line.demandType.codeName)}::text[], ${texts((line) => line.demandTypeDetail.code)}::text[],
        ${texts((line) => line.demandTypeDetail.codeName)}::text[], ${texts((line) => line.contractType.code)}::text[],
        ${texts((line) => line.contractNo)}::text[], ${texts((line) => line.instanceName)}::text[],
        ${texts((line) => line.productCode)}::text[], ${texts((line) => line.priceNo)}::text[],
        ${texts((line) => line.promiseNo)}::text[], ${texts((line) => line.quantity)}::numeric[],
        ${texts((line) => line.usageUnit.code)}::text[], ${texts((line) => line.usageUnit.codeName)}::text[],
        ${texts((line) => line.unitPrice)}::numeric[], ${texts((line) => line.productSize)}::numeric[],
        ${amounts((line) => line.useAmount)}::bigint[], ${amounts((line) => line.promiseDiscount)}::bigint[],
        ${amounts((line) => line.promotionDiscount)}::bigint[], ${amounts((line) => line.etcDiscount)}::bigint[],
        ${amounts((line) => line.memberPriceDiscount)}::bigint[],
        ${amounts((line) => line.memberPromiseDiscountAdd)}::bigint[],
        ${amounts((line) => line.demandAmount)}::bigint[], ${texts((line) => line.serviceStartAt)}::text[],
        ${texts((line) => line.serviceEndAt)}::text[]
      ) as line`);
  }
}

/** Takes lines away by key. */
export async function deleteLines(tx: Tx, owner: LineOwner, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`
    delete from usage_lines
    where msp_id = ${owner.mspId} and usage_month = ${firstDay(owner.usageMonth)}
      and customer_id = ${owner.customerId} and link_id = ${owner.linkId} and line_key = any(${[...keys]}::text[])`);
}

/** One changed line of a pull, for 「어제와 달라진 것」. */
export interface LineChange {
  readonly key: string;
  readonly change: "added" | "changed" | "removed";
  readonly label: string;
  readonly beforeAmount: Won | null;
  readonly afterAmount: Won | null;
}

/** Keeps what a pull changed. */
export async function insertChanges(
  tx: Tx,
  options: { mspId: MspId; pullId: PullId; changes: readonly LineChange[] },
): Promise<void> {
  const { mspId, pullId, changes } = options;
  if (changes.length === 0) return;
  await tx.execute(sql`
    insert into usage_changes (msp_id, pull_id, line_key, change, label, before_amount, after_amount)
    select ${mspId}::uuid, ${pullId}::uuid, change.*
    from unnest(
      ${changes.map((change) => change.key)}::text[], ${changes.map((change) => change.change)}::text[],
      ${changes.map((change) => change.label)}::text[], ${changes.map((change) => change.beforeAmount)}::bigint[],
      ${changes.map((change) => change.afterAmount)}::bigint[]
    ) as change`);
}
