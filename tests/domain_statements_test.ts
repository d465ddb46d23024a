import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { addMonths, localDate, monthRange, yearMonth } from "../lib/calendar.ts";
import { readCustomer, setActive, updateCustomer } from "../lib/customers/store.ts";
import { raw, sql, type Tx } from "../lib/db/mod.ts";
import { won } from "../lib/money.ts";
import { type CustomerRule, insertRuleVersion } from "../lib/settlement/rules_store.ts";
import type { Statement } from "../lib/statements/statement.ts";
import { clearHold, readFrozenLines, readStatement } from "../lib/statements/store.ts";
import { invariant } from "../lib/prelude.ts";
import { asApp, pgliteOfModule } from "./support.ts";
import {
  at,
  confirmedAt,
  december,
  pulledMonth,
  seedCustomer,
  type SeededCustomer,
  settled,
  storePulled,
  usageLine,
  type World,
} from "./support_seed.ts";
import { drafted, frozenBy, issue, issued, liveStatement, used, voided, worldTests } from "./support_statements.ts";

const pglite = pgliteOfModule();

const onWorld = worldTests(pglite);

const reread = (tx: Tx, world: World, statement: Statement) =>
  asApp(tx, world.mspId, (app) => readStatement(app, world.mspId, statement.id));

async function lateChanges(tx: Tx): Promise<object[]> {
  const rows = await tx.query<object>(sql`
    select status, billed_supply_amount as billed, new_supply_amount as fresh from late_changes order by found_at, status`);
  return rows.map((row) => ({ ...row }));
}

/** A charge rule of a customer; a test says what it comes to and from when. */
function ruleOf(customer: SeededCustomer): Omit<CustomerRule, "id"> & { id: null } {
  return {
    id: null,
    version: 1,
    customerId: customer.id,
    position: 1,
    kind: "extra",
    name: "운영 및 기술지원료 (M)",
    fixedAmount: null,
    rateBps: null,
    serverCodes: [],
    countsFrom: localDate("2025-01-01"),
    ended: false,
  };
}

onWorld(
  "R7: settling and drafting twice gives one statement, and the database refuses a second live one",
  async (tx, world) => {
    const first = await drafted(tx, world, { customer: world.gaon, amount: 984_320 });
    await settled(tx, world.mspId);
    deepStrictEqual(await liveStatement(tx, world, { customer: world.gaon }), first);
    const statements = await tx.query(sql`select id from statements`);
    strictEqual(statements.length, 1);
    const copy = sql`
    insert into statements (msp_id, customer_id, period_from, usage_month, months, supply_amount, tax_amount, total_amount)
    select msp_id, customer_id, period_from, usage_month, months, supply_amount, tax_amount, total_amount from statements`;
    await rejects(tx.savepoint((inner) => inner.execute(copy)), { code: "23505", constraint: "statements_live" });
  },
);

onWorld(
  "issueStatement() numbers and freezes the statement, opens its receivable, and is the same when pressed again",
  async (tx, world) => {
    const draft = await drafted(tx, world, { customer: world.gaon, amount: 984_320 });
    deepStrictEqual([draft.status, draft.number, draft.document, draft.totalAmount], ["draft", null, null, 1_082_752n]);
    const statement = await issued(tx, world, { statement: draft });
    const { document } = statement;
    deepStrictEqual(
      [
        statement.number,
        statement.status,
        statement.issuedAt,
        statement.issuedOn,
        statement.dueOn,
        statement.replacesId,
      ],
      ["2024-12-0001", "issued", confirmedAt, "2025-01-06", "2025-01-31", null],
    );
    deepStrictEqual(
      [
        document?.number,
        document?.customer.name,
        document?.customer.memberNo,
        document?.rows,
        document?.supplyAmount,
        document?.taxAmount,
        document?.arrears,
      ],
      [
        "2024-12-0001",
        "가온테크",
        "2000001",
        [{ group: "usage", label: "미분류", listAmount: 984_320n, discountAmount: 0n, billedAmount: 984_320n }],
        984_320n,
        98_432n,
        [],
      ],
    );
    deepStrictEqual(await frozenBy(tx, world.gaon.id), [["2024-12", "statement"]]);
    deepStrictEqual(await issue(tx, world, { statement: draft, now: at("2025-01-07") }), {
      ok: true,
      value: statement,
    });
    const receivables = await tx.query<object>(
      sql`select amount, source, statement_id as "statementId", due_on as "dueOn" from receivables`,
    );
    deepStrictEqual(receivables.map((row) => ({ ...row })), [
      { amount: 1_082_752n, source: "statement", statementId: draft.id, dueOn: "2025-01-31" },
    ]);
    const entries = await tx.query<{ action: string; after: unknown }>(sql`select action, after from audit_entries`);
    deepStrictEqual(entries.map((entry) => ({ ...entry })), [
      { action: "issue", after: { number: "2024-12-0001", totalAmount: "1082752", provisional: null } },
    ]);
  },
);

