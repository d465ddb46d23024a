import { ok as isTrue, throws } from "node:assert/strict";
import { localDate } from "../calendar.ts";
import { won } from "../money.ts";
import { type ReminderMail, reminderMail } from "./reminder_mail.ts";

const mail: ReminderMail = {
  mspName: "가온클라우드",
  customerName: "나루소프트",
  contactName: "김예시",
  asOf: localDate("2025-02-03"),
  overdue: [
    {
      number: "2024-11-0002",
      usageText: "2024년 11월",
      dueOn: localDate("2024-12-31"),
      outstandingAmount: won(82_752),
    },
    {
      number: "2024-12-0001",
      usageText: "2024년 12월",
      dueOn: localDate("2025-01-31"),
      outstandingAmount: won(1_000_000),
    },
  ],
  bankAccountText: "예시은행 000-000-000000 (예금주 가온클라우드)",
};

Deno.test("reminderMail() names every overdue statement and their sum", async (t) => {
  await t.assertSnapshot(reminderMail(mail), {
    serializer: (value) => [value.subject, value.text, value.html].join("\n---\n"),
  });
});

Deno.test("reminderMail() escapes names in HTML", () => {
  isTrue(!reminderMail({ ...mail, customerName: "<b>나루</b>" }).html.includes("<b>"));
});

Deno.test("reminderMail() is never written about nothing", () => {
  throws(() => reminderMail({ ...mail, overdue: [] }), { name: "InvariantError" });
});
