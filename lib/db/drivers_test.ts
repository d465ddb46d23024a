import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { pgliteOfModule, productMigrations } from "../../tests/support.ts";
import { postgresServer } from "../../tests/support_postgres.ts";
import { InvariantError, ProviderError, RefusedInput } from "../prelude.ts";
import { isMigrated, migrate, readMigrations, statements } from "./migrate.ts";
import { breaks, DatabaseError, type Db, sql, type Tx } from "./mod.ts";
import { openPostgres } from "./postgres.ts";

const server = await postgresServer();
const pglite = pgliteOfModule();
let overSocket: Db | null = null;
let socket: PGLiteSocketServer | null = null;
let onPostgres: Db | null = null;

Deno.test.beforeAll(async () => {
  socket = new PGLiteSocketServer({ db: pglite().engine, port: 0, host: "127.0.0.1" });
  await socket.start();
  overSocket = openPostgres(`postgres://postgres@${socket.getServerConn()}/postgres`, { max: 1 });
  if (server) onPostgres = openPostgres(await server.database({ migrated: true }));
});
Deno.test.afterAll(async () => {
  await overSocket?.close();
  await socket?.stop();
  await onPostgres?.close();
});

/** The same test on every driver: PGlite, postgres.js pointed at PGlite, and Postgres where there is one. */
function onEveryDriver(name: string, test: (db: Db) => Promise<void>): void {
  const options = { sanitizeOps: false, sanitizeResources: false };
  const run = (db: () => Db | null) => async () => {
    const opened = db();
    if (!opened) throw new TypeError("Cannot test a driver: its database is not open");
    await test(opened);
  };
  Deno.test({ ...options, name: `${name} (PGlite)`, fn: run(pglite) });
  Deno.test({ ...options, name: `${name} (postgres.js on PGlite)`, fn: run(() => overSocket) });
  Deno.test({ ...options, name: `${name} (Postgres)`, ignore: server === null, fn: run(() => onPostgres) });
}

onEveryDriver("query() answers the same values for every type that the product stores", async (db) => {
  const bytes = new Uint8Array([0, 1, 127, 128, 255]);
  const moment = new Date("2025-01-06T00:12:34.567Z");
  const json = { text: "가온테크", list: [1, null, true], nested: { "1": "x" } };
  const [row] = await db.query(sql`
    select ${9_223_372_036_854_775_807n}::int8 as big, ${-1n}::int8 as negative, ${42}::int4 as small,
      ${"12345678901234567890.123456789"}::numeric as "decimal", ${"1.500000"}::numeric as padded,
      ${"2026-02-10"}::date as day, ${moment}::timestamptz as moment, ${json}::jsonb as json,
      ${"문자열"}::jsonb as "jsonText", ${bytes}::bytea as bytes, ${true}::bool as yes, ${false}::bool as no,
      ${"0194f3a0-0000-7000-8000-000000000001"}::uuid as id, ${"한글 \\ ' \u{1f600}"}::text as text,
      ${[1n, -2n]}::int8[] as bigs, ${["가", "나,다", '"라"']}::text[] as texts, ${[]}::text[] as "noTexts",
      ${["2026-02-10"]}::date[] as days, ${[moment]}::timestamptz[] as moments,
      ${["0194f3a0-0000-7000-8000-000000000001"]}::uuid[] as ids, ${null}::int8 as "noBig", ${null}::jsonb as "noJson",
      ${null}::text as "noText", ${null}::bytea as "noBytes"`);
  deepStrictEqual({ ...row as object }, {
    big: 9_223_372_036_854_775_807n,
    negative: -1n,
    small: 42,
    decimal: "12345678901234567890.123456789",
    padded: "1.500000",
    day: "2026-02-10",
    moment,
    json,
    jsonText: "문자열",
    bytes,
    yes: true,
    no: false,
    id: "0194f3a0-0000-7000-8000-000000000001",
    text: "한글 \\ ' \u{1f600}",
    bigs: [1n, -2n],
    texts: ["가", "나,다", '"라"'],
    noTexts: [],
    days: ["2026-02-10"],
    moments: [moment],
    ids: ["0194f3a0-0000-7000-8000-000000000001"],
    noBig: null,
    noJson: null,
    noText: null,
    noBytes: null,
  });
});

onEveryDriver(
  "query() sends nulls within arrays to unnest(), and reads the sums of int8 as text unless cast",
  async (db) => {
    deepStrictEqual(
      (await db.query(sql`
      select amount, name from unnest(${[1n, null]}::int8[], ${[null, "나"]}::text[]) as row (amount, name)`))
        .map((row) => ({ ...row as object })),
      [{ amount: 1n, name: null }, { amount: null, name: "나" }],
    );
    const [sums] = await db.query(sql`
    select sum(value) as uncast, sum(value)::bigint as cast from unnest(${[1n, 2n]}::int8[]) as value`);
    deepStrictEqual({ ...sums as object }, { uncast: "3", cast: 3n });
  },
);