onWorld(
  "R2: an issued statement reads the same after every setting has changed, and nothing is proposed",
  async (tx, world) => {
    await insertRuleVersion(tx, world.mspId, {
      ...ruleOf(world.gaon),
      kind: "discount",
      name: "기타 할인",
      rateBps: 333,
    });
    const statement = await issued(tx, world, {
      statement: await drafted(tx, world, { customer: world.gaon, amount: 1_234_567 }),
    });
    deepStrictEqual([statement.supplyAmount, statement.taxAmount], [1_193_450n, 119_345n]);
    const lines = await asApp(tx, world.mspId, (app) => readFrozenLines(app, world.mspId, statement.id));
    for (
      const change of [
        "update msps set name = '다른이름', phone = '', rounding_unit = 1, vat_rounding = 'up', bank_account_text = ''",
        "update customers set name = '바뀐이름', brn = '0000000000', billing_day = 1, due_day = 5, contact_name = ''",
        "update customer_links set member_no = '9' || member_no",
        `insert into cost_codes values ((select id from msps limit 1), 'VSVR', 'VSVR', 'VSVR', 'COMPUTE', 'Compute', now())`,
      ]
    ) await tx.execute(sql`${raw(change)}`);
    const later = { position: 2, fixedAmount: won(100_000), countsFrom: localDate("2025-01-07") };
    await insertRuleVersion(tx, world.mspId, { ...ruleOf(world.gaon), ...later });
    await settled(tx, world.mspId, { now: at("2025-01-08") });
    deepStrictEqual(await reread(tx, world, statement), statement);
    deepStrictEqual(await asApp(tx, world.mspId, (app) => readFrozenLines(app, world.mspId, statement.id)), lines);
    deepStrictEqual(await lateChanges(tx), [], "what the MSP changes is no change of NCP");
  },
);

onWorld(
  "R8: a later pull that differs leaves the issued statement and makes one proposal, taken back when it is equal again",
  async (tx, world) => {
    const statement = await issued(tx, world, {
      statement: await drafted(tx, world, { customer: world.gaon, amount: 10_000 }),
    });
    const pullAgain = (amount: number, day: string) => used(tx, world, { customer: world.gaon, amount, now: at(day) });
    await pullAgain(12_000, "2025-01-07");
    deepStrictEqual(await reread(tx, world, statement), statement);
    deepStrictEqual(await lateChanges(tx), [{ status: "open", billed: 10_000n, fresh: 12_000n }]);
    await settled(tx, world.mspId, { now: at("2025-01-08") });
    await pullAgain(13_000, "2025-01-08");
    deepStrictEqual(await lateChanges(tx), [{ status: "open", billed: 10_000n, fresh: 13_000n }]);
    await pullAgain(10_000, "2025-01-09");
    deepStrictEqual(await lateChanges(tx), [{ status: "gone", billed: 10_000n, fresh: 13_000n }]);
    await pullAgain(9_000, "2025-01-10");
    deepStrictEqual(await lateChanges(tx), [
      { status: "gone", billed: 10_000n, fresh: 13_000n },
      { status: "open", billed: 10_000n, fresh: 9_000n },
    ]);
    deepStrictEqual(await reread(tx, world, statement), statement);
  },
);

onWorld(
  "R8: the proposal is computed by the rules of the run that was billed, not by later ones",
  async (tx, world) => {
    await issued(tx, world, { statement: await drafted(tx, world, { customer: world.gaon, amount: 10_000 }) });
    const later = { fixedAmount: won(500), countsFrom: localDate("2025-01-07") };
    await insertRuleVersion(tx, world.mspId, { ...ruleOf(world.gaon), ...later });
    await used(tx, world, { customer: world.gaon, amount: 12_000, now: at("2025-01-08") });
    deepStrictEqual(await lateChanges(tx), [{ status: "open", billed: 10_000n, fresh: 12_000n }]);
  },
);

