import { PGlite, types } from "@electric-sql/pglite";
import { databaseError, type Db, guarded, oneSavepoint, type Queryable, type Sql, type Tx, valuesOf } from "./mod.ts";

/** A Postgres inside this process, in `directory`, or in memory without one. */
export async function openPglite(directory?: string): Promise<Db & { readonly engine: PGlite }> {
  const engine = await PGlite.create({
    ...(directory === undefined ? {} : { dataDir: directory }),
    parsers: {
      [types.INT8]: (text: string) => BigInt(text),
      [types.DATE]: (text: string) => text,
    },
    serializers: {
      [types.JSON]: (value: unknown) => JSON.stringify(value),
      [types.JSONB]: (value: unknown) => JSON.stringify(value),
    },
  });
  await engine.exec("set timezone = 'UTC'");
  const guard = guarded(Symbol("pglite"));
  const pool = queryable(engine);
  return {
    kind: "pglite",
    engine,
    query: (statement) => (guard.outside(), pool.query(statement)),
    execute: (statement) => (guard.outside(), pool.execute(statement)),
    transaction: async <T>(work: (tx: Tx) => Promise<T>) => {
      guard.outside();
      return await rethrow(() => engine.transaction((tx) => guard.within(() => work(transactionOn(tx)))));
    },
    script: async (text) => void await rethrow(() => engine.exec(text)),
    close: () => engine.close(),
  };
}

type Engine = Pick<PGlite, "query" | "exec">;

const asIs = (value: unknown) => value as string;

function transactionOn(engine: Engine, depth = 1): Tx {
  const single = oneSavepoint();
  const name = `s${depth}`;
  return {
    ...queryable(engine),
    savepoint: (work) =>
      single(async () => {
        await engine.exec(`savepoint ${name}`);
        try {
          const value = await work(transactionOn(engine, depth + 1));
          await engine.exec(`release savepoint ${name}`);
          return value;
        } catch (error) {
          await engine.exec(`rollback to savepoint ${name}; release savepoint ${name}`);
          throw error;
        }
      }),
    plain: async (text, values) => {
      const serializers = { [types.JSON]: asIs, [types.JSONB]: asIs };
      const result = await rethrow(() => engine.query<Record<string, unknown>>(text, [...values], { serializers }));
      return { rows: result.rows };
    },
  };
}

function queryable(engine: Engine): Queryable {
  const run = <Row>(statement: Sql) => rethrow(() => engine.query<Row>(statement.text, valuesOf(statement)));
  return {
    query: async <Row>(statement: Sql) => (await run<Row>(statement)).rows,
    execute: async (statement) => (await run(statement)).affectedRows ?? 0,
  };
}

async function rethrow<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseError(error);
  }
}
