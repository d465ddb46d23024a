import type { Clock } from "../calendar.ts";
import { type Db, type Queryable, sql } from "../db/mod.ts";
import { ProviderError } from "../prelude.ts";
import type { Delivery, Mailer } from "./port.ts";

/** What sending account mails needs of the world. */
export interface AccountMailTools {
  readonly db: Db;
  readonly mailer: Mailer;
  readonly clock: Clock;
  /** MAIL_FROM. */
  readonly mailFrom: { readonly name: string; readonly address: string };
  /** Whether the bodies stay to be read after sending: in development alone, since they hold links and codes. */
  readonly keepMailBodies: boolean;
}

/** A kept mail as the development page shows it. */
export interface KeptAccountMail {
  readonly id: string;
  readonly address: string;
  readonly subject: string;
  readonly bodyText: string;
  readonly state: "queued" | "sending" | Delivery["state"];
  readonly reason: string | null;
  readonly createdAt: Date;
}

/** Sends one account mail that still waits; a mail that came too late is dropped with its reason. */
export async function sendAccountMail(tools: AccountMailTools, accountMailId: string): Promise<void> {
  const at = tools.clock.now();
  const [mail] = await tools.db.query<ClaimedMail>(sql`
    update account_mails set state = 'sending', tried_at = ${at}
    where id = ${accountMailId} and state in ('queued', 'sending')
    returning id, address, subject, body_text as "bodyText", body_html as "bodyHtml", expires_at as "expiresAt"`);
  if (!mail) return;
  if (mail.expiresAt.getTime() <= at.getTime()) {
    return await settle(tools, mail.id, { state: "failed", reason: "유효 시간이 지나 보내지 않았습니다." });
  }
  try {
    const [delivery] = await tools.mailer.send(envelope(mail, tools.mailFrom));
    await settle(tools, mail.id, delivery ?? { state: "failed", reason: "메일 서버가 결과를 알려 주지 않았습니다." });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { retryable, message } = error;
    await settle(tools, mail.id, { state: retryable ? "queued" : "failed", reason: message });
    if (retryable) throw error;
  }
}

/** The mails that wait, oldest first: what the minute's run picks up where a job gave up. */
export async function waitingAccountMails(db: Queryable, options: { before: Date }): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select id from account_mails
    where state in ('queued', 'sending') and created_at < ${options.before}
    order by created_at limit 100`);
  return rows.map((row) => row.id);
}

/** The newest mails, with their bodies where those are kept; for the development page. */
export async function newestAccountMails(db: Queryable, limit: number): Promise<KeptAccountMail[]> {
  return await db.query<KeptAccountMail>(sql`
    select id, address, subject, body_text as "bodyText", state, reason, created_at as "createdAt"
    from account_mails order by created_at desc, id desc limit ${limit}`);
}

interface ClaimedMail {
  readonly id: string;
  readonly address: string;
  readonly subject: string;
  readonly bodyText: string;
  readonly bodyHtml: string;
  readonly expiresAt: Date;
}

function envelope(mail: ClaimedMail, from: { readonly name: string; readonly address: string }) {
  return {
    messageId: `<${mail.id}@cla-bill>`,
    from,
    replyTo: null,
    to: [mail.address],
    subject: mail.subject,
    text: mail.bodyText,
    html: mail.bodyHtml,
    attachments: [],
  };
}

async function settle(
  tools: AccountMailTools,
  id: string,
  outcome: { state: "queued" | Delivery["state"]; reason: string | null },
): Promise<void> {
  const keeps = tools.keepMailBodies || outcome.state === "queued";
  await tools.db.execute(sql`
    update account_mails
    set state = ${outcome.state}, reason = ${outcome.reason},
      body_text = case when ${keeps} then body_text else '' end,
      body_html = case when ${keeps} then body_html else '' end
    where id = ${id} and state = 'sending'`);
}
