import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fixedClock, monthRange, wallClockMs, yearMonth } from "../lib/calendar.ts";
import { sql, type Tx } from "../lib/db/mod.ts";
import type { CustomerId, TaxInvoiceId } from "../lib/ids.ts";
import { type Jobs, openJobs } from "../lib/jobs/mod.ts";
import { won } from "../lib/money.ts";
import { invariant, type Result } from "../lib/prelude.ts";
import { issueStatement, voidStatement } from "../lib/statements/issue.ts";
import { type IssueRefusal, type IssueRequest, requestTaxInvoice } from "../lib/tax_invoices/request.ts";
import { fail, type IssueTools, storeIssued, storeStatus } from "../lib/tax_invoices/outcome.ts";
import { moveTaxInvoice, readTaxInvoice } from "../lib/tax_invoices/store.ts";
import type { TaxInvoice } from "../lib/tax_invoices/issued.ts";
import type { VendorState } from "../lib/tax_invoices/port.ts";
import { queues } from "../workers/queues.ts";
import { asApp, dbWithin, pgliteOfModule } from "./support.ts";
import {
  at,
  confirmedAt,
  december,
  person,
  pulledMonth,
  seedCustomer,
  settled,
  storePulled,
  usageLine,
  type World,
} from "./support_seed.ts";
import { frozenBy, liveStatement, used, worldTests } from "./support_statements.ts";

const pglite = pgliteOfModule();
let openedJobs: Jobs | null = null;

Deno.test.beforeAll(async () => {
  openedJobs = await openJobs({ db: pglite(), databaseUrl: null, queues, works: {}, wallClockMs, onRun: () => {} });
});
// Before the hook of `pgliteOfModule`: hooks after run last in, first out.
Deno.test.afterAll(() => openedJobs?.stop());

const onWorld = worldTests(pglite);

function request(
  tx: Tx,
  world: World,
  changes: Partial<IssueRequest> & { customerId: CustomerId },
): Promise<Result<TaxInvoiceId, IssueRefusal>> {
  const jobs = openedJobs;
  invariant(jobs, "jobs run within the tests");
  return asApp(tx, world.mspId, (app) =>
    requestTaxInvoice(app, {
      mspId: world.mspId,
      usageMonth: december,
      transfer: "next_day",
      actor: person(),
      allowLate: false,
      allowProvisional: false,
      jobs,
      ...changes,
    }));
}

async function requested(tx: Tx, world: World, changes: Parameters<typeof request>[2]): Promise<TaxInvoice> {
  const result = await request(tx, world, changes);
  invariant(result.ok, `a tax invoice is asked for, not refused: ${result.ok || result.refusal.kind}`);
  return await reread(tx, world, result.value);
}

async function reread(tx: Tx, world: World, id: TaxInvoiceId): Promise<TaxInvoice> {
  const found = await asApp(tx, world.mspId, (app) => readTaxInvoice(app, world.mspId, id));
  invariant(found, "a requested tax invoice exists");
  return found;
}

/** Popbill, where a test has no use for it. */
const noIssuer = {} as IssueTools["issuer"];
const approvalNo = "202501060000000000000abc";

/** Lets the vendor have issued it: what the job stores after the call. */
async function issuedAtVendor(tx: Tx, world: World, taxInvoice: TaxInvoice): Promise<TaxInvoice> {
  const { mspId } = world;
  await asApp(tx, mspId, async (app) => {
    await moveTaxInvoice(app, mspId, { id: taxInvoice.id, from: ["not_issued"], to: "issuing" });
    await storeIssued(app, {
      order: { mspId, taxInvoiceId: taxInvoice.id },
      taxInvoice,
      to: "scheduled",
      approvalNo,
      issuedAt: confirmedAt,
      now: confirmedAt,
    });
  });
  return await reread(tx, world, taxInvoice.id);
}

