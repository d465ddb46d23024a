import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fixedClock, type MovableClock, wallClockMs } from "../lib/calendar.ts";
import { readConfig } from "../lib/config.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { inMsp, raw, sql } from "../lib/db/mod.ts";
import type { CustomerId, MspId } from "../lib/ids.ts";
import { memoryLog } from "../lib/log.ts";
import { checkMonthFile } from "../lib/month/file.ts";
import { registerFile } from "../lib/month/register.ts";
import { ncpSimulator } from "../lib/ncp/simulator/mod.ts";
import { deliverNotice } from "../lib/notices/deliver.ts";
import { sendStatement } from "../lib/notices/send_statement.ts";
import { waitingNotices } from "../lib/notices/store.ts";
import { readDeposits } from "../lib/payments/read_deposits.ts";
import type { SentDocument } from "../lib/popbill/simulator/sent_document.ts";
import { popbillSimulator, registerMember, simulatedLink } from "../lib/popbill/simulator/mod.ts";
import { invariant } from "../lib/prelude.ts";
import { processMemory } from "../lib/simulator.ts";
import { liveStatements } from "../lib/statements/store.ts";
import { issueTaxInvoice } from "../lib/tax_invoices/issue.ts";
import { requestTaxInvoice } from "../lib/tax_invoices/request.ts";
import { type App, compose } from "../main.ts";
import { queuePulls } from "../workers/sync_usage.ts";
import { mailOfModule, members, person, usageMonth } from "./reliability_support.ts";
import { fileCustomer, monthFileOf } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";
import { at } from "./support_seed.ts";

const server = await postgresServer();
const mails = mailOfModule();
const customerCount = 8;

/** Two processes over one database and one world. */
interface Pair {
  readonly a: App;
  readonly b: App;
  readonly clock: MovableClock;
  readonly mspId: MspId;
  readonly customers: readonly CustomerId[];
  /** The documents that Popbill issued, in the order of its answers. */
  readonly issued: SentDocument[];
}

