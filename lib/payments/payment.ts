import type { LocalDate, YearMonth } from "../calendar.ts";
import { negateWon, sumWon, type Won } from "../money.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { allocate, type AllocationPart, type EntryOptions, reversalOf, spread } from "./allocation.ts";
import {
  append,
  emptyLedger,
  type Ledger,
  openReceivables,
  type Payment,
  standing,
  unallocatedAmountOf,
} from "./ledger.ts";
import type { LedgerRefusal } from "./ledger_refusal.ts";

/** Takes a payment in, by hand or from a deposit, with its allocations; what is left over is 선수금. A deposit pays once. */
export function recordPayment(
  ledger: Ledger,
  options: EntryOptions & {
    source: "manual" | "deposit";
    paidAmount: Won;
    paidOn: LocalDate;
    usageMonth: YearMonth | null;
    depositId: string | null;
    parts: readonly AllocationPart[];
  },
): Result<Ledger, LedgerRefusal> {
  const { source, paidAmount, paidOn, usageMonth, depositId, parts, on, newId } = options;
  if (paidAmount <= 0n) return refuse({ kind: "not_positive" });
  const used = depositId !== null && standing(ledger.payments).some((entry) => entry.depositId === depositId);
  if (used) return refuse({ kind: "deposit_used" });
  const identity = { id: newId(), source, paidAmount, paidOn, usageMonth, depositId };
  const payment: Payment = { ...identity, refundsId: null, reversesId: null };
  const withPayment = append(ledger, { payments: [payment] });
  const allocations = allocate(withPayment, { paymentId: payment.id, parts, on, newId });
  return allocations.ok ? ok({ ...emptyLedger, payments: [payment], allocations: allocations.value }) : allocations;
}

/** Undoes a payment with all its allocations, exactly as if it had not come (R22); also undoes a refund. */
export function reversePayment(
  ledger: Ledger,
  options: EntryOptions & { paymentId: string },
): Result<Ledger, LedgerRefusal> {
  const { paymentId, on, newId } = options;
  const standingPayments = standing(ledger.payments);
  const payment = standingPayments.find(({ id }) => id === paymentId);
  if (!payment) return refuse({ kind: "payment_not_standing" });
  if (standingPayments.some(({ refundsId }) => refundsId === paymentId)) return refuse({ kind: "payment_refunded" });
  const own = standing(ledger.allocations).filter((entry) => entry.paymentId === paymentId);
  const paidAmount = negateWon(payment.paidAmount);
  return ok({
    ...emptyLedger,
    payments: [{ ...payment, id: newId(), source: "reversal", paidAmount, paidOn: on, reversesId: paymentId }],
    allocations: own.map((entry) => reversalOf(entry, { on, newId })),
  });
}

/** 환불: pays back what a payment has not allocated, or a part of it. */
export function refundPayment(
  ledger: Ledger,
  options: EntryOptions & { paymentId: string; refundAmount: Won },
): Result<Ledger, LedgerRefusal> {
  const { paymentId, refundAmount, on, newId } = options;
  const payment = standing(ledger.payments).find(({ id }) => id === paymentId);
  if (!payment || payment.source === "refund") return refuse({ kind: "payment_not_standing" });
  if (refundAmount <= 0n) return refuse({ kind: "not_positive" });
  const unallocatedAmount = unallocatedAmountOf(ledger, paymentId);
  if (refundAmount > unallocatedAmount) return refuse({ kind: "beyond_payment", unallocatedAmount });
  const identity = { id: newId(), source: "refund", paidAmount: negateWon(refundAmount), paidOn: on } as const;
  const refund: Payment = { ...identity, usageMonth: null, depositId: null, refundsId: paymentId, reversesId: null };
  return ok({ ...emptyLedger, payments: [refund] });
}

/**
 * 「수정」: sets what was entered by hand for a usage month. The earlier entry is reversed and a new one pays the month's
 * receivables; 0 only reverses. Matched deposits stay as they are.
 */
export function setManualPayment(
  ledger: Ledger,
  options: EntryOptions & { usageMonth: YearMonth; paidAmount: Won; paidOn: LocalDate },
): Result<Ledger, LedgerRefusal> {
  const { usageMonth, paidAmount } = options;
  if (paidAmount < 0n) return refuse({ kind: "negative" });
  const isEntered = (entry: Payment) => entry.source === "manual" && entry.usageMonth === usageMonth;
  let entries: Ledger = emptyLedger;
  for (const earlier of standing(ledger.payments).filter(isEntered)) {
    const reversal = reversePayment(ledger, { ...options, paymentId: earlier.id });
    if (!reversal.ok) return reversal;
    entries = append(entries, reversal.value);
  }
  if (paidAmount === 0n) return ok(entries);
  const reversed = append(ledger, entries);
  const open = openReceivables(reversed).filter((receivable) => receivable.usageMonth === usageMonth);
  const parts = spread(paidAmount, open);
  const recorded = recordPayment(reversed, { ...options, source: "manual", depositId: null, parts });
  return recorded.ok ? ok(append(entries, recorded.value)) : recorded;
}

/**
 * Reverses a receivable (a voided bill) and frees what was allocated to it (B8). A payment that cannot stand without that
 * allocation, because the rest of its allocations would fall below 0 or beyond it, is freed as a whole.
 */
export function reverseReceivable(
  ledger: Ledger,
  options: EntryOptions & { receivableId: string },
): Result<Ledger, LedgerRefusal> {
  const { receivableId, on, newId } = options;
  const receivable = standing(ledger.receivables).find(({ id }) => id === receivableId);
  if (!receivable) return refuse({ kind: "receivable_not_standing" });
  const totalAmount = negateWon(receivable.totalAmount);
  const allocations = standing(ledger.allocations);
  const paymentIds = new Set(
    allocations.filter((entry) => entry.receivableId === receivableId).map((entry) => entry.paymentId),
  );
  const freed = [...paymentIds].flatMap((paymentId) => {
    const own = allocations.filter((entry) => entry.paymentId === paymentId);
    const rest = own.filter((entry) => entry.receivableId !== receivableId);
    const restAmount = sumWon(rest.map((entry) => entry.allocatedAmount));
    const ownAmount = sumWon(own.map((entry) => entry.allocatedAmount));
    const limitAmount = sumWon([unallocatedAmountOf(ledger, paymentId), ownAmount]);
    const stands = restAmount >= 0n && restAmount <= limitAmount;
    return stands ? own.filter((entry) => entry.receivableId === receivableId) : own;
  });
  return ok({
    receivables: [{
      ...receivable,
      id: newId(),
      source: "reversal",
      totalAmount,
      openedOn: on,
      reversesId: receivableId,
    }],
    payments: [],
    allocations: freed.map((entry) => reversalOf(entry, { on, newId })),
  });
}
