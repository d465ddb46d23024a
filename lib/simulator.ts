import type { Clock } from "./calendar.ts";

/** What a simulator remembers, so that a restart finds it. Keys are unique within a kind. Values are plain JSON. */
export interface SimulatorMemory {
  get<T>(kind: string, key: string): Promise<T | null>;
  /** All entries of a kind, ordered by key. */
  list<T>(kind: string): Promise<{ readonly key: string; readonly value: T }[]>;
  put(kind: string, key: string, value: unknown): Promise<void>;
  /** False, and nothing written, where the key is taken. */
  add(kind: string, key: string, value: unknown): Promise<boolean>;
  delete(kind: string, key: string): Promise<void>;
  /** The next number of a counter that starts at 1. */
  next(counter: string): Promise<number>;
}

/** What every simulator is given. `clock` is business time; signatures and tokens are checked by the wall clock. */
export interface SimulatorContext {
  readonly clock: Clock;
  readonly wallClockMs: () => number;
  readonly memory: SimulatorMemory;
}

/** The shape of `fetch` that clients take, so that a simulator can stand in its place. */
export type Fetch = (request: Request) => Promise<Response>;

/** A memory that lasts as long as the process: for tests and for `sandbox`. */
export function processMemory(): SimulatorMemory {
  const kinds = new Map<string, Map<string, string>>();
  const kindOf = (kind: string) => {
    const found = kinds.get(kind) ?? new Map<string, string>();
    kinds.set(kind, found);
    return found;
  };
  const read = <T>(text: string | undefined): T | null => text === undefined ? null : JSON.parse(text) as T;
  return {
    get: <T>(kind: string, key: string) => Promise.resolve(read<T>(kindOf(kind).get(key))),
    list: <T>(kind: string) =>
      Promise.resolve(
        [...kindOf(kind)].sort(([a], [b]) => a < b ? -1 : 1).map(([key, text]) => ({
          key,
          value: JSON.parse(text) as T,
        })),
      ),
    put: (kind, key, value) => Promise.resolve(void kindOf(kind).set(key, JSON.stringify(value))),
    add: (kind, key, value) => {
      if (kindOf(kind).has(key)) return Promise.resolve(false);
      kindOf(kind).set(key, JSON.stringify(value));
      return Promise.resolve(true);
    },
    delete: (kind, key) => Promise.resolve(void kindOf(kind).delete(key)),
    next: (counter) => {
      const value = Number(kindOf("counter").get(counter) ?? "0") + 1;
      kindOf("counter").set(counter, String(value));
      return Promise.resolve(value);
    },
  };
}
