import { AsyncLocalStorage } from "node:async_hooks";
import { hmacSha256 } from "./lib/bytes.ts";
import { environment } from "./lib/environment.ts";
import { type Clock, type MovableClock, runningClock, wallClockMs } from "./lib/calendar.ts";
import { type Config, readConfig, serviceLines } from "./lib/config.ts";
import { type Db, inMsp } from "./lib/db/mod.ts";
import { isMigrated, migrate, type Migration, readMigrations } from "./lib/db/migrate.ts";
import { openPglite } from "./lib/db/pglite.ts";
import { openPostgres } from "./lib/db/postgres.ts";
import { lockDirectory } from "./lib/directory_lock.ts";
import { exitWith } from "./lib/exit_with.ts";
import type { MspId } from "./lib/ids.ts";
import { type Jobs, openJobs } from "./lib/jobs/mod.ts";
import { consoleLog, type Log } from "./lib/log.ts";
import { createMetrics, type Metrics } from "./lib/metrics.ts";
import { keyPurpose } from "./lib/msps/cloud_accounts.ts";
import { listCloudAccounts } from "./lib/msps/store.ts";
import { ncpUsageSource } from "./lib/ncp/billing.ts";
import { sensSender } from "./lib/ncp/sens.ts";
import { ncpSimulator } from "./lib/ncp/simulator/mod.ts";
import { sensSimulator, simulatedSens } from "./lib/ncp/simulator/sens.ts";
import { isAllowed, withAllowlist } from "./lib/notices/allowlist.ts";
import { outboxMailer } from "./lib/notices/outbox_mailer.ts";
import { withSmsAllowlist } from "./lib/notices/sms.ts";
import { smtpMailer } from "./lib/notices/smtp.ts";
import { popbillBank } from "./lib/popbill/bank.ts";
import { popbillClient } from "./lib/popbill/client.ts";
import { popbillSimulator, registerMember, simulatedLink } from "./lib/popbill/simulator/mod.ts";
import { popbillIssuer } from "./lib/popbill/tax_invoices.ts";
import { RefusedInput } from "./lib/prelude.ts";
import { openSecretBox, secretKey } from "./lib/secrets.ts";
import type { Fetch } from "./lib/simulator.ts";
import { databaseMemory } from "./lib/simulator_memory.ts";
import { rememberReadiness } from "./lib/tax_invoices/readiness_memory.ts";
import { newestGoodPullAt } from "./lib/usage/months_store.ts";
import type { ConsoleApp } from "./lib/web/console_app.ts";
import type { KeyPair } from "./lib/usage/port.ts";
import { queues } from "./workers/queues.ts";
import { registerCrons } from "./workers/schedule.ts";
import { works } from "./workers/works.ts";
import { openConsole } from "./routes/_console.ts";

/** The running product: everything that knows nothing of how it was put together takes its parts from here. */
export interface App extends ConsoleApp {
  readonly close: () => Promise<void>;
}