onWorld("R9: an issue that fails after it took its number leaves no hole", async (tx, world) => {
  const gaon = await drafted(tx, world, { customer: world.gaon, amount: 10_000 });
  const naru = await drafted(tx, world, { customer: world.naru, amount: 20_000 });
  await rejects(
    tx.savepoint(async (inner) => {
      strictEqual((await issued(inner, world, { statement: gaon })).number, "2024-12-0001");
      throw new RangeError("the mail could not be written");
    }),
    RangeError,
  );
  strictEqual((await reread(tx, world, gaon))?.status, "draft");
  strictEqual((await issued(tx, world, { statement: naru })).number, "2024-12-0001");
  strictEqual((await issued(tx, world, { statement: gaon })).number, "2024-12-0002");
});

onWorld("issueStatement() counts each usage month of an MSP from 1", async (tx, world) => {
  const october = yearMonth("2024-10");
  const numbers: (string | null)[] = [];
  for (const usageMonth of [december, october]) {
    for (const customer of [world.gaon, world.daon]) {
      const statement = await drafted(tx, world, { customer, amount: 10_000, usageMonth });
      numbers.push((await issued(tx, world, { statement })).number);
    }
  }
  deepStrictEqual(numbers, ["2024-12-0001", "2024-12-0002", "2024-10-0001", "2024-10-0002"]);
});

onWorld(
  "R10: a void statement is kept with its number and document, and the re-issue points to it",
  async (tx, world) => {
    const first = await issued(tx, world, {
      statement: await drafted(tx, world, { customer: world.gaon, amount: 10_000 }),
    });
    strictEqual((await voided(tx, world, { statement: first })).ok, true);
    deepStrictEqual(await reread(tx, world, first), { ...first, status: "void", voidReason: "금액을 고칩니다." });
    deepStrictEqual(await frozenBy(tx, world.gaon.id), [["2024-12", null]]);
    // The 7th moved; the 8th is equal to it and confirms.
    await used(tx, world, { customer: world.gaon, amount: 9_000, now: at("2025-01-07") });
    const again = await drafted(tx, world, { customer: world.gaon, amount: 9_000, now: at("2025-01-08") });
    const second = await issued(tx, world, { statement: again, now: at("2025-01-08") });
    deepStrictEqual([second.number, second.replacesId, second.supplyAmount], ["2024-12-0002", first.id, 9_000n]);
    const history = await tx.query<{ number: string; status: string }>(
      sql`select number, status from statements order by number`,
    );
    deepStrictEqual(history.map((row) => [row.number, row.status]), [["2024-12-0001", "void"], [
      "2024-12-0002",
      "issued",
    ]]);
    const [ledger] = await tx.query<{ amount: bigint }>(sql`select sum(amount)::bigint as amount from receivables`);
    strictEqual(ledger?.amount, 9_900n);
  },
);

onWorld("voidStatement() and issueStatement() refuse what is not in the state for it", async (tx, world) => {
  const draft = await drafted(tx, world, { customer: world.gaon, amount: 10_000 });
  deepStrictEqual(await voided(tx, world, { statement: draft }), { ok: false, refusal: { kind: "not_issued" } });
  const statement = await issued(tx, world, { statement: draft });
  await voided(tx, world, { statement: statement });
  deepStrictEqual(await voided(tx, world, { statement: statement }), { ok: false, refusal: { kind: "void" } });
  deepStrictEqual(await issue(tx, world, { statement }), { ok: false, refusal: { kind: "void" } });
  const unknown = { ...statement, id: crypto.randomUUID() as Statement["id"] };
  deepStrictEqual(await issue(tx, world, { statement: unknown }), { ok: false, refusal: { kind: "not_found" } });
  deepStrictEqual(await voided(tx, world, { statement: unknown }), { ok: false, refusal: { kind: "not_found" } });
});

/** R11: November's bill, December's, and whether December is held; totals are these with VAT. */
const holds = [
  { name: "more than half and 100,000 won up", november: 1_000_000, amount: 1_500_010, held: true },
  { name: "half up exactly", november: 1_000_000, amount: 1_500_000, held: false },
  { name: "more than half down", november: 1_000_000, amount: 490_000, held: true },
  { name: "more than half, not above 100,000 won", november: 100_000, amount: 190_900, held: false },
  { name: "a first month", november: 0, amount: 9_000_000, held: false },
] as const;
for (const { name, november, amount, held } of holds) {
  onWorld(`R11: ${name} → ${held ? "held" : "not held"}`, async (tx, world) => {
    if (november > 0) {
      const before = await drafted(tx, world, {
        customer: world.gaon,
        amount: november,
        usageMonth: yearMonth("2024-11"),
      });
      await issued(tx, world, { statement: before });
    }
    const statement = await drafted(tx, world, { customer: world.gaon, amount });
    strictEqual(statement.holdReasons.length, held ? 1 : 0);
    const result = await issue(tx, world, { statement });
    deepStrictEqual(result.ok ? "issued" : result.refusal.kind, held ? "held" : "issued");
    const counters = await tx.query(sql`select last from statement_counters where usage_month = '2024-12-01'`);
    strictEqual(counters.length, held ? 0 : 1);
  });
}

