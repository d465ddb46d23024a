import type { MovableClock } from "../calendar.ts";
import type { Config } from "../config.ts";
import type { Db } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { Jobs } from "../jobs/mod.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Mailer } from "../notices/port.ts";
import type { SmsSender } from "../notices/sms.ts";
import type { BankFeed } from "../payments/port.ts";
import type { SecretBox } from "../secrets.ts";
import type { TaxInvoiceIssuer } from "../tax_invoices/port.ts";
import type { KeyPair, UsageSource } from "../usage/port.ts";

/** The running product as its pages see it; `compose()` of main.ts makes it. */
export interface ConsoleApp {
  readonly config: Config;
  readonly db: Db;
  readonly clock: MovableClock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jobs: Jobs;
  readonly source: UsageSource;
  readonly issuer: TaxInvoiceIssuer;
  readonly feed: BankFeed;
  readonly mailer: Mailer;
  readonly sms: SmsSender;
  readonly secrets: SecretBox;
  /** Signs what browsers bring back: form tokens, session tokens; 32 bytes derived from SECRET_KEY. */
  readonly signingKey: Uint8Array<ArrayBuffer>;
  /** The decrypted key pair of a cloud account. */
  readonly keyPair: (mspId: MspId, cloudAccountId: string) => Promise<KeyPair>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Makes an MSP a member of the simulated Popbill; null where a real one is asked. */
  readonly joinPopbill: ((member: { brn: string; name: string; representative: string }) => Promise<void>) | null;
  /** Whether database, migrations and queue work, by name. */
  readonly readiness: () => Promise<Record<string, boolean>>;
}