/** What may be put in another's place: by tests, and by `month`, whose demo starts on its own day. */
export interface Parts {
  readonly clock?: MovableClock;
  readonly log?: Log;
  /** Stands between the clients and the world, the simulators included. */
  readonly wire?: (fetch: Fetch) => Fetch;
  readonly db?: (db: Db) => Db;
  /** How clients wait between attempts. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Puts the product together: configuration, database, vendors or their simulators, jobs. */
export async function compose(config: Config, parts: Parts = {}): Promise<App> {
  const clock = parts.clock ?? runningClock(config.appNow ?? undefined);
  const log = parts.log ?? consoleLog();
  const opened = await openDatabase(config);
  const db = parts.db ? { ...parts.db(opened.db), engine: engineOf(opened.db) } : opened.db;
  const migrations = await readMigrations(new URL("./migrations/", import.meta.url));
  for (const name of await migrate(db, migrations)) log.info("migration", { name });
  const secrets = await openSecretBox(config);
  const metrics = createMetrics({ clock, lastGoodSync: () => newestGoodPullAt(db) });
  const sleep = parts.sleep ?? pause;
  const vendors = openVendors(config, { db, clock, metrics, sleep, wire: parts.wire ?? ((fetch) => fetch) });
  const keyPair = async (mspId: MspId, cloudAccountId: string): Promise<KeyPair> => {
    const accounts = await inMsp(db, mspId, (tx) => listCloudAccounts(tx, mspId));
    const account = accounts.find((each) => each.id === cloudAccountId);
    if (!account) throw new TypeError(`Cannot read keys: cloud account ${cloudAccountId} does not exist`);
    return {
      zone: account.zone,
      accessKey: await secrets.decrypt(account.accessKey, keyPurpose("access", mspId)),
      secretKey: await secrets.decrypt(account.secretKey, keyPurpose("secret", mspId)),
    };
  };
  let jobs: Jobs | null = null;
  const mails = {
    fromAddress: config.mail.from.address,
    mailFrom: config.mail.from,
    keepMailBodies: config.appEnv === "development",
  };
  const tools = { db, clock, log, sleep, keyPair, ...mails, ...vendors };
  jobs = await openJobs({
    db,
    databaseUrl: config.databaseUrl,
    queues,
    works: works({
      ...tools,
      jobs: () => {
        if (!jobs) throw new TypeError("Cannot use jobs: they have not started");
        return jobs;
      },
    }),
    wallClockMs,
    onRun: (run) => {
      metrics.job({ queue: run.queue, outcome: run.outcome === "done" ? "ok" : "failed" });
      const fields = { queue: run.queue, ms: Math.round(run.ms) };
      if (run.outcome === "failed") log.warn("job_failed", { ...fields, error: errorText(run.error) });
      else log.debug("job_done", fields);
    },
  });
  const running = jobs;
  const close = async () => {
    await running.stop();
    vendors.closeLines();
    await db.close();
    opened.unlock();
  };
  const checks = () => readiness({ db, jobs: running }, migrations);
  return { ...tools, config, metrics, jobs, secrets, signingKey: await signingKey(config), readiness: checks, close };
}

/** What signs form tokens and session tokens: derived, so that no signature tells of the key that encrypts. */
async function signingKey(config: Config): Promise<Uint8Array<ArrayBuffer>> {
  return await hmacSha256(await secretKey(config), "cla-bill signing key");
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function engineOf(db: Db): unknown {
  return "engine" in db ? db.engine : undefined;
}

async function openDatabase(config: Config): Promise<{ db: Db; unlock: () => void }> {
  if (config.databaseUrl !== null) {
    const db = openPostgres(config.databaseUrl);
    try {
      await db.script("select 1");
    } catch (error) {
      await db.close();
      const host = new URL(config.databaseUrl).host;
      throw new RefusedInput(`DATABASE_URL의 데이터베이스(${host})에 연결할 수 없습니다: ${errorText(error)}`);
    }
    return { db, unlock: () => {} };
  }
  const unlock = await lockDirectory(config.dataDir);
  return { db: await openPglite(`${config.dataDir}/postgres`), unlock };
}

function openVendors(
  config: Config,
  options: {
    db: Db;
    clock: Clock;
    metrics: Metrics;
    sleep: (ms: number) => Promise<void>;
    wire: (fetch: Fetch) => Fetch;
  },
) {
  const { db, clock, metrics, sleep, wire } = options;
  const context = (name: string) => ({ clock, wallClockMs, memory: databaseMemory(db, name) });
  // A kept connection that closes without an answer makes Deno send the request again, a POST too: none is kept.
  const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const network: Fetch = (request) => fetch(request, { client });
  const ncpFetch = config.services.ncp === "simulator"
    ? ncpSimulator(context("ncp"), { members: config.simulatorMembers })
    : network;
  const source = ncpUsageSource({
    baseUrls: config.ncp.urls,
    fetch: counted(wire(ncpFetch), { vendor: "ncp", metrics }),
    wallClockMs,
    sleep,
    maxConcurrent: config.ncp.concurrency,
  });
  const popbillContext = context("popbill");
  const popbill = popbillClient({
    ...(config.popbill ?? { ...simulatedLink, env: "test", authUrl: simulatorOrigin, apiUrl: simulatorOrigin }),
    fetch: counted(wire(config.popbill ? network : popbillSimulator(popbillContext)), { vendor: "popbill", metrics }),
    wallClockMs,
    sleep,
  });
  const simulatedSms = sensSender({ ...simulatedSens, fetch: sensSimulator(context("sens")), wallClockMs });
  const sms = config.sens
    ? sensSender({ ...config.sens, fetch: counted(network, { vendor: "sens", metrics }), wallClockMs })
    : simulatedSms;
  const smtp = config.mail.smtpUrl === null ? null : smtpMailer({ url: config.mail.smtpUrl });
  return {
    source,
    issuer: rememberReadiness(popbillIssuer(popbill, { mayMail: (address) => mayMail(config, address) }), {
      wallClockMs,
      forMs: 60_000,
    }),
    feed: popbillBank(popbill, { now: () => clock.now(), sleep: config.popbill ? sleep : () => Promise.resolve() }),
    mailer: withAllowlist(smtp ?? outboxMailer(), {
      production: config.appEnv === "production",
      allowlist: config.mail.allowlist,
    }),
    sms: withSmsAllowlist(sms, {
      production: config.appEnv === "production",
      allowlist: config.mail.allowlist,
      kept: simulatedSms,
    }),
    closeLines: () => {
      smtp?.close();
      client.close();
    },
    joinPopbill: config.popbill
      ? null
      : (member: { brn: string; name: string; representative: string }) =>
        registerMember(popbillContext, { corpNum: member.brn, corpName: member.name, ceoName: member.representative }),
  };
}

/** Outside production the real Popbill mails only addresses of the allow-list; a simulator mails nobody (R20). */
function mayMail(config: Config, address: string): boolean {
  return config.appEnv === "production" || config.popbill === null || isAllowed(address, config.mail.allowlist);
}

// Nothing listens there: the simulator stands in the place of fetch.
const simulatorOrigin = "http://popbill.simulator.invalid";

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Counts the calls that pass. */
function counted(fetch: Fetch, options: { vendor: string; metrics: Metrics }): Fetch {
  return async (request) => {
    const startedMs = wallClockMs();
    const count = (outcome: "ok" | "failed") =>
      options.metrics.outboundCall({ vendor: options.vendor, outcome, seconds: (wallClockMs() - startedMs) / 1_000 });
    try {
      const response = await fetch(request);
      count(response.status < 500 ? "ok" : "failed");
      return response;
    } catch (error) {
      count("failed");
      throw error;
    }
  };
}

/** Whether the product can work: database, migrations, queue. */
export async function readiness(
  app: Pick<App, "db" | "jobs">,
  migrations: readonly Migration[],
): Promise<Record<string, boolean>> {
  const attempt = async (check: () => Promise<boolean>) => {
    try {
      return await check();
    } catch {
      return false;
    }
  };
  return {
    database: await attempt(async () => (await app.db.script("select 1"), true)),
    migrations: await attempt(() => isMigrated(app.db, migrations)),
    queue: await attempt(async () => (await app.jobs.waiting(), true)),
  };
}

async function serve(): Promise<void> {
  const config = readConfig(await environment());
  const app = await compose(config);
  for (const line of serviceLines(config)) app.log.info("service", { line });
  const handler = openConsole(app);
  const server = listen(config, { handler, log: app.log });
  app.jobs.start();
  registerCrons(app.jobs);
  const stop = async () => {
    await server.shutdown();
    await app.close();
    Deno.exit(0);
  };
  Deno.addSignalListener("SIGTERM", stop);
  Deno.addSignalListener("SIGINT", stop);
}

// Deno starts a request in the context of whatever ran last, a transaction's too: each is taken out of it.
const outside = AsyncLocalStorage.snapshot();

function listen(config: Config, options: { handler: ReturnType<typeof openConsole>; log: Log }) {
  try {
    return Deno.serve({
      port: config.port,
      automaticCompression: true,
      onListen: ({ port }) => options.log.info("listening", { url: `http://localhost:${port}` }),
    }, (request, { remoteAddr }) => outside(() => options.handler(request, { ip: remoteAddr.hostname })));
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new RefusedInput(`PORT ${config.port}은(는) 다른 프로그램이 쓰고 있습니다. 다른 번호를 지정해 주십시오.`);
    }
    throw error;
  }
}

if (import.meta.main) await serve().catch(exitWith);
