import type { LocalDate } from "../calendar.ts";
import { absWon, minusWon, minWon, negateWon, sumWon, type Won, zeroWon } from "../money.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import {
  allocatedAmountOf,
  type Allocation,
  type Ledger,
  type OpenReceivable,
  openReceivables,
  standing,
  unallocatedAmountOf,
} from "./ledger.ts";
import type { LedgerRefusal } from "./ledger_refusal.ts";

/** How much of a payment goes to one receivable (won, of the receivable's sign). */
export interface AllocationPart {
  readonly receivableId: string;
  readonly allocatedAmount: Won;
}

/** When an entry is made and who numbers it. */
export interface EntryOptions {
  readonly on: LocalDate;
  readonly newId: () => string;
}

/**
 * Allocates a payment. Refused beyond what is open of a receivable or left of the payment; parts of negative receivables
 * free what the positive ones take, as long as the payment's allocations stay at 0 or above.
 */
export function allocate(
  ledger: Ledger,
  options: EntryOptions & { paymentId: string; parts: readonly AllocationPart[] },
): Result<Allocation[], LedgerRefusal> {
  const { paymentId, parts, on, newId } = options;
  const payment = standing(ledger.payments).find(({ id }) => id === paymentId);
  if (!payment || payment.source === "refund") return refuse({ kind: "payment_not_standing" });
  if (new Set(parts.map((part) => part.receivableId)).size < parts.length) return refuse({ kind: "receivable_twice" });
  const open = openReceivables(ledger);
  for (const part of parts) {
    const refusal = partRefusal(ledger, { part, open });
    if (refusal) return refuse(refusal);
  }
  const partsAmount = sumWon(parts.map((part) => part.allocatedAmount));
  const unallocatedAmount = unallocatedAmountOf(ledger, paymentId);
  if (partsAmount > unallocatedAmount) return refuse({ kind: "beyond_payment", unallocatedAmount });
  if (sumWon([allocatedAmountOf(ledger, paymentId), partsAmount]) < 0n) return refuse({ kind: "below_zero" });
  return ok(parts.map((part) => ({ id: newId(), paymentId, ...part, allocatedOn: on, reversesId: null })));
}

/** Takes one allocation back; what it paid is open again and the payment has it to allocate. */
export function reverseAllocation(
  ledger: Ledger,
  options: EntryOptions & { allocationId: string },
): Result<Allocation[], LedgerRefusal> {
  const allocation = standing(ledger.allocations).find(({ id }) => id === options.allocationId);
  if (!allocation) return refuse({ kind: "allocation_not_standing" });
  const { paymentId, allocatedAmount } = allocation;
  if (allocatedAmount > allocatedAmountOf(ledger, paymentId)) return refuse({ kind: "below_zero" });
  const unallocatedAmount = unallocatedAmountOf(ledger, paymentId);
  if (negateWon(allocatedAmount) > unallocatedAmount) return refuse({ kind: "beyond_payment", unallocatedAmount });
  return ok([reversalOf(allocation, options)]);
}

/** The entry that takes an allocation back. */
export function reversalOf(allocation: Allocation, options: EntryOptions): Allocation {
  return {
    ...allocation,
    id: options.newId(),
    allocatedAmount: negateWon(allocation.allocatedAmount),
    allocatedOn: options.on,
    reversesId: allocation.id,
  };
}

/**
 * Spreads an amount (won, not negative) over open receivables in their order: negative ones first, as far as positive ones
 * can use them, then the positive ones until nothing is left. What exceeds them all stays unallocated.
 */
export function spread(
  paidAmount: Won,
  open: readonly Pick<OpenReceivable, "receivableId" | "openAmount">[],
): AllocationPart[] {
  const positives = open.filter(({ openAmount }) => openAmount > 0n);
  const negatives = open.filter(({ openAmount }) => openAmount < 0n);
  const credits = take(sumWon(positives.map(({ openAmount }) => openAmount)), negatives);
  const creditAmount = sumWon(credits.map(({ allocatedAmount }) => allocatedAmount));
  return [...credits, ...take(minusWon(paidAmount, creditAmount), positives)];
}

function take(
  limitAmount: Won,
  open: readonly Pick<OpenReceivable, "receivableId" | "openAmount">[],
): AllocationPart[] {
  const parts: AllocationPart[] = [];
  let leftAmount = limitAmount;
  for (const { receivableId, openAmount } of open) {
    const size = minWon(leftAmount, absWon(openAmount));
    if (size === zeroWon) break;
    parts.push({ receivableId, allocatedAmount: openAmount < 0n ? negateWon(size) : size });
    leftAmount = minusWon(leftAmount, size);
  }
  return parts;
}

function partRefusal(
  ledger: Ledger,
  options: { part: AllocationPart; open: readonly OpenReceivable[] },
): LedgerRefusal | null {
  const { receivableId, allocatedAmount } = options.part;
  const receivable = standing(ledger.receivables).find(({ id }) => id === receivableId);
  if (!receivable) return { kind: "receivable_not_standing" };
  const openAmount = options.open.find((open) => open.receivableId === receivableId)?.openAmount ?? zeroWon;
  const sameSign = (allocatedAmount > 0n) === (receivable.totalAmount > 0n);
  if (allocatedAmount === 0n || !sameSign) return { kind: "wrong_sign" };
  if (absWon(allocatedAmount) > absWon(openAmount)) return { kind: "beyond_receivable", openAmount };
  return null;
}
