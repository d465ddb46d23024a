import { sql, type Tx } from "./db/mod.ts";

/** A mail about a user's own account: sign-up, login, password, second factor; never about a customer. */
export interface AccountMail {
  readonly subject: string;
  /** Who is greeted; "" greets nobody by name. */
  readonly name: string;
  /** Paragraphs. */
  readonly lines: readonly string[];
  /** A code to type, shown large; null where there is none. */
  readonly code: string | null;
  /** A link to follow, with its label; null where there is none. */
  readonly link: { readonly label: string; readonly url: string } | null;
  /** What stands under the rest, small. */
  readonly foot: readonly string[];
  readonly lang: "ko" | "en";
}

/** The queue that sends account mails; its payload is `{ accountMailId }`. */
export const accountMailQueue = "send_account_mail";

/** The part of the jobs that queueing a mail needs. */
export interface MailJobs {
  send(tx: Tx, queue: string, payloads: readonly Readonly<Record<string, string>>[]): Promise<void>;
}

/**
 * Writes a mail within the transaction of its event and queues its sending. After `expiresAt` it is of no use any more (a
 * code, a link) and is not sent. Within `inMsp` too: the role of the application may write account mails, not read them.
 */
export async function queueAccountMail(
  tx: Tx,
  jobs: MailJobs,
  order: { address: string; mail: AccountMail; at: Date; expiresAt: Date },
): Promise<void> {
  const { text, html } = accountMailBodies(order.mail);
  const [row] = await tx.query<{ id: string }>(sql`
    insert into account_mails (address, subject, body_text, body_html, created_at, expires_at)
    values (${order.address}, ${order.mail.subject}, ${text}, ${html}, ${order.at}, ${order.expiresAt})
    returning id`);
  if (!row) throw new TypeError("Cannot queue a mail: no row came back");
  await jobs.send(tx, accountMailQueue, [{ accountMailId: row.id }]);
}

/** The bodies of a mail, text and HTML saying the same, every given text escaped. */
export function accountMailBodies(mail: AccountMail): { text: string; html: string } {
  const greeting = greetingOf(mail);
  const text = [
    ...(greeting === "" ? [] : [greeting]),
    mail.lines.join("\n"),
    ...(mail.code === null ? [] : [`    ${mail.code}`]),
    ...(mail.link === null ? [] : [`${mail.link.label}:\n${mail.link.url}`]),
    ...(mail.foot.length === 0 ? [] : [mail.foot.join("\n")]),
    "Cla-Bill\n",
  ];
  const html = [
    "<!doctype html>",
    `<html lang="${mail.lang}"><head><meta charset="utf-8"><title>${escaped(mail.subject)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.6; color: #222;">',
    ...(greeting === "" ? [] : [paragraph([greeting])]),
    ...mail.lines.map((line) => paragraph([line])),
    ...(mail.code === null
      ? []
      : [`<p style="font-size: 24px; letter-spacing: 4px;"><b>${escaped(mail.code)}</b></p>`]),
    ...(mail.link === null
      ? []
      : [`<p><a href="${escaped(mail.link.url)}">${escaped(mail.link.label)}</a></p>`, paragraph([mail.link.url])]),
    ...(mail.foot.length === 0 ? [] : [paragraph(mail.foot)]),
    "<p>Cla-Bill</p>",
    "</body></html>",
    "",
  ];
  return { text: text.join("\n\n"), html: html.join("\n") };
}

function greetingOf(mail: AccountMail): string {
  if (mail.name === "") return "";
  return mail.lang === "ko" ? `${mail.name} 님, 안녕하십니까.` : `Hello ${mail.name},`;
}

function paragraph(lines: readonly string[]): string {
  return `<p>${lines.map(escaped).join("<br>\n")}</p>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
