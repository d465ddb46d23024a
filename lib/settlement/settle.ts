import { seoulDate, type YearMonth } from "../calendar.ts";
import { listPcpTerms, lockCustomers } from "../customers/store.ts";
import type { Customer, PcpTerm } from "../customers/customer.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, PullId } from "../ids.ts";
import { minusWon, sumWon, type Won, zeroWon } from "../money.ts";
import type { Msp } from "../msps/msp.ts";
import { readPcpExclusions } from "../msps/store.ts";
import type { CategorySum } from "../usage/category_sum.ts";
import { readUsageMonths, type UsageMonth } from "../usage/months_store.ts";
import type { Pull } from "../usage/pull.ts";
import { readPulls } from "../usage/pulls_store.ts";
import type { NcpAdjustments } from "../usage/usage_line.ts";
import type { UsagePart, UsageSums } from "../usage/usage_sums.ts";
import { type AdjustmentPolicy, defaultAdjustmentPolicy } from "./adjustments.ts";
import type { AdjustmentLine } from "./charge.ts";
import { settle, type SettlementTerms } from "./charges.ts";
import { effectiveRules } from "./rule_versions.ts";
import { listRuleVersions } from "./rules_store.ts";
import type { SettledMonth } from "./settled.ts";
import {
  customersOnPcp,
  listManual,
  type ManualRow,
  putLateChange,
  putSettlements,
  readSettlements,
  sumUsageGroups,
  type UsageGroup,
} from "./store.ts";

/** What a settlement run is about. */
export interface SettleOrder {
  readonly msp: Msp;
  readonly usageMonth: YearMonth;
  readonly customers: readonly Customer[];
  /** Business time of the run: rules count by its Seoul day. */
  readonly now: Date;
}

/**
 * Settles a usage month of the customers and stores it, per set. A customer without a good pull is left out: missing use is
 * never zero use (B4). A frozen month keeps its amounts; what NCP has changed since becomes a proposal (B6).
 */
export async function settleMonth(tx: Tx, order: SettleOrder): Promise<readonly SettledMonth[]> {
  const { msp, usageMonth, customers } = order;
  const scope = { usageMonths: [usageMonth], customers: customers.map((customer) => customer.id) };
  await lockCustomers(tx, msp.id, scope.customers);
  const frozen = (await readSettlements(tx, msp.id, scope)).filter((each) => each.frozenBy !== null);
  const isFrozen = new Set(frozen.map((each) => each.customerId));
  const open = customers.filter((customer) => !isFrozen.has(customer.id));
  const fresh = await computeMonth(tx, { ...order, customers: open });
  await putSettlements(tx, msp.id, fresh);
  await proposeChanges(tx, { order, frozen });
  return [...fresh, ...frozen];
}

/** Computes frozen months anew by the rules and rounding of the runs that were billed: only what NCP changed is a late change. */
async function proposeChanges(
  tx: Tx,
  options: { order: SettleOrder; frozen: readonly SettledMonth[] },
): Promise<void> {
  const { order, frozen } = options;
  const termsOf = (each: SettledMonth) => `${each.settledAt.getTime()} ${each.roundingUnit} ${each.vatRounding}`;
  for (const billed of Map.groupBy(frozen, termsOf).values()) {
    const byCustomer = new Map(billed.map((each) => [each.customerId, each]));
    const [run] = billed;
    if (!run) continue;
    const fresh = await computeMonth(tx, {
      ...order,
      msp: { ...order.msp, roundingUnit: run.roundingUnit, vatRounding: run.vatRounding },
      customers: order.customers.filter((customer) => byCustomer.has(customer.id)),
      now: run.settledAt,
    });
    for (const each of fresh) {
      const before = byCustomer.get(each.customerId);
      if (before) await putLateChange(tx, order.msp.id, { billed: before, fresh: each, foundAt: order.now });
    }
  }
}

/** Computes a usage month without storing it. */
export async function computeMonth(tx: Tx, order: SettleOrder): Promise<readonly SettledMonth[]> {
  const { msp, usageMonth } = order;
  const runDate = seoulDate(order.now);
  const asked = order.customers.map((customer) => customer.id);
  const standing = await readUsageMonths(tx, msp.id, { usageMonths: [usageMonth], customers: asked });
  const months = new Map(standing.map((each) => [each.customerId, each]));
  const settled = order.customers.filter((customer) => months.has(customer.id));
  const ids = settled.map((customer) => customer.id);
  const groups = Map.groupBy(
    await sumUsageGroups(tx, msp.id, { usageMonth, customers: ids }),
    (group) => group.customerId,
  );
  const pulls = new Map((await readPulls(tx, msp.id, pullIds(settled, months))).map((pull) => [pull.id, pull]));
  const rules = Map.groupBy(await listRuleVersions(tx, msp.id, ids), (rule) => rule.customerId);
  const manual = Map.groupBy(await listManual(tx, msp.id, { usageMonth, customers: ids }), (row) => row.customerId);
  const pcp = {
    terms: Map.groupBy(await listPcpTerms(tx, msp.id, ids), (term) => term.customerId),
    exclusions: await readPcpExclusions(tx, msp.id, runDate),
    customers: await customersOnPcp(tx, msp.id, usageMonth),
  };
  const policy = adjustmentPolicy(msp);
  return settled.flatMap((customer) => {
    const month = months.get(customer.id);
    if (!month) return [];
    const used = groups.get(customer.id) ?? [];
    const monthPulls = month.pullIds.flatMap((id) => pulls.get(id) ?? []);
    const settlement = settle(sumsOf(used), {
      passDiscounts: customer.passDiscounts,
      adjustments: addAdjustments(monthPulls),
      adjustmentPolicy: policy,
      rules: effectiveRules(rules.get(customer.id) ?? [], runDate),
      pcp: pcp.customers.has(customer.id)
        ? pcpInForce(pcp.terms.get(customer.id) ?? [], { exclusions: pcp.exclusions, runDate })
        : null,
      roundingUnit: msp.roundingUnit,
      vatRounding: msp.vatRounding,
      ...manualTerms(manual.get(customer.id) ?? []),
    });
    const settledMonth: SettledMonth = {
      ...settlement,
      customerId: customer.id,
      usageMonth,
      state: month.state,
      asOf: month.asOf,
      settledAt: order.now,
      categories: categorySums(used, customer.passDiscounts),
      lineCount: used.reduce((count, group) => count + group.lines, 0),
      cost: costOf(monthPulls),
      frozenBy: null,
    };
    return [settledMonth];
  });
}

