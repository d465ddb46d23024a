import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { addMonths, localDate, seoulDate, type YearMonth } from "../lib/calendar.ts";
import { sql, type Tx } from "../lib/db/mod.ts";
import { negateWon, sumWon, type Won, won, zeroWon } from "../lib/money.ts";
import { spread } from "../lib/payments/allocation.ts";
import {
  append,
  type Ledger,
  ledgerMonths,
  monthBalances,
  openReceivables,
  type Payment,
  prepaidAmount,
  standing,
  unallocatedAmountOf,
} from "../lib/payments/ledger.ts";
import { reverseReceivable } from "../lib/payments/payment.ts";
import type { BankAccount, BankLine } from "../lib/payments/port.ts";
import { acceptMatch } from "../lib/payments/read_deposits.ts";
import { allocatePrepayment, refund, setMonthPayment, undoPayment } from "../lib/payments/record.ts";
import {
  matchableCustomers,
  monthPayments,
  openDeposits,
  putBankAccounts,
  putDeposits,
  readLedger,
} from "../lib/payments/store.ts";
import { invariant } from "../lib/prelude.ts";
import { arrearsBefore, openReceivable } from "../lib/statements/receivables_store.ts";
import type { Statement } from "../lib/statements/statement.ts";
import { asApp } from "./support.ts";
import { at, confirmedAt, december, person, type SeededCustomer, type World } from "./support_seed.ts";
import { drafted, issued, liveStatement, type Use, voided } from "./support_statements.ts";

/** Issues the statement of a customer's month over so many won of use; VAT comes on top. */
export async function bill(tx: Tx, world: World, use: Use): Promise<Statement> {
  const statement = await drafted(tx, world, use);
  // What moves far from the last bill would be held; these tests are about what comes after.
  await tx.execute(sql`update statements set hold_reasons = '[]' where id = ${statement.id}`);
  return await issued(tx, world, { statement, allowProvisional: true, ...(use.now ? { now: use.now } : {}) });
}

/** The account into which the customers pay. */
export const account: BankAccount = { bankCode: "0004", accountNumber: "000000000000", name: "예시은행" };

/** A deposit of 11,000 won by 가온테크 on 2025-01-20. */
export function bankLine(id: string, changes: Partial<BankLine> = {}): BankLine {
  return {
    bankLineId: id,
    bankCode: account.bankCode,
    accountNumber: account.accountNumber,
    depositedAt: at("2025-01-20", "10:00"),
    amount: won(11_000),
    depositorName: "가온테크",
    remark: "",
    ...changes,
  };
}

/** The ledger of a customer. */
export async function ledgerOf(tx: Tx, world: World, customer: SeededCustomer = world.gaon): Promise<Ledger> {
  const { mspId } = world;
  return await asApp(tx, mspId, (app) => readLedger(app, mspId, { customerId: customer.id, lock: false }));
}

/** Whole numbers below `limit`, the same for the same seed. */
export function randomOf(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 4_294_967_296 * limit);
  };
}

/** What one random act is about: chosen before it, so that every act draws as many numbers. */
interface Act {
  readonly tx: Tx;
  readonly world: World;
  readonly step: number;
  readonly now: Date;
  readonly usageMonth: YearMonth;
  readonly live: Statement | null;
  readonly ledger: Ledger;
  readonly payment: Payment | undefined;
  readonly amount: Won;
}

/** The acts on a customer's ledger; what is refused is as good as what goes through. */
const acts: readonly (readonly [string, (act: Act) => Promise<unknown>])[] = [
  ["issue", issueMonth],
  ["issue", issueMonth],
  ["void", voidMonth],
  ["deposit", acceptDeposit],
  ["deposit", acceptDeposit],
  [
    "set",
    (act) => asApp(act.tx, act.world.mspId, (app) => setMonthPayment(app, { ...entryOf(act), paidAmount: act.amount })),
  ],
  [
    "unset",
    (act) => asApp(act.tx, act.world.mspId, (app) => setMonthPayment(app, { ...entryOf(act), paidAmount: zeroWon })),
  ],
  ["undo", (act) => onPayment(act, (app, paymentId) => undoPayment(app, { ...entryOf(act), paymentId }))],
  [
    "refund",
    (act) => onPayment(act, (app, paymentId) => refund(app, { ...entryOf(act), paymentId, refundAmount: act.amount })),
  ],
  ["allocate", (act) =>
    onPayment(act, (app, paymentId) => {
      const left = unallocatedAmountOf(act.ledger, paymentId);
      const parts = spread(left > zeroWon ? left : zeroWon, openReceivables(act.ledger));
      return allocatePrepayment(app, { ...entryOf(act), paymentId, parts });
    })],
  ["credit", openCredit],
];

/** Does one random act on the ledger of 가온테크; answers what it was. */
export async function actAtRandom(
  tx: Tx,
  world: World,
  options: { random: (limit: number) => number; step: number },
): Promise<string> {
  const { random, step } = options;
  const usageMonth = addMonths(december, -random(4));
  const ledger = await ledgerOf(tx, world);
  const payments = standing(ledger.payments);
  const [name, run] = acts[random(acts.length)] ?? ["issue", issueMonth];
  await run({
    tx,
    world,
    step,
    now: new Date(confirmedAt.getTime() + step * 60_000),
    usageMonth,
    live: await liveStatement(tx, world, { customer: world.gaon, usageMonth }),
    ledger,
    payment: payments[random(Math.max(1, payments.length))],
    amount: won(1 + random(30_000)),
  });
  return `${name} ${usageMonth}`;
}