/** Lets the vendor say where the document stands. */
async function vendorSays(
  tx: Tx,
  world: World,
  said: { taxInvoice: TaxInvoice; state: VendorState },
): Promise<TaxInvoice> {
  const { taxInvoice, state } = said;
  await asApp(tx, world.mspId, (app) =>
    storeStatus(app, {
      mspId: world.mspId,
      taxInvoice,
      now: confirmedAt,
      status: {
        documentKey: taxInvoice.documentKey,
        state,
        vendorCode: 0,
        approvalNo,
        issuedAt: confirmedAt,
        transferredAt: null,
        resultAt: null,
        resultCode: null,
        taxType: "taxable",
        recipientBrn: taxInvoice.content.recipient.brn,
        supplyAmount: taxInvoice.content.supplyAmount,
        taxAmount: taxInvoice.content.taxAmount,
      },
    }));
  return await reread(tx, world, taxInvoice.id);
}

/** What a refused request must not have touched. */
async function traces(tx: Tx): Promise<Record<string, number>> {
  const [row] = await tx.query<Record<string, number>>(sql`
    select (select count(*)::int from tax_invoices) as "taxInvoices",
      (select count(*)::int from tax_invoice_months) as months,
      (select count(*)::int from document_key_counters) as keys,
      (select count(*)::int from statement_counters) as numbers,
      (select count(*)::int from statements where status <> 'draft') as issued,
      (select count(*)::int from settlements where frozen_by is not null) as frozen,
      (select count(*)::int from receivables) as receivables,
      (select count(*)::int from audit_entries) as entries,
      (select count(*)::int from pgboss.job where state < 'active') as jobs`);
  return { ...row };
}
const noTrace = {
  taxInvoices: 0,
  months: 0,
  keys: 0,
  numbers: 0,
  issued: 0,
  frozen: 0,
  receivables: 0,
  entries: 0,
  jobs: 0,
};

async function refusedWithoutTrace(
  tx: Tx,
  world: World,
  changes: Parameters<typeof request>[2],
): Promise<IssueRefusal> {
  const result = await request(tx, world, changes);
  invariant(!result.ok, "the request is refused");
  deepStrictEqual(await traces(tx), noTrace);
  return result.refusal;
}

onWorld(
  "requestTaxInvoice() stores the content under a key, claims and freezes the month, and queues the call",
  async (tx, world) => {
    await used(tx, world, { customer: world.gaon, amount: 984_320 });
    const taxInvoice = await requested(tx, world, { customerId: world.gaon.id });
    const { content } = taxInvoice;
    strictEqual(taxInvoice.documentKey, `202412-1-1-${world.mspId.slice(-4)}`);
    deepStrictEqual(
      [
        taxInvoice.state,
        taxInvoice.kind,
        taxInvoice.writeDate,
        taxInvoice.forceLate,
        content.supplyAmount,
        content.taxAmount,
        content.totalAmount,
      ],
      ["not_issued", "month", "2024-12-31", false, 984_320n, 98_432n, 1_082_752n],
    );
    deepStrictEqual(content.lines.map((line) => [line.name, line.quantity, line.unitPrice, line.supplyAmount]), [
      ["네이버클라우드 서비스_2024년 12월", "1", "984320", 984_320n],
    ]);
    deepStrictEqual(await frozenBy(tx, world.gaon.id), [["2024-12", "tax_invoice"]]);
    deepStrictEqual(await traces(tx), {
      ...noTrace,
      taxInvoices: 1,
      months: 1,
      keys: 1,
      frozen: 1,
      entries: 1,
      jobs: 1,
    });
    // The bill comes with the tax invoice: once it is issued, not before.
    strictEqual((await liveStatement(tx, world, { customer: world.gaon }))?.status, "draft");
    await issuedAtVendor(tx, world, taxInvoice);
    const statement = await liveStatement(tx, world, { customer: world.gaon });
    deepStrictEqual([statement?.number, statement?.totalAmount], ["2024-12-0001", content.totalAmount]);
    deepStrictEqual(await frozenBy(tx, world.gaon.id), [["2024-12", "statement"]]);
  },
);