onEveryDriver("execute() counts the rows that a statement touched, and none for a select", async (db) => {
  await db.transaction(async (tx) => {
    await tx.query(sql`create temporary table counted (id int primary key) on commit drop`);
    strictEqual(await tx.execute(sql`insert into counted select generate_series(1, 5)`), 5);
    strictEqual(await tx.execute(sql`update counted set id = id + 10 where id > 3`), 2);
    strictEqual(await tx.execute(sql`delete from counted where id = 0`), 0);
    strictEqual(await tx.execute(sql`insert into counted values (1) on conflict do nothing`), 0);
    strictEqual(await tx.execute(sql`select id from counted`), 0);
  });
});

onEveryDriver("query() throws one error that names code and constraint", async (db) => {
  const duplicate = () =>
    db.transaction(async (tx) => {
      await tx.query(sql`create temporary table named (id int constraint named_id primary key) on commit drop`);
      await tx.query(sql`insert into named values (1)`);
      await tx.query(sql`insert into named values (1)`);
    });
  await rejects(duplicate, (error: unknown) => {
    strictEqual(error instanceof DatabaseError, true);
    if (!(error instanceof DatabaseError)) return false;
    const { name, code, constraint, detail, message } = error;
    deepStrictEqual({ name, code, constraint, detail, message }, {
      name: "DatabaseError",
      code: "23505",
      constraint: "named_id",
      detail: "Key (id)=(1) already exists.",
      message: 'duplicate key value violates unique constraint "named_id"',
    });
    strictEqual(breaks(error, "named_id"), true);
    strictEqual(breaks(error, "another"), false);
    return true;
  });
  await rejects(db.query(sql`select ${"x"}::int4`), { name: "DatabaseError", code: "22P02", constraint: null });
  strictEqual(breaks(new Error("named_id"), "named_id"), false);
});

onEveryDriver("query() refuses an undefined parameter before it is sent", async (db) => {
  await rejects(async () => await db.query(sql`select ${undefined as unknown as null}::text`), InvariantError);
  await db.transaction(async (tx) => {
    await rejects(async () => await tx.execute(sql`select ${undefined as unknown as null}::text`), InvariantError);
    // Nothing was sent: the transaction goes on.
    deepStrictEqual((await tx.query<{ one: number }>(sql`select 1 as one`))[0]?.one, 1);
  });
});

async function notes(db: Db | Tx): Promise<string[]> {
  return (await db.query<{ name: string }>(sql`select name from holidays order by day`)).map((row) => row.name);
}
const note = (tx: Tx, day: number) =>
  tx.execute(sql`insert into holidays (day, name) values (${`2099-01-0${day}`}, ${`day ${day}`})`);

onEveryDriver("transaction() keeps all or nothing, and savepoint() undoes its own part alone", async (db) => {
  const failed = db.transaction(async (tx) => {
    await note(tx, 1);
    throw new RangeError("no");
  });
  await rejects(failed, RangeError);
  deepStrictEqual(await notes(db), []);
  await db.transaction(async (tx) => {
    await note(tx, 1);
    const caught = tx.savepoint(async (inner) => {
      await note(inner, 2);
      await inner.savepoint((innermost) => note(innermost, 3));
      await note(inner, 2);
    });
    await rejects(caught, { code: "23505", constraint: "holidays_pkey" });
    strictEqual(await tx.savepoint((inner) => note(inner, 4)), 1);
    await rejects(
      tx.savepoint(async (inner) => void (await note(inner, 5), await Promise.reject(new RangeError()))),
      RangeError,
    );
  });
  deepStrictEqual(await notes(db), ["day 1", "day 4"]);
  await db.execute(sql`delete from holidays`);
});

onEveryDriver("savepoint() refuses a second one at the same time, and loses nothing of the first", async (db) => {
  await db.transaction(async (tx) => {
    const outcomes = await Promise.allSettled([1, 2].map((day) => tx.savepoint((inner) => note(inner, day))));
    deepStrictEqual(outcomes.map((outcome) => outcome.status), ["fulfilled", "rejected"]);
    strictEqual(outcomes[1]?.status === "rejected" && outcomes[1].reason instanceof InvariantError, true);
    strictEqual(await tx.savepoint((inner) => note(inner, 3)), 1);
  });
  deepStrictEqual(await notes(db), ["day 1", "day 3"]);
  await db.execute(sql`delete from holidays`);
});

onEveryDriver("a database refuses to be used inside its own transaction, and works on after", async (db) => {
  await db.transaction(async (tx) => {
    await rejects(async () => await db.query(sql`select 1`), InvariantError);
    await rejects(async () => await db.execute(sql`select 1`), InvariantError);
    await rejects(async () => await db.transaction(() => Promise.resolve()), InvariantError);
    await tx.savepoint(async () => {
      await rejects(async () => await db.query(sql`select 1`), InvariantError);
    });
    deepStrictEqual((await tx.query<{ one: number }>(sql`select 1 as one`))[0]?.one, 1);
  });
  deepStrictEqual((await db.query<{ one: number }>(sql`select 1 as one`))[0]?.one, 1);
});

