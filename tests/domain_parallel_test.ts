import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { localDate, seoulDate, wallClockMs } from "../lib/calendar.ts";
import { insertLink } from "../lib/customers/store.ts";
import { type Db, inMsp, sql } from "../lib/db/mod.ts";
import { openPostgres } from "../lib/db/postgres.ts";
import { type Jobs, openJobs } from "../lib/jobs/mod.ts";
import { won } from "../lib/money.ts";
import type { Payment } from "../lib/payments/ledger.ts";
import { acceptMatch } from "../lib/payments/read_deposits.ts";
import { allocatePrepayment } from "../lib/payments/record.ts";
import { openDeposits, putBankAccounts, putDeposits, readLedger } from "../lib/payments/store.ts";
import { issueStatement } from "../lib/statements/issue.ts";
import { liveStatements } from "../lib/statements/store.ts";
import { requestTaxInvoice } from "../lib/tax_invoices/request.ts";
import { readLink } from "../lib/usage/pulls_store.ts";
import { storePull } from "../lib/usage/sync.ts";
import { readUsageMonths } from "../lib/usage/months_store.ts";
import { invariant } from "../lib/prelude.ts";
import { queues } from "../workers/queues.ts";
import { settleAndDraft } from "../workers/settle_month.ts";
import { postgresServer } from "./support_postgres.ts";
import {
  confirmedAt,
  december,
  person,
  pulledMonth,
  seedCustomer,
  type SeededCustomer,
  type SeededMsp,
  seedMsp,
  storePulled,
  usageLine,
} from "./support_seed.ts";

const server = await postgresServer();

/** An MSP of its own with so many customers, in a database that the tests of this module share. */
interface Ground extends SeededMsp {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly customers: readonly SeededCustomer[];
}

let opened: { db: Db; jobs: Jobs } | null = null;
let serial = 9_100;

Deno.test.beforeAll(async () => {
  if (!server) return;
  const url = await server.database({ migrated: true });
  const db = openPostgres(url, { max: 30 });
  opened = { db, jobs: await openJobs({ db, databaseUrl: url, queues, works: {}, wallClockMs, onRun: () => {} }) };
});
Deno.test.afterAll(async () => {
  await opened?.jobs.stop();
  await opened?.db.close();
});

/** A test of several connections at once; only on Postgres. */
function atOnce(
  name: string,
  options: { customers: number; pulled: boolean },
  test: (ground: Ground) => Promise<void>,
): void {
  Deno.test({
    name: `${name} (Postgres)`,
    ignore: server === null,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const on = opened;
      invariant(on, "the database is open within the tests");
      const ground = await on.db.transaction(async (tx) => {
        const msp = await seedMsp(tx, { serial: serial++ });
        const customers: SeededCustomer[] = [];
        for (let index = 1; index <= options.customers; index++) {
          const customer = await seedCustomer(tx, msp, { serial: index, name: `예시고객 ${index}` });
          customers.push(customer);
          if (!options.pulled) continue;
          const pulled = pulledMonth([usageLine("a", 10_000 * index)]);
          await storePulled(tx, msp.mspId, { linkId: customer.linkId, pulled });
        }
        return { ...msp, customers };
      });
      await test({ ...on, ...ground });
    },
  });
}

const settle = ({ db, mspId }: Ground) => settleAndDraft(db, { mspId, usageMonth: december, now: confirmedAt });

/** How often each outcome came. */
function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes.toSorted()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

async function numbersOf({ db, mspId }: Ground): Promise<string[]> {
  const rows = await db.query<{ number: string }>(sql`
    select number from statements where msp_id = ${mspId} and number is not null order by number`);
  return rows.map((row) => row.number);
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `2024-12-${String(index + 1).padStart(4, "0")}`);

async function issueOne(
  ground: Ground,
  options: { statementId: Awaited<ReturnType<typeof liveStatements>>[number]["id"]; fails?: boolean },
) {
  const { db, mspId } = ground;
  return await inMsp(db, mspId, async (tx) => {
    const issued = await issueStatement(tx, {
      mspId,
      statementId: options.statementId,
      actor: person(),
      allowProvisional: false,
    });
    if (options.fails) throw new RangeError("the mail could not be written");
    return issued;
  });
}

