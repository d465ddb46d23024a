import type { LocalDate, YearMonth } from "../calendar.ts";
import { minusWon, sumWon, type Won } from "../money.ts";

/** 채권: what a customer owes (or, negative, is owed) for a usage month; opened by a bill, an amendment or a copied tax invoice. */
export interface Receivable {
  readonly id: string;
  readonly usageMonth: YearMonth;
  readonly source: "statement" | "amendment" | "copy" | "reversal";
  /** With VAT, signed: an amendment that lowers is negative, and so is the reversal of a bill. */
  readonly totalAmount: Won;
  readonly openedOn: LocalDate;
  /** The entry that this one reverses (a voided bill); null for an entry of its own. */
  readonly reversesId: string | null;
}

/** 납부: money that came, or went back (a refund, negative). */
export interface Payment {
  readonly id: string;
  readonly source: "manual" | "deposit" | "refund" | "reversal";
  readonly paidAmount: Won;
  readonly paidOn: LocalDate;
  /** The usage month for which it was entered by hand (「수정」); null otherwise. */
  readonly usageMonth: YearMonth | null;
  /** The deposit that it was accepted from; null otherwise. */
  readonly depositId: string | null;
  /** The payment of which a refund gives back a part; null otherwise. */
  readonly refundsId: string | null;
  readonly reversesId: string | null;
}

/** 충당: the part of a payment that pays a receivable; negative where the receivable is, which frees it for others. */
export interface Allocation {
  readonly id: string;
  readonly paymentId: string;
  readonly receivableId: string;
  readonly allocatedAmount: Won;
  readonly allocatedOn: LocalDate;
  readonly reversesId: string | null;
}

/**
 * The ledger of one customer, or entries to append to it. Entries are never edited: a reversal is an entry with the other
 * sign that points back, so every sum over all entries is right as it stands (B8).
 */
export interface Ledger {
  readonly receivables: readonly Receivable[];
  readonly payments: readonly Payment[];
  readonly allocations: readonly Allocation[];
}

/** One usage month as 「납부 현황」 shows it (B8), in won. */
export interface MonthBalance {
  readonly usageMonth: YearMonth;
  /** 총 청구 금액: Σ receivables. */
  readonly billedAmount: Won;
  /** 납부 금액: Σ allocations to them, whenever they came. */
  readonly paidAmount: Won;
  /** 미납금액(당월); negative where more is paid than billed. */
  readonly outstandingAmount: Won;
  /** 미납금액(누적): Σ of the differences up to this month. */
  readonly cumulativeOutstandingAmount: Won;
}

/** A receivable with what is still open of it. */
export interface OpenReceivable {
  readonly receivableId: string;
  readonly usageMonth: YearMonth;
  readonly openedOn: LocalDate;
  /** Won, of the sign of its receivable, never 0. */
  readonly openAmount: Won;
}

export const emptyLedger: Ledger = { receivables: [], payments: [], allocations: [] };

/** The ledger with entries appended. */
export function append(ledger: Ledger, entries: Partial<Ledger>): Ledger {
  return {
    receivables: [...ledger.receivables, ...entries.receivables ?? []],
    payments: [...ledger.payments, ...entries.payments ?? []],
    allocations: [...ledger.allocations, ...entries.allocations ?? []],
  };
}

/** The entries that stand: neither reversed nor reversals themselves. */
export function standing<Entry extends { readonly id: string; readonly reversesId: string | null }>(
  entries: readonly Entry[],
): Entry[] {
  const reversed = new Set(entries.map((entry) => entry.reversesId));
  return entries.filter((entry) => entry.reversesId === null && !reversed.has(entry.id));
}

/** The balances of the months asked for, in their order; earlier months count in 미납금액(누적) all the same. */
export function monthBalances(ledger: Ledger, months: readonly YearMonth[]): MonthBalance[] {
  const monthOfReceivable = new Map(ledger.receivables.map(({ id, usageMonth }) => [id, usageMonth]));
  const billedUpTo = (isIn: (month: YearMonth) => boolean) =>
    sumWon(ledger.receivables.filter(({ usageMonth }) => isIn(usageMonth)).map((entry) => entry.totalAmount));
  const paidUpTo = (isIn: (month: YearMonth) => boolean) =>
    sumWon(
      ledger.allocations.filter(({ receivableId }) => {
        const month = monthOfReceivable.get(receivableId);
        return month !== undefined && isIn(month);
      }).map((entry) => entry.allocatedAmount),
    );
  return months.map((usageMonth) => {
    const billedAmount = billedUpTo((month) => month === usageMonth);
    const paidAmount = paidUpTo((month) => month === usageMonth);
    const untilNow = (month: YearMonth) => month <= usageMonth;
    return {
      usageMonth,
      billedAmount,
      paidAmount,
      outstandingAmount: minusWon(billedAmount, paidAmount),
      cumulativeOutstandingAmount: minusWon(billedUpTo(untilNow), paidUpTo(untilNow)),
    };
  });
}

/** The usage months that have a receivable, in order. */
export function ledgerMonths(ledger: Ledger): YearMonth[] {
  return [...new Set(ledger.receivables.map((entry) => entry.usageMonth))].sort();
}

/** 선수금: paid (refunds deducted) but not allocated. */
export function prepaidAmount(ledger: Ledger): Won {
  const paid = sumWon(ledger.payments.map((entry) => entry.paidAmount));
  return minusWon(paid, sumWon(ledger.allocations.map((entry) => entry.allocatedAmount)));
}

/** What a payment has allocated so far (won); never negative, never more than was paid and not refunded. */
export function allocatedAmountOf(ledger: Ledger, paymentId: string): Won {
  const own = ledger.allocations.filter((entry) => entry.paymentId === paymentId);
  return sumWon(own.map((entry) => entry.allocatedAmount));
}

/** What a payment still has to allocate or refund: paid, less its refunds, less its allocations (won). */
export function unallocatedAmountOf(ledger: Ledger, paymentId: string): Won {
  const own = ledger.payments.filter(({ id, refundsId, reversesId }) =>
    [id, refundsId, reversesId].includes(paymentId)
  );
  return minusWon(sumWon(own.map((entry) => entry.paidAmount)), allocatedAmountOf(ledger, paymentId));
}

/** The standing receivables that are not wholly allocated, oldest usage month first. */
export function openReceivables(ledger: Ledger): OpenReceivable[] {
  return standing(ledger.receivables)
    .map(({ id, usageMonth, openedOn, totalAmount }) => {
      const own = ledger.allocations.filter((entry) => entry.receivableId === id);
      const openAmount = minusWon(totalAmount, sumWon(own.map((entry) => entry.allocatedAmount)));
      return { receivableId: id, usageMonth, openedOn, openAmount };
    })
    .filter(({ openAmount }) => openAmount !== 0n)
    .sort((a, b) => order(a.usageMonth, b.usageMonth) || order(a.openedOn, b.openedOn));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
