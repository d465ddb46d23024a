import type { Clock } from "../calendar.ts";
import { type Db, inMsp, type Tx } from "../db/mod.ts";
import type { StoredFile } from "../files.ts";
import type { MspId, NoticeId } from "../ids.ts";
import { readMsp } from "../msps/store.ts";
import { ProviderError, RefusedInput } from "../prelude.ts";
import { statementFiles } from "../statements/files.ts";
import { readStatement } from "../statements/store.ts";
import type { Mail, Mailer } from "./port.ts";
import { claimRecipients, type Notice, requeueRecipients, storeDeliveries } from "./store.ts";

/** What delivering needs of the world. */
export interface DeliveryTools {
  readonly db: Db;
  readonly mailer: Mailer;
  readonly clock: Clock;
  /** MAIL_FROM's address; the sender's name is the MSP's. */
  readonly fromAddress: string;
}

/**
 * Sends a notice to the recipients that still wait: the call to the mail server stands between two transactions. Those
 * delivered already are left alone; a recipient whose fate a crash hid gets the same mail (same Message-ID) once more.
 */
export async function deliverNotice(tools: DeliveryTools, order: { mspId: MspId; noticeId: NoticeId }): Promise<void> {
  const { mspId, noticeId } = order;
  const claimed = await inMsp(tools.db, mspId, async (tx) => {
    const claim = await claimRecipients(tx, mspId, { noticeId, at: tools.clock.now() });
    if (!claim || claim.addresses.length === 0) return null;
    return { mail: await mailOf(tx, { mspId, ...claim, fromAddress: tools.fromAddress }) };
  });
  if (!claimed) return;
  try {
    const deliveries = await tools.mailer.send(claimed.mail);
    await inMsp(tools.db, mspId, (tx) => storeDeliveries(tx, mspId, { noticeId, deliveries }));
  } catch (error) {
    // What may not leave as it is written has failed for good, and says why.
    const refused = error instanceof RefusedInput;
    if (!refused && !(error instanceof ProviderError)) throw error;
    const reason = error.message;
    if (refused || !error.retryable) {
      const deliveries = claimed.mail.to.map((address) => ({ address, state: "failed", reason } as const));
      await inMsp(tools.db, mspId, (tx) => storeDeliveries(tx, mspId, { noticeId, deliveries }));
      return;
    }
    await inMsp(tools.db, mspId, (tx) => requeueRecipients(tx, mspId, { noticeId, reason }));
    throw error;
  }
}

async function mailOf(
  tx: Tx,
  options: { mspId: MspId; notice: Notice; addresses: readonly string[]; fromAddress: string },
): Promise<Mail> {
  const { mspId, notice } = options;
  const msp = await readMsp(tx, mspId);
  const statement = notice.statementId === null ? null : await readStatement(tx, mspId, notice.statementId);
  const files: readonly StoredFile[] = statement ? await statementFiles(tx, mspId, statement) : [];
  return {
    messageId: `<${notice.id}@cla-bill>`,
    from: { name: msp.name, address: options.fromAddress },
    replyTo: msp.email || null,
    to: options.addresses,
    subject: notice.subject,
    text: notice.bodyText,
    html: notice.bodyHtml,
    attachments: files,
  };
}