atOnce("R9: 100 parallel issues give 100 consecutive numbers, those that fail leave no hole", {
  customers: 110,
  pulled: true,
}, async (ground) => {
  await settle(ground);
  const drafts = await inMsp(ground.db, ground.mspId, (tx) => liveStatements(tx, ground.mspId, december));
  strictEqual(drafts.length, 110);
  const outcomes = await Promise.all(drafts.map(async ({ id }, index) => {
    try {
      return (await issueOne(ground, { statementId: id, fails: index % 11 === 5 })).ok ? "issued" : "refused";
    } catch (error) {
      return error instanceof Error ? error.name : "?";
    }
  }));
  deepStrictEqual(tally(outcomes), { RangeError: 10, issued: 100 });
  deepStrictEqual(await numbersOf(ground), numbered(100));
});

atOnce("R9: one statement issued by ten at the same moment has one number and one receivable", {
  customers: 1,
  pulled: true,
}, async (ground) => {
  await settle(ground);
  const [draft] = await inMsp(ground.db, ground.mspId, (tx) => liveStatements(tx, ground.mspId, december));
  invariant(draft, "the customer has a draft");
  const results = await Promise.all(Array.from({ length: 10 }, () => issueOne(ground, { statementId: draft.id })));
  deepStrictEqual(tally(results.map((result) => result.ok ? result.value.number ?? "" : result.refusal.kind)), {
    "2024-12-0001": 10,
  });
  const receivables = await ground.db.query(sql`select id from receivables where msp_id = ${ground.mspId}`);
  strictEqual(receivables.length, 1);
});

atOnce(
  "R7: the monthly job run four times at once gives one statement per customer",
  { customers: 30, pulled: true },
  async (ground) => {
    await Promise.all([1, 2, 3, 4].map(() => settle(ground)));
    const statements = await ground.db.query<{ customerId: string; amount: bigint }>(sql`
    select customer_id as "customerId", supply_amount as amount from statements where msp_id = ${ground.mspId} order by supply_amount`);
    deepStrictEqual(
      statements.map((row) => row.amount),
      ground.customers.map((_, index) => BigInt(10_000 * (index + 1))),
    );
  },
);

atOnce("R7: settling again and again while statements are issued neither fails nor moves an issued one", {
  customers: 40,
  pulled: true,
}, async (ground) => {
  await settle(ground);
  const { db, mspId } = ground;
  const drafts = await inMsp(db, mspId, (tx) => liveStatements(tx, mspId, december));
  const runs = [0, 1, 2].map(async () => {
    for (let run = 0; run < 5; run++) await settle(ground);
  });
  const issues = drafts.map(({ id }) => issueOne(ground, { statementId: id }));
  const outcomes = await Promise.allSettled([...runs, ...issues]);
  deepStrictEqual(outcomes.flatMap((outcome) => outcome.status === "rejected" ? [String(outcome.reason)] : []), []);
  deepStrictEqual(await numbersOf(ground), numbered(40));
  const wrong = await db.query(sql`
    select s.id from statements s
    join settlements m on m.msp_id = s.msp_id and m.customer_id = s.customer_id and m.usage_month = s.usage_month
    where s.msp_id = ${mspId} and (m.supply_amount <> s.supply_amount or m.frozen_by is distinct from 'statement')`);
  deepStrictEqual(wrong, []);
});

atOnce(
  "R18: two requests for one month at the same second give one tax invoice",
  { customers: 20, pulled: true },
  async (ground) => {
    await settle(ground);
    const { db, mspId, jobs } = ground;
    const ask = (customer: SeededCustomer) =>
      inMsp(db, mspId, (tx) =>
        requestTaxInvoice(tx, {
          mspId,
          customerId: customer.id,
          usageMonth: december,
          transfer: "next_day",
          actor: person(),
          allowLate: false,
          allowProvisional: false,
          jobs,
        }));
    const results = await Promise.all(ground.customers.flatMap((customer) => [ask(customer), ask(customer)]));
    deepStrictEqual(tally(results.map((result) => result.ok ? "requested" : result.refusal.kind)), {
      live_already: 20,
      requested: 20,
    });
    const [row] = await db.query<Record<string, number>>(sql`
    select (select count(*)::int from tax_invoices where msp_id = ${mspId}) as "taxInvoices",
      (select count(*)::int from tax_invoice_months where msp_id = ${mspId}) as months,
      (select count(*)::int from pgboss.job where data ->> 'mspId' = ${mspId}) as jobs`);
    deepStrictEqual({ ...row }, { taxInvoices: 20, months: 20, jobs: 20 });
  },
);

