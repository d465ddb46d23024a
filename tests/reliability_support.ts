import { Buffer } from "node:buffer";
import { SMTPServer } from "smtp-server";
import type { Actor } from "../lib/audit.ts";
import { fixedClock, type MovableClock, wallClockMs, type YearMonth, yearMonth } from "../lib/calendar.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { type Db, inMsp, type Queryable, sql } from "../lib/db/mod.ts";
import type { CustomerId, MspId } from "../lib/ids.ts";
import { type Jobs, type OnRun, openJobs, type Queue } from "../lib/jobs/mod.ts";
import { memoryLog } from "../lib/log.ts";
import { keyPurpose } from "../lib/msps/cloud_accounts.ts";
import { checkMonthFile } from "../lib/month/file.ts";
import { registerFile } from "../lib/month/register.ts";
import { listCloudAccounts } from "../lib/msps/store.ts";
import { ncpUsageSource } from "../lib/ncp/billing.ts";
import { ncpSimulator } from "../lib/ncp/simulator/mod.ts";
import type { Mailer } from "../lib/notices/port.ts";
import { smtpMailer } from "../lib/notices/smtp.ts";
import { statementDeliveries } from "../lib/notices/store.ts";
import { sendStatement } from "../lib/notices/send_statement.ts";
import { popbillBank } from "../lib/popbill/bank.ts";
import { popbillClient } from "../lib/popbill/client.ts";
import { popbillSimulator, registerMember, simulatedLink } from "../lib/popbill/simulator/mod.ts";
import type { TaxDocument } from "../lib/popbill/simulator/documents.ts";
import { popbillIssuer } from "../lib/popbill/tax_invoices.ts";
import { invariant } from "../lib/prelude.ts";
import { openSecretBox } from "../lib/secrets.ts";
import type { Fetch, SimulatorContext } from "../lib/simulator.ts";
import { databaseMemory } from "../lib/simulator_memory.ts";
import { liveStatements } from "../lib/statements/store.ts";
import { type IssueRequest, requestTaxInvoice } from "../lib/tax_invoices/request.ts";
import type { TaxInvoice } from "../lib/tax_invoices/issued.ts";
import { rememberReadiness } from "../lib/tax_invoices/readiness_memory.ts";
import type { Transfer } from "../lib/tax_invoices/tax_invoice.ts";
import { vendorUrls } from "../lib/vendor_settings.ts";
import { queues } from "../workers/queues.ts";
import { queuePulls } from "../workers/sync_usage.ts";
import { works, type WorkTools } from "../workers/works.ts";
import { fileCustomer, monthFileOf } from "./support_month.ts";
import { at } from "./support_seed.ts";

/** The usage month that these tests bill. */
export const usageMonth: YearMonth = yearMonth("2024-12");
/** How many members the simulated NCP has: those of `monthFileOf`. */
export const members = 12;

/** What outlives a process: database, the vendors with their memory, the mail server, the time. */
export interface Ground {
  readonly db: Db & { readonly engine: unknown };
  readonly clock: MovableClock;
  /** The wall clock, by which tokens, signatures and collecting jobs live; a wait moves it instead of taking place. */
  readonly wall: { readonly nowMs: () => number; readonly sleep: (ms: number) => Promise<void> };
  readonly mspId: MspId;
  readonly mspBrn: string;
  /** By name. */
  readonly customers: ReadonlyMap<string, CustomerId>;
  readonly popbill: SimulatorContext;
  readonly vendors: { readonly ncp: Fetch; readonly popbill: Fetch };
  readonly mailUrl: string;
}

/** One process of the product over the ground. */
export interface Product extends Omit<WorkTools, "jobs"> {
  readonly clock: MovableClock;
  readonly jobs: Jobs;
  readonly sleep: (ms: number) => Promise<void>;
  /** What became of every run of a job: `issue_tax_invoice failed ProviderError: …`. */
  readonly runs: readonly string[];
  close(): Promise<void>;
}

