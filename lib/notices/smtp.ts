import { Buffer } from "node:buffer";
import nodemailer from "nodemailer";
import { ProviderError, RefusedInput } from "../prelude.ts";
import { mailProblem } from "./mail_problem.ts";
import type { Delivery, Mail, Mailer } from "./port.ts";

/** A mailer that holds connections. */
export interface SmtpMailer extends Mailer {
  close(): void;
}

/**
 * Sends through a mail server (`smtp://` or `smtps://`) over a few kept connections. A recipient that the server refuses
 * is a failed delivery with the server's words; where the server cannot be reached, `ProviderError` (vendor `smtp`).
 */
export function smtpMailer(options: { readonly url: string; readonly timeoutMs?: number }): SmtpMailer {
  const timeoutMs = options.timeoutMs ?? 15_000;
  const transport = nodemailer.createTransport({
    url: options.url,
    pool: true,
    maxConnections: 3,
    // A message is queued again only while not a byte of it has left, so this makes no second copy.
    maxRequeues: 1,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      const problem = mailProblem(mail);
      if (problem !== null) throw new RefusedInput(problem);
      try {
        const { accepted, rejectedErrors } = await transport.sendMail(envelopeAndMessage(mail));
        return deliveries(mail.to, { accepted, refusals: rejectedErrors ?? [] });
      } catch (error) {
        return allRefused(mail.to, smtpError(error));
      }
    },
    close: () => transport.close(),
  };
}

/** What nodemailer tells of a failure, as far as it is used here. */
interface SmtpError {
  readonly code: string;
  readonly responseCode: number | null;
  readonly message: string;
  /** The server's answer; null where it gave none. */
  readonly response: string | null;
  readonly refusals: readonly Refusal[];
}

interface Refusal {
  readonly recipient?: string | undefined;
  readonly response?: string | undefined;
  readonly message?: string;
}

function envelopeAndMessage(mail: Mail) {
  return {
    envelope: { from: mail.from.address, to: [...mail.to] },
    ...(mail.messageId === null ? {} : { messageId: mail.messageId }),
    from: mail.from,
    to: mail.to.map((address) => ({ name: "", address })),
    ...(mail.replyTo === null ? {} : { replyTo: { name: "", address: mail.replyTo } }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(content),
    })),
  };
}

function deliveries(
  to: readonly string[],
  answer: { readonly accepted: readonly string[]; readonly refusals: readonly Refusal[] },
): Delivery[] {
  const accepted = new Set(answer.accepted.map(lower));
  return to.map((address) => {
    const refusal = answer.refusals.find((each) => lower(each.recipient ?? "") === lower(address));
    if (refusal) return failed(address, refusal.response ?? refusal.message ?? null);
    return accepted.has(lower(address)) ? { address, state: "sent", reason: null } : failed(address, null);
  });
}

// The server answered about this message: its fate is known. A temporary refusal of the whole message may be retried, as
// may every failure to reach the server. After a lost connection a mail may have left: the second copy carries the same
// messageId, since mail cannot be asked about.
function allRefused(to: readonly string[], error: SmtpError): Delivery[] {
  if (error.refusals.length > 0) return deliveries(to, { accepted: [], refusals: error.refusals });
  const ofMessage = error.code === "EENVELOPE" || error.code === "EMESSAGE";
  const lasting = error.responseCode === null || error.responseCode >= 500;
  if (ofMessage && lasting) return to.map((address) => failed(address, error.response ?? error.message));
  const retryable = error.code !== "EAUTH" || !lasting;
  throw new ProviderError("smtp", error.code, error.message, retryable);
}

function failed(address: string, answer: string | null): Delivery {
  const reason = answer === null
    ? "메일 서버가 이 주소의 결과를 알려 주지 않았습니다."
    : `메일 서버가 받지 않았습니다: ${answer}`;
  return { address, state: "failed", reason };
}

function smtpError(error: unknown): SmtpError {
  if (!(error instanceof Error)) throw error;
  const { code, responseCode, response, rejectedErrors } = error as Error & {
    readonly code?: string;
    readonly responseCode?: number;
    readonly response?: string;
    readonly rejectedErrors?: readonly Refusal[];
  };
  if (code === undefined) throw error;
  return {
    code,
    responseCode: responseCode ?? null,
    message: error.message,
    response: response ?? null,
    refusals: rejectedErrors ?? [],
  };
}

function lower(address: string): string {
  return address.toLowerCase();
}
