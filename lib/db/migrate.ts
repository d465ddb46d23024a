import { toHex, utf8 } from "../bytes.ts";
import { RefusedInput } from "../prelude.ts";
import { type Db, sql, type Tx } from "./mod.ts";

/** One file of `migrations/`. */
export interface Migration {
  readonly name: string;
  readonly text: string;
}

/** Reads the migrations in their order. */
export async function readMigrations(directory: URL): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(directory)) if (entry.name.endsWith(".sql")) names.push(entry.name);
  return await Promise.all(
    names.sort().map(async (name) => ({ name, text: await Deno.readTextFile(new URL(name, directory)) })),
  );
}

/** Applies what is new, each in a transaction of its own, one process at a time. Refuses an applied file that was edited since. */
export async function migrate(db: Db, migrations: readonly Migration[]): Promise<readonly string[]> {
  await db.transaction(async (tx) => {
    await alone(tx);
    await tx.query(sql`
      create table if not exists schema_migrations (
        name text primary key, hash text not null, applied_at timestamptz not null default now())`);
  });
  const applied: string[] = [];
  for (const migration of migrations) {
    const hash = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(migration.text))));
    const isNew = await db.transaction(async (tx) => {
      await alone(tx);
      const [known] = await tx.query<{ hash: string }>(
        sql`select hash from schema_migrations where name = ${migration.name}`,
      );
      if (known && known.hash !== hash) throw new RefusedInput(editedText(migration.name));
      if (known) return false;
      for (const statement of statements(migration.text)) await tx.plain(statement, []);
      await tx.query(sql`insert into schema_migrations (name, hash) values (${migration.name}, ${hash})`);
      return true;
    });
    if (isNew) applied.push(migration.name);
  }
  return applied;
}

/** Whether every migration is applied. */
export async function isMigrated(db: Db, migrations: readonly Migration[]): Promise<boolean> {
  const [found] = await db.query<{ count: bigint }>(sql`
    select count(*) as count from schema_migrations where name = any(${migrations.map((each) => each.name)}::text[])`);
  return found?.count === BigInt(migrations.length);
}

// Held until the transaction ends; without it even `create table if not exists` of two processes at once fails.
async function alone(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(7203651)`);
}

function editedText(name: string): string {
  return `이미 적용한 마이그레이션 파일 ${name}의 내용이 바뀌었습니다. 파일을 되돌리고, 바꿀 것은 새 번호의 파일로 추가해 주십시오.`;
}

/** Statements of a migration file: they end with a semicolon at the end of a line, outside `$$ … $$`. */
export function statements(text: string): string[] {
  const found: string[] = [];
  let current = "";
  let quoted = false;
  for (const line of text.split("\n")) {
    if (!quoted && line.trim().startsWith("--")) continue;
    current += line + "\n";
    if ((line.split("$$").length - 1) % 2 === 1) quoted = !quoted;
    if (!quoted && line.trimEnd().endsWith(";")) {
      found.push(current.trim());
      current = "";
    }
  }
  if (current.trim()) found.push(current.trim());
  return found;
}