/** What stands between a process and the ground. */
export interface Between {
  readonly wire?: (fetch: Fetch) => Fetch;
  readonly db?: (db: Db) => Db;
  readonly mailer?: (mailer: Mailer) => Mailer;
  /** How many jobs of a queue are worked on at once. */
  readonly lanes?: number;
  /** How long a call to Popbill may take; long enough unless a test waits for it. */
  readonly timeoutMs?: number;
  /** So many calls at a time per NCP key. */
  readonly maxConcurrent?: number;
  readonly dailyBudget?: number;
  readonly mayMail?: (address: string) => boolean;
}

/** Registers an MSP with these customers; `options.now` starts the clock. */
export async function layGround(
  db: Ground["db"],
  options: { customers: readonly ReturnType<typeof fileCustomer>[]; now: Date; mailUrl: string; mspBrn?: string },
): Promise<Ground> {
  const clock = fixedClock(options.now);
  const wall = movedWall();
  const context = (name: string) => ({ clock, wallClockMs: wall.nowMs, memory: databaseMemory(db, name) });
  const msp = options.mspBrn === undefined ? {} : { brn: options.mspBrn, ownerEmail: `${options.mspBrn}@example.com` };
  const file = checkMonthFile(monthFileOf(options.customers, { msp }));
  const actor = person(options.now);
  const mspId = await registerFile({ db, secrets: await secretBox() }, { file, usageMonth, actor });
  const popbill = context("popbill");
  const { brn: corpNum, name: corpName, representative: ceoName } = file.msp;
  await registerMember(popbill, { corpNum, corpName, ceoName });
  const registered = await inMsp(db, mspId, (tx) => listCustomers(tx, mspId));
  return {
    db,
    clock,
    wall,
    mspId,
    mspBrn: corpNum,
    customers: new Map(registered.map((customer) => [customer.name, customer.id])),
    popbill,
    vendors: { ncp: ncpSimulator(context("ncp"), { members }), popbill: popbillSimulator(popbill) },
    mailUrl: options.mailUrl,
  };
}

function movedWall(): Ground["wall"] {
  let waitedMs = 0;
  return {
    nowMs: () => wallClockMs() + waitedMs,
    sleep: (ms) => {
      waitedMs += Math.ceil(ms);
      return Promise.resolve();
    },
  };
}

const secretKey = btoa("0123456789abcdef0123456789abcdef");

function secretBox() {
  return openSecretBox({ dataDir: "", secretKey, secretKeyPrevious: null });
}

/** Starts a process of the product over the ground, as `compose` does; its waits move the wall clock. */
export async function startProduct(ground: Ground, between: Between = {}): Promise<Product> {
  const { clock } = ground;
  const db = { ...(between.db?.(ground.db) ?? ground.db), engine: ground.db.engine };
  const wire = between.wire ?? ((fetch: Fetch) => fetch);
  const { nowMs, sleep } = ground.wall;
  const secrets = await secretBox();
  const client = popbillClient({
    ...simulatedLink,
    env: "test",
    authUrl: "http://popbill.example",
    apiUrl: "http://popbill.example",
    fetch: wire(ground.vendors.popbill),
    wallClockMs: nowMs,
    sleep,
    ...(between.timeoutMs === undefined ? {} : { timeoutMs: between.timeoutMs }),
  });
  const smtp = smtpMailer({ url: ground.mailUrl, timeoutMs: 5_000 });
  const runs: string[] = [];
  const onRun: OnRun = ({ queue, outcome, error }) => void runs.push(`${queue} ${outcome} ${error ?? ""}`.trim());
  let jobs: Jobs | null = null;
  const tools: WorkTools = {
    db,
    clock,
    log: memoryLog(),
    source: ncpUsageSource({
      baseUrls: vendorUrls.ncpBilling,
      fetch: wire(ground.vendors.ncp),
      wallClockMs: nowMs,
      sleep,
      ...(between.maxConcurrent === undefined ? {} : { maxConcurrent: between.maxConcurrent }),
      ...(between.dailyBudget === undefined ? {} : { dailyBudget: between.dailyBudget }),
    }),
    issuer: rememberReadiness(popbillIssuer(client, { mayMail: between.mayMail ?? (() => true) }), {
      wallClockMs: nowMs,
      forMs: 60_000,
    }),
    feed: popbillBank(client, { now: () => clock.now(), sleep }),
    mailer: between.mailer?.(smtp) ?? smtp,
    fromAddress: "billing@example.com",
    mailFrom: { name: "", address: "billing@example.com" },
    keepMailBodies: false,
    keyPair: async (mspId, cloudAccountId) => {
      const accounts = await inMsp(db, mspId, (tx) => listCloudAccounts(tx, mspId));
      const account = accounts.find((each) => each.id === cloudAccountId);
      invariant(account, "a link's cloud account exists");
      return {
        zone: account.zone,
        accessKey: await secrets.decrypt(account.accessKey, keyPurpose("access", mspId)),
        secretKey: await secrets.decrypt(account.secretKey, keyPurpose("secret", mspId)),
      };
    },
    jobs: () => {
      invariant(jobs, "jobs have started");
      return jobs;
    },
  };
  const lanes = (queue: Queue) => ({ ...queue, concurrency: between.lanes ?? queue.concurrency });
  jobs = await openJobs({ db, databaseUrl: null, queues: queues.map(lanes), works: works(tools), wallClockMs, onRun });
  await ground.db.query(sql`update pgboss.queue set retry_delay = 0, retry_backoff = false`);
  const running = jobs;
  const close = async () => {
    await running.stop();
    smtp.close();
  };
  return { ...tools, clock, jobs: running, sleep, runs, close };
}

