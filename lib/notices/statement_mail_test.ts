import { ok as isTrue, strictEqual } from "node:assert/strict";
import { localDate, yearMonth } from "../calendar.ts";
import { won } from "../money.ts";
import { type StatementMail, statementMail } from "./statement_mail.ts";

const mail: StatementMail = {
  mspName: "가온클라우드",
  customerName: "나루소프트",
  contactName: "김예시",
  usageText: "2024년 12월",
  billingMonth: yearMonth("2025-01"),
  totalAmount: won(1_082_752),
  dueOn: localDate("2025-01-31"),
  bankAccountText: "예시은행 000-000-000000\n예금주 가온클라우드",
  number: "2024-12-0001",
  provisional: false,
};

Deno.test("statementMail() writes a calm business mail, text and HTML alike", async (t) => {
  await t.assertSnapshot(statementMail(mail), {
    serializer: (value) => [value.subject, value.text, value.html].join("\n---\n"),
  });
});

Deno.test("statementMail() says so where the amounts are provisional", () => {
  const { subject, text, html } = statementMail({ ...mail, provisional: true });
  strictEqual(subject, "[가온클라우드] 나루소프트 2024년 12월 이용분 요금청구서(잠정) (2024-12-0001)");
  for (const body of [text, html]) {
    isTrue(body.includes("이 금액은 잠정 금액이며, 네이버클라우드의 이용요금이 확정되면 달라질 수 있습니다."));
  }
  isTrue(!statementMail(mail).text.includes("잠정"));
});

Deno.test("statementMail() leaves out what is not registered", () => {
  const { text, html } = statementMail({ ...mail, contactName: "", bankAccountText: "" });
  isTrue(text.startsWith("나루소프트 담당자님께\n"));
  isTrue(!text.includes("입금 계좌") && !html.includes("입금 계좌"));
});

Deno.test("statementMail() escapes every name in HTML and leaves it plain in text", () => {
  const name = `<img src=x onerror="alert('1')"> & Co`;
  const { text, html } = statementMail({ ...mail, customerName: name, bankAccountText: name, mspName: name });
  isTrue(!html.includes("<img"));
  isTrue(html.includes("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co"));
  isTrue(text.includes(name));
});