onWorld(
  "requestTaxInvoice() freezes the month: a later pull changes neither invoice nor bill and is a proposal",
  async (tx, world) => {
    await used(tx, world, { customer: world.gaon, amount: 10_000 });
    const taxInvoice = await requested(tx, world, { customerId: world.gaon.id });
    await used(tx, world, { customer: world.gaon, amount: 12_000, now: at("2025-01-07") });
    await issuedAtVendor(tx, world, taxInvoice);
    strictEqual((await liveStatement(tx, world, { customer: world.gaon }))?.supplyAmount, 10_000n);
    const changes = await tx.query<{ fresh: bigint }>(sql`select new_supply_amount as fresh from late_changes`);
    deepStrictEqual(changes.map((change) => change.fresh), [12_000n]);
  },
);

onWorld("requestTaxInvoice() refuses a second one for the month while the first is live", async (tx, world) => {
  await used(tx, world, { customer: world.gaon, amount: 10_000 });
  const first = await requested(tx, world, { customerId: world.gaon.id });
  const live = { ok: false, refusal: { kind: "live_already", documentKey: first.documentKey } };
  deepStrictEqual(await request(tx, world, { customerId: world.gaon.id }), live);
  const scheduled = await issuedAtVendor(tx, world, first);
  deepStrictEqual(await request(tx, world, { customerId: world.gaon.id }), live);
  strictEqual((await vendorSays(tx, world, { taxInvoice: scheduled, state: "completed" })).state, "completed");
  deepStrictEqual(await request(tx, world, { customerId: world.gaon.id }), live);
});

for (const state of ["cancelled", "rejected"] as const) {
  onWorld(`a ${state} tax invoice is kept, and the next for its month has a new key`, async (tx, world) => {
    await used(tx, world, { customer: world.gaon, amount: 10_000 });
    const first = await issuedAtVendor(tx, world, await requested(tx, world, { customerId: world.gaon.id }));
    const dead = await vendorSays(tx, world, { taxInvoice: first, state });
    strictEqual(dead.state, state);
    // The bill that came with it stays issued (B6), and holds the month.
    deepStrictEqual(await frozenBy(tx, world.gaon.id), [["2024-12", "statement"]]);
    const second = await requested(tx, world, { customerId: world.gaon.id });
    strictEqual(second.documentKey, `202412-1-2-${world.mspId.slice(-4)}`);
    strictEqual((await traces(tx)).taxInvoices, 2);
  });
}

onWorld(
  "a tax invoice that failed is kept without its draft, where the month comes to nothing after it",
  async (tx, world) => {
    const { mspId, gaon } = world;
    await used(tx, world, { customer: gaon, amount: 10_000 });
    const taxInvoice = await requested(tx, world, { customerId: gaon.id });
    const tools = { db: dbWithin(tx), issuer: noIssuer, clock: fixedClock(confirmedAt) };
    await fail(tools, { order: { mspId, taxInvoiceId: taxInvoice.id }, reason: "공급받는자가 폐업한 사업자입니다." });
    deepStrictEqual(await frozenBy(tx, gaon.id), [["2024-12", null]]);
    const credited = pulledMonth([usageLine("a", 10_000)], { adjustments: { credit: won(10_000) } });
    await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: credited, takenAt: at("2025-01-07") });
    await settled(tx, mspId, { now: at("2025-01-07") });
    strictEqual(await liveStatement(tx, world, { customer: gaon }), null);
    const kept = await reread(tx, world, taxInvoice.id);
    deepStrictEqual([kept.state, kept.statementId, kept.failure], [
      "failed",
      null,
      "공급받는자가 폐업한 사업자입니다.",
    ]);
  },
);

onWorld("requestTaxInvoice() refuses a month that is not settled or comes to nothing", async (tx, world) => {
  deepStrictEqual(await refusedWithoutTrace(tx, world, { customerId: world.gaon.id }), { kind: "not_settled" });
  const nobody = crypto.randomUUID() as CustomerId;
  deepStrictEqual(await refusedWithoutTrace(tx, world, { customerId: nobody }), { kind: "not_settled" });
  await used(tx, world, { customer: world.gaon, amount: 0 });
  deepStrictEqual(await refusedWithoutTrace(tx, world, { customerId: world.gaon.id }), { kind: "nothing_to_issue" });
});

