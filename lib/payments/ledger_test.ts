import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { localDate, type YearMonth, yearMonth } from "../calendar.ts";
import { absWon, minusWon, sumWon, type Won, won } from "../money.ts";
import { invariant, type Result } from "../prelude.ts";
import { allocate, type AllocationPart, reverseAllocation, spread } from "./allocation.ts";
import {
  allocatedAmountOf,
  append,
  emptyLedger,
  type Ledger,
  ledgerMonths,
  monthBalances,
  openReceivables,
  prepaidAmount,
  standing,
  unallocatedAmountOf,
} from "./ledger.ts";
import { type LedgerRefusal, ledgerRefusalText } from "./ledger_refusal.ts";
import { recordPayment, refundPayment, reversePayment, reverseReceivable, setManualPayment } from "./payment.ts";

const on = localDate("2026-02-10");
const january = yearMonth("2026-01");
const february = yearMonth("2026-02");

/** One customer's ledger in memory: what a store and its verbs do, in order. */
function memoryLedger() {
  let lastId = 0;
  const newId = () => `e${++lastId}`;
  const entry = { on, newId };
  const book = {
    ledger: emptyLedger,
    entry,
    take(result: Result<Partial<Ledger>, LedgerRefusal>): LedgerRefusal | null {
      if (!result.ok) return result.refusal;
      book.ledger = append(book.ledger, result.value);
      return null;
    },
    open(usageMonth: YearMonth, totalAmount: number | Won): string {
      const source = totalAmount < 0 ? "amendment" : "statement";
      const shared = { id: newId(), usageMonth, source, openedOn: on, reversesId: null } as const;
      book.ledger = append(book.ledger, { receivables: [{ ...shared, totalAmount: won(totalAmount) }] });
      return shared.id;
    },
    pay(paidAmount: number | Won, parts: readonly AllocationPart[], depositId: string | null = null) {
      const source = depositId === null ? "manual" : "deposit";
      const payment = { source, paidAmount: won(paidAmount), paidOn: on, usageMonth: null, depositId, parts } as const;
      return book.take(recordPayment(book.ledger, { ...entry, ...payment }));
    },
    lastPaymentId(): string {
      const payment = standing(book.ledger.payments).findLast(({ source }) => source !== "refund");
      invariant(payment, "the test has paid");
      return payment.id;
    },
    allocate(paymentId: string, parts: readonly AllocationPart[]): LedgerRefusal | null {
      const result = allocate(book.ledger, { ...entry, paymentId, parts });
      return result.ok ? book.take({ ok: true, value: { allocations: result.value } }) : result.refusal;
    },
    months() {
      return monthBalances(book.ledger, ledgerMonths(book.ledger)).map((month) => Object.values(month));
    },
  };
  return book;
}

function part(receivableId: string, allocatedAmount: number | Won): AllocationPart {
  return { receivableId, allocatedAmount: won(allocatedAmount) };
}

Deno.test("monthBalances() counts 총 청구, 납부, 미납 of the month and up to it", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  const second = book.open(february, 220_000);
  book.pay(1_000_000, [part(first, 1_000_000)]);
  book.pay(120_000, [part(second, 100_000)]);
  deepStrictEqual(book.months(), [
    ["2026-01", 1_100_000n, 1_000_000n, 100_000n, 100_000n],
    ["2026-02", 220_000n, 100_000n, 120_000n, 220_000n],
  ]);
  strictEqual(prepaidAmount(book.ledger), 20_000n);
  deepStrictEqual(monthBalances(book.ledger, [yearMonth("2026-03"), yearMonth("2025-12")]), [
    {
      usageMonth: "2026-03",
      billedAmount: 0n,
      paidAmount: 0n,
      outstandingAmount: 0n,
      cumulativeOutstandingAmount: 220_000n,
    },
    { usageMonth: "2025-12", billedAmount: 0n, paidAmount: 0n, outstandingAmount: 0n, cumulativeOutstandingAmount: 0n },
  ]);
});

