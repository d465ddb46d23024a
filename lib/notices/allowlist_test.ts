import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { isAllowed, withAllowlist } from "./allowlist.ts";
import { outboxMailer } from "./outbox_mailer.ts";
import type { Mail, Mailer } from "./port.ts";

const off = "운영 환경이 아니고 허용 목록(MAIL_ALLOWLIST)에 없는 주소라서 보내지 않고 보관했습니다.";
const allowlist = ["me@example.com", "@test.example.com"];

function mailTo(...to: string[]): Mail {
  const from = { name: "가온클라우드", address: "billing@example.com" };
  return {
    messageId: null,
    from,
    replyTo: null,
    to,
    subject: "제목",
    text: "본문",
    html: "<p>본문</p>",
    attachments: [],
  };
}

/** A mailer that sends all and remembers to whom. */
function recorder(): Mailer & { readonly calls: (readonly string[])[] } {
  const calls: (readonly string[])[] = [];
  return {
    calls,
    send: (mail) => {
      calls.push(mail.to);
      return Promise.resolve(mail.to.map((address) => ({ address, state: "sent", reason: null })));
    },
  };
}

Deno.test("isAllowed() takes listed addresses and domains, whatever their case, and nothing else", () => {
  const cases = [
    ["me@example.com", true],
    ["Me@Example.COM", true],
    ["you@example.com", false],
    ["any@test.example.com", true],
    ["any@sub.test.example.com", false],
    ["any@nottest.example.com", false],
    ["other@example.net,any@test.example.com", false],
    ["@test.example.com", false],
    ["me", false],
    ["", false],
  ] as const;
  for (const [address, allowed] of cases) strictEqual(isAllowed(address, allowlist), allowed, address);
});

Deno.test("withAllowlist() outside production sends to the allowed and keeps the others, in their order", async () => {
  const inner = recorder();
  const mailer = withAllowlist(inner, { production: false, allowlist });
  deepStrictEqual(await mailer.send(mailTo("you@example.com", "me@example.com", "x@test.example.com")), [
    { address: "you@example.com", state: "kept", reason: off },
    { address: "me@example.com", state: "sent", reason: null },
    { address: "x@test.example.com", state: "sent", reason: null },
  ]);
  deepStrictEqual(inner.calls, [["me@example.com", "x@test.example.com"]]);
});

Deno.test("withAllowlist() outside production does not call the server where nobody is allowed", async () => {
  const inner = recorder();
  const mailer = withAllowlist(inner, { production: false, allowlist: [] });
  deepStrictEqual(await mailer.send(mailTo("me@example.com")), [
    { address: "me@example.com", state: "kept", reason: off },
  ]);
  deepStrictEqual(inner.calls, []);
});

Deno.test("withAllowlist() in production sends to all", async () => {
  const inner = recorder();
  await withAllowlist(inner, { production: true, allowlist: [] }).send(mailTo("you@example.com"));
  deepStrictEqual(inner.calls, [["you@example.com"]]);
});

Deno.test("outboxMailer() keeps every mail with its reason, and refuses what a server would not be given", async () => {
  deepStrictEqual(await outboxMailer().send(mailTo("a@example.com", "b@example.com")), [
    {
      address: "a@example.com",
      state: "kept",
      reason: "메일 서버(SMTP_URL)가 설정되지 않아 보내지 않고 보관했습니다.",
    },
    {
      address: "b@example.com",
      state: "kept",
      reason: "메일 서버(SMTP_URL)가 설정되지 않아 보내지 않고 보관했습니다.",
    },
  ]);
  await rejects(outboxMailer().send({ ...mailTo("a@example.com"), subject: "a\nb" }), { name: "RefusedInput" });
});
