import type { Actor } from "../audit.ts";
import { monthText } from "../calendar.ts";
import { parseEmail } from "../contact.ts";
import { readCustomer } from "../customers/store.ts";
import type { Tx } from "../db/mod.ts";
import type { MspId, NoticeId, StatementId } from "../ids.ts";
import type { Jobs } from "../jobs/mod.ts";
import type { Msp } from "../msps/msp.ts";
import { readMsp } from "../msps/store.ts";
import { invariant, ok, refuse, type Result } from "../prelude.ts";
import { issueStatement } from "../statements/issue.ts";
import type { Statement, StatementRefusal } from "../statements/statement.ts";
import { readStatement } from "../statements/store.ts";
import { statementMail } from "./statement_mail.ts";
import { insertNotice } from "./store.ts";

/** What sending a statement needs. */
export interface SendOptions {
  readonly mspId: MspId;
  readonly statementId: StatementId;
  readonly actor: Actor;
  readonly allowProvisional: boolean;
  readonly jobs: Jobs;
}

/** The queue that sends one notice. */
export const sendNoticeQueue = "send_notice";

/**
 * 「요금청구서 발송」: issues the statement if it is a draft, writes the mail to the 담당자 and queues its sending, in one
 * transaction. Refused without the MSP's name, phone and e-mail, and without the customer's 담당자 이메일 (A4).
 */
export async function sendStatement(tx: Tx, options: SendOptions): Promise<Result<NoticeId, StatementRefusal>> {
  const { mspId, statementId, actor } = options;
  const statement = await readStatement(tx, mspId, statementId);
  if (!statement) return refuse({ kind: "not_found" });
  const msp = await readMsp(tx, mspId);
  const missing = missingProfile(msp);
  if (missing.length > 0) return refuse({ kind: "profile_incomplete", missing });
  const customer = await readCustomer(tx, mspId, statement.customerId);
  invariant(customer, "a statement belongs to a customer");
  const address = parseEmail(customer.contactEmail);
  if (!address.ok) return refuse({ kind: "contact_missing" });
  const issued = await issueStatement(tx, options);
  if (!issued.ok) return issued;
  const mail = mailOf(msp, issued.value);
  const noticeId = await insertNotice(tx, mspId, {
    customerId: customer.id,
    kind: "statement",
    statementId,
    subject: mail.subject,
    bodyText: mail.text,
    bodyHtml: mail.html,
    addresses: [address.value],
    createdAt: actor.at,
  });
  await options.jobs.send(tx, sendNoticeQueue, [{ mspId, noticeId }]);
  return ok(noticeId);
}

function missingProfile(msp: Msp): string[] {
  const fields = [["회사명", msp.name], ["전화번호", msp.phone], ["대표 이메일", msp.email]] as const;
  return fields.filter(([, value]) => value.trim() === "").map(([label]) => label);
}

function mailOf(msp: Msp, statement: Statement) {
  const { document } = statement;
  invariant(document && statement.number, "an issued statement has a document and a number");
  const [first, last] = [document.usageMonths[0], document.usageMonths.at(-1)];
  invariant(first && last, "a statement covers a month");
  return statementMail({
    mspName: msp.name,
    customerName: document.customer.name,
    contactName: document.customer.contactName,
    usageText: first === last ? monthText(first) : `${monthText(first)} ~ ${monthText(last)}`,
    billingMonth: document.billingMonth,
    totalAmount: statement.totalAmount,
    dueOn: document.dueOn,
    bankAccountText: document.bankAccountText,
    number: statement.number,
    provisional: document.state === "provisional",
  });
}
