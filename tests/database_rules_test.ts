import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { audit } from "../lib/audit.ts";
import { type Db, inMsp, raw, type Sql, sql, type Tx } from "../lib/db/mod.ts";
import { openPostgres } from "../lib/db/postgres.ts";
import type { MspId } from "../lib/ids.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { asApp, checkDeferred, dbWithin, pgliteOfModule, rolledBack } from "./support.ts";
import { postgresServer } from "./support_postgres.ts";
import {
  person,
  pulledMonth,
  seedCustomer,
  seedMsp,
  seedWorld,
  settled,
  storePulled,
  usageLine,
} from "./support_seed.ts";

const server = await postgresServer();
const pglite = pgliteOfModule();
let onPostgres: Db | null = null;

Deno.test.beforeAll(async () => {
  if (server) onPostgres = openPostgres(await server.database({ migrated: true }));
});
Deno.test.afterAll(() => onPostgres?.close());

/** The same test on both databases, rolled back. */
function onBoth(name: string, test: (tx: Tx) => Promise<void>): void {
  const options = { sanitizeOps: false, sanitizeResources: false };
  Deno.test({ ...options, name: `${name} (PGlite)`, fn: () => rolledBack(pglite(), test) });
  Deno.test({
    ...options,
    name: `${name} (Postgres)`,
    ignore: server === null,
    fn: async () => {
      if (onPostgres) await rolledBack(onPostgres, test);
    },
  });
}

/** Two MSPs that know nothing of each other: ours has the cast and a settled month, the other a customer. */
async function twoMsps(tx: Tx) {
  const world = await seedWorld(tx);
  const other = await seedMsp(tx, { serial: 9_002 });
  await seedCustomer(tx, other, { serial: 1, name: "라온파트너스" });
  await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled: pulledMonth([usageLine("a", 984_320)]) });
  await settled(tx, world.mspId);
  return { world, other };
}

/** A refusal inside a transaction, which goes on after it. */
async function refused(tx: Tx, statement: Sql, expected: { code: string; constraint?: string }): Promise<void> {
  await rejects(
    tx.savepoint(async (inner) => {
      await inner.query(statement);
      await checkDeferred(inner);
    }),
    { name: "DatabaseError", ...expected },
    statement.text,
  );
}

