import { monthRange, monthsBetween, type YearMonth } from "../calendar.ts";
import type { Customer } from "../customers/customer.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import { zeroWon } from "../money.ts";
import type { Msp } from "../msps/msp.ts";
import type { SettledMonth } from "../settlement/settled.ts";
import { readSettlements } from "../settlement/store.ts";
import { readUsageMonths } from "../usage/months_store.ts";
import { readPulls } from "../usage/pulls_store.ts";
import { holdReasons, holdText } from "./hold.ts";
import { periodOf, statementAmounts } from "./period.ts";
import type { StatementMonth } from "./statement.ts";
import { deleteDrafts, type Draft, previousTotals, putDrafts } from "./store.ts";

/** The usage months that have to be settled before the customers' statements of a month can be drafted. */
export function monthsToSettle(customers: readonly Customer[], usageMonth: YearMonth): readonly YearMonth[] {
  const firsts = customers.flatMap((customer) => {
    const period = periodOf(usageMonth, customer);
    return period?.closes ? [period.from] : [];
  });
  const first = firsts.reduce((earliest, month) => month < earliest ? month : earliest, usageMonth);
  return monthRange(first, usageMonth);
}

/** Whether a customer's month is settled in a run of `usageMonth`: that month itself, and those of the period that closes with it. */
export function isSettledWith(customer: Customer, options: { month: YearMonth; usageMonth: YearMonth }): boolean {
  const { month, usageMonth } = options;
  if (month === usageMonth) return true;
  const period = periodOf(usageMonth, customer);
  return period !== null && period.closes && period.from <= month;
}

/** Drafts the statements of the periods that close with a usage month; per set. Returns whose drafts there are. */
export async function draftStatements(
  tx: Tx,
  options: { msp: Msp; usageMonth: YearMonth; customers: readonly Customer[] },
): Promise<ReadonlySet<CustomerId>> {
  const { msp, usageMonth, customers } = options;
  const months = monthsToSettle(customers, usageMonth);
  const scope = { usageMonths: months, customers: customers.map((customer) => customer.id) };
  const settled = Map.groupBy(await readSettlements(tx, msp.id, scope), (each) => each.customerId);
  const previous = await previousTotals(tx, msp.id, usageMonth);
  const breaches = await breachCounts(tx, msp.id, months);
  const drafts = customers.flatMap((customer) => {
    const period = periodOf(usageMonth, customer);
    if (!period?.closes) return [];
    const wanted = monthsBetween(period.from, period.to) + 1;
    const whole = (settled.get(customer.id) ?? []).filter((each) => each.usageMonth >= period.from);
    if (whole.length < wanted) return [];
    // What an issued bill holds is not billed again: that of this period, or of a shorter one before the cycle changed.
    const own = whole.filter((each) => each.frozenBy !== "statement");
    const [first] = own;
    if (!first) return [];
    const draft = draftOf(customer, { from: first.usageMonth, to: usageMonth, settled: own });
    return [{
      ...draft,
      holdReasons: holdReasons({
        previousTotal: previous.get(customer.id) ?? null,
        total: draft.totalAmount,
        lineCount: own.reduce((count, each) => count + each.lineCount, 0),
        breaches: breaches.get(customer.id) ?? 0,
        limits: { shareBps: msp.holdShareBps, wonLimit: msp.holdWon, lineLimit: msp.holdLines },
      }).map(holdText),
    }];
  });
  const billed = drafts.filter((draft) => draft.totalAmount > zeroWon);
  await putDrafts(tx, msp.id, billed);
  const kept = new Set(billed.map((draft) => draft.customerId));
  await deleteDrafts(tx, msp.id, {
    usageMonth,
    customers: customers.map((customer) => customer.id).filter((id) => !kept.has(id)),
  });
  return kept;
}

function draftOf(
  customer: Customer,
  options: { from: YearMonth; to: YearMonth; settled: readonly SettledMonth[] },
): Omit<Draft, "holdReasons"> {
  const months = options.settled.map((each): StatementMonth => ({
    usageMonth: each.usageMonth,
    supplyAmount: each.supplyAmount,
    taxAmount: each.taxAmount,
  }));
  return {
    customerId: customer.id,
    periodFrom: options.from,
    usageMonth: options.to,
    months,
    ...statementAmounts(options.settled),
  };
}

async function breachCounts(
  tx: Tx,
  mspId: MspId,
  usageMonths: readonly YearMonth[],
): Promise<ReadonlyMap<CustomerId, number>> {
  const months = await readUsageMonths(tx, mspId, { usageMonths, customers: "all" });
  const unsettled = months.filter((month) => month.state === "provisional");
  const pulls = await readPulls(tx, mspId, unsettled.flatMap((month) => month.pullIds));
  const counts = new Map<CustomerId, number>();
  for (const pull of pulls) counts.set(pull.customerId, (counts.get(pull.customerId) ?? 0) + pull.breaches.length);
  return counts;
}
