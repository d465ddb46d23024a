import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { fixedClock, localDate, seoulDate, yearMonth } from "../lib/calendar.ts";
import { sql, type Tx } from "../lib/db/mod.ts";
import { won } from "../lib/money.ts";
import { spread } from "../lib/payments/allocation.ts";
import { ledgerMonths, monthBalances, openReceivables, prepaidAmount } from "../lib/payments/ledger.ts";
import type { BankFeed, BankLine } from "../lib/payments/port.ts";
import { acceptMatch, readDeposits } from "../lib/payments/read_deposits.ts";
import { allocatePrepayment, setMonthPayment, undoPayment } from "../lib/payments/record.ts";
import { putDeposits } from "../lib/payments/store.ts";
import { invariant } from "../lib/prelude.ts";
import { asApp, checkDeferred, dbWithin, pgliteOfModule } from "./support.ts";
import { account, actAtRandom, bankLine, bill, checkLedger, ledgerOf, randomOf } from "./support_ledger.ts";
import { at, confirmedAt, december, person, type SeededCustomer, type World } from "./support_seed.ts";
import { voided, worldTests } from "./support_statements.ts";

const pglite = pgliteOfModule();

const onWorld = worldTests(pglite);

/** A bank that answers the lines of its ranges. */
function bank(lines: readonly BankLine[]): BankFeed {
  return {
    accounts: () => Promise.resolve([account]),
    deposits: (_brn, _account, range) =>
      Promise.resolve(lines.filter((line) => {
        const day = seoulDate(line.depositedAt);
        return day >= range.from && day <= range.to;
      })),
  };
}

const read = (tx: Tx, world: World, options: { lines: readonly BankLine[]; day?: string }) =>
  readDeposits({
    db: dbWithin(tx),
    feed: bank(options.lines),
    clock: fixedClock(at(options.day ?? "2025-01-20", "20:00")),
  }, world.mspId);

async function depositStates(tx: Tx): Promise<(readonly [string, string])[]> {
  const rows = await tx.query<{ id: string; status: string }>(sql`
    select bank_line_id as id, status from deposits order by bank_line_id`);
  return rows.map((row) => [row.id, row.status] as const);
}

async function balances(tx: Tx, world: World, customer: SeededCustomer = world.gaon) {
  const ledger = await ledgerOf(tx, world, customer);
  return {
    months: monthBalances(ledger, ledgerMonths(ledger)).map((
      month,
    ) => [month.usageMonth, month.billedAmount, month.paidAmount]),
    prepaid: prepaidAmount(ledger),
  };
}

onWorld("R21: deposits are kept by the bank's id; reading the same range again adds nothing", async (tx, world) => {
  const lines = [
    bankLine("a", { depositorName: "모르는이" }),
    bankLine("b", { amount: won(5), depositorName: "모르는이" }),
  ];
  await read(tx, world, { lines });
  await read(tx, world, { lines });
  deepStrictEqual(await depositStates(tx), [["a", "open"], ["b", "open"]]);
  // A line that the bank posts late, on a day that was read, comes with the next reading.
  await read(tx, world, { lines: [...lines, bankLine("c", { depositedAt: at("2025-01-18") })], day: "2025-01-21" });
  deepStrictEqual((await depositStates(tx)).map(([id]) => id), ["a", "b", "c"]);
  const [{ until } = { until: null }] = await tx.query<{ until: string }>(
    sql`select read_until as until from bank_accounts`,
  );
  strictEqual(until, "2025-01-21");
  const added = await asApp(
    tx,
    world.mspId,
    (app) =>
      putDeposits(app, world.mspId, {
        lines,
        days: lines.map((line) => seoulDate(line.depositedAt)),
        account,
        readUntil: localDate("2025-01-21"),
        at: confirmedAt,
      }),
  );
  strictEqual(added, 0);
});

onWorld("R6: a deposit a moment before midnight in Seoul belongs to the day before", async (tx, world) => {
  const night = [
    bankLine("a", { depositedAt: new Date("2025-01-31T14:59:59.999Z") }),
    bankLine("b", { depositedAt: new Date("2025-01-31T15:00:00.000Z") }),
  ];
  await read(tx, world, { lines: night, day: "2025-02-01" });
  const days = await tx.query<{ day: string }>(sql`select deposited_on as day from deposits order by bank_line_id`);
  deepStrictEqual(days.map((row) => row.day), ["2025-01-31", "2025-02-01"]);
});