onWorld("R11: a cleared hold lets the statement out, until the amount moves again", async (tx, world) => {
  await tx.execute(sql`update msps set hold_lines = 1`);
  const two = (amount: number) => pulledMonth([usageLine("a", amount), usageLine("b", amount)]);
  await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled: two(5_000) });
  const clear = async () => {
    await settled(tx, world.mspId);
    const statement = await liveStatement(tx, world, { customer: world.gaon });
    invariant(statement, "the customer has a statement");
    return statement;
  };
  const held = await clear();
  deepStrictEqual(held.holdReasons, ["이용내역이 2건으로 한도 1건을 넘습니다."]);
  await asApp(tx, world.mspId, (app) => clearHold(app, world.mspId, { id: held.id, reason: "확인했습니다." }));
  strictEqual((await clear()).holdClearedReason, "확인했습니다.");
  await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled: two(5_100) });
  const moved = await clear();
  deepStrictEqual([moved.id, moved.holdClearedReason], [held.id, null]);
  deepStrictEqual(await issue(tx, world, { statement: moved }), {
    ok: false,
    refusal: { kind: "held", reasons: ["이용내역이 2건으로 한도 1건을 넘습니다."] },
  });
  await asApp(tx, world.mspId, (app) => clearHold(app, world.mspId, { id: held.id, reason: "다시 확인했습니다." }));
  strictEqual((await issue(tx, world, { statement: moved })).ok, true);
});

onWorld("R11: a statement whose NCP identities fail is held", async (tx, world) => {
  const pulled = pulledMonth([usageLine("a", 10_000)], { adjustments: { credit: won(1) }, demandGap: 11 });
  await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled });
  await settled(tx, world.mspId);
  const statement = await liveStatement(tx, world, { customer: world.gaon });
  deepStrictEqual(statement?.holdReasons, ["이용내역이 NCP 합계와 1곳에서 맞지 않습니다."]);
});

onWorld("issueStatement() refuses provisional amounts; the override goes through and is logged", async (tx, world) => {
  const early = at("2025-01-05");
  const statement = await drafted(tx, world, { customer: world.gaon, amount: 10_000, now: early });
  const reason = "2025-01-06 09:00 이후에 가져온 이용내역부터 확정할 수 있습니다.";
  deepStrictEqual(await issue(tx, world, { statement, now: early }), {
    ok: false,
    refusal: { kind: "provisional", reason },
  });
  deepStrictEqual(await tx.query(sql`select * from audit_entries`), []);
  const provisional = await issued(tx, world, { statement, now: early, allowProvisional: true });
  strictEqual(provisional.document?.state, "provisional");
  const entries = await tx.query<{ action: string; after: unknown }>(sql`select action, after from audit_entries`);
  deepStrictEqual(entries.map((entry) => ({ ...entry })), [
    { action: "issue_provisional", after: { number: "2024-12-0001", totalAmount: "11000", provisional: reason } },
  ]);
});

onWorld(
  "draftStatements() drafts nothing for nothing, and takes back a draft that came to nothing",
  async (tx, world) => {
    strictEqual(await used(tx, world, { customer: world.naru, amount: 0 }), null);
    const draft = await drafted(tx, world, { customer: world.gaon, amount: 10_000 });
    const credit = pulledMonth([usageLine("a", 10_000)], { adjustments: { credit: won(10_000) } });
    await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled: credit, takenAt: at("2025-01-07") });
    await settled(tx, world.mspId, { now: at("2025-01-07") });
    strictEqual(await reread(tx, world, draft), null);
  },
);

const quarter = monthRange(yearMonth("2024-10"), december);
const quarterly = { cycleMonths: 3, cycleStart: yearMonth("2024-10") } as const;

