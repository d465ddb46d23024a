import { strictEqual } from "node:assert/strict";
import { mailProblem } from "./mail_problem.ts";
import type { Mail } from "./port.ts";

const mail: Mail = {
  messageId: "<0195-abcd@cla-bill>",
  from: { name: "가온클라우드 정산팀", address: "billing@example.com" },
  replyTo: "help@example.com",
  to: ["a@example.com", "b@example.com"],
  subject: "[가온클라우드] 2024년 12월 이용분 요금청구서",
  text: "본문\n둘째 줄",
  html: "<p>본문</p>",
  attachments: [{ name: "요금청구서 2024-12-0001.xlsx", type: "application/pdf", content: new Uint8Array(3) }],
};

function attached(change: { name?: string; type?: string }): Mail {
  return { ...mail, attachments: mail.attachments.map((attachment) => ({ ...attachment, ...change })) };
}

Deno.test("mailProblem() finds nothing wrong with a Korean mail", () => {
  strictEqual(mailProblem(mail), null);
  strictEqual(
    mailProblem({ ...mail, messageId: null, replyTo: null, attachments: [], from: { ...mail.from, name: "" } }),
    null,
  );
});

Deno.test("mailProblem() refuses line breaks, second addresses and paths, each with its field", () => {
  const line = (field: string) => `「${field}」에 줄 바꿈이나 제어 문자가 있습니다. 한 줄로 입력해 주십시오.`;
  const file = "「첨부 파일 이름」이 비어 있거나 경로를 담고 있습니다. 파일 이름만 입력해 주십시오.";
  const space = "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다. name@example.com처럼 입력해 주십시오.";
  const cases: [Mail, string][] = [
    [{ ...mail, to: [] }, "받는 사람이 없습니다. 담당자 이메일을 등록해 주십시오."],
    [
      { ...mail, to: ["a@example.com\r\nBcc: x@example.net", "b@example.com"] },
      `「받는 사람」 값${space}`,
    ],
    [{ ...mail, to: ["a@example.com "] }, "「받는 사람」 값의 앞뒤에 공백이 있습니다. 공백을 지워 주십시오."],
    [
      { ...mail, to: ["a@example.com,x@example.net"] },
      "「받는 사람」 값에는 @가 하나 있어야 합니다. name@example.com처럼 입력해 주십시오.",
    ],
    [{ ...mail, from: { name: "가온", address: "a@example.com\nx" } }, `「보내는 사람」 값${space}`],
    [{ ...mail, from: { ...mail.from, name: "가온\r\nBcc: x@example.net" } }, line("보내는 사람 이름")],
    [{ ...mail, replyTo: "도움말" }, `「회신 주소」 값${space}`],
    [
      { ...mail, messageId: "<1@cla-bill>\r\nBcc: x@example.net" },
      "「메일 식별자」가 올바르지 않습니다. <번호@도메인>처럼 적어 주십시오.",
    ],
    [{ ...mail, subject: " " }, "메일 제목이 비어 있습니다. 제목을 입력해 주십시오."],
    [{ ...mail, subject: "요금\nBcc: x@example.net" }, line("메일 제목")],
    [{ ...mail, subject: "요금\u2028청구" }, line("메일 제목")],
    [{ ...mail, subject: "요금\0청구" }, line("메일 제목")],
    [attached({ name: "요금\r\nX: y.xlsx" }), line("첨부 파일 이름")],
    [attached({ name: "../secret.key" }), file],
    [attached({ name: "" }), file],
    [
      attached({ type: "application/pdf\r\nX-Y: z" }),
      "「첨부 파일 형식」이 올바르지 않습니다. application/pdf처럼 적어 주십시오.",
    ],
  ];
  for (const [bad, problem] of cases) strictEqual(mailProblem(bad), problem);
});
