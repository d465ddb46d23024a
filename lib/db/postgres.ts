import postgres from "postgres";
import { databaseError, type Db, guarded, oneSavepoint, type Queryable, type Sql, type Tx, valuesOf } from "./mod.ts";

const writes = new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"]);

/** A pool on a Postgres server. Rejects only on first use when the server is away. */
export function openPostgres(url: string, options: { max: number } = { max: 10 }): Db {
  const root = postgres(url, {
    max: options.max,
    onnotice: () => {},
    connection: { TimeZone: "UTC" },
    types: {
      int8: { to: 20, from: [20], serialize: String, parse: (text: string) => BigInt(text) },
      date: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
      bytea: {
        to: 17,
        from: [17],
        serialize: (bytes: Uint8Array) => "\\x" + bytes.toHex(),
        parse: (text: string) => Uint8Array.fromHex(text.slice(2)),
      },
      json: { to: 114, from: [114, 3802], serialize: JSON.stringify, parse: JSON.parse },
    },
  });
  const guard = guarded(Symbol("postgres"));
  const driver = root as unknown as Root;
  const pool = queryable(driver, driver);
  return {
    kind: "postgres",
    query: (statement) => (guard.outside(), pool.query(statement)),
    execute: (statement) => (guard.outside(), pool.execute(statement)),
    transaction: async <T>(work: (tx: Tx) => Promise<T>) => {
      guard.outside();
      return await rethrow(() =>
        root.begin((connection) =>
          guard.within(() => work(transactionOn(driver, connection as unknown as Transaction)))
        ) as Promise<T>
      );
    },
    script: async (text) => void await rethrow(() => root.unsafe(text).simple()),
    close: () => root.end({ timeout: 5 }),
  };
}

/** The driver's own interface, without its type parameter for custom types. */
interface Connection {
  unsafe(
    text: string,
    values: unknown[],
    options?: { prepare: boolean },
  ): PromiseLike<postgres.RowList<postgres.Row[]>>;
}
interface Root extends Connection {
  typed(value: unknown, type: number): unknown;
}
interface Transaction extends Connection {
  savepoint<T>(work: (inner: Transaction) => Promise<T>): Promise<unknown>;
}

function transactionOn(root: Root, connection: Transaction): Tx {
  const single = oneSavepoint();
  return {
    ...queryable(root, connection),
    savepoint: <T>(work: (tx: Tx) => Promise<T>) =>
      single(() => rethrow(() => connection.savepoint((inner) => work(transactionOn(root, inner))) as Promise<T>)),
    plain: async (text, values) => {
      const typed = values.map((value) =>
        value === null || value === undefined ? null : root.typed(value, typeof value === "string" ? 25 : 0)
      );
      const rows = await rethrow(() => connection.unsafe(text, typed));
      return { rows: [...rows] as Record<string, unknown>[] };
    },
  };
}

function queryable(root: Root, connection: Connection): Queryable {
  // Type 0 for every parameter lets the server decide, as PGlite does.
  const run = (statement: Sql) =>
    rethrow(() =>
      connection.unsafe(
        statement.text,
        valuesOf(statement).map((value) => value === null ? null : root.typed(value, 0)),
        { prepare: true },
      )
    );
  return {
    query: async <Row>(statement: Sql) => [...await run(statement)] as Row[],
    execute: async (statement) => {
      const result = await run(statement);
      return writes.has(result.command) ? result.count : 0;
    },
  };
}

async function rethrow<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseError(error);
  }
}