onWorld("readDeposits() pays what is certain, and remembers the name", async (tx, world) => {
  await bill(tx, world, { customer: world.gaon, amount: 10_000 });
  await read(tx, world, { lines: [bankLine("a", { depositorName: "(주)가온테크" })] });
  deepStrictEqual(await depositStates(tx), [["a", "matched"]]);
  deepStrictEqual(await balances(tx, world), { months: [["2024-12", 11_000n, 11_000n]], prepaid: 0n });
  const names = await tx.query<{ name: string }>(sql`select name from depositor_names`);
  deepStrictEqual(names.map((row) => row.name), ["(주)가온테크"]);
  const entries = await tx.query<{ actor: string; action: string }>(sql`
    select actor, action from audit_entries where object_kind = 'deposit'`);
  deepStrictEqual(entries.map((entry) => ({ ...entry })), [{ actor: "match_deposits", action: "match" }]);
});

/** Deposits that a person has to look at. */
const uncertain: readonly { name: string; line: Partial<BankLine> }[] = [
  { name: "another amount", line: { amount: won(10_999) } },
  { name: "more than is open", line: { amount: won(11_001) } },
  { name: "a name that says nothing", line: { depositorName: "홍길동" } },
  { name: "a name that the bank cut", line: { depositorName: "가온테" } },
  { name: "a deposit before the bill was issued", line: { depositedAt: at("2025-01-05") } },
];
for (const { name, line } of uncertain) {
  onWorld(`readDeposits() leaves open: ${name}`, async (tx, world) => {
    await bill(tx, world, { customer: world.gaon, amount: 10_000 });
    await read(tx, world, { lines: [bankLine("a", line)] });
    deepStrictEqual(await depositStates(tx), [["a", "open"]]);
    strictEqual((await ledgerOf(tx, world)).payments.length, 0);
  });
}

onWorld("readDeposits() leaves open what fits two months, and one deposit never pays both", async (tx, world) => {
  await bill(tx, world, { customer: world.gaon, amount: 10_000, usageMonth: yearMonth("2024-11") });
  await bill(tx, world, { customer: world.gaon, amount: 10_000 });
  await read(tx, world, { lines: [bankLine("a")] });
  deepStrictEqual(await depositStates(tx), [["a", "open"]]);
  // Two deposits over both at once are one sum each; a person decides.
  await read(tx, world, { lines: [bankLine("a"), bankLine("b", { amount: won(22_000) })] });
  deepStrictEqual(await depositStates(tx), [["a", "open"], ["b", "matched"]]);
  deepStrictEqual((await balances(tx, world)).prepaid, 0n);
});

onWorld(
  "R22: a deposit is accepted once; undoing it restores the balances, and it can be matched again",
  async (tx, world) => {
    const statement = await bill(tx, world, { customer: world.gaon, amount: 10_000 });
    const { mspId, gaon } = world;
    const before = await balances(tx, world);
    await read(tx, world, { lines: [bankLine("a")] });
    const paid = await balances(tx, world);
    const ledger = await ledgerOf(tx, world);
    const [payment] = ledger.payments;
    const [receivable] = ledger.receivables;
    invariant(payment?.depositId && receivable, "the deposit has paid");
    const deposit = {
      id: payment.depositId,
      amount: won(11_000),
      depositorName: "가온테크",
      depositedOn: localDate("2025-01-20"),
      depositedAt: at("2025-01-20", "10:00"),
    };
    const accept = () =>
      asApp(tx, mspId, (app) =>
        acceptMatch(app, {
          mspId,
          deposit,
          actor: person(at("2025-01-21")),
          proposal: { customerId: gaon.id, parts: [{ receivableId: receivable.id, allocatedAmount: won(11_000) }] },
        }));
    deepStrictEqual(await accept(), { ok: false, refusal: { kind: "deposit_used" } });
    const undo = { mspId, customerId: gaon.id, actor: person(at("2025-01-21")), paymentId: payment.id };
    deepStrictEqual(await asApp(tx, mspId, (app) => undoPayment(app, undo)), { ok: true, value: null });
    deepStrictEqual([await balances(tx, world), await depositStates(tx)], [before, [["a", "open"]]]);
    deepStrictEqual(await asApp(tx, mspId, (app) => undoPayment(app, undo)), {
      ok: false,
      refusal: { kind: "payment_not_standing" },
    });
    deepStrictEqual(await accept(), { ok: true, value: null });
    deepStrictEqual([await balances(tx, world), await depositStates(tx)], [paid, [["a", "matched"]]]);
    strictEqual((await ledgerOf(tx, world)).payments.length, 3, "nothing is edited: payment, reversal, payment");
    strictEqual(statement.totalAmount, 11_000n);
  },
);