function pullIds(customers: readonly Customer[], months: ReadonlyMap<CustomerId, UsageMonth>): PullId[] {
  return customers.flatMap((customer) => months.get(customer.id)?.pullIds ?? []);
}

function adjustmentPolicy(msp: Msp): AdjustmentPolicy {
  const kinds = Object.keys(defaultAdjustmentPolicy) as AdjustmentLine["kind"][];
  return Object.fromEntries(kinds.map((kind) => [kind, !msp.adjustmentsKept.includes(kind)])) as AdjustmentPolicy;
}

function sumsOf(groups: readonly UsageGroup[]): UsageSums {
  const byDemandType = new Map<string, UsagePart>();
  const byDetail = new Map<string, UsagePart>();
  for (const group of groups) {
    const part = { use: group.useAmount, net: minusWon(group.useAmount, group.discountAmount) };
    addPart(byDemandType, { code: group.demandType, part });
    addPart(byDetail, { code: group.demandTypeDetail, part });
  }
  return {
    listAmount: sumWon(groups.map((group) => group.useAmount)),
    discountAmount: sumWon(groups.map((group) => group.discountAmount)),
    byDemandType,
    byDetail,
  };
}

function addPart(parts: Map<string, UsagePart>, entry: { code: string; part: UsagePart }): void {
  const known = parts.get(entry.code) ?? { use: zeroWon, net: zeroWon };
  parts.set(entry.code, {
    use: sumWon([known.use, entry.part.use]),
    net: sumWon([known.net, entry.part.net]),
  });
}

function addAdjustments(pulls: readonly Pull[]): NcpAdjustments {
  const sum = (of: (adjustments: NcpAdjustments) => Won) => sumWon(pulls.map((pull) => of(pull.totals.adjustments)));
  return {
    productDiscount: sum((each) => each.productDiscount),
    credit: sum((each) => each.credit),
    customerDiscount: sum((each) => each.customerDiscount),
    coin: sum((each) => each.coin),
    roundDown: sum((each) => each.roundDown),
    currencyDiscount: sum((each) => each.currencyDiscount),
    penalty: sum((each) => each.penalty),
  };
}

// Cost is unknown as soon as one of the links does not say it; it is never computed from use.
function costOf(pulls: readonly Pull[]): Won | null {
  const costs = pulls.map((pull) => pull.cost);
  return costs.some((cost) => cost === null) ? null : sumWon(costs.filter((cost) => cost !== null));
}

function pcpInForce(
  terms: readonly PcpTerm[],
  options: { exclusions: Awaited<ReturnType<typeof readPcpExclusions>>; runDate: string },
): SettlementTerms["pcp"] {
  const term = terms.filter((each) => each.countsFrom <= options.runDate).at(-1);
  if (!term || term.rateBps === 0) return null;
  const countsFrom = options.exclusions && options.exclusions.countsFrom > term.countsFrom
    ? options.exclusions.countsFrom
    : term.countsFrom;
  return { rateBps: term.rateBps, excludedDetails: options.exclusions?.details ?? [], countsFrom };
}

function manualTerms(rows: readonly ManualRow[]): Pick<SettlementTerms, "manual" | "typedSupplyAmount"> {
  const typed = rows.find((row) => row.typedSupplyAmount !== null);
  return {
    manual: rows.flatMap(({ name, amount, reason }) => amount === null ? [] : [{ name, amount, reason }]),
    typedSupplyAmount: typed?.typedSupplyAmount === undefined || typed.typedSupplyAmount === null
      ? null
      : { amount: typed.typedSupplyAmount, reason: typed.reason },
  };
}

function categorySums(groups: readonly UsageGroup[], passDiscounts: boolean): CategorySum[] {
  const sums = Map.groupBy(groups, (group) => `${group.demandType === "SW" ? "license" : "usage"} ${group.category}`);
  return [...sums.values()].map((members) => ({
    category: members[0]?.category ?? "",
    isLicense: members[0]?.demandType === "SW",
    useAmount: sumWon(members.map((member) => member.useAmount)),
    discountAmount: passDiscounts ? sumWon(members.map((member) => member.discountAmount)) : zeroWon,
  }));
}