Deno.test("allocate() is refused beyond the receivable, beyond the payment, twice, with the wrong sign", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  const credit = book.open(january, -220_000);
  book.pay(500_000, []);
  const paymentId = book.lastPaymentId();
  const cases = [
    [[part(first, 1_100_001)], { kind: "beyond_receivable", openAmount: 1_100_000n }],
    [[part(credit, -220_001)], { kind: "beyond_receivable", openAmount: -220_000n }],
    [[part(first, 500_001)], { kind: "beyond_payment", unallocatedAmount: 500_000n }],
    [[part(first, 1), part(first, 1)], { kind: "receivable_twice" }],
    [[part(first, 0)], { kind: "wrong_sign" }],
    [[part(first, -1)], { kind: "wrong_sign" }],
    [[part(credit, 1)], { kind: "wrong_sign" }],
    [[part(credit, -1)], { kind: "below_zero" }],
    [[part("e99", 1)], { kind: "receivable_not_standing" }],
  ] as const;
  for (const [parts, expected] of cases) deepStrictEqual(book.allocate(paymentId, parts), expected);
  deepStrictEqual(book.allocate("e99", [part(first, 1)]), { kind: "payment_not_standing" });
  strictEqual(book.allocate(paymentId, [part(first, 720_000), part(credit, -220_000)]), null);
  deepStrictEqual(book.months(), [["2026-01", 880_000n, 500_000n, 380_000n, 380_000n]]);
  deepStrictEqual(book.allocate(paymentId, [part(first, 1)]), { kind: "beyond_payment", unallocatedAmount: 0n });
});

Deno.test("allocate() turns a credit on a paid month into prepayment, which a person then uses", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  book.pay(1_100_000, [part(first, 1_100_000)]);
  const credit = book.open(january, -220_000);
  deepStrictEqual(book.months(), [["2026-01", 880_000n, 1_100_000n, -220_000n, -220_000n]]);
  strictEqual(book.allocate(book.lastPaymentId(), [part(credit, -220_000)]), null);
  deepStrictEqual(book.months(), [["2026-01", 880_000n, 880_000n, 0n, 0n]]);
  strictEqual(prepaidAmount(book.ledger), 220_000n);
});

Deno.test("recordPayment() never takes one deposit for two full amounts", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  const second = book.open(february, 1_100_000);
  deepStrictEqual(book.pay(1_100_000, [part(first, 1_100_000), part(second, 1_100_000)], "line-1"), {
    kind: "beyond_payment",
    unallocatedAmount: 1_100_000n,
  });
  strictEqual(book.pay(1_100_000, [part(first, 1_100_000)], "line-1"), null);
  deepStrictEqual(book.pay(1_100_000, [part(second, 1_100_000)], "line-1"), { kind: "deposit_used" });
  deepStrictEqual(book.pay(0, []), { kind: "not_positive" });
  deepStrictEqual(book.months(), [
    ["2026-01", 1_100_000n, 1_100_000n, 0n, 0n],
    ["2026-02", 1_100_000n, 0n, 1_100_000n, 1_100_000n],
  ]);
});

Deno.test("reversePayment() restores the exact earlier balances and frees the deposit for another match", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  const second = book.open(february, 220_000);
  book.pay(300_000, [part(first, 300_000)]);
  const before = { months: book.months(), open: openReceivables(book.ledger), prepaid: prepaidAmount(book.ledger) };
  book.pay(1_100_000, [part(first, 800_000), part(second, 220_000)], "line-1");
  const paymentId = book.lastPaymentId();
  strictEqual(book.take(reversePayment(book.ledger, { ...book.entry, paymentId })), null);
  const after = { months: book.months(), open: openReceivables(book.ledger), prepaid: prepaidAmount(book.ledger) };
  deepStrictEqual(after, before);
  deepStrictEqual(book.take(reversePayment(book.ledger, { ...book.entry, paymentId })), {
    kind: "payment_not_standing",
  });
  strictEqual(book.pay(1_100_000, [part(first, 800_000)], "line-1"), null);
});

