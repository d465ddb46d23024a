import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { wallClockMs } from "../lib/calendar.ts";
import { type Db, inMsp, sql, type Tx } from "../lib/db/mod.ts";
import { openPostgres } from "../lib/db/postgres.ts";
import type { MspId } from "../lib/ids.ts";
import { type Jobs, openJobs, type Payload, type Queue, type Work } from "../lib/jobs/mod.ts";
import { InvariantError } from "../lib/prelude.ts";
import { pgliteOfModule } from "./support.ts";
import { postgresServer } from "./support_postgres.ts";

const server = await postgresServer();
const pglite = pgliteOfModule();

/** A running job system on one database, with what its work has seen. */
interface Bench {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly seen: Payload[];
  /** What the work does beside being seen. */
  work: Work;
}

const queue = (name: string, changes: Partial<Queue> = {}): Queue => ({
  name,
  retryLimit: 2,
  retryDelaySeconds: 1,
  expireInSeconds: 60,
  concurrency: 4,
  periodic: false,
  ...changes,
});
const queues = [queue("work"), queue("hopeless", { retryLimit: 1 }), queue("periodic", { periodic: true })];

async function openBench(db: Db, databaseUrl: string | null): Promise<Bench> {
  const seen: Payload[] = [];
  const bench = { db, seen, work: () => Promise.resolve() } as unknown as Bench & { jobs: Jobs };
  const work: Work = async (payload) => {
    seen.push(payload);
    await bench.work(payload);
  };
  const works = Object.fromEntries(queues.map(({ name }) => [name, work]));
  return Object.assign(bench, {
    jobs: await openJobs({ db, databaseUrl, queues, works, wallClockMs, onRun: () => {} }),
  });
}

let onPglite: Bench | null = null;
let onPostgres: Bench | null = null;
let postgresUrl = "";

Deno.test.beforeAll(async () => {
  onPglite = await openBench(pglite(), null);
  if (!server) return;
  postgresUrl = await server.database({ migrated: true });
  onPostgres = await openBench(openPostgres(postgresUrl), postgresUrl);
});
Deno.test.afterAll(async () => {
  await onPglite?.jobs.stop();
  await onPostgres?.jobs.stop();
  await onPostgres?.db.close();
});

/** The same test on both databases; each begins and ends with empty queues. */
function onBoth(name: string, test: (bench: Bench) => Promise<void>): void {
  const options = { sanitizeOps: false, sanitizeResources: false };
  const run = (opened: () => Bench | null) => async () => {
    const bench = opened();
    if (!bench) throw new TypeError("Cannot test jobs: they have not started");
    bench.seen.length = 0;
    bench.work = () => Promise.resolve();
    await test(bench);
    deepStrictEqual(await bench.jobs.waiting(), new Map());
  };
  Deno.test({ ...options, name: `${name} (PGlite)`, fn: run(() => onPglite) });
  Deno.test({ ...options, name: `${name} (Postgres)`, ignore: server === null, fn: run(() => onPostgres) });
}

const note = (tx: Tx, day: string) =>
  tx.execute(sql`insert into holidays (day, name) values (${day}, 'a row of the domain')`);
async function notes(db: Db): Promise<number> {
  const rows = await db.query(sql`delete from holidays returning day`);
  return rows.length;
}

onBoth("send() within a transaction queues the jobs with the row, when it commits", async ({ db, jobs, seen }) => {
  await db.transaction(async (tx) => {
    await note(tx, "2099-01-01");
    await jobs.send(tx, "work", [{ id: "a", count: 1, yes: true }, { id: "b" }]);
    await jobs.send(tx, "work", []);
    await note(tx, "2099-01-02");
  });
  strictEqual(await notes(db), 2);
  deepStrictEqual(await jobs.waiting(), new Map([["work", 2]]));
  deepStrictEqual(await jobs.drain(), { done: 2, failed: 0 });
  deepStrictEqual(seen.toSorted((a, b) => String(a.id) < String(b.id) ? -1 : 1), [
    { id: "a", count: 1, yes: true },
    { id: "b" },
  ]);
});

onBoth("send() leaves no job behind a transaction or savepoint that rolls back", async ({ db, jobs }) => {
  const failed = db.transaction(async (tx) => {
    await note(tx, "2099-01-01");
    await jobs.send(tx, "work", [{ id: "lost" }]);
    throw new RangeError("no");
  });
  await rejects(failed, RangeError);
  deepStrictEqual([await notes(db), await jobs.waiting()], [0, new Map()]);
  await db.transaction(async (tx) => {
    await rejects(
      tx.savepoint(async (inner) => {
        await jobs.send(inner, "work", [{ id: "lost" }]);
        await inner.query(sql`select 1 / 0`);
      }),
      { code: "22012" },
    );
    await note(tx, "2099-01-01");
    await jobs.send(tx, "work", [{ id: "kept" }]);
  });
  deepStrictEqual([await notes(db), await jobs.waiting()], [1, new Map([["work", 1]])]);
  await jobs.drain();
});

onBoth(
  "send() into a queue that does not exist is refused, and takes the whole transaction with it",
  async ({ db, jobs }) => {
    const failed = db.transaction(async (tx) => {
      await note(tx, "2099-01-01");
      await jobs.send(tx, "nowhere", [{ id: "lost" }]);
    });
    await rejects(failed, InvariantError);
    strictEqual(await notes(db), 0);
  },
);