onWorld(
  "B5: a cycle of three months is drafted with the month that closes it, its amounts the sums of its months",
  async (tx, world) => {
    await tx.execute(sql`update msps set rounding_unit = 1`);
    const customer = await seedCustomer(tx, world, { serial: 9, name: "마루커머스", changes: quarterly });
    const drafts = [];
    for (const usageMonth of quarter) drafts.push(await used(tx, world, { customer, amount: 1_005, usageMonth }));
    deepStrictEqual(drafts.slice(0, 2), [null, null]);
    const [, , statement] = drafts;
    deepStrictEqual(
      [statement?.periodFrom, statement?.usageMonth, statement?.months, statement?.supplyAmount, statement?.taxAmount],
      [
        "2024-10",
        "2024-12",
        quarter.map((usageMonth) => ({ usageMonth, supplyAmount: 1_005n, taxAmount: 100n })),
        3_015n,
        // Not 301, which the sum would give.
        300n,
      ],
    );
    invariant(statement, "the period has a statement");
    const document = (await issued(tx, world, { statement })).document;
    deepStrictEqual(
      [document?.number, document?.usageMonths, document?.periodFrom, document?.periodTo, document?.totalAmount],
      ["2024-12-0001", quarter, "2024-10-01", "2024-12-31", 3_315n],
    );
    deepStrictEqual(await frozenBy(tx, customer.id), quarter.map((month) => [month, "statement"] as const));
  },
);

onWorld("B5: a month of a period that is pulled again moves the draft of the period", async (tx, world) => {
  const customer = await seedCustomer(tx, world, { serial: 9, name: "마루커머스", changes: quarterly });
  for (const usageMonth of quarter) await used(tx, world, { customer, amount: 10_000, usageMonth });
  await used(tx, world, { customer, amount: 25_000, usageMonth: addMonths(december, -1), now: at("2025-01-07") });
  const statement = await liveStatement(tx, world, { customer: customer });
  deepStrictEqual(statement?.months.map((month) => month.supplyAmount), [10_000n, 25_000n, 10_000n]);
  invariant(statement, "the period has a statement");
  strictEqual((await issue(tx, world, { statement, allowProvisional: true })).ok, true);
});

onWorld("B4: a rule registered within a period counts in every open month of it", async (tx, world) => {
  const customer = await seedCustomer(tx, world, { serial: 9, name: "마루커머스", changes: quarterly });
  for (const usageMonth of quarter) await used(tx, world, { customer, amount: 10_000, usageMonth });
  await insertRuleVersion(tx, world.mspId, {
    ...ruleOf(customer),
    fixedAmount: won(500),
    countsFrom: localDate("2025-01-07"),
  });
  await settled(tx, world.mspId, { now: at("2025-01-07") });
  const statement = await liveStatement(tx, world, { customer: customer });
  deepStrictEqual(statement?.months.map((month) => month.supplyAmount), [10_500n, 10_500n, 10_500n]);
});

onWorld("B5: a period with an unsettled month is not drafted", async (tx, world) => {
  const customer = await seedCustomer(tx, world, { serial: 9, name: "마루커머스", changes: quarterly });
  for (const usageMonth of [yearMonth("2024-10"), december]) {
    strictEqual(await used(tx, world, { customer, amount: 10_000, usageMonth }), null);
  }
});

onWorld("B4: a customer deactivated within its cycle is billed through its last month", async (tx, world) => {
  const customer = await seedCustomer(tx, world, { serial: 9, name: "마루커머스", changes: quarterly });
  await setActive(tx, world.mspId, { id: customer.id, active: false, lastMonth: yearMonth("2024-11") });
  strictEqual(await used(tx, world, { customer, amount: 10_000, usageMonth: yearMonth("2024-10") }), null);
  const statement = await used(tx, world, { customer, amount: 20_000, usageMonth: yearMonth("2024-11") });
  deepStrictEqual([statement?.periodFrom, statement?.usageMonth, statement?.supplyAmount], [
    "2024-10",
    "2024-11",
    30_000n,
  ]);
});

onWorld("a month that was billed is not billed again when the cycle becomes longer", async (tx, world) => {
  const customer = await seedCustomer(tx, world, {
    serial: 9,
    name: "마루커머스",
    changes: { ...quarterly, cycleMonths: 1 },
  });
  const october = await drafted(tx, world, { customer, amount: 10_000, usageMonth: yearMonth("2024-10") });
  await issued(tx, world, { statement: october });
  const before = await asApp(tx, world.mspId, (app) => readCustomer(app, world.mspId, customer.id));
  invariant(before, "the customer exists");
  await updateCustomer(tx, world.mspId, { ...before, cycleMonths: 3 });
  await used(tx, world, { customer, amount: 20_000, usageMonth: addMonths(december, -1) });
  const statement = await used(tx, world, { customer, amount: 40_000 });
  deepStrictEqual([statement?.periodFrom, statement?.supplyAmount], ["2024-11", 60_000n]);
});