Deno.test("refundPayment() pays back what is not allocated, and holds its payment until it is undone", () => {
  const book = memoryLedger();
  const first = book.open(january, 100_000);
  book.pay(150_000, [part(first, 100_000)]);
  const paymentId = book.lastPaymentId();
  const refund = (refundAmount: number) =>
    book.take(refundPayment(book.ledger, { ...book.entry, paymentId, refundAmount: won(refundAmount) }));
  deepStrictEqual(refund(50_001), { kind: "beyond_payment", unallocatedAmount: 50_000n });
  deepStrictEqual(refund(0), { kind: "not_positive" });
  strictEqual(refund(50_000), null);
  strictEqual(prepaidAmount(book.ledger), 0n);
  deepStrictEqual(refund(1), { kind: "beyond_payment", unallocatedAmount: 0n });
  deepStrictEqual(book.take(reversePayment(book.ledger, { ...book.entry, paymentId })), { kind: "payment_refunded" });
  const refundId = book.ledger.payments.find(({ source }) => source === "refund")?.id ?? "";
  strictEqual(book.take(reversePayment(book.ledger, { ...book.entry, paymentId: refundId })), null);
  strictEqual(prepaidAmount(book.ledger), 50_000n);
  strictEqual(unallocatedAmountOf(book.ledger, paymentId), 50_000n);
});

Deno.test("setManualPayment() reverses what was entered for the month and pays it anew; deposits stay", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  book.pay(100_000, [part(first, 100_000)], "line-1");
  const set = (paidAmount: number) =>
    book.take(
      setManualPayment(book.ledger, { ...book.entry, usageMonth: january, paidAmount: won(paidAmount), paidOn: on }),
    );
  strictEqual(set(400_000), null);
  deepStrictEqual(book.months(), [["2026-01", 1_100_000n, 500_000n, 600_000n, 600_000n]]);
  strictEqual(set(1_100_000), null);
  deepStrictEqual(book.months(), [["2026-01", 1_100_000n, 1_100_000n, 0n, 0n]]);
  strictEqual(prepaidAmount(book.ledger), 100_000n);
  strictEqual(set(0), null);
  deepStrictEqual(book.months(), [["2026-01", 1_100_000n, 100_000n, 1_000_000n, 1_000_000n]]);
  deepStrictEqual(set(-1), { kind: "negative" });
  strictEqual(standing(book.ledger.payments).length, 1);
  strictEqual(book.ledger.payments.length, 5); // the deposit, two entries, two reversals
});

Deno.test("reverseReceivable() voids a bill and frees what paid it", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  book.pay(1_100_000, [part(first, 1_100_000)]);
  strictEqual(book.take(reverseReceivable(book.ledger, { ...book.entry, receivableId: first })), null);
  deepStrictEqual(book.months(), [["2026-01", 0n, 0n, 0n, 0n]]);
  strictEqual(prepaidAmount(book.ledger), 1_100_000n);
  deepStrictEqual(book.take(reverseReceivable(book.ledger, { ...book.entry, receivableId: first })), {
    kind: "receivable_not_standing",
  });
  const replacement = book.open(january, 1_210_000);
  strictEqual(book.allocate(book.lastPaymentId(), [part(replacement, 1_100_000)]), null);
  deepStrictEqual(book.months(), [["2026-01", 1_210_000n, 1_100_000n, 110_000n, 110_000n]]);
});

Deno.test("reverseReceivable() frees a payment as a whole where the rest of it could not stand", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  const credit = book.open(january, -220_000);
  book.pay(880_000, [part(first, 1_100_000), part(credit, -220_000)]);
  strictEqual(book.take(reverseReceivable(book.ledger, { ...book.entry, receivableId: first })), null);
  strictEqual(allocatedAmountOf(book.ledger, book.lastPaymentId()), 0n);
  deepStrictEqual(book.months(), [["2026-01", -220_000n, 0n, -220_000n, -220_000n]]);
});

