import { AsyncLocalStorage } from "node:async_hooks";
import sql, { type Sql } from "sql-template-tag";
import { invariant } from "../prelude.ts";

export { join, raw } from "sql-template-tag";
export { sql };
export type { Sql };

/** Runs statements; int8 comes as bigint, date as text, timestamptz as Date, bytea as Uint8Array, on both drivers. */
export interface Queryable {
  query<Row>(statement: Sql): Promise<Row[]>;
  /** How many rows an insert, update, delete or merge touched. */
  execute(statement: Sql): Promise<number>;
}

/** A running transaction. */
export interface Tx extends Queryable {
  /** A nested transaction; only one may be open at a time. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A statement whose JSON parameters are text already: what pg-boss sends. */
  plain(text: string, values: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** A database, Postgres or PGlite. Outside a transaction every statement commits by itself. */
export interface Db extends Queryable {
  readonly kind: "postgres" | "pglite";
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Several statements without parameters: migrations. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
}

/** What both drivers say when Postgres refuses a statement. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  constructor(
    message: string,
    /** SQLSTATE. */
    readonly code: string,
    readonly constraint: string | null,
    readonly detail: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Runs work as the role of the application within one MSP: row-level security shows its rows and no others. */
export function inMsp<T>(db: Db, mspId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.query(sql`select set_config('role', 'app', true), set_config('app.msp_id', ${mspId}, true)`);
    return await work(tx);
  });
}

/** Whether an error is the refusal of the named constraint. */
export function breaks(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.constraint === constraint;
}

/** The values of a statement; undefined is a bug, since the drivers disagree about it. */
export function valuesOf(statement: Sql): unknown[] {
  for (const value of statement.values) invariant(value !== undefined, `no parameter is undefined: ${statement.text}`);
  return statement.values;
}

/** Makes one error shape of what a driver throws when Postgres refuses a statement; any other error stays as it is. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || !("severity" in error && "code" in error)) return error;
  if (typeof error.code !== "string") return error;
  const text = (value: unknown) => typeof value === "string" ? value : null;
  const fields = error as Error & Record<string, unknown>;
  const constraint = text(fields.constraint_name) ?? text(fields.constraint);
  return new DatabaseError(error.message, error.code, constraint, text(fields.detail), { cause: error });
}

interface OpenTransaction {
  readonly pool: symbol;
  isRunning: boolean;
}

const open = new AsyncLocalStorage<OpenTransaction>();

/**
 * Keeps a statement that belongs to a transaction from waiting for ever on the pool beside it. What was started within a
 * transaction and goes on after its end is outside again.
 */
export function guarded(pool: symbol) {
  return {
    within: async <T>(work: () => Promise<T>): Promise<T> => {
      const transaction = { pool, isRunning: true };
      try {
        return await open.run(transaction, work);
      } finally {
        transaction.isRunning = false;
      }
    },
    outside: () => {
      const transaction = open.getStore();
      const isInside = transaction !== undefined && transaction.pool === pool && transaction.isRunning;
      invariant(!isInside, "inside a transaction only its own tx is used");
    },
  };
}

/** Runs savepoints one at a time: two at once lose rows silently (trials: nested transactions). */
export function oneSavepoint() {
  let busy = false;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    invariant(!busy, "only one savepoint is open at a time");
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
}