onBoth("every table that the application's role may touch is under row-level security, but for two", async (tx) => {
  const open = await tx.query<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relrowsecurity
      and (has_table_privilege('app', c.oid, 'select, insert, update, delete, truncate')
        or has_any_column_privilege('app', c.oid, 'select, insert, update'))
    order by c.relname`);
  // Mails of accounts are put in and never read, holidays are read and never written.
  deepStrictEqual(open.map((table) => table.name), ["account_mails", "holidays"]);
});

onBoth("every table with msp_id has a policy by it", async (tx) => {
  const without = await tx.query<{ name: string }>(sql`
    select c.relname as name
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'msp_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not (c.relrowsecurity and exists (
      select from pg_catalog.pg_policy p
      where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) like '%msp_id = %app.msp_id%'
        and (p.polwithcheck is null or pg_get_expr(p.polwithcheck, p.polrelid) like '%msp_id = %app.msp_id%')))`);
  deepStrictEqual(without, []);
});

onBoth("foreign keys between tables of an MSP hold the MSP, so that no row hangs on another's", async (tx) => {
  const loose = await tx.query<{ key: string }>(sql`
    with tenant as (
      select attrelid as id from pg_catalog.pg_attribute where attname = 'msp_id' and attnotnull
    )
    select k.conrelid::regclass || '.' || k.conname as key
    from pg_catalog.pg_constraint k
    where k.contype = 'f' and k.conrelid in (select id from tenant) and k.confrelid in (select id from tenant)
      and not exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'msp_id')
    order by 1`);
  deepStrictEqual(loose, []);
});

onBoth("an MSP sees its own rows and no others, in every table", async (tx) => {
  const { world, other } = await twoMsps(tx);
  const names = await asApp(tx, world.mspId, (app) => listCustomers(app, world.mspId));
  deepStrictEqual(names.map((customer) => customer.name), ["가온테크", "나루소프트", "다온미디어"]);
  // Even when asked for by the other's id.
  deepStrictEqual(await asApp(tx, world.mspId, (app) => listCustomers(app, other.mspId)), []);
  deepStrictEqual(
    await asApp(tx, world.mspId, (app) => app.query(sql`select id from msps`)).then((rows) => rows.length),
    1,
  );
  const guarded = await tx.query<{ name: string }>(sql`
    select distinct table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'msp_id'`);
  for (const { name } of guarded) {
    const [row] = await asApp(
      tx,
      other.mspId,
      (app) =>
        app.query<{ count: bigint }>(sql`select count(*) as count from ${raw(name)} where msp_id <> ${other.mspId}`),
    );
    strictEqual(row?.count, 0n, name);
  }
});

onBoth("an MSP cannot insert, move, change or delete another's rows", async (tx) => {
  const { world, other } = await twoMsps(tx);
  await asApp(tx, world.mspId, async (app) => {
    await refused(app, sql`insert into files (msp_id, name, type, content) values (${other.mspId}, 'a', 'b', '')`, {
      code: "42501",
    });
    await refused(
      app,
      sql`insert into audit_entries (msp_id, at, actor, source, object_kind, object_id, action)
      values (null, now(), 'a', 'job', 'b', 'c', 'd')`,
      { code: "42501" },
    );
    await refused(app, sql`update customers set msp_id = ${other.mspId} where id = ${world.gaon.id}`, {
      code: "42501",
    });
    strictEqual(await app.execute(sql`update customers set memo = 'x' where msp_id = ${other.mspId}`), 0);
    strictEqual(await app.execute(sql`delete from customer_links where msp_id = ${other.mspId}`), 0);
    await refused(app, sql`update msps set name = 'x', id = ${other.mspId}`, { code: "42501" });
    strictEqual(await app.execute(sql`update msps set name = 'x' where id = ${other.mspId}`), 0);
    await refused(app, sql`delete from msps`, { code: "42501" });
  });
});

onBoth("the application's role without an MSP sees nothing, before and after an MSP was set", async (tx) => {
  const { world } = await twoMsps(tx);
  const count = async (app: Tx) => {
    await app.query(sql`select set_config('role', 'app', true)`);
    return (await app.query(sql`select id from customers`)).length;
  };
  strictEqual(await dbWithin(tx).transaction(count), 0);
  strictEqual((await asApp(tx, world.mspId, (app) => app.query(sql`select id from customers`))).length, 3);
  await tx.query(sql`select set_config('app.msp_id', '', true)`);
  strictEqual(await dbWithin(tx).transaction(count), 0);
});

onBoth("audit entries can be added by the application and neither changed nor deleted", async (tx) => {
  const world = await seedWorld(tx);
  await asApp(tx, world.mspId, async (app) => {
    const entries = [{
      objectKind: "customer",
      objectId: world.gaon.id,
      action: "edit",
      before: { fee: 1n },
      after: { fee: 2n },
    }];
    await audit(app, person(), { mspId: world.mspId, entries });
    await refused(app, sql`update audit_entries set actor = 'someone'`, { code: "42501" });
    await refused(app, sql`delete from audit_entries`, { code: "42501" });
    await refused(app, sql`truncate audit_entries`, { code: "42501" });
    const rows = await app.query<object>(
      sql`select actor, source, object_id as "objectId", before, after from audit_entries`,
    );
    deepStrictEqual(rows.map((row) => ({ ...row })), [{
      actor: "owner@example.com",
      source: "screen",
      objectId: world.gaon.id,
      before: { fee: "1" },
      after: { fee: "2" },
    }]);
  });
});

onBoth("what is no MSP's is closed to the application, but for reading holidays", async (tx) => {
  const world = await seedWorld(tx);
  await asApp(tx, world.mspId, async (app) => {
    for (
      const statement of [
        sql`select * from simulator_entries`,
        sql`insert into simulator_entries values ('ncp', 'a', 'b', '{}')`,
        sql`select * from schema_migrations`,
        sql`insert into holidays values ('2099-01-01', 'x')`,
        sql`create table mine (id int)`,
      ]
    ) await refused(app, statement, { code: "42501" });
    deepStrictEqual(await app.query(sql`select day from holidays`), []);
  });
});

/** R1: what the database refuses of a wrong sum, whatever the code does. */
onBoth("R1: a settlement whose lines do not add up is refused by the database", async (tx) => {
  const { world } = await twoMsps(tx);
  const change = (assignment: string) => sql`update settlements set ${raw(assignment)} where msp_id = ${world.mspId}`;
  for (
    const assignment of [
      "supply_amount = supply_amount + 1",
      "supply_amount = supply_amount + 1, total_amount = total_amount + 1",
      "ncp_amount = ncp_amount + 10",
      `charges = charges || '[{"amount": "1"}]'`,
      "total_amount = total_amount - 1",
      "tax_amount = tax_amount + 1, total_amount = total_amount + 1",
      "supply_amount = -10, ncp_amount = -10, tax_amount = -1, total_amount = -11",
      "usage_month = '2024-12-02'",
    ]
  ) await refused(tx, change(assignment), { code: "23514" });
  // The twin that adds up goes through.
  strictEqual(
    await tx.execute(change(
      "supply_amount = supply_amount + 10, ncp_amount = ncp_amount + 10, tax_amount = tax_amount + 1, total_amount = total_amount + 11",
    )),
    1,
  );
});

onBoth("R1: a statement that is not the sum of its months is refused by the database", async (tx) => {
  const { world } = await twoMsps(tx);
  const change = (assignment: string) => sql`update statements set ${raw(assignment)} where msp_id = ${world.mspId}`;
  for (
    const assignment of [
      "supply_amount = supply_amount + 1, total_amount = total_amount + 1",
      "tax_amount = tax_amount + 1, total_amount = total_amount + 1",
      "total_amount = total_amount + 1",
      "months = '[]'",
      "period_from = usage_month + interval '1 month'",
      "status = 'issued'",
      "number = '2024-12-0001'",
    ]
  ) await refused(tx, change(assignment), { code: "23514" });
});

onBoth("what a settlement or statement of another MSP's customer would need is refused", async (tx) => {
  const { world, other } = await twoMsps(tx);
  await refused(tx, sql`update settlements set msp_id = ${other.mspId} where msp_id = ${world.mspId}`, {
    code: "23503",
  });
  await refused(tx, sql`update statements set msp_id = ${other.mspId} where msp_id = ${world.mspId}`, {
    code: "23503",
  });
});

Deno.test({
  name: "inMsp() leaves neither role nor MSP on a connection of the pool, whatever the transaction did (Postgres)",
  ignore: server === null,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const db = onPostgres;
    if (!db) return;
    const mspId = "0194f3a0-0000-7000-8000-000000000001" as MspId;
    const runs = Array.from({ length: 200 }, (_, index) => async () => {
      if (index % 2 === 0) {
        const [row] = await db.query<{ role: string; msp: string | null }>(
          sql`select current_setting('role') as role, nullif(current_setting('app.msp_id', true), '') as msp`,
        );
        deepStrictEqual({ ...row }, { role: "none", msp: null });
        return;
      }
      await inMsp(db, mspId, async (tx) => {
        if (index % 5 === 0) await tx.query(sql`select 1 / 0`);
      }).catch((error: { code?: string }) => strictEqual(error.code, "22012"));
    });
    await Promise.all(runs.map((run) => run()));
  },
});
