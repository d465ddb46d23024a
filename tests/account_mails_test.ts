import { deepStrictEqual, ok as isTrue, rejects, strictEqual } from "node:assert/strict";
import { type AccountMail, accountMailBodies, queueAccountMail } from "../lib/account_mail.ts";
import { fixedClock } from "../lib/calendar.ts";
import { type Db, inMsp, sql } from "../lib/db/mod.ts";
import { newestAccountMails, sendAccountMail, waitingAccountMails } from "../lib/notices/account_mails.ts";
import { outboxMailer } from "../lib/notices/outbox_mailer.ts";
import type { Mail, Mailer } from "../lib/notices/port.ts";
import { ProviderError } from "../lib/prelude.ts";
import { dbWithin, pgliteOfModule, rolledBack } from "./support.ts";
import { seedMsp } from "./support_seed.ts";

const pglite = pgliteOfModule();
const at = new Date("2025-01-06T00:00:00Z");
const expiresAt = new Date(at.getTime() + 300_000);
const mail: AccountMail = {
  subject: "[Cla-Bill] 비밀번호 재설정",
  name: '<b>"김"</b>',
  lines: ["아래 링크에서 <새> 비밀번호를 정해 주십시오."],
  code: null,
  link: { label: "비밀번호 재설정", url: "http://localhost:8000/reset/x?a=1&b=2" },
  foot: ["요청하지 않으셨다면 무시해 주십시오."],
  lang: "ko",
};

function mailTest(name: string, test: (db: Db) => Promise<void>): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => rolledBack(pglite(), async (tx) => await test(dbWithin(tx))),
  });
}

async function queued(db: Db): Promise<string> {
  const ids: string[] = [];
  const jobs = {
    send: (_: unknown, queue: string, payloads: readonly Readonly<Record<string, string>>[]) => {
      strictEqual(queue, "send_account_mail");
      ids.push(...payloads.map((each) => each.accountMailId ?? ""));
      return Promise.resolve();
    },
  };
  await db.transaction((tx) => queueAccountMail(tx, jobs, { address: "a@example.com", mail, at, expiresAt }));
  return ids[0] ?? "";
}

function tools(db: Db, options: { mailer: Mailer; keeps?: boolean; now?: Date }) {
  return {
    db,
    mailer: options.mailer,
    clock: fixedClock(options.now ?? at),
    mailFrom: { name: "Cla-Bill", address: "no-reply@example.com" },
    keepMailBodies: options.keeps ?? false,
  };
}

const sending = (mails: Mail[]): Mailer => ({
  send: (each) => {
    mails.push(each);
    return Promise.resolve(each.to.map((address) => ({ address, state: "sent", reason: null })));
  },
});

async function state(db: Db) {
  return (await newestAccountMails(db, 9)).map((each) => [each.state, each.reason, each.bodyText === ""]);
}

Deno.test("accountMailBodies() says the same in text and HTML, every given text escaped", () => {
  const { text, html } = accountMailBodies(mail);
  isTrue(text.startsWith('<b>"김"</b> 님, 안녕하십니까.\n\n아래 링크에서 <새> 비밀번호를'));
  isTrue(text.includes("비밀번호 재설정:\nhttp://localhost:8000/reset/x?a=1&b=2\n"));
  isTrue(
    html.includes("&lt;b&gt;&quot;김&quot;&lt;/b&gt; 님") && html.includes("&lt;새&gt;") && !html.includes("<새>"),
  );
  isTrue(html.includes('<a href="http://localhost:8000/reset/x?a=1&amp;b=2">'));
  const coded = accountMailBodies({ ...mail, name: "", link: null, code: "123456", foot: [], lang: "en" });
  isTrue(
    coded.text.startsWith("아래") && coded.text.includes("\n    123456\n") && coded.html.includes("<b>123456</b>"),
  );
});

mailTest("sendAccountMail() sends once and forgets the body, which holds a link", async (db) => {
  const mails: Mail[] = [];
  const id = await queued(db);
  for (let count = 0; count < 2; count++) await sendAccountMail(tools(db, { mailer: sending(mails) }), id);
  deepStrictEqual(mails.map(({ messageId, from, to, subject }) => ({ messageId, from, to, subject })), [{
    messageId: `<${id}@cla-bill>`,
    from: { name: "Cla-Bill", address: "no-reply@example.com" },
    to: ["a@example.com"],
    subject: "[Cla-Bill] 비밀번호 재설정",
  }]);
  deepStrictEqual(await state(db), [["sent", null, true]]);
});

mailTest("sendAccountMail() keeps the body in development, sent or kept, for the page that shows it", async (db) => {
  await sendAccountMail(tools(db, { mailer: outboxMailer(), keeps: true }), await queued(db));
  const [[kept, reason, isEmpty] = []] = await state(db);
  deepStrictEqual([kept, isEmpty], ["kept", false]);
  isTrue(String(reason).includes("SMTP_URL"));
});

mailTest("sendAccountMail() does not send a mail whose time is over", async (db) => {
  const mails: Mail[] = [];
  await sendAccountMail(tools(db, { mailer: sending(mails), now: expiresAt }), await queued(db));
  deepStrictEqual(await state(db), [["failed", "유효 시간이 지나 보내지 않았습니다.", true]]);
  strictEqual(mails.length, 0);
});

mailTest(
  "sendAccountMail() goes back into the queue where no server answers, and fails where it refuses for good",
  async (db) => {
    const failing = (retryable: boolean): Mailer => ({
      send: () => Promise.reject(new ProviderError("smtp", "ESOCKET", "연결할 수 없습니다", retryable)),
    });
    const id = await queued(db);
    await rejects(sendAccountMail(tools(db, { mailer: failing(true) }), id), { retryable: true });
    deepStrictEqual(await state(db), [["queued", "연결할 수 없습니다", false]]);
    deepStrictEqual(await waitingAccountMails(db, { before: at }), []);
    deepStrictEqual(await waitingAccountMails(db, { before: new Date(at.getTime() + 1) }), [id]);
    await sendAccountMail(tools(db, { mailer: failing(false) }), id);
    deepStrictEqual(await state(db), [["failed", "연결할 수 없습니다", true]]);
  },
);

mailTest("queueAccountMail() works as the role of the application, which may not read what was written", async (db) => {
  const mspId = await db.transaction(async (tx) => (await seedMsp(tx)).mspId);
  const jobs = { send: () => Promise.resolve() };
  await inMsp(db, mspId, (tx) => queueAccountMail(tx, jobs, { address: "a@example.com", mail, at, expiresAt }));
  for (const column of [sql`body_text`, sql`address`]) {
    await rejects(inMsp(db, mspId, (tx) => tx.query(sql`select ${column} from account_mails`)), { code: "42501" });
  }
});
