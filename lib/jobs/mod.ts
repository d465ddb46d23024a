import { type Db as BossDb, fromPglite, PgBoss, type PGliteLike } from "pg-boss";
import { type Db, sql, type Tx } from "../db/mod.ts";
import { invariant } from "../prelude.ts";

/** How a queue is run; limits are set per queue, on purpose. */
export interface Queue {
  readonly name: string;
  /** How often a job that threw is tried again. */
  readonly retryLimit: number;
  readonly retryDelaySeconds: number;
  /** A job that is active for longer belonged to a process that died. */
  readonly expireInSeconds: number;
  /** How many jobs of the queue this process works on at once. */
  readonly concurrency: number;
  /** A periodic queue holds one waiting job at most, whoever wakes it. */
  readonly periodic: boolean;
}

/** Does one job. It throws only what may go through later; what is refused for good it records and returns. */
export type Work = (payload: Payload) => Promise<void>;
/** What a job carries: ids, never records. */
export type Payload = Readonly<Record<string, string | number | boolean>>;

/** What draining did. */
export interface Drained {
  readonly done: number;
  readonly failed: number;
}

/** Work that survives a crash, on pg-boss. */
export interface Jobs {
  /** Queues jobs within the transaction: they exist if and only if it commits. */
  send(tx: Tx, queue: string, payloads: readonly Payload[]): Promise<void>;
  /** Queues a job that wakes a periodic run; only one waits per queue at a time. */
  wake(queue: string): Promise<void>;
  /** Works until nothing is left in the queues, retries included. */
  drain(queues?: readonly string[]): Promise<Drained>;
  /** Works in the background until `stop`. */
  start(): void;
  stop(): Promise<void>;
  /** How many jobs wait, by queue. */
  waiting(): Promise<ReadonlyMap<string, number>>;
  /** How many jobs of a queue wait that carry at least this. */
  waitingWith(queue: string, part: Payload): Promise<number>;
}

/** What the process is told of every run. */
export type OnRun = (run: { queue: string; outcome: "done" | "failed"; ms: number; error: unknown }) => void;

interface Options {
  readonly db: Db & { readonly engine?: unknown };
  /** The connection string on Postgres; null on PGlite. */
  readonly databaseUrl: string | null;
  readonly queues: readonly Queue[];
  readonly works: Readonly<Record<string, Work>>;
  readonly wallClockMs: () => number;
  readonly onRun: OnRun;
}

const pollMs = 1_000;
// Active jobs of another process are waited for this long, then left to it.
const foreignWaitMs = 20_000;