/** R22 in the database: entries that no code of ours would write. */
async function rawEntries(tx: Tx, world: World) {
  await bill(tx, world, { customer: world.gaon, amount: 10_000 });
  const { mspId, gaon } = world;
  await read(tx, world, { lines: [bankLine("a", { amount: won(9_000), depositorName: "모름" })] });
  const [{ id: depositId } = { id: "" }] = await tx.query<{ id: string }>(sql`select id from deposits`);
  const [{ id: receivableId } = { id: "" }] = await tx.query<{ id: string }>(sql`select id from receivables`);
  const pay = async (on: Tx, amount: number) => {
    const [row] = await on.query<{ id: string }>(sql`
      insert into payments (msp_id, customer_id, source, deposit_id, amount, paid_on, recorded_at)
      values (${mspId}, ${gaon.id}, 'deposit', ${depositId}, ${amount}, '2025-01-20', now()) returning id`);
    return row?.id ?? "";
  };
  const allocateRaw = (on: Tx, options: { paymentId: string; amount: number; reversesId?: string }) =>
    on.query<{ id: string }>(sql`
      insert into allocations (msp_id, customer_id, payment_id, receivable_id, amount, reverses_id, allocated_at)
      values (${mspId}, ${gaon.id}, ${options.paymentId}, ${receivableId}, ${options.amount}, ${
      options.reversesId ?? null
    }, now())
      returning id`);
  const broken = async (constraint: string, work: (inner: Tx) => Promise<void>) =>
    await rejects(
      tx.savepoint(async (inner) => {
        await work(inner);
        await checkDeferred(inner);
      }),
      { name: "DatabaseError", constraint },
    );
  return { mspId, customerId: gaon.id, depositId, receivableId, pay, allocateRaw, broken };
}

onWorld("R22: the database refuses allocations beyond their payment or their receivable", async (tx, world) => {
  const { pay, allocateRaw, broken } = await rawEntries(tx, world);
  await broken("allocations_within_payment", async (inner) => {
    await allocateRaw(inner, { paymentId: await pay(inner, 9_000), amount: 9_001 });
  });
  await broken("allocations_within_receivable", async (inner) => {
    await allocateRaw(inner, { paymentId: await pay(inner, 20_000), amount: 11_001 });
  });
  await broken("allocations_within_payment", async (inner) => {
    await allocateRaw(inner, { paymentId: await pay(inner, 9_000), amount: -1 });
  });
  await broken("allocations_within_payment", async (inner) => {
    const paymentId = await pay(inner, 9_000);
    for (const amount of [5_000, 4_001]) await allocateRaw(inner, { paymentId, amount });
  });
  // The boundary goes through.
  await tx.savepoint(async (inner) => {
    const paymentId = await pay(inner, 9_000);
    for (const amount of [5_000, 4_000]) await allocateRaw(inner, { paymentId, amount });
    await checkDeferred(inner);
  });
});

onWorld(
  "R22: the database refuses a payment that goes while its allocations stay, and a deposit that pays twice",
  async (tx, world) => {
    const { mspId, customerId, depositId, pay, allocateRaw, broken } = await rawEntries(tx, world);
    const reverse = (inner: Tx, paymentId: string) =>
      inner.execute(sql`
      insert into payments (msp_id, customer_id, source, deposit_id, reverses_id, amount, paid_on, recorded_at)
      values (${mspId}, ${customerId}, 'reversal', ${depositId}, ${paymentId}, -9000, '2025-01-21', now())`);
    await broken("allocations_within_payment", async (inner) => {
      const paymentId = await pay(inner, 9_000);
      await allocateRaw(inner, { paymentId, amount: 1 });
      await reverse(inner, paymentId);
    });
    await broken("payments_deposit_once", async (inner) => {
      await pay(inner, 9_000);
      await pay(inner, 9_000);
    });
    await broken("payments_reverses_id_key", async (inner) => {
      const paymentId = await pay(inner, 9_000);
      await reverse(inner, paymentId);
      await reverse(inner, paymentId);
    });
    await tx.savepoint(async (inner) => {
      const paymentId = await pay(inner, 9_000);
      await reverse(inner, paymentId);
      await pay(inner, 9_000);
      await checkDeferred(inner);
    });
  },
);