Deno.test("reverseAllocation() takes one allocation back, unless the others cannot stand without it", () => {
  const book = memoryLedger();
  const first = book.open(january, 1_100_000);
  const credit = book.open(january, -220_000);
  book.pay(880_000, [part(first, 1_100_000), part(credit, -220_000)]);
  const reverse = (allocationId: string) => {
    const result = reverseAllocation(book.ledger, { ...book.entry, allocationId });
    return result.ok ? book.take({ ok: true, value: { allocations: result.value } }) : result.refusal;
  };
  const [toFirst, toCredit] = book.ledger.allocations.map(({ id }) => id);
  deepStrictEqual(reverse(toFirst ?? ""), { kind: "below_zero" });
  deepStrictEqual(reverse(toCredit ?? ""), { kind: "beyond_payment", unallocatedAmount: 0n });
  deepStrictEqual(reverse("e99"), { kind: "allocation_not_standing" });
  book.pay(100_000, []);
  const second = book.open(february, 100_000);
  strictEqual(book.allocate(book.lastPaymentId(), [part(second, 100_000)]), null);
  const toSecond = book.ledger.allocations.at(-1)?.id ?? "";
  strictEqual(reverse(toSecond), null);
  deepStrictEqual(reverse(toSecond), { kind: "allocation_not_standing" });
  strictEqual(prepaidAmount(book.ledger), 100_000n);
});

Deno.test("spread() uses credits first, then pays in order, and leaves the rest", () => {
  const of = (...amounts: number[]) =>
    amounts.map((openAmount, index) => ({ receivableId: `r${index}`, openAmount: won(openAmount) }));
  const cases = [
    [150, of(100, 100), [part("r0", 100), part("r1", 50)]],
    [250, of(100, 100), [part("r0", 100), part("r1", 100)]],
    [0, of(100), []],
    [80, of(100, -20), [part("r1", -20), part("r0", 100)]],
    [50, of(100, -20), [part("r1", -20), part("r0", 70)]],
    [50, of(10, -20), [part("r1", -10), part("r0", 10)]],
    [50, of(-20), []],
  ] as const;
  for (const [paid, open, expected] of cases) deepStrictEqual(spread(won(paid), open), expected, `${paid}`);
});

Deno.test("ledgerRefusalText() says every refusal in Korean, with the amount that is left", () => {
  strictEqual(
    ledgerRefusalText({ kind: "beyond_payment", unallocatedAmount: won(50_000) }),
    "충당 금액: 납부에 남은 50,000원을 넘을 수 없습니다.",
  );
});

type Act = "issue" | "credit" | "void" | "pay" | "overpay" | "allocate" | "refund" | "unmatch" | "set" | "free";
const acts = fc.array(
  fc.record({
    act: fc.constantFrom<Act>(
      "issue",
      "credit",
      "void",
      "pay",
      "overpay",
      "allocate",
      "refund",
      "unmatch",
      "set",
      "free",
    ),
    choice: fc.nat(20),
    size: fc.integer({ min: 1, max: 2_000 }),
  }),
  { maxLength: 40, size: "max" },
);

function act(book: ReturnType<typeof memoryLedger>, step: { act: Act; choice: number; size: number }): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[step.choice % Math.max(1, list.length)];
  const { ledger, entry } = book;
  const open = openReceivables(ledger);
  const payment = pick(standing(ledger.payments));
  const usageMonth = step.choice % 2 === 0 ? january : february;
  const size = won(step.size);
  switch (step.act) {
    case "issue":
      book.open(usageMonth, step.size);
      return;
    case "credit":
      book.open(usageMonth, -step.size);
      return;
    case "void":
      book.take(reverseReceivable(ledger, { ...entry, receivableId: pick(standing(ledger.receivables))?.id ?? "" }));
      return;
    case "pay":
      book.pay(size, spread(size, open.slice(0, 3)), entry.newId());
      return;
    case "overpay": {
      const target = pick(open);
      const paid = target && target.openAmount > 0n ? sumWon([target.openAmount, size]) : size;
      book.pay(paid, target && target.openAmount > 0n ? [part(target.receivableId, target.openAmount)] : []);
      return;
    }
    case "allocate": {
      const target = pick(open);
      if (target) {
        book.allocate(payment?.id ?? "", [part(target.receivableId, target.openAmount < 0n ? won(-size) : size)]);
      }
      return;
    }
    case "refund":
      book.take(refundPayment(ledger, { ...entry, paymentId: payment?.id ?? "", refundAmount: size }));
      return;
    case "unmatch":
      book.take(reversePayment(ledger, { ...entry, paymentId: payment?.id ?? "" }));
      return;
    case "set":
      book.take(setManualPayment(ledger, { ...entry, usageMonth, paidAmount: size, paidOn: on }));
      return;
    case "free": {
      const result = reverseAllocation(ledger, {
        ...entry,
        allocationId: pick(standing(ledger.allocations))?.id ?? "",
      });
      if (result.ok) book.take({ ok: true, value: { allocations: result.value } });
      return;
    }
  }
}