function entryOf({ world, now, usageMonth }: Act) {
  const paidOn = localDate("2025-01-20");
  return { mspId: world.mspId, customerId: world.gaon.id, actor: person(now), usageMonth, paidOn };
}

async function onPayment(act: Act, work: (app: Tx, paymentId: string) => Promise<unknown>): Promise<void> {
  const { payment } = act;
  if (payment) await asApp(act.tx, act.world.mspId, (app) => work(app, payment.id));
}

async function issueMonth({ tx, world, usageMonth, live, now, amount }: Act): Promise<void> {
  if (live?.status === "issued") return;
  await bill(tx, world, { customer: world.gaon, amount: 1_000 + Number(amount), usageMonth, now });
}

/** The statement frees by SQL exactly what the pure ledger frees. */
async function voidMonth({ tx, world, live, ledger, now }: Act): Promise<void> {
  if (live?.status !== "issued") return;
  const receivableId = await receivableOf(tx, live);
  const entry = { on: seoulDate(now), newId: () => crypto.randomUUID() };
  const expected = reverseReceivable(ledger, { receivableId, ...entry });
  invariant(expected.ok, "an issued statement's receivable stands");
  invariant((await voided(tx, world, { statement: live, now })).ok, "an issued statement is voided");
  const after = await ledgerOf(tx, world);
  deepStrictEqual(freed(after, ledger), freed(append(ledger, expected.value), ledger), "voidStatement() frees");
}

async function acceptDeposit({ tx, world, ledger, amount, now, step }: Act): Promise<void> {
  const { mspId, gaon } = world;
  const day = localDate("2025-01-20");
  await asApp(tx, mspId, async (app) => {
    await putBankAccounts(app, mspId, [account]);
    const lines = [bankLine(`${step}`, { amount })];
    await putDeposits(app, mspId, { lines, days: [day], account, readUntil: day, at: now });
    const deposit = (await openDeposits(app, mspId)).at(-1);
    invariant(deposit, "the deposit waits");
    const proposal = { customerId: gaon.id, parts: spread(deposit.amount, openReceivables(ledger)) };
    await acceptMatch(app, { mspId, deposit, proposal, actor: person(now) });
  });
}

/** What an amended tax invoice that lowers puts into the ledger. */
async function openCredit({ tx, world, usageMonth, amount, now }: Act): Promise<void> {
  await asApp(tx, world.mspId, (app) =>
    openReceivable(app, world.mspId, {
      customerId: world.gaon.id,
      usageMonth,
      source: "amendment",
      statementId: null,
      taxInvoiceId: null,
      amount: negateWon(amount),
      dueOn: null,
      openedAt: now,
    }));
}

async function receivableOf(tx: Tx, statement: Statement): Promise<string> {
  const [row] = await tx.query<{ id: string }>(sql`
    select id from receivables where statement_id = ${statement.id} and source = 'statement'`);
  return row?.id ?? "";
}

/** Which allocations were taken back since, whatever ids the reversals have. */
function freed(after: Ledger, before: Ledger): string[] {
  const known = new Set(before.allocations.map((entry) => entry.id));
  return after.allocations.filter((entry) => !known.has(entry.id)).map((entry) =>
    `${entry.reversesId} ${entry.allocatedAmount}`
  )
    .sort();
}

/** R12: what must hold at every moment, by the pure ledger and by the product's SQL. */
export async function checkLedger(tx: Tx, world: World): Promise<void> {
  const { mspId, gaon } = world;
  const ledger = await ledgerOf(tx, world);
  const months = monthBalances(ledger, ledgerMonths(ledger));
  const open = openReceivables(ledger);
  const sums = await asApp(tx, mspId, async (app) => {
    const rows = [];
    for (const { usageMonth } of months) rows.push(...await monthPayments(app, mspId, usageMonth));
    const nextMonth = addMonths(december, 1);
    return {
      rows: rows.map((row) => [row.billedAmount, row.paidAmount]),
      arrears: await arrearsBefore(app, mspId, { customerId: gaon.id, usageMonth: nextMonth }),
      matchable: (await matchableCustomers(app, mspId))[0]?.receivables ?? [],
    };
  });
  deepStrictEqual(sums.rows, months.map((month) => [month.billedAmount, month.paidAmount]), "monthPayments()");
  const unpaid = months.filter((month) => month.outstandingAmount !== zeroWon);
  deepStrictEqual(
    sums.arrears.map((month) => [month.usageMonth, month.amount]),
    unpaid.map((month) => [month.usageMonth, month.outstandingAmount]),
    "arrearsBefore()",
  );
  const text = (each: { receivableId: string; openAmount: Won }) => `${each.receivableId} ${each.openAmount}`;
  deepStrictEqual(sums.matchable.map(text).sort(), open.map(text).sort(), "matchableCustomers()");
  strictEqual(prepaidAmount(ledger) >= zeroWon, true, "선수금 is never negative");
  for (const { id, source } of standing(ledger.payments)) {
    strictEqual(source === "refund" || unallocatedAmountOf(ledger, id) >= zeroWon, true, "no payment is used beyond");
  }
  const allocated = sumWon(ledger.allocations.map((entry) => entry.allocatedAmount));
  strictEqual(
    sumWon(ledger.receivables.map((entry) => entry.totalAmount)),
    sumWon([allocated, ...open.map((entry) => entry.openAmount)]),
    "a receivable is allocated or open",
  );
  const paid = sumWon(ledger.payments.map((entry) => entry.paidAmount));
  strictEqual(paid, sumWon([allocated, prepaidAmount(ledger)]), "a payment is allocated or 선수금");
}