onWorld("R22: the database refuses a receivable that goes while allocations to it stay", async (tx, world) => {
  const { mspId, customerId, receivableId, pay, allocateRaw, broken } = await rawEntries(tx, world);
  await broken("allocations_within_receivable", async (inner) => {
    await allocateRaw(inner, { paymentId: await pay(inner, 9_000), amount: 1 });
    await inner.execute(sql`
      insert into receivables (msp_id, customer_id, usage_month, source, reverses_id, amount, opened_at)
      values (${mspId}, ${customerId}, '2024-12-01', 'reversal', ${receivableId}, -11000, now())`);
  });
});

onWorld(
  "voiding a paid statement frees the payment to 선수금, and a person pays the re-issue with it",
  async (tx, world) => {
    const { mspId, gaon } = world;
    const statement = await bill(tx, world, { customer: gaon, amount: 10_000 });
    await read(tx, world, { lines: [bankLine("a")] });
    strictEqual((await voided(tx, world, { statement, now: at("2025-01-21") })).ok, true);
    deepStrictEqual(await balances(tx, world), { months: [["2024-12", 0n, 0n]], prepaid: 11_000n });
    deepStrictEqual(await depositStates(tx), [["a", "matched"]], "the money is still this customer's");
    await bill(tx, world, { customer: gaon, amount: 8_000, now: at("2025-01-22") });
    const ledger = await ledgerOf(tx, world);
    const [payment] = ledger.payments;
    invariant(payment, "the payment stands");
    const parts = spread(prepaidAmount(ledger), openReceivables(ledger));
    const allocated = await asApp(
      tx,
      mspId,
      (app) => allocatePrepayment(app, { mspId, customerId: gaon.id, actor: person(), paymentId: payment.id, parts }),
    );
    deepStrictEqual(allocated, { ok: true, value: null });
    deepStrictEqual(await balances(tx, world), { months: [["2024-12", 8_800n, 8_800n]], prepaid: 2_200n });
  },
);

onWorld("「수정」 sets a month's payment by a reversal and a new entry", async (tx, world) => {
  const { mspId, gaon } = world;
  await bill(tx, world, { customer: gaon, amount: 10_000 });
  const set = (paidAmount: number) =>
    asApp(tx, mspId, (app) =>
      setMonthPayment(app, {
        mspId,
        customerId: gaon.id,
        actor: person(),
        usageMonth: december,
        paidAmount: won(paidAmount),
        paidOn: localDate("2025-01-20"),
      }));
  for (const [amount, paid, prepaid] of [[5_000, 5_000n, 0n], [12_000, 11_000n, 1_000n], [0, 0n, 0n]] as const) {
    deepStrictEqual(await set(amount), { ok: true, value: null });
    deepStrictEqual(await balances(tx, world), { months: [["2024-12", 11_000n, paid]], prepaid });
  }
  const entries = (await ledgerOf(tx, world)).payments.map((entry) => `${entry.source} ${entry.paidAmount}`).sort();
  deepStrictEqual(entries, ["manual 12000", "manual 5000", "reversal -12000", "reversal -5000"]);
});

for (const seed of [1, 2, 3, 4, 5, 6]) {
  onWorld(`R12: the ledger adds up after every one of 35 random acts (seed ${seed})`, async (tx, world) => {
    const random = randomOf(seed);
    const acts: string[] = [];
    for (let step = 0; step < 35; step++) {
      try {
        acts.push(await actAtRandom(tx, world, { random, step }));
        await checkLedger(tx, world);
      } catch (error) {
        throw new Error(`seed ${seed}, step ${step}: ${acts.join(", ")}`, { cause: error });
      }
    }
  });
}
