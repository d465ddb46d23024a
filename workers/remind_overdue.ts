import { type LocalDate, monthText, seoulDate, type YearMonth } from "../lib/calendar.ts";
import { parseEmail } from "../lib/contact.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { type Db, inMsp } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import type { Jobs } from "../lib/jobs/mod.ts";
import { readMsp } from "../lib/msps/store.ts";
import { reminderMail } from "../lib/notices/reminder_mail.ts";
import { sendNoticeQueue } from "../lib/notices/send_statement.ts";
import { insertNotice, lastReminders } from "../lib/notices/store.ts";
import { isOverdue } from "../lib/statements/due_date.ts";
import { openStatements } from "../lib/statements/receivables_store.ts";

/** A customer is reminded once in so many days. */
const everyDays = 7;

/** Queues a reminder 미납 안내 to every customer with overdue statements; one that is paid is not in the list any more (C8). */
export async function remindOverdue(db: Db, options: { mspId: MspId; now: Date; jobs: Jobs }): Promise<void> {
  const { mspId, now } = options;
  const today = seoulDate(now);
  await inMsp(db, mspId, async (tx) => {
    const open = (await openStatements(tx, mspId)).filter((each) => isOverdue({ dueDate: each.dueOn, today }));
    if (open.length === 0) return;
    const msp = await readMsp(tx, mspId);
    const reminded = await lastReminders(tx, mspId);
    const overdue = Map.groupBy(open, (each) => each.customerId);
    for (const customer of await listCustomers(tx, mspId, [...overdue.keys()])) {
      const last = reminded.get(customer.id);
      const address = parseEmail(customer.contactEmail);
      if (!address.ok || (last && now.getTime() - last.getTime() < everyDays * 86_400_000)) continue;
      const mail = reminderMail({
        mspName: msp.name,
        customerName: customer.name,
        contactName: customer.contactName,
        asOf: today,
        overdue: (overdue.get(customer.id) ?? []).map((each) => ({ ...each, usageText: usageText(each) })),
        bankAccountText: msp.bankAccountText,
      });
      const noticeId = await insertNotice(tx, mspId, {
        customerId: customer.id,
        kind: "reminder",
        statementId: null,
        subject: mail.subject,
        bodyText: mail.text,
        bodyHtml: mail.html,
        addresses: [address.value],
        createdAt: now,
      });
      await options.jobs.send(tx, sendNoticeQueue, [{ mspId, noticeId }]);
    }
  });
}

function usageText(statement: { periodFrom: YearMonth; usageMonth: YearMonth; dueOn: LocalDate }): string {
  const { periodFrom, usageMonth } = statement;
  return periodFrom === usageMonth ? monthText(usageMonth) : `${monthText(periodFrom)} ~ ${monthText(usageMonth)}`;
}
