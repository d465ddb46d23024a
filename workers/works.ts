import type { Clock, YearMonth } from "../lib/calendar.ts";
import { type Db, inMsp } from "../lib/db/mod.ts";
import type { LinkId, MspId, NoticeId, TaxInvoiceId } from "../lib/ids.ts";
import type { Jobs, Payload, Work } from "../lib/jobs/mod.ts";
import type { Log } from "../lib/log.ts";
import { listMsps } from "../lib/msps/store.ts";
import { sendAccountMail, waitingAccountMails } from "../lib/notices/account_mails.ts";
import { deliverNotice } from "../lib/notices/deliver.ts";
import type { Mailer } from "../lib/notices/port.ts";
import { waitingNotices } from "../lib/notices/store.ts";
import type { BankFeed } from "../lib/payments/port.ts";
import { readDeposits } from "../lib/payments/read_deposits.ts";
import { finalizeTaxInvoices } from "../lib/tax_invoices/finalize.ts";
import { issueTaxInvoice } from "../lib/tax_invoices/issue.ts";
import type { TaxInvoiceIssuer } from "../lib/tax_invoices/port.ts";
import { unissuedTaxInvoices } from "../lib/tax_invoices/store.ts";
import type { KeyPair, UsageSource } from "../lib/usage/port.ts";
import { pullLink } from "../lib/usage/sync.ts";
import { expireCertificates } from "./expire_certificates.ts";
import { remindOverdue } from "./remind_overdue.ts";
import { settleAndDraft } from "./settle_month.ts";
import { syncUsage } from "./sync_usage.ts";

/** What the jobs work with; `jobs` is there once pg-boss has started. */
export interface WorkTools {
  readonly db: Db;
  readonly clock: Clock;
  readonly source: UsageSource;
  readonly issuer: TaxInvoiceIssuer;
  readonly feed: BankFeed;
  readonly mailer: Mailer;
  readonly fromAddress: string;
  /** MAIL_FROM, whole: who sends the mails about a user's own account. */
  readonly mailFrom: { readonly name: string; readonly address: string };
  /** Whether those mails stay to be read after sending: in development alone. */
  readonly keepMailBodies: boolean;
  readonly keyPair: (mspId: MspId, cloudAccountId: string) => Promise<KeyPair>;
  readonly log: Log;
  readonly jobs: () => Jobs;
}

/** The work of every queue. */
export function works(tools: WorkTools): Readonly<Record<string, Work>> {
  const { db, clock } = tools;
  const everyMsp = async (work: (mspId: MspId) => Promise<void>) => {
    await allOf((await listMsps(db)).map((mspId) => () => work(mspId)));
  };
  return {
    sync_usage: () => syncUsage({ db, jobs: tools.jobs(), now: clock.now() }),
    pull_usage: async (payload) => {
      const order = {
        mspId: mspOf(payload),
        linkId: payload.linkId as LinkId,
        usageMonth: payload.usageMonth as YearMonth,
      };
      try {
        await pullLink(tools, order);
      } finally {
        await settleAfterPulls(tools, { mspId: order.mspId, usageMonth: order.usageMonth });
      }
    },
    settle_month: (payload) =>
      settleAndDraft(db, { mspId: mspOf(payload), usageMonth: payload.usageMonth as YearMonth, now: clock.now() }),
    send_notice: (payload) => deliverNotice(tools, { mspId: mspOf(payload), noticeId: payload.noticeId as NoticeId }),
    issue_tax_invoice: (payload) =>
      issueTaxInvoice(tools, { mspId: mspOf(payload), taxInvoiceId: payload.taxInvoiceId as TaxInvoiceId }),
    finalize_tax_invoices: () =>
      everyMsp(async (mspId) => {
        const unissued = await inMsp(db, mspId, (tx) => unissuedTaxInvoices(tx, mspId));
        await allOf([
          ...unissued.map((taxInvoiceId) => () => issueTaxInvoice(tools, { mspId, taxInvoiceId })),
          () => finalizeTaxInvoices(tools, mspId),
        ]);
      }),
    match_deposits: () => everyMsp((mspId) => readDeposits(tools, mspId)),
    send_account_mail: (payload) => sendAccountMail(tools, String(payload.accountMailId)),
    send_notices: () =>
      allOf([
        () =>
          everyMsp(async (mspId) => {
            const waiting = await inMsp(db, mspId, (tx) => waitingNotices(tx, mspId));
            await allOf(waiting.map((noticeId) => () => deliverNotice(tools, { mspId, noticeId })));
          }),
        async () => {
          // Those of the last minute are still in their own jobs' hands.
          const waiting = await waitingAccountMails(db, { before: new Date(clock.now().getTime() - 60_000) });
          await allOf(waiting.map((id) => () => sendAccountMail(tools, id)));
        },
      ]),
    remind_overdue: () => everyMsp((mspId) => remindOverdue(db, { mspId, now: clock.now(), jobs: tools.jobs() })),
    expire_certificates: () => expireCertificates({ db, issuer: tools.issuer, log: tools.log, now: clock.now() }),
  };
}

/** Takes every step, whatever becomes of one: a failing one holds up no other. Its failure is thrown at the end. */
async function allOf(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

function mspOf(payload: Payload): MspId {
  return payload.mspId as MspId;
}

/** The last pull of an MSP's month queues its settlement; two that finish together may queue it twice, to the same end. */
async function settleAfterPulls(tools: WorkTools, order: { mspId: MspId; usageMonth: YearMonth }): Promise<void> {
  const { db } = tools;
  const jobs = tools.jobs();
  if (await jobs.waitingWith("pull_usage", order) > 0 || await jobs.waitingWith("settle_month", order) > 0) return;
  await inMsp(db, order.mspId, (tx) => jobs.send(tx, "settle_month", [order]));
}