onEveryDriver("plain() takes JSON parameters that are text already", async (db) => {
  const { rows } = await db.transaction((tx) =>
    tx.plain("select $1::json ->> 'name' as name, $2::int + 1 as next, $3::text is null as missing", [
      JSON.stringify({ name: "가온" }),
      1,
      null,
    ])
  );
  deepStrictEqual(rows.map((row) => ({ ...row })), [{ name: "가온", next: 2, missing: true }]);
});

onEveryDriver("new_id() gives version 7 uuids that sort by time", async (db) => {
  const [first] = await db.query<{ id: string }>(sql`select new_id() as id`);
  await new Promise((resolve) => setTimeout(resolve, 3));
  const [second] = await db.query<{ id: string }>(sql`select new_id() as id`);
  strictEqual(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(first?.id ?? ""), true);
  strictEqual((first?.id ?? "") < (second?.id ?? ""), true);
});

onEveryDriver(
  "isMigrated() says whether all that is there was applied; migrate() applies nothing twice",
  async (db) => {
    const migrations = await productMigrations();
    strictEqual(await isMigrated(db, migrations), true);
    strictEqual(await isMigrated(db, [...migrations, { name: "9999_new.sql", text: "" }]), false);
    deepStrictEqual(await migrate(db, migrations), []);
  },
);

onEveryDriver(
  "migrate() refuses a file that was edited after it was applied, and applies nothing of it",
  async (db) => {
    const first = { name: "9001_first.sql", text: "create table first_one (id int);\n" };
    const second = { name: "9002_second.sql", text: "insert into first_one values (1);\n" };
    deepStrictEqual(await migrate(db, [first, second]), ["9001_first.sql", "9002_second.sql"]);
    const edited = { ...second, text: "insert into first_one values (2);\n" };
    await rejects(
      migrate(db, [first, edited]),
      (error: unknown) => error instanceof RefusedInput && error.message.includes("9002_second.sql"),
    );
    const broken = {
      name: "9003_broken.sql",
      text: "insert into first_one values (3);\ninsert into nowhere values (1);\n",
    };
    await rejects(migrate(db, [first, second, broken]), { code: "42P01" });
    deepStrictEqual(
      (await db.query<{ id: number }>(sql`select id from first_one`)).map((row) => row.id),
      [1],
    );
    strictEqual(await isMigrated(db, [broken]), false);
    await db.script("drop table first_one; delete from schema_migrations where name >= '9'");
  },
);

Deno.test("readMigrations() reads the files in the order of their numbers", async () => {
  const directory = await Deno.makeTempDir();
  for (const name of ["0010_c.sql", "0002_b.sql", "0001_a.sql", "notes.txt"]) {
    await Deno.writeTextFile(`${directory}/${name}`, name);
  }
  const names = (await readMigrations(new URL(`file://${directory}/`))).map((migration) => migration.name);
  deepStrictEqual(names, ["0001_a.sql", "0002_b.sql", "0010_c.sql"]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("statements() splits at the ends of lines, outside of $$ … $$, without comment lines", () => {
  deepStrictEqual(statements("-- 주석;\ncreate table a (\n  b text default 'x;y'\n);\ninsert into a values ('1');"), [
    "create table a (\n  b text default 'x;y'\n);",
    "insert into a values ('1');",
  ]);
  deepStrictEqual(statements("do $$\nbegin\n  -- stays\n  null;\nend\n$$;\nselect 1\n"), [
    "do $$\nbegin\n  -- stays\n  null;\nend\n$$;",
    "select 1",
  ]);
});

Deno.test({
  name: "migrate() of two processes at once applies each file once (Postgres)",
  ignore: server === null,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    if (!server) return;
    const url = await server.database({ migrated: false });
    const processes = Array.from({ length: 4 }, () => openPostgres(url, { max: 2 }));
    const migrations = [
      { name: "0001_a.sql", text: "create table a (id int);\n" },
      { name: "0002_b.sql", text: "insert into a values (1);\n" },
    ];
    try {
      const outcomes = await Promise.allSettled(processes.map((db) => migrate(db, migrations)));
      const applied = outcomes.flatMap((outcome) => outcome.status === "fulfilled" ? outcome.value : outcome.reason);
      deepStrictEqual(applied.sort(), ["0001_a.sql", "0002_b.sql"]);
      const [db] = processes;
      deepStrictEqual(await db?.query<{ id: number }>(sql`select id from a`), [{ id: 1 }]);
    } finally {
      for (const db of processes) await db.close();
    }
  },
});

onEveryDriver(
  "transaction() throws the error of its work as it is, one with a code of its own included",
  async (db) => {
    const failure = new ProviderError("popbill", "-11001038", "문서번호가 있습니다", false);
    for (const thrown of [failure, new InvariantError("a rule"), new RangeError("x")]) {
      const fail = () => Promise.reject(thrown);
      await rejects(db.transaction(fail), (error: unknown) => error === thrown);
      await rejects(db.transaction((tx) => tx.savepoint(fail)), (error: unknown) => error === thrown);
    }
  },
);
