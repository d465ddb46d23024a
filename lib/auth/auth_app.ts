import type { MailJobs } from "../account_mail.ts";
import type { Clock } from "../calendar.ts";
import type { Db } from "../db/mod.ts";
import type { Log } from "../log.ts";
import type { SmsSender } from "../notices/sms.ts";
import type { SecretBox } from "../secrets.ts";

/** What signing in asks of the running product; the `App` of main.ts has it all. */
export interface AuthApp {
  readonly config: { readonly appEnv: "development" | "production"; readonly baseUrl: string };
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretBox;
  /** 32 bytes derived from SECRET_KEY. */
  readonly signingKey: Uint8Array<ArrayBuffer>;
  readonly jobs: MailJobs;
  readonly sms: SmsSender;
  readonly sleep: (ms: number) => Promise<void>;
}
