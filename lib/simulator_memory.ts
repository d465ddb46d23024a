import { toJson } from "./audit.ts";
import { type Db, sql } from "./db/mod.ts";
import type { SimulatorMemory } from "./simulator.ts";

/** A simulator's memory in the database, so that a restart or a second run finds it. Every call commits by itself. */
export function databaseMemory(db: Db, simulator: string): SimulatorMemory {
  const put = async (entry: { kind: string; key: string; value: unknown }, isNew: boolean) =>
    await db.execute(sql`
      insert into simulator_entries (simulator, kind, key, value)
      values (${simulator}, ${entry.kind}, ${entry.key}, ${toJson(entry.value)}::text::jsonb)
      on conflict (simulator, kind, key) do update set value = excluded.value where ${!isNew}`) === 1;
  return {
    get: async <T>(kind: string, key: string) => {
      const [row] = await db.query<{ value: T }>(sql`
        select value from simulator_entries where simulator = ${simulator} and kind = ${kind} and key = ${key}`);
      return row?.value ?? null;
    },
    list: <T>(kind: string) =>
      db.query<{ key: string; value: T }>(sql`
        select key, value from simulator_entries where simulator = ${simulator} and kind = ${kind}
        order by key collate "C"`),
    put: async (kind, key, value) => void await put({ kind, key, value }, false),
    add: async (kind, key, value) => await put({ kind, key, value }, true),
    delete: async (kind, key) =>
      void await db.execute(sql`
        delete from simulator_entries where simulator = ${simulator} and kind = ${kind} and key = ${key}`),
    next: async (counter) => {
      const [row] = await db.query<{ value: number }>(sql`
        insert into simulator_entries (simulator, kind, key, value)
        values (${simulator}, 'counter', ${counter}, '1'::jsonb)
        on conflict (simulator, kind, key) do update
        set value = to_jsonb((simulator_entries.value #>> '{}')::int + 1)
        returning value`);
      if (!row) throw new TypeError("Cannot count: no row came back");
      return row.value;
    },
  };
}
