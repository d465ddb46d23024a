import { addMonths, monthsBetween, type YearMonth } from "../calendar.ts";
import type { CycleMonths } from "../customers/customer.ts";
import { sumWon, type Won } from "../money.ts";

/** How often a customer is billed, and its 청구 시작월: the first usage month that is billed at all. */
export interface BillingCycle {
  readonly cycleMonths: CycleMonths;
  readonly cycleStart: YearMonth;
  /** The usage month of its deactivation, which closes the period (B4); null while it is active. */
  readonly lastMonth?: YearMonth | null;
}

/** The usage months that one statement covers, both included; `closes` says whether the asked month is the last. */
export interface Period {
  readonly from: YearMonth;
  readonly to: YearMonth;
  readonly closes: boolean;
}

/** The amounts of a settled usage month or of a statement; won. */
export interface SettledAmounts {
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
}

/** The period that a usage month belongs to; null before the 청구 시작월 and after a deactivation: such are not billed (B4, B5). */
export function periodOf(usageMonth: YearMonth, cycle: BillingCycle): Period | null {
  const elapsed = monthsBetween(cycle.cycleStart, usageMonth);
  const lastMonth = cycle.lastMonth ?? null;
  if (elapsed < 0 || (lastMonth !== null && usageMonth > lastMonth)) return null;
  const from = addMonths(usageMonth, -(elapsed % cycle.cycleMonths));
  const full = addMonths(from, cycle.cycleMonths - 1);
  const to = lastMonth !== null && lastMonth < full ? lastMonth : full;
  return { from, to, closes: usageMonth === to };
}

/** A statement's amounts: the sums of its months, never computed again on the sum (B5). */
export function statementAmounts(months: readonly SettledAmounts[]): SettledAmounts {
  return {
    supplyAmount: sumWon(months.map((month) => month.supplyAmount)),
    taxAmount: sumWon(months.map((month) => month.taxAmount)),
    totalAmount: sumWon(months.map((month) => month.totalAmount)),
  };
}