/** The owner at the screen. */
export function person(at: Date): Actor {
  return { name: "owner@example.com", source: "screen", at };
}

/** Pulls the usage month of every customer and settles it. */
export async function pullAll(product: Product, ground: Ground): Promise<void> {
  await inMsp(product.db, ground.mspId, (tx) => queuePulls(tx, product.jobs, { mspId: ground.mspId, usageMonth }));
  await product.jobs.drain();
}

/** Sends the statements that were not sent yet, as `month` does. Answers the refusals. */
export async function sendAll(product: Product, { mspId }: Ground): Promise<string[]> {
  const waiting = await inMsp(product.db, mspId, async (tx) => {
    const live = await liveStatements(tx, mspId, usageMonth);
    const deliveries = await statementDeliveries(tx, mspId, live.map((each) => each.id));
    const delivered = new Set(deliveries.filter((each) => each.state !== "failed").map((each) => each.statementId));
    return live.filter((each) => !delivered.has(each.id)).sort((a, b) => a.totalAmount < b.totalAmount ? -1 : 1);
  });
  const refusals: string[] = [];
  for (const { id: statementId } of waiting) {
    const options = { mspId, statementId, actor: person(product.clock.now()), allowProvisional: false };
    const sent = await inMsp(product.db, mspId, (tx) => sendStatement(tx, { ...options, jobs: product.jobs }));
    if (!sent.ok) refusals.push(sent.refusal.kind);
  }
  await product.jobs.drain();
  return refusals;
}

/** 「세금계산서 발행」 of one customer; the job is queued, not run. */
export function request(
  product: Product,
  { mspId }: Ground,
  options: { customerId: CustomerId; transfer?: Transfer; allowLate?: boolean },
): ReturnType<typeof requestTaxInvoice> {
  const { customerId, transfer = "next_day", allowLate = false } = options;
  const actor = person(product.clock.now());
  const order: IssueRequest = {
    ...{ mspId, customerId, usageMonth, transfer, actor, allowLate },
    allowProvisional: false,
    jobs: product.jobs,
  };
  return inMsp(product.db, mspId, (tx) => requestTaxInvoice(tx, order));
}

/** Wakes a periodic run and works until nothing is left. */
export async function run(product: Product, queue: string): Promise<void> {
  await product.jobs.wake(queue);
  await product.jobs.drain();
}

/** The documents that the simulated Popbill holds, by key. */
export async function vendorDocuments(ground: Ground): Promise<TaxDocument[]> {
  return (await ground.popbill.memory.list<TaxDocument>(`popbill.document:${ground.mspBrn}`)).map((each) => each.value);
}