function checkLedger(ledger: Ledger): void {
  const months = monthBalances(ledger, ledgerMonths(ledger));
  const billed = sumWon(ledger.receivables.map(({ totalAmount }) => totalAmount));
  const allocated = sumWon(ledger.allocations.map(({ allocatedAmount }) => allocatedAmount));
  const open = sumWon(openReceivables(ledger).map(({ openAmount }) => openAmount));
  const outstanding = sumWon(months.map(({ outstandingAmount }) => outstandingAmount));
  const paid = sumWon(ledger.payments.map(({ paidAmount }) => paidAmount));
  strictEqual(billed, sumWon([allocated, open]), "receivables = allocations + open balance");
  strictEqual(outstanding, open, "outstanding of all months = open balance");
  strictEqual(months.at(-1)?.cumulativeOutstandingAmount ?? 0n, outstanding, "the last month carries all before it");
  strictEqual(paid, sumWon([allocated, prepaidAmount(ledger)]), "payments less refunds = allocations + prepayment");
  strictEqual(billed, sumWon([minusWon(paid, prepaidAmount(ledger)), open]), "R12");
  ok(prepaidAmount(ledger) >= 0n, "prepayment is never negative");
  for (const { id, source } of standing(ledger.payments)) {
    if (source === "refund") continue;
    ok(allocatedAmountOf(ledger, id) >= 0n && unallocatedAmountOf(ledger, id) >= 0n, "a payment is not overspent");
  }
  for (const { id, totalAmount } of ledger.receivables) {
    const own = sumWon(ledger.allocations.filter((a) => a.receivableId === id).map((a) => a.allocatedAmount));
    const isStanding = standing(ledger.receivables).some((entry) => entry.id === id);
    if (!isStanding) strictEqual(own, 0n, "nothing pays what does not stand");
    ok(absWon(own) <= absWon(totalAmount), "no receivable is allocated beyond its total");
    ok(own === 0n || (own > 0n) === (totalAmount > 0n), "an allocation has the sign of its receivable");
  }
}

Deno.test("the ledger: receivables = payments + prepayment used + open balance, at every moment of any sequence (R12)", () => {
  fc.assert(
    fc.property(acts, (steps) => {
      const book = memoryLedger();
      for (const step of steps) {
        const before = book.ledger;
        act(book, step);
        checkLedger(book.ledger);
        deepStrictEqual(book.ledger.payments.slice(0, before.payments.length), before.payments);
        deepStrictEqual(book.ledger.allocations.slice(0, before.allocations.length), before.allocations);
        deepStrictEqual(book.ledger.receivables.slice(0, before.receivables.length), before.receivables);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("reversePayment() right after any payment restores every balance, whatever came before (R22)", () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: 1, max: 5_000 }), (steps, paid) => {
      const book = memoryLedger();
      for (const step of steps) act(book, step);
      const before = [book.months(), openReceivables(book.ledger), prepaidAmount(book.ledger)];
      strictEqual(book.pay(paid, spread(won(paid), openReceivables(book.ledger)), "line-1"), null);
      const paymentId = book.lastPaymentId();
      strictEqual(book.take(reversePayment(book.ledger, { ...book.entry, paymentId })), null);
      deepStrictEqual([book.months(), openReceivables(book.ledger), prepaidAmount(book.ledger)], before);
    }),
    { numRuns: 300 },
  );
});