onWorld("requestTaxInvoice() without a 대표자명 is refused, and consumes neither number nor key", async (tx, world) => {
  await used(tx, world, { customer: world.gaon, amount: 10_000 });
  await tx.execute(sql`update customers set representative = '' where id = ${world.gaon.id}`);
  deepStrictEqual(await refusedWithoutTrace(tx, world, { customerId: world.gaon.id }), {
    kind: "incomplete",
    texts: ["공급받는자 대표자명: 비어 있습니다. 입력해야 세금계산서를 발행할 수 있습니다."],
  });
  await tx.execute(sql`update customers set representative = '이대표' where id = ${world.gaon.id}`);
  strictEqual((await request(tx, world, { customerId: world.gaon.id })).ok, true);
});

onWorld("requestTaxInvoice() refuses provisional amounts unless they are allowed", async (tx, world) => {
  const early = at("2025-01-05");
  await used(tx, world, { customer: world.gaon, amount: 10_000, now: early });
  const refusal = await refusedWithoutTrace(tx, world, { customerId: world.gaon.id, actor: person(early) });
  strictEqual(refusal.kind, "provisional");
  const allowed = { customerId: world.gaon.id, actor: person(early), allowProvisional: true };
  strictEqual((await request(tx, world, allowed)).ok, true);
});

onWorld("requestTaxInvoice() refuses what its bill is held for", async (tx, world) => {
  await tx.execute(sql`update msps set hold_lines = 0`);
  await used(tx, world, { customer: world.gaon, amount: 10_000 });
  deepStrictEqual(await refusedWithoutTrace(tx, world, { customerId: world.gaon.id }), {
    kind: "statement",
    refusal: { kind: "held", reasons: ["이용내역이 1건으로 한도 0건을 넘습니다."] },
  });
});

/** R19: the day of the request, and what it says of being late; December's deadline is 10 January 2025, a Friday. */
const lates = [
  ["2025-01-10", null],
  [
    "2025-01-11",
    "발급 기한(2025-01-10 (금))이 지났습니다. 지금 발행하면 지연발급 가산세로 공급가액의 1%(100원)를 물게 됩니다. " +
    "확정신고 기한(2025-01-31 (금))이 지나면 2%가 됩니다.",
  ],
] as const;
for (const [day, text] of lates) {
  onWorld(
    `R19: a request on ${day} is ${text ? "refused naming the rate, and forced with it confirmed" : "in time"}`,
    async (tx, world) => {
      await used(tx, world, { customer: world.gaon, amount: 10_000 });
      const late = { customerId: world.gaon.id, actor: person(at(day)) };
      if (text === null) {
        strictEqual((await requested(tx, world, late)).forceLate, false);
        return;
      }
      deepStrictEqual(await refusedWithoutTrace(tx, world, late), { kind: "late", text });
      strictEqual((await requested(tx, world, { ...late, allowLate: true })).forceLate, true);
      const actions = await tx.query<{ action: string }>(sql`select action from audit_entries`);
      deepStrictEqual(actions.map((entry) => entry.action), ["request_late"]);
    },
  );
}

onWorld("R19: after the final return the rate is 2 %", async (tx, world) => {
  await used(tx, world, { customer: world.gaon, amount: 10_000 });
  const refusal = await refusedWithoutTrace(tx, world, { customerId: world.gaon.id, actor: person(at("2025-02-03")) });
  strictEqual(refusal.kind === "late" && refusal.text.includes("미발급 가산세로 공급가액의 2%(200원)"), true);
});

const quarter = monthRange(yearMonth("2024-10"), december);
const quarterly = { cycleMonths: 3, cycleStart: yearMonth("2024-10") } as const;

