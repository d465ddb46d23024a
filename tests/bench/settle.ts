import { deepStrictEqual } from "node:assert/strict";
import { type Db, inMsp, sql } from "../../lib/db/mod.ts";
import { openPostgres } from "../../lib/db/postgres.ts";
import { listCustomers } from "../../lib/customers/store.ts";
import type { CustomerId, MspId } from "../../lib/ids.ts";
import { readMsp } from "../../lib/msps/store.ts";
import { settleMonth } from "../../lib/settlement/settle.ts";
import { draftStatements } from "../../lib/statements/draft.ts";
import { type Figure, ms, times } from "./figure.ts";
import { billingMoment, migrated, usageMonth } from "./seed.ts";
import { seedSettledMonth } from "./seed_month.ts";
import { medianOf, scaled, timed } from "./timing.ts";

const linesEach = 80;

/** A month of 2,000 customers settled and stored against the same sums in one statement; then one customer computed again. */
export async function settle(options: { databaseUrl: string; scale: number }): Promise<readonly Figure[]> {
  const db = openPostgres(options.databaseUrl);
  await migrated(db);
  const customers = scaled(2_000, { scale: options.scale, least: 10 });
  const { mspId, links } = await seedSettledMonth(db, { customers, lines: linesEach });
  const runs = 5;
  const firstMs = await timed(() => settleCustomers(db, mspId, "all"));
  const oursMs = await medianOf(runs, () => timed(() => settleCustomers(db, mspId, "all")));
  const floorMs = await medianOf(runs, () => timed(() => sumsInOneStatement(db, mspId)));
  deepStrictEqual(await storedSums(db, mspId), await sumsInOneStatement(db, mspId));
  const again = links.slice(0, 21).map((link) => link.customerId).values();
  const oneMs = await medianOf(20, () => timed(() => recompute(db, mspId, again.next().value ?? null)));
  await db.close();
  return [{
    work: `고객사 ${customers.toLocaleString("ko-KR")}곳 정산`,
    ours: ms(oursMs),
    floor: ms(floorMs),
    compared: times(oursMs, floorMs),
    aim: { most: 3 },
    note: `이용내역 ${(customers * linesEach).toLocaleString("ko-KR")}줄, 규칙 5개씩, 부가세와 근거까지 저장. ` +
      `${runs}번의 중앙값이며 빈 표에 처음 저장할 때는 ${
        Math.round(firstMs)
      } ms. 바닥값: 공급가액과 세액만 SQL 한 문장으로 계산(금액 일치 확인).`,
  }, {
    work: "고객사 한 곳 다시 계산",
    ours: ms(oneMs),
    floor: null,
    compared: ms(oneMs),
    aim: { most: 50 },
    note: `고객사 ${customers}곳 가운데 한 곳의 정산과 청구서 초안, 20번의 중앙값.`,
  }];
}

async function settleCustomers(db: Db, mspId: MspId, scope: readonly CustomerId[] | "all"): Promise<void> {
  await inMsp(db, mspId, async (tx) => {
    const msp = await readMsp(tx, mspId);
    const customers = await listCustomers(tx, mspId, scope);
    await settleMonth(tx, { msp, usageMonth, customers, now: billingMoment });
  });
}

async function recompute(db: Db, mspId: MspId, id: CustomerId | null): Promise<void> {
  await inMsp(db, mspId, async (tx) => {
    const msp = await readMsp(tx, mspId);
    const customers = await listCustomers(tx, mspId, id === null ? [] : [id]);
    await settleMonth(tx, { msp, usageMonth, customers, now: billingMoment });
    await draftStatements(tx, { msp, usageMonth, customers });
  });
}

interface Sums {
  readonly customerId: CustomerId;
  readonly supplyAmount: bigint;
  readonly taxAmount: bigint;
}

async function storedSums(db: Db, mspId: MspId): Promise<Sums[]> {
  return await db.query<Sums>(sql`
    select customer_id as "customerId", supply_amount as "supplyAmount", tax_amount as "taxAmount"
    from settlements where msp_id = ${mspId} order by customer_id`);
}

/** What the rules of `seed_month.ts` come to, as a person would write it by hand; the months have no NCP adjustments. */
async function sumsInOneStatement(db: Db, mspId: MspId): Promise<Sums[]> {
  return await db.query<Sums>(sql`
    with used as (
      select customer_id, sum(net)::bigint as ncp, coalesce(sum(net) filter (where demand_type in ('SVR', 'VSVR')), 0)::bigint as server
      from (
        select customer_id, demand_type, use_amount - promise_discount - promotion_discount - etc_discount
          - member_price_discount - member_promise_discount_add as net
        from usage_lines where msp_id = ${mspId} and usage_month = ${`${usageMonth}-01`}
      ) line
      group by customer_id
    ), charged as (
      select used.customer_id, used.ncp + sum(
        case rule.kind when 'extra' then 1 else -1 end *
        coalesce(rule.fixed_amount,
          case rule.kind when 'vm_discount' then used.server else used.ncp end * rule.rate_bps / 10000))::bigint as sum
      from used join charge_rules rule on rule.msp_id = ${mspId} and rule.customer_id = used.customer_id
      group by used.customer_id, used.ncp
    ), cut as (
      select customer_id, greatest(sum, 0) - greatest(sum, 0) % 10 as supply from charged
    )
    select customer_id as "customerId", supply as "supplyAmount", supply / 10 as "taxAmount" from cut order by customer_id`);
}