/** A customer by name. */
export function customerNamed(ground: Ground, name: string): CustomerId {
  const id = ground.customers.get(name);
  invariant(id, `a customer is named ${name}`);
  return id;
}

/** A tax invoice as far as tests look at it. */
export type StoredTaxInvoice = Pick<TaxInvoice, "id" | "documentKey" | "kind" | "state" | "approvalNo" | "failure">;

/** The tax invoices of a customer, oldest first. */
export function taxInvoicesOf(db: Queryable, customerId: CustomerId): Promise<StoredTaxInvoice[]> {
  return db.query(sql`
    select id, document_key as "documentKey", kind, state, approval_no as "approvalNo", failure
    from tax_invoices where customer_id = ${customerId} order by requested_at, document_key`);
}

/**
 * How the whole month stands, in words that two runs share: ids and the installation's part of keys are left out, what has no
 * order is sorted. Approval numbers are compared with Popbill's own.
 */
export async function standing(ground: Ground, mail: MailServer): Promise<Readonly<Record<string, unknown>>> {
  const { db } = ground;
  const documents = await vendorDocuments(ground);
  const approvals = new Map(documents.map((document) => [document.mgtKey, document.approvalNo]));
  const issued = await db.query<{ documentKey: string; approvalNo: string | null }>(sql`
    select document_key as "documentKey", approval_no as "approvalNo" from tax_invoices`);
  return {
    lines: await db.query(sql`
      select c.name, to_char(usage_month, 'YYYY-MM') as month, count(*) as lines, sum(use_amount)::bigint as used
      from usage_lines l join customers c on c.id = l.customer_id group by 1, 2 order by 1, 2`),
    settlements: await db.query(sql`
      select c.name, usage_month, state, as_of, supply_amount, tax_amount, total_amount, frozen_by
      from settlements s join customers c on c.id = s.customer_id order by 1, 2`),
    statements: await db.query(sql`
      select c.name, usage_month, status, number, supply_amount, tax_amount, total_amount, issued_at,
        xlsx_file_id is not null as has_files
      from statements s join customers c on c.id = s.customer_id order by 1, 2, 4`),
    counters: await db.query(sql`select usage_month, last from statement_counters order by 1`),
    taxInvoices: await db.query(sql`
      select c.name, left(document_key, -5) as key, kind, transfer, t.state, amendment_reason, write_date, supply_amount,
        tax_amount, total_amount, requested_at, issued_at, cancel_until, transferred_at, result_at, result_code,
        buyer_status, warning, failure,
        (select count(*) from tax_invoice_months m where m.tax_invoice_id = t.id) as months_held
      from tax_invoices t join customers c on c.id = t.customer_id order by 1, 2`),
    wrongApprovals: issued.filter((each) => each.approvalNo !== (approvals.get(each.documentKey) ?? null)),
    documents: documents.map(({ mgtKey, stateCode, content, issueDT, ntssendDT, ntsresultDT }) => ({
      key: mgtKey.slice(0, -5),
      stateCode,
      supply: content.supplyCostTotal,
      tax: content.taxTotal,
      modifyCode: content.modifyCode,
      dates: [issueDT, ntssendDT, ntsresultDT],
    })),
    receivables: await db.query(sql`
      select c.name, usage_month, source, amount, due_on, opened_at
      from receivables r join customers c on c.id = r.customer_id order by 1, 2, 3, 4`),
    payments: await db.query(sql`
      select c.name, source, amount, paid_on from payments p join customers c on c.id = p.customer_id order by 1, 2, 3`),
    allocations: await db.query(sql`
      select c.name, r.source, a.amount from allocations a join receivables r on r.id = a.receivable_id
      join customers c on c.id = a.customer_id order by 1, 2, 3`),
    deposits: await db.query(sql`select depositor_name, amount, deposited_at, status from deposits order by 1, 2, 3`),
    notices: await db.query(sql`
      select c.name, n.kind, n.subject, r.address, r.state, r.reason from notices n
      join notice_recipients r on r.notice_id = n.id join customers c on c.id = n.customer_id order by 1, 2, 3, 4`),
    // Every copy of a mail carries the same Message-ID; how many came is another matter.
    mails: [...Map.groupBy(mail.arrived, (each) => each.to)].map(([to, copies]) => ({
      to,
      messages: new Set(copies.map((each) => each.messageId)).size,
    })).sort((a, b) => a.to < b.to ? -1 : 1),
    audited: await db.query(sql`
      select object_kind, action, count(*) as times from audit_entries group by 1, 2 order by 1, 2`),
    openJobs: await db.query(sql`select name, state::text from pgboss.job where state <= 'active' order by 1`),
  };
}