atOnce(
  "R18: a request while the month is settled anew bills what it froze",
  { customers: 20, pulled: true },
  async (ground) => {
    await settle(ground);
    const { db, mspId, jobs } = ground;
    // The next pull is in, the run that settles it meets the requests.
    await db.transaction(async (tx) => {
      for (const { linkId } of ground.customers) {
        await storePulled(tx, mspId, {
          linkId,
          pulled: pulledMonth([usageLine("a", 777_770)]),
          takenAt: new Date(confirmedAt.getTime() + 60_000),
        });
      }
    });
    const requests = ground.customers.map((customer) =>
      inMsp(db, mspId, (tx) =>
        requestTaxInvoice(tx, {
          mspId,
          customerId: customer.id,
          usageMonth: december,
          transfer: "next_day",
          actor: person(),
          allowLate: false,
          allowProvisional: true,
          jobs,
        }))
    );
    const outcomes = await Promise.allSettled([settle(ground), ...requests, settle(ground)]);
    deepStrictEqual(outcomes.flatMap((outcome) => outcome.status === "rejected" ? [String(outcome.reason)] : []), []);
    const wrong = await db.query(sql`
    select t.id, t.supply_amount, m.supply_amount as settled from tax_invoices t
    join settlements m on m.msp_id = t.msp_id and m.customer_id = t.customer_id and m.usage_month = t.usage_month
    where t.msp_id = ${mspId} and m.supply_amount <> t.supply_amount`);
    deepStrictEqual(wrong, []);
  },
);

/** Stores a pull of a link in a transaction of its own, as the worker does. */
async function pullOne({ db, mspId }: Ground, linkId: SeededCustomer["linkId"], amount: number): Promise<void> {
  await inMsp(db, mspId, async (tx) => {
    const link = await readLink(tx, mspId, linkId);
    invariant(link, "a pulled link exists");
    const pulled = pulledMonth([usageLine("a", amount), usageLine("b", amount)]);
    await storePull(tx, { mspId, linkId, usageMonth: december, link, takenAt: confirmedAt, pulled });
  });
}

atOnce(
  "two links of one customer that are pulled at the same moment settle together",
  { customers: 20, pulled: false },
  async (ground) => {
    const { db, mspId } = ground;
    const seconds = await db.transaction(async (tx) => {
      const links = [];
      for (const [index, customer] of ground.customers.entries()) {
        links.push(
          await insertLink(tx, mspId, {
            customerId: customer.id,
            cloudAccountId: ground.ordinaryAccount,
            zone: "public",
            memberNo: String(5_000_000 + index),
            fromMonth: december,
            previousUntil: december,
          }),
        );
      }
      return links;
    });
    await Promise.all(
      [...ground.customers.map((customer) => customer.linkId), ...seconds].map((linkId) =>
        pullOne(ground, linkId, 1_000)
      ),
    );
    const months = await inMsp(
      db,
      mspId,
      (tx) => readUsageMonths(tx, mspId, { usageMonths: [december], customers: "all" }),
    );
    deepStrictEqual(
      months.map((month) => month.pullIds.length),
      ground.customers.map(() => 2),
    );
  },
);

atOnce("one link that is pulled twice at the same moment keeps both pulls and its lines once", {
  customers: 10,
  pulled: false,
}, async (ground) => {
  await Promise.all(
    ground.customers.flatMap(({ linkId }) => [pullOne(ground, linkId, 1_000), pullOne(ground, linkId, 1_000)]),
  );
  const [row] = await ground.db.query<Record<string, number>>(sql`
    select (select count(*)::int from pulls where msp_id = ${ground.mspId} and good) as pulls,
      (select count(*)::int from usage_lines where msp_id = ${ground.mspId}) as lines`);
  deepStrictEqual({ ...row }, { pulls: 20, lines: 20 });
});

