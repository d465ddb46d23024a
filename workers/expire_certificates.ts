import { type Db, inMsp } from "../lib/db/mod.ts";
import type { Log } from "../lib/log.ts";
import { listMsps, readMsp } from "../lib/msps/store.ts";
import { ProviderError } from "../lib/prelude.ts";
import type { TaxInvoiceIssuer } from "../lib/tax_invoices/port.ts";

/** A certificate is warned of from 30 days before its expiry (A4). */
const warnDays = 30;

/** Asks Popbill for every MSP's certificate and warns of those that expire or are not there. */
export async function expireCertificates(
  tools: { db: Db; issuer: TaxInvoiceIssuer; log: Log; now: Date },
): Promise<void> {
  for (const mspId of await listMsps(tools.db)) {
    const msp = await inMsp(tools.db, mspId, (tx) => readMsp(tx, mspId));
    try {
      const { certificateExpiresAt, certificateValid } = await tools.issuer.readiness(msp.brn);
      const days = certificateExpiresAt === null
        ? null
        : Math.floor((certificateExpiresAt.getTime() - tools.now.getTime()) / 86_400_000);
      if (!certificateValid || days === null || days <= warnDays) {
        tools.log.warn("certificate_expires", { mspId, days, valid: certificateValid });
      }
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      tools.log.warn("certificate_unknown", { mspId, code: error.code });
    }
  }
}