/** Starts pg-boss, makes its queues, and answers the interface that the rest of the product uses. */
export async function openJobs(options: Options): Promise<Jobs> {
  const boss = options.databaseUrl === null
    ? new PgBoss({ db: fromPglite(options.db.engine as PGliteLike), backend: "pglite" })
    : new PgBoss({ connectionString: options.databaseUrl, max: 2 });
  // An error of the background supervision is no error of a job; the next round meets it again or not.
  boss.on("error", (error) => options.onRun({ queue: "supervision", outcome: "failed", ms: 0, error }));
  await boss.start();
  for (const queue of options.queues) {
    await boss.createQueue(queue.name, {
      retryLimit: queue.retryLimit,
      retryDelay: queue.retryDelaySeconds,
      retryBackoff: true,
      expireInSeconds: queue.expireInSeconds,
      policy: queue.periodic ? "short" : "standard",
    });
  }
  let running: Promise<void> | null = null;
  const stopped = new AbortController();
  return {
    send: async (tx, queue, payloads) => {
      // For an unknown queue pg-boss would ask beside the transaction, which PGlite waits for without end.
      invariant(options.queues.some((each) => each.name === queue), `a job goes into a known queue, not "${queue}"`);
      if (payloads.length === 0) return;
      await boss.insert(queue, payloads.map((payload) => ({ data: payload as object })), { db: onTransaction(tx) });
    },
    wake: async (queue) => void await boss.send(queue, {}, { singletonKey: "wake" }),
    drain: (names) => drain(boss, options, names ?? options.queues.map((queue) => queue.name)),
    start: () => {
      running ??= runUntil(stopped.signal, boss, options);
    },
    stop: async () => {
      stopped.abort();
      await running;
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
    waiting: async () => {
      const counts = await openCounts(boss, options.queues.map((queue) => queue.name));
      return new Map(counts.map((each) => [each.name, each.waiting]));
    },
    waitingWith: async (queue, part) => {
      const { rows } = await boss.getDb().executeSql(
        "select count(*)::int as count from pgboss.job where name = $1 and state < 'active' and data @> $2::jsonb",
        [queue, JSON.stringify(part)],
      );
      return (rows as { count: number }[])[0]?.count ?? 0;
    },
  };
}

/** pg-boss within a running transaction: the role of the application may not see its tables, so it steps out for the call. */
function onTransaction(tx: Tx): BossDb {
  return {
    executeSql: async (text, values) => {
      const [before] = await tx.query<{ role: string }>(sql`select current_setting('role') as role`);
      await tx.query(sql`select set_config('role', 'none', true)`);
      const result = await tx.plain(text, values ?? []);
      await tx.query(sql`select set_config('role', ${before?.role ?? "none"}, true)`);
      return result;
    },
  };
}

async function drain(boss: PgBoss, options: Options, names: readonly string[]): Promise<Drained> {
  let done = 0;
  let failed = 0;
  let foreignSince: number | null = null;
  while (true) {
    const open = await openCounts(boss, names);
    if (open.length === 0) return { done, failed };
    const waiting = open.filter((each) => each.waiting > 0).map((each) => each.name);
    const round = await workOnce(boss, options, waiting);
    done += round.done;
    failed += round.failed;
    if (round.done + round.failed > 0) {
      foreignSince = null;
      continue;
    }
    // What is left is active elsewhere, or waits for its retry.
    foreignSince ??= options.wallClockMs();
    if (waiting.length === 0 && options.wallClockMs() - foreignSince > foreignWaitMs) return { done, failed };
    await sleep(100);
  }
}

async function runUntil(signal: AbortSignal, boss: PgBoss, options: Options): Promise<void> {
  const names = options.queues.map((queue) => queue.name);
  while (!signal.aborted) {
    try {
      const round = await workOnce(boss, options, names);
      if (round.done + round.failed === 0) await sleep(pollMs);
    } catch (error) {
      options.onRun({ queue: "poll", outcome: "failed", ms: 0, error });
      await sleep(pollMs * 5);
    }
  }
}

async function workOnce(boss: PgBoss, options: Options, names: readonly string[]): Promise<Drained> {
  let done = 0;
  let failed = 0;
  for (const queue of options.queues) {
    if (!names.includes(queue.name)) continue;
    const fetched = await boss.fetch<Payload>(queue.name, { batchSize: queue.concurrency * 4, includeMetadata: true });
    // A batch comes in any order: the oldest is worked on first; `serial` orders those of one millisecond.
    const jobs = fetched.sort((a, b) =>
      a.createdOn.getTime() - b.createdOn.getTime() || Number(a.data.serial ?? 0) - Number(b.data.serial ?? 0)
    );
    const finished: string[] = [];
    await inLanes(queue.concurrency, jobs, async (job) => {
      const startedMs = options.wallClockMs();
      try {
        const work = options.works[queue.name];
        if (!work) throw new Error(`Cannot run a job: queue "${queue.name}" has no work`);
        await work(job.data);
        finished.push(job.id);
        done++;
        options.onRun({ queue: queue.name, outcome: "done", ms: options.wallClockMs() - startedMs, error: null });
      } catch (error) {
        failed++;
        options.onRun({ queue: queue.name, outcome: "failed", ms: options.wallClockMs() - startedMs, error });
        await boss.fail(queue.name, job.id, { message: error instanceof Error ? error.message : String(error) });
      }
    });
    if (finished.length > 0) await boss.complete(queue.name, finished);
  }
  return { done, failed };
}

async function inLanes<T>(lanes: number, entries: readonly T[], work: (entry: T) => Promise<void>): Promise<void> {
  const rest = [...entries];
  const lane = async () => {
    for (let entry = rest.shift(); entry !== undefined; entry = rest.shift()) await work(entry);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, rest.length) }, lane));
}

async function openCounts(boss: PgBoss, names: readonly string[]) {
  const { rows } = await boss.getDb().executeSql(
    `select name, count(*) filter (where state < 'active')::int as waiting, count(*) filter (where state = 'active')::int as active
     from pgboss.job where name = any($1) and state <= 'active' group by name`,
    [names],
  );
  return rows as { name: string; waiting: number; active: number }[];
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