/** One issued statement of 11,000 won with so many deposits of 11,000 won waiting. */
async function owing(ground: Ground, deposits: number) {
  const { db, mspId } = ground;
  const [customer] = ground.customers;
  invariant(customer, "there is a customer");
  await settle(ground);
  const [draft] = await inMsp(db, mspId, (tx) => liveStatements(tx, mspId, december));
  invariant(draft, "the customer has a draft");
  await issueOne(ground, { statementId: draft.id });
  const account = { bankCode: "0004", accountNumber: "1", name: "예시은행" };
  const lines = Array.from({ length: deposits }, (_, index) => ({
    bankLineId: String(index),
    bankCode: account.bankCode,
    accountNumber: account.accountNumber,
    depositedAt: confirmedAt,
    amount: won(11_000),
    depositorName: "예시고객 1",
    remark: "",
  }));
  return await inMsp(db, mspId, async (tx) => {
    await putBankAccounts(tx, mspId, [account]);
    await putDeposits(tx, mspId, {
      lines,
      days: lines.map(() => localDate("2025-01-06")),
      account,
      readUntil: seoulDate(confirmedAt),
      at: confirmedAt,
    });
    const ledger = await readLedger(tx, mspId, { customerId: customer.id, lock: false });
    const [receivable] = ledger.receivables;
    invariant(receivable, "the statement opened a receivable");
    return { customerId: customer.id, receivableId: receivable.id, deposits: await openDeposits(tx, mspId) };
  });
}

atOnce(
  "R22: one deposit matched by five at the same moment pays once",
  { customers: 1, pulled: true },
  async (ground) => {
    const { db, mspId } = ground;
    const { customerId, receivableId, deposits: [deposit] } = await owing(ground, 1);
    invariant(deposit, "a deposit waits");
    const accept = () =>
      inMsp(db, mspId, (tx) =>
        acceptMatch(tx, {
          mspId,
          deposit,
          actor: person(),
          proposal: { customerId, parts: [{ receivableId, allocatedAmount: won(11_000) }] },
        }));
    const results = await Promise.all([1, 2, 3, 4, 5].map(accept));
    const kinds = results.map((result) => result.ok ? "paid" : result.refusal.kind);
    strictEqual(kinds.filter((kind) => kind === "paid").length, 1);
    const payments = await db.query(sql`select id from payments where msp_id = ${mspId}`);
    strictEqual(payments.length, 1);
  },
);

atOnce("R22: two prepayments that are allocated to one receivable at the same moment never exceed it", {
  customers: 1,
  pulled: true,
}, async (ground) => {
  const { db, mspId } = ground;
  const { customerId, receivableId, deposits } = await owing(ground, 4);
  const payments: Payment[] = [];
  for (const deposit of deposits) {
    const actor = person();
    await inMsp(db, mspId, (tx) => acceptMatch(tx, { mspId, deposit, actor, proposal: { customerId, parts: [] } }));
  }
  payments.push(...(await inMsp(db, mspId, (tx) => readLedger(tx, mspId, { customerId, lock: false }))).payments);
  strictEqual(payments.length, 4);
  const results = await Promise.all(payments.map((payment) =>
    inMsp(db, mspId, (tx) =>
      allocatePrepayment(tx, {
        mspId,
        customerId,
        actor: person(),
        paymentId: payment.id,
        parts: [{ receivableId, allocatedAmount: won(4_000) }],
      }))
  ));
  deepStrictEqual(tally(results.map((result) => result.ok ? "allocated" : result.refusal.kind)), {
    allocated: 2,
    beyond_receivable: 2,
  });
  const [sum] = await db.query<{ amount: bigint }>(sql`
    select sum(amount)::bigint as amount from allocations where msp_id = ${mspId}`);
  strictEqual(sum?.amount, 8_000n);
});