onWorld(
  "B5: by the month, a tax invoice freezes its month between the bills, and the bill comes without settling it again",
  async (tx, world) => {
    const customer = await seedCustomer(tx, world, { serial: 9, name: "마루커머스", changes: quarterly });
    const [october = december, november = december] = quarter;
    await used(tx, world, { customer, amount: 10_000, usageMonth: october });
    const late = { customerId: customer.id, allowLate: true };
    const taxInvoice = await requested(tx, world, { ...late, usageMonth: october });
    deepStrictEqual([taxInvoice.kind, taxInvoice.statementId, taxInvoice.usageMonth], ["month", null, october]);
    await issuedAtVendor(tx, world, taxInvoice);
    strictEqual((await traces(tx)).issued, 0, "no bill between");
    await used(tx, world, { customer, amount: 99_000, usageMonth: october, now: at("2025-01-07") });
    await used(tx, world, { customer, amount: 20_000, usageMonth: november });
    await used(tx, world, { customer, amount: 30_000 });
    const draft = await liveStatement(tx, world, { customer: customer });
    deepStrictEqual(draft?.months.map((month) => month.supplyAmount), [10_000n, 20_000n, 30_000n]);
    invariant(draft, "the period has a statement");
    deepStrictEqual(await frozenBy(tx, customer.id), [[october, "tax_invoice"], [november, null], [december, null]]);
    const { mspId } = world;
    const issue = { mspId, statementId: draft.id, actor: person(), allowProvisional: true };
    const result = await asApp(tx, mspId, (app) => issueStatement(app, issue));
    deepStrictEqual([result.ok, result.ok && result.value.supplyAmount], [true, 60_000n]);
    deepStrictEqual(await frozenBy(tx, customer.id), quarter.map((month) => [month, "statement"] as const));
    // November and December still get theirs, equal to the bill's months.
    const last = await requested(tx, world, { ...late, allowProvisional: true });
    deepStrictEqual([last.content.supplyAmount, last.statementId], [30_000n, draft.id]);
    // The bill cannot be voided while a tax invoice of its months may still change.
    const voided = await asApp(tx, mspId, (app) => voidStatement(app, { ...issue, reason: "x" }));
    strictEqual(!voided.ok && voided.refusal.kind, "tax_invoice_stands");
  },
);

onWorld(
  "B5: by the period, the months between wait for the bill, and one tax invoice holds them all",
  async (tx, world) => {
    const customer = await seedCustomer(tx, world, {
      serial: 9,
      name: "마루커머스",
      changes: { ...quarterly, taxBasis: "period" },
    });
    await tx.execute(sql`update msps set rounding_unit = 1`);
    for (const usageMonth of quarter) await used(tx, world, { customer, amount: 1_005, usageMonth });
    const [october = december] = quarter;
    deepStrictEqual(await refusedWithoutTrace(tx, world, { customerId: customer.id, usageMonth: october }), {
      kind: "waits_for_period",
      closesWith: december,
    });
    const taxInvoice = await requested(tx, world, { customerId: customer.id });
    deepStrictEqual(
      [taxInvoice.kind, taxInvoice.periodFrom, taxInvoice.usageMonth, taxInvoice.writeDate],
      ["period", october, december, "2025-01-06"],
    );
    // The sums of the months: 300, not 301.
    deepStrictEqual([taxInvoice.content.supplyAmount, taxInvoice.content.taxAmount], [3_015n, 300n]);
    strictEqual(taxInvoice.content.lines[0]?.name, "네이버클라우드 서비스_2024년 10월 ~ 2024년 12월");
    strictEqual((await traces(tx)).months, 3);
    for (const usageMonth of quarter) {
      const again = await request(tx, world, { customerId: customer.id, usageMonth });
      strictEqual(!again.ok && again.refusal.kind, "live_already", usageMonth);
    }
  },
);

onWorld("the database holds one live tax invoice per customer and month, whatever the code does", async (tx, world) => {
  await used(tx, world, { customer: world.gaon, amount: 10_000 });
  const first = await requested(tx, world, { customerId: world.gaon.id });
  const second = tx.savepoint((inner) =>
    inner.execute(sql`
      insert into tax_invoice_months (msp_id, customer_id, usage_month, tax_invoice_id)
      values (${world.mspId}, ${world.gaon.id}, '2024-12-01', ${first.id})`)
  );
  strictEqual(await second.catch((error) => error.constraint), "tax_invoice_months_pkey");
});