/** Runs a test with two processes; the month is pulled, by both. */
async function withPair(
  test: (pair: Pair) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  invariant(server, "tests without a Postgres are ignored");
  mails().arrived.length = 0;
  const clock = fixedClock(at("2025-01-06", "09:12"));
  const context = () => ({ clock, wallClockMs, memory: processMemory() });
  const popbill = context();
  const world = { ncp: ncpSimulator(context(), { members }), popbill: popbillSimulator(popbill) };
  const issued: SentDocument[] = [];
  const wire = () => async (sent: Request) => {
    if (new URL(sent.url).hostname.startsWith("billingapi")) return await world.ncp(sent);
    const isIssue = sent.headers.get("x-http-method-override") === "ISSUE";
    const document = isIssue ? await sent.clone().json() : null;
    const answer = await world.popbill(sent);
    if (isIssue && answer.status === 200) issued.push(document);
    return answer;
  };
  const config = readConfig({
    DATABASE_URL: await server.database({ migrated: true }),
    SECRET_KEY: btoa("0123456789abcdef0123456789abcdef"),
    SMTP_URL: mails().url,
    MAIL_ALLOWLIST: "@example.com",
    SIMULATOR_MEMBERS: String(members),
    ...settings,
  });
  const start = () => compose(config, { clock, wire, log: memoryLog(), sleep: () => Promise.resolve() });
  const [a, b] = [await start(), await start()];
  try {
    const customers = Array.from({ length: customerCount }, (_, index) => fileCustomer(index + 1));
    const file = checkMonthFile(monthFileOf(customers));
    const actor = person(clock.now());
    const mspId = await registerFile(a, { file, usageMonth, actor });
    const { brn: corpNum, name: corpName, representative: ceoName } = file.msp;
    await registerMember(popbill, { corpNum, corpName, ceoName });
    await inMsp(a.db, mspId, (tx) => queuePulls(tx, a.jobs, { mspId, usageMonth }));
    await Promise.all([a.jobs.drain(), b.jobs.drain()]);
    const listed = await inMsp(a.db, mspId, (tx) => listCustomers(tx, mspId));
    await test({ a, b, clock, mspId, customers: listed.map((each) => each.id), issued });
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}

function request(app: App, options: { mspId: MspId; customerId: CustomerId }) {
  const order = {
    ...options,
    usageMonth,
    transfer: "next_day",
    actor: person(app.clock.now()),
    allowLate: false,
    allowProvisional: false,
    jobs: app.jobs,
  } as const;
  return inMsp(app.db, options.mspId, (tx) => requestTaxInvoice(tx, order));
}

async function send(app: App, mspId: MspId): Promise<void> {
  const actor = person(app.clock.now());
  for (const { id } of await inMsp(app.db, mspId, (tx) => liveStatements(tx, mspId, usageMonth))) {
    const options = { mspId, statementId: id, actor, allowProvisional: false, jobs: app.jobs };
    ok((await inMsp(app.db, mspId, (tx) => sendStatement(tx, options))).ok);
  }
}

async function countOf(app: App, table: "tax_invoices" | "payments" | "receivables"): Promise<bigint> {
  const [row] = await app.db.query<{ count: bigint }>(sql`select count(*) as count from ${raw(table)}`);
  return row?.count ?? 0n;
}

Deno.test({
  name: "two workers over one database settle, mail, issue and match each thing once",
  ignore: server === null,
  fn: () =>
    withPair(async ({ a, b, clock, mspId, customers, issued }) => {
      await send(a, mspId);
      for (const customerId of customers) ok((await request(a, { mspId, customerId })).ok);
      await Promise.all([a.jobs.drain(), b.jobs.drain()]);
      const keys = issued.map((document) => document.invoicerMgtKey);
      deepStrictEqual([keys.length, new Set(keys).size], [customerCount, customerCount]);
      strictEqual(await countOf(a, "tax_invoices"), BigInt(customerCount));
      const numbers = await a.db.query<{ number: string }>(sql`select number from statements order by number`);
      deepStrictEqual(
        numbers.map((row) => row.number),
        Array.from({ length: customerCount }, (_, index) => `2024-12-${String(index + 1).padStart(4, "0")}`),
      );
      deepStrictEqual(
        mails().arrived.map((mail) => mail.to).sort(),
        Array.from({ length: customerCount }, (_, index) => `billing-${index + 1}@example.com`),
      );
      clock.moveTo(at("2025-01-07", "16:10"));
      for (const queue of ["finalize_tax_invoices", "match_deposits", "send_notices"]) {
        await Promise.all([a.jobs.wake(queue), b.jobs.wake(queue)]);
      }
      await Promise.all([a.jobs.drain(), b.jobs.drain()]);
      const states = await a.db.query<{ state: string }>(sql`select distinct state from tax_invoices`);
      deepStrictEqual(states.map((row) => row.state), ["completed"]);
      strictEqual(issued.length, customerCount);
      strictEqual(mails().arrived.length, customerCount);
    }),
});

Deno.test({
  name: "what two do at the same moment is done once",
  ignore: server === null,
  fn: (t) =>
    withPair(async ({ a, b, clock, mspId, customers, issued }) => {
      const [pressed, takenUp] = [customers.slice(0, 4), customers.slice(4)];
      await t.step("two workers that take up one notice send it once", async () => {
        const fromAddress = "billing@example.com";
        await send(a, mspId);
        for (const noticeId of await inMsp(a.db, mspId, (tx) => waitingNotices(tx, mspId))) {
          await Promise.all([
            deliverNotice({ ...a, fromAddress }, { mspId, noticeId }),
            deliverNotice({ ...b, fromAddress }, { mspId, noticeId }),
          ]);
        }
        strictEqual(mails().arrived.length, customerCount);
      });
      await t.step("two operators who press 「세금계산서 발행」 in the same second make one request", async () => {
        for (const customerId of pressed) {
          const both = await Promise.all([request(a, { mspId, customerId }), request(b, { mspId, customerId })]);
          const refusals = both.flatMap((each) => each.ok ? [] : [each.refusal.kind]);
          deepStrictEqual(refusals, ["live_already"]);
        }
        await Promise.all([a.jobs.drain(), b.jobs.drain()]);
        strictEqual(await countOf(a, "tax_invoices"), BigInt(pressed.length));
        strictEqual(issued.length, pressed.length);
      });
      await t.step("two workers that take up one tax invoice issue one document, whoever asks first", async () => {
        for (const customerId of takenUp) {
          const requested = await request(a, { mspId, customerId });
          invariant(requested.ok, "the tax invoice can be asked for");
          const order = { mspId, taxInvoiceId: requested.value };
          await Promise.all([issueTaxInvoice(a, order), issueTaxInvoice(b, order)]);
        }
        await Promise.all([a.jobs.drain(), b.jobs.drain()]);
        const states = await a.db.query<{ state: string }>(sql`select state from tax_invoices`);
        deepStrictEqual(states.map((row) => row.state), customers.map(() => "scheduled"));
        strictEqual(issued.length, customerCount);
        strictEqual(await countOf(a, "receivables"), BigInt(customerCount));
      });
      await t.step("two workers that read the same deposits match each to one payment", async () => {
        clock.moveTo(at("2025-01-07", "16:10"));
        // The bank refuses a second collecting job while one runs: that run fails, and the next reads what there is.
        await Promise.allSettled([readDeposits(a, mspId), readDeposits(b, mspId)]);
        await Promise.allSettled([readDeposits(b, mspId), readDeposits(a, mspId)]);
        const [counted] = await a.db.query<{ matched: bigint; paying: bigint; overpaid: bigint }>(sql`
          select (select count(*) from deposits where status = 'matched') as matched,
            (select count(distinct deposit_id) from payments) as paying,
            (select count(*) from receivables r
              where r.amount < (select sum(amount) from allocations where receivable_id = r.id)) as overpaid`);
        ok(counted && counted.matched >= 5n, "the first five documents are paid exactly");
        deepStrictEqual([counted.paying, counted.overpaid], [counted.matched, 0n]);
        strictEqual(await countOf(a, "payments"), counted.paying);
      });
    }),
});

Deno.test({
  name: "outside production neither mail nor Popbill learns an address off the allow-list",
  ignore: server === null,
  fn: () =>
    withPair(async ({ a, mspId, customers, issued }) => {
      await send(a, mspId);
      for (const customerId of customers) ok((await request(a, { mspId, customerId })).ok);
      await a.jobs.drain();
      deepStrictEqual(mails().arrived.map((mail) => mail.to), ["billing-1@example.com"]);
      deepStrictEqual(issued.length, customerCount);
      deepStrictEqual(issued.flatMap((document) => document.invoiceeEmail1 ?? []), ["billing-1@example.com"]);
      const kept = await a.db.query<{ address: string }>(sql`
        select address from notice_recipients where state = 'kept' order by address`);
      strictEqual(kept.length, customerCount - 1);
    }, {
      MAIL_ALLOWLIST: "billing-1@example.com",
      POPBILL_LINK_ID: simulatedLink.linkId,
      POPBILL_SECRET_KEY: simulatedLink.secretKey,
      POPBILL_AUTH_URL: "http://127.0.0.1:1",
      POPBILL_API_URL: "http://127.0.0.1:1",
    }),
});
