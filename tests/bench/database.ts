import { openPostgres } from "../../lib/db/postgres.ts";
import { RefusedInput } from "../../lib/prelude.ts";

/** Where a Postgres is looked for when TEST_DATABASE_URL says nothing. */
const usualUrl = "postgres://postgres@127.0.0.1:5432/postgres";

/** The Postgres that the benches run on. */
export function serverUrl(): string {
  return Deno.env.get("TEST_DATABASE_URL") ?? usualUrl;
}

/** Makes a database, gives its URL to the work and drops it again, also when the work fails. */
export async function withDatabase<T>(name: string, work: (url: string) => Promise<T>): Promise<T> {
  const database = `cla_bill_bench_${name}_${crypto.randomUUID().slice(0, 8)}`;
  const url = new URL(serverUrl());
  await onServer(`create database ${database}`);
  url.pathname = `/${database}`;
  try {
    return await work(url.href);
  } finally {
    await onServer(`drop database ${database} with (force)`);
  }
}

async function onServer(statement: string): Promise<void> {
  const db = openPostgres(serverUrl(), { max: 1 });
  try {
    await db.script(statement);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RefusedInput(
      `성능은 실제 Postgres에서만 잽니다. ${new URL(serverUrl()).host}의 Postgres를 쓸 수 없습니다(${reason}). ` +
        "Postgres를 띄우거나, 데이터베이스를 만들 수 있는 계정의 주소를 TEST_DATABASE_URL에 적어 주십시오.",
    );
  } finally {
    await db.close();
  }
}