/** A mail that arrived. */
export interface Arrived {
  readonly to: string;
  readonly messageId: string;
}

/** A mail server on a loopback port; it may refuse a mail for now, or take it and say that it did not. */
export interface MailServer {
  readonly url: string;
  readonly arrived: Arrived[];
  fate: (to: string) => "take" | "refuse" | "deny";
  close(): Promise<void>;
}

async function startMailServer(): Promise<MailServer> {
  const arrived: Arrived[] = [];
  const temporary = (text: string) => Object.assign(new Error(text), { responseCode: 451 });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => void chunks.push(chunk));
      stream.on("end", () => {
        const head = Buffer.concat(chunks).toString("latin1").slice(0, 4_000);
        const messageId = /^Message-ID: (<.*>)/im.exec(head)?.[1] ?? "";
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const fates = recipients.map((to) => mail.fate(to));
        if (!fates.includes("refuse")) arrived.push(...recipients.map((to) => ({ to, messageId })));
        done(fates.every((fate) => fate === "take") ? null : temporary("Try again later"));
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    fate: () => "take",
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return mail;
}

/** The mail server of the module that calls this. */
export function mailOfModule(): () => MailServer {
  let opened: MailServer | null = null;
  Deno.test.beforeAll(async () => {
    opened = await startMailServer();
  });
  Deno.test.afterAll(() => opened?.close());
  return () => {
    invariant(opened, "the mail server of a module is used within its tests");
    return opened;
  };
}

/**
 * Three customers on three keys with little use, registered and nothing more: one pays exactly, one in two parts, one under
 * another name. Asked for again, everything is as it was at first.
 */
export function castOfModule(options: { db: () => Ground["db"]; mails: () => MailServer }): () => Promise<Ground> {
  const [now, mails] = [at("2025-01-06"), options.mails];
  let laid: { ground: Ground; back: () => Promise<void> } | null = null;
  return async () => {
    if (laid === null) {
      const customers = [
        fileCustomer(1, { name: "가온정확", memberNo: "1000003" }),
        fileCustomer(2, { name: "나루일부입금", memberNo: "2000001", cloudAccount: "공공-PCP" }),
        fileCustomer(3, { name: "다온다른이름", memberNo: "3000001", cloudAccount: "금융" }),
      ];
      const ground = await layGround(options.db(), { customers, now, mailUrl: mails().url });
      laid = { ground, back: await keep(ground.db, { name: "kept_cast", mail: mails() }) };
    } else {
      await laid.back();
    }
    laid.ground.clock.moveTo(now);
    mails().fate = () => "take";
    return laid.ground;
  };
}

/** Keeps every table of the product; the answer puts it all back. */
export async function keep(
  db: Db,
  { name, mail }: { name: string; mail: MailServer },
): Promise<() => Promise<void>> {
  const tables = await db.query<{ name: string }>(sql`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'`);
  const arrived = [...mail.arrived];
  await db.script(
    [`create schema ${name}`, ...tables.map((each) => `create table ${name}.${each.name} as table public.${each.name}`)]
      .join(";"),
  );
  return async () => {
    const back = tables.flatMap((each) => [
      `delete from public.${each.name}`,
      `insert into public.${each.name} overriding system value select * from ${name}.${each.name}`,
    ]);
    await db.script(
      [
        "set session_replication_role = replica",
        ...back,
        "set session_replication_role = origin",
        "delete from pgboss.job",
      ].join(";"),
    );
    mail.arrived.splice(0, mail.arrived.length, ...arrived);
  };
}
