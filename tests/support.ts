import { type Db, inMsp, sql, type Tx } from "../lib/db/mod.ts";
import { migrate, type Migration, readMigrations } from "../lib/db/migrate.ts";
import { openPglite } from "../lib/db/pglite.ts";
import type { MspId } from "../lib/ids.ts";
import { invariant } from "../lib/prelude.ts";

/** The migrations of the product. */
export function productMigrations(): Promise<Migration[]> {
  return readMigrations(new URL("../migrations/", import.meta.url));
}

/** A PGlite of the module that calls this: opened and migrated before its first test, closed after its last. */
export function pgliteOfModule(): () => Awaited<ReturnType<typeof openPglite>> {
  let opened: Awaited<ReturnType<typeof openPglite>> | null = null;
  Deno.test.beforeAll(async () => {
    opened = await openPglite();
    await migrate(opened, await productMigrations());
  });
  Deno.test.afterAll(() => opened?.close());
  return () => {
    invariant(opened, "the database of a module is used within its tests");
    return opened;
  };
}

/** Runs a test in a transaction that leaves nothing behind; deferred constraints are checked as at a commit. */
export async function rolledBack(db: Db, work: (tx: Tx) => Promise<void>): Promise<void> {
  const end = new Error("rolled back");
  try {
    await db.transaction(async (tx) => {
      await work(tx);
      await checkDeferred(tx);
      throw end;
    });
  } catch (error) {
    if (error !== end) throw error;
  }
}

/** Checks now what would be checked at the commit. */
export async function checkDeferred(tx: Tx): Promise<void> {
  await tx.query(sql`set constraints all immediate`);
  await tx.query(sql`set constraints all deferred`);
}

/** A database within a running transaction, for code that opens its own: its transactions are savepoints. */
export function dbWithin(tx: Tx): Db {
  return {
    kind: "pglite",
    query: tx.query,
    execute: tx.execute,
    transaction: (work) =>
      tx.savepoint(async (inner) => {
        const value = await work(inner);
        await checkDeferred(inner);
        await inner.query(sql`select set_config('role', 'none', true), set_config('app.msp_id', '', true)`);
        return value;
      }),
    script: () => Promise.reject(new TypeError("Cannot run a script: the database is within a transaction")),
    close: () => Promise.resolve(),
  };
}

/** Runs work within a test's transaction as the product does: as its own role, seeing one MSP, kept where it goes through. */
export function asApp<T>(tx: Tx, mspId: MspId, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inMsp(dbWithin(tx), mspId, work);
}
