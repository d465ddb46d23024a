import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { ApplicationId, JudgedApplication } from "./application.ts";
import { approvalRefusal } from "./application.ts";
import { approvalMail, confirmationMail, rejectionMail } from "./application_mail.ts";
import { isLogin } from "./users.ts";

const at = new Date("2025-01-06T00:00:00Z");
const pending: JudgedApplication = {
  id: "0194f3a0-0000-7000-8000-000000000001" as ApplicationId,
  state: "pending",
  company: "새봄클라우드",
  brn: "1248100998",
  representative: "이새봄",
  contactName: "박정산",
  email: "new@example.com",
  phone: "02-123-4567",
  lang: "ko",
  appliedAt: at,
  confirmedAt: at,
  decidedAt: null,
  decidedBy: null,
  reason: null,
  fromAddress: "203.0.113.7",
  createdMspId: null,
  brnTaken: false,
  emailTaken: false,
};

Deno.test("approvalRefusal() lets pass what waits and is free, and says why nothing else may be approved", () => {
  strictEqual(approvalRefusal(pending), null);
  deepStrictEqual(approvalRefusal({ ...pending, brnTaken: true }), { kind: "brn_taken" });
  deepStrictEqual(approvalRefusal({ ...pending, emailTaken: true }), { kind: "email_taken" });
  for (const state of ["approved", "rejected"] as const) {
    const decided = { ...pending, state, decidedBy: "operator@example.com", brnTaken: true };
    deepStrictEqual(approvalRefusal(decided), { kind: "decided_already", state, by: "operator@example.com" });
  }
});

Deno.test("mails of the sign-up speak the applicant's language", () => {
  const link = { url: "https://example.com/signup/confirmation/x", until: new Date("2025-01-07T00:00:00Z") };
  const korean = confirmationMail(pending, link);
  match(korean.foot.join(), /2025-01-07 09:00까지 한 번만/);
  strictEqual(korean.link?.url, link.url);
  const english = confirmationMail({ ...pending, lang: "en" }, link);
  match(english.subject, /confirm your e-mail/);
  match(rejectionMail(pending, { reason: "가\n나", signupUrl: "u" }).lines.join("|"), /반려 사유:\|가\|나$/);
  match(approvalMail({ ...pending, lang: "en" }, "u").lines.join(), /new@example\.com/);
});

Deno.test("isLogin() takes 2 to 32 plain characters that begin with a letter or digit", () => {
  for (const login of ["ab", "a1", "research", "a.b_c-d", "a".repeat(32)]) strictEqual(isLogin(login), true, login);
  for (const login of ["", "a", "-ab", ".ab", "a b", "연구소", "a@b", "a".repeat(33), "ab\n"]) {
    strictEqual(isLogin(login), false, login);
  }
});
