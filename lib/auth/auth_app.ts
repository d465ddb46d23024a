import type { Clock } from "../calendar.ts";
import type { Db, Tx } from "../db/mod.ts";
import type { Log } from "../log.ts";
import type { KeySettings, SecretBox } from "../secrets.ts";

/** What signing in asks of the running product; the `App` of main.ts has it all. */
export interface AuthApp {
  readonly config: KeySettings & {
    readonly appEnv: "development" | "production";
    readonly baseUrl: string;
  };
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretBox;
  readonly jobs: { send(tx: Tx, queue: string, payloads: readonly Readonly<Record<string, string>>[]): Promise<void> };
  readonly sleep: (ms: number) => Promise<void>;
}
