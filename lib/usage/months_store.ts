import { firstDay, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerScope } from "../customers/store.ts";
import type { CustomerId, MspId, PullId } from "../ids.ts";

/** How a customer's usage month stands: 잠정 or 확정, as of when, from which pulls. */
export interface UsageMonth {
  readonly customerId: CustomerId;
  readonly usageMonth: YearMonth;
  readonly state: "provisional" | "confirmed";
  /** Why provisional, or why confirmed by hand; null when confirmed by rule. */
  readonly reason: string | null;
  readonly asOf: Date;
  readonly pullIds: readonly PullId[];
  readonly byHand: boolean;
}

/** How the usage months of customers stand. */
export async function readUsageMonths(
  tx: Queryable,
  mspId: MspId,
  scope: { readonly usageMonths: readonly YearMonth[]; readonly customers: CustomerScope },
): Promise<UsageMonth[]> {
  const ids = scope.customers === "all" ? [] : [...scope.customers];
  return await tx.query<UsageMonth>(sql`
    select customer_id as "customerId", to_char(usage_month, 'YYYY-MM') as "usageMonth", state, reason, as_of as "asOf",
      pull_ids as "pullIds", by_hand as "byHand"
    from usage_months
    where msp_id = ${mspId} and usage_month = any(${scope.usageMonths.map(firstDay)}::date[])
      and (${scope.customers === "all"} or customer_id = any(${ids}::uuid[]))`);
}

/** Sets how a customer's usage month stands. */
export async function putUsageMonth(tx: Tx, mspId: MspId, month: UsageMonth): Promise<void> {
  await tx.query(sql`
    insert into usage_months (msp_id, customer_id, usage_month, state, reason, as_of, pull_ids, by_hand)
    values (${mspId}, ${month.customerId}, ${
    firstDay(month.usageMonth)
  }, ${month.state}, ${month.reason}, ${month.asOf},
      ${[...month.pullIds]}::uuid[], ${month.byHand})
    on conflict (msp_id, customer_id, usage_month) do update
    set state = excluded.state, reason = excluded.reason, as_of = excluded.as_of, pull_ids = excluded.pull_ids,
      by_hand = excluded.by_hand`);
}

/** The last failed pull of each customer's month since its last good one, with its reason. */
export async function failedPulls(
  tx: Queryable,
  mspId: MspId,
  usageMonth: YearMonth,
): Promise<{ customerId: CustomerId; reason: string; takenAt: Date; lastGoodAt: Date | null }[]> {
  return await tx.query(sql`
    select distinct on (p.customer_id) p.customer_id as "customerId", p.reason, p.taken_at as "takenAt",
      g.taken_at as "lastGoodAt"
    from pulls p
    left join lateral (
      select max(taken_at) as taken_at from pulls g
      where g.msp_id = p.msp_id and g.link_id = p.link_id and g.usage_month = p.usage_month and g.good
    ) g on true
    where p.msp_id = ${mspId} and p.usage_month = ${firstDay(usageMonth)} and not p.good
      and (g.taken_at is null or p.taken_at > g.taken_at)
    order by p.customer_id, p.taken_at desc`);
}

/** The moment of the newest good pull of the whole installation; null when there is none. */
export async function newestGoodPullAt(db: Queryable): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>(sql`select max(taken_at) as at from pulls where good`);
  return row?.at ?? null;
}