onBoth("send() steps out of the application's role for the call alone", async ({ db, jobs }) => {
  const mspId = "0194f3a0-0000-7000-8000-000000000001" as MspId;
  await inMsp(db, mspId, async (tx) => {
    await jobs.send(tx, "work", [{ mspId }]);
    const [row] = await tx.query<{ role: string; user: string; msp: string }>(sql`
      select current_setting('role') as role, current_user::text as "user", current_setting('app.msp_id') as msp`);
    deepStrictEqual({ ...row }, { role: "app", user: "app", msp: mspId });
    await rejects(tx.savepoint((inner) => inner.query(sql`select * from pgboss.job`)), { code: "42501" });
  });
  deepStrictEqual(await jobs.drain(), { done: 1, failed: 0 });
});

onBoth("the database beside its own transaction is refused at once, not waited for", async ({ db, jobs }) => {
  const started = performance.now();
  await db.transaction(async (tx) => {
    await rejects(async () => await db.query(sql`select 1`), InvariantError);
    await jobs.send(tx, "work", [{ id: "a" }]);
    await rejects(async () => await inMsp(db, "x", () => Promise.resolve()), InvariantError);
  });
  strictEqual(performance.now() - started < 2_000, true);
  deepStrictEqual(await jobs.drain(), { done: 1, failed: 0 });
});

onBoth("drain() runs a job that threw again until it goes through", async (bench) => {
  let left = 1;
  bench.work = () => left-- > 0 ? Promise.reject(new Error("later")) : Promise.resolve();
  await bench.db.transaction((tx) => bench.jobs.send(tx, "work", [{ id: "a" }]));
  deepStrictEqual(await bench.jobs.drain(), { done: 1, failed: 1 });
  deepStrictEqual(bench.seen, [{ id: "a" }, { id: "a" }]);
});

onBoth("drain() leaves a job alone once its retries are used up, and does the others", async (bench) => {
  bench.work = ({ id }) => id === "bad" ? Promise.reject(new Error("never")) : Promise.resolve();
  await bench.db.transaction((tx) => bench.jobs.send(tx, "hopeless", [{ id: "bad" }, { id: "good" }]));
  deepStrictEqual(await bench.jobs.drain(), { done: 1, failed: 2 });
});

onBoth("drain() of some queues leaves the others waiting", async ({ db, jobs }) => {
  await db.transaction(async (tx) => {
    await jobs.send(tx, "work", [{ id: "a" }]);
    await jobs.send(tx, "hopeless", [{ id: "b" }]);
  });
  deepStrictEqual(await jobs.drain(["hopeless"]), { done: 1, failed: 0 });
  deepStrictEqual(await jobs.waiting(), new Map([["work", 1]]));
  await jobs.drain();
});

onBoth("drain() also does what the work itself queues", async (bench) => {
  bench.work = async ({ left }) => {
    if (Number(left) === 0) return;
    await bench.db.transaction((tx) => bench.jobs.send(tx, "work", [{ left: Number(left) - 1 }]));
  };
  await bench.db.transaction((tx) => bench.jobs.send(tx, "work", [{ left: 3 }]));
  deepStrictEqual(await bench.jobs.drain(), { done: 4, failed: 0 });
});

onBoth(
  "wake() lets one run of a periodic queue wait, whoever wakes it, and the next one after it was done",
  async ({ jobs, seen }) => {
    await Promise.all([jobs.wake("periodic"), jobs.wake("periodic"), jobs.wake("periodic")]);
    await jobs.wake("periodic");
    deepStrictEqual(await jobs.waiting(), new Map([["periodic", 1]]));
    deepStrictEqual(await jobs.drain(), { done: 1, failed: 0 });
    await jobs.wake("periodic");
    deepStrictEqual(await jobs.waiting(), new Map([["periodic", 1]]));
    await jobs.drain();
    deepStrictEqual(seen, [{}, {}]);
  },
);

onBoth("start() works in the background until stop()", async (bench) => {
  const done = Promise.withResolvers<void>();
  bench.work = () => Promise.resolve(done.resolve());
  const { jobs } = await openBench(bench.db, bench === onPostgres ? postgresUrl : null).then((second) => {
    second.work = bench.work;
    return second;
  });
  jobs.start();
  await bench.db.transaction((tx) => bench.jobs.send(tx, "work", [{ id: "a" }]));
  await done.promise;
  await jobs.stop();
});

Deno.test({
  name: "two processes that drain one queue do each of 3,000 jobs once (Postgres)",
  ignore: server === null,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const first = onPostgres;
    if (!first) return;
    first.seen.length = 0;
    first.work = () => Promise.resolve();
    const second = await openBench(openPostgres(postgresUrl), postgresUrl);
    try {
      const payloads = Array.from({ length: 3_000 }, (_, index) => ({ index }));
      await first.db.transaction((tx) => first.jobs.send(tx, "work", payloads));
      const drained = await Promise.all([first.jobs.drain(), second.jobs.drain()]);
      strictEqual(drained.reduce((sum, each) => sum + each.done, 0), 3_000);
      strictEqual(drained.reduce((sum, each) => sum + each.failed, 0), 0);
      const indexes = [...first.seen, ...second.seen].map((payload) => Number(payload.index)).sort((a, b) => a - b);
      deepStrictEqual(indexes, payloads.map((payload) => payload.index));
      strictEqual(first.seen.length > 0 && second.seen.length > 0, true);
    } finally {
      await second.jobs.stop();
      await second.db.close();
    }
  },
});
