import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { logIn } from "../lib/auth/log_in.ts";
import { sql } from "../lib/db/mod.ts";
import { applicationState } from "../lib/msps/application_apply.ts";
import { insertApplication } from "../lib/msps/application_store.ts";
import { createOperator } from "../lib/msps/operator.ts";
import { invariant } from "../lib/prelude.ts";
import { demoBrn } from "../lib/month/demo.ts";
import { pgliteOfModule } from "./support.ts";
import { here, loginTry } from "./support_auth.ts";
import { type Browser, type ConsoleWorld, inConsole } from "./support_console.ts";

const database = pgliteOfModule();
const story = { sanitizeOps: false, sanitizeResources: false };

/** A business number whose check digit is right and that belongs to nobody. */
const brn = demoBrn(4_321);
const secret = "긴 문장으로 된 비밀번호 하나";
const typed = {
  company: "새봄클라우드",
  brn: `${brn.slice(0, 3)}-${brn.slice(3, 5)}-${brn.slice(5)}`,
  representative: "이새봄",
  contactName: "박정산",
  email: "new@example.com",
  phone: "02-123-4567",
  password: secret,
  passwordAgain: secret,
};

function test(name: string, run: (world: ConsoleWorld) => Promise<void>, env: Record<string, string> = {}): void {
  Deno.test({ ...story, name, fn: () => inConsole(database(), run, env) });
}

/** The path of the newest confirmation link. */
async function linkOf(world: ConsoleWorld): Promise<string> {
  const text = (await world.mails()).at(-1)?.text ?? "";
  const found = /http:\/\/localhost:8000(\/signup\/confirmation\/[\w-]+)/.exec(text)?.[1];
  invariant(found, "the mail holds a link");
  return found;
}

async function applied(world: ConsoleWorld, changes: Partial<typeof typed> = {}): Promise<Browser> {
  const visitor = await world.browser();
  const sent = await visitor.post("/signup", { ...typed, ...changes });
  deepStrictEqual([sent.status, sent.location], [303, "/signup/received"], sent.html);
  return visitor;
}

/** Applies and confirms; answers the id of the application. */
async function confirmed(world: ConsoleWorld, changes: Partial<typeof typed> = {}): Promise<string> {
  const visitor = await applied(world, changes);
  const link = await linkOf(world);
  strictEqual((await visitor.post(link, {})).location, "/signup/confirmed");
  const [row] = await world.db.query<{ id: string }>(sql`
    select id from applications where state = 'pending' order by confirmed_at desc, id desc limit 1`);
  invariant(row, "an application waits");
  return row.id;
}

test("sign-up: apply, confirm, be approved, log in", async (world) => {
  const visitor = await applied(world);
  match((await visitor.get("/signup/received")).html, /확인 메일을 보냈습니다/);
  const link = await linkOf(world);
  // Opening the link, as mail scanners do, changes nothing.
  const shown = await visitor.get(link);
  match(shown.html, /새봄클라우드/);
  deepStrictEqual(await world.db.query(sql`select state from applications`), [{ state: "unconfirmed" }]);
  const waiting = (await applicationState(world.db, "NEW@example.com"))?.state;
  strictEqual(waiting, "unconfirmed");
  strictEqual((await visitor.post(link, {})).location, "/signup/confirmed");
  strictEqual((await visitor.get(link)).status, 410);
  match((await visitor.get(link)).html, /이미 확인된 신청입니다/);
  deepStrictEqual((await world.mails()).map((mail) => [mail.address, mail.subject]), [
    ["new@example.com", "[Cla-Bill] 이메일 주소를 확인해 주십시오"],
    ["operator@example.com", "[Cla-Bill] 새 가입 신청이 있습니다"],
  ]);
  const login = () =>
    logIn(
      world.app,
      loginTry({
        name: { tab: "main", email: "new@example.com" },
        password: secret,
        applicationOf: applicationState,
      }),
    );
  const early = await login();
  deepStrictEqual(early.ok ? null : early.refusal, { kind: "application", state: "pending", reason: "" });
  const operator = await world.browser("operator");
  const list = await operator.get("/operator/applications");
  match(list.html, /새봄클라우드/);
  const [row] = await world.db.query<{ id: string }>(sql`select id from applications`);
  const page = `/operator/applications/${row?.id}`;
  const approved = await operator.post(`${page}/approval`, {}, page);
  deepStrictEqual([approved.status, approved.location], [303, "/operator/applications"]);
  match(approved.flash ?? "", /새봄클라우드의 가입을 승인했습니다/);
  strictEqual((await world.mails()).at(-1)?.subject, "[Cla-Bill] 가입이 승인되었습니다");
  strictEqual((await login()).ok, true);
  const [made] = await world.db.query(sql`
    select m.name, m.brn, u.role, u.login, u.name as contact, a.password_hash as hash
    from applications a join msps m on m.id = a.created_msp_id join users u on u.msp_id = m.id`);
  deepStrictEqual({ ...made as object }, {
    name: "새봄클라우드",
    brn,
    role: "owner",
    login: "new@example.com",
    contact: "박정산",
    hash: null,
  });
  strictEqual((await world.audited()).includes("approve"), true);
  // A second press finds it decided.
  const again = await operator.post(`${page}/approval`, {}, "/operator/applications");
  strictEqual(again.status === 403 || again.location === page, true);
});

test("sign-up: rejected with a reason, which the mail carries; applying again stays possible", async (world) => {
  const id = await confirmed(world);
  const operator = await world.browser("operator");
  const page = `/operator/applications/${id}/rejection`;
  const empty = await operator.post(page, { reason: "  " });
  strictEqual(empty.status, 422);
  match(empty.html, /「반려 사유」 값이 비어 있습니다/);
  const done = await operator.post(page, { reason: "사업자등록증을\n확인할 수 없습니다. <b>" });
  strictEqual(done.location, "/operator/applications", done.html);
  const mail = (await world.mails()).at(-1);
  strictEqual(mail?.subject, "[Cla-Bill] 가입이 반려되었습니다");
  match(mail?.text ?? "", /사업자등록증을\n확인할 수 없습니다\. <b>/);
  strictEqual((await applicationState(world.db, "new@example.com"))?.state, "rejected");
  await confirmed(world);
  strictEqual((await applicationState(world.db, "new@example.com"))?.state, "pending");
});

test("sign-up: a registered e-mail, a waiting one and a taken business number get the same answer", async (world) => {
  await applied(world, { email: "owner@example.com" });
  const [told] = await world.mails();
  deepStrictEqual([told?.address, told?.subject], ["owner@example.com", "[Cla-Bill] 이미 가입된 이메일 주소입니다"]);
  doesNotMatch(told?.text ?? "", /confirmation/);
  await confirmed(world);
  await applied(world);
  strictEqual((await world.mails()).at(-1)?.subject, "[Cla-Bill] 가입 신청을 심사하고 있습니다");
  const [taken] = await world.db.query<{ brn: string }>(sql`select brn from msps`);
  invariant(taken, "an MSP is there");
  const id = await confirmed(world, { email: "other@example.com", brn: taken.brn });
  const operator = await world.browser("operator");
  const shown = await operator.get(`/operator/applications/${id}`);
  match(shown.html, /이미 등록된 사업자등록번호입니다/);
  match(shown.html, /<button[^>]*disabled[^>]*>승인/);
  const forced = await operator.post(`/operator/applications/${id}/approval`, {}, `/operator/applications/${id}`);
  deepStrictEqual([forced.location, /이미 등록된/.test(forced.flash ?? "")], [`/operator/applications/${id}`, true]);
  strictEqual((await world.db.query(sql`select id from msps`)).length, 1);
});

test("sign-up: a link ends after 24 hours, and one that nobody made is none", async (world) => {
  const visitor = await applied(world);
  const link = await linkOf(world);
  world.wait(24 * 3_600_000 - 1);
  strictEqual((await visitor.get(link)).status, 200);
  world.wait(1);
  const late = await visitor.get(link);
  strictEqual(late.status, 410);
  match(late.html, /24시간이 지났습니다/);
  strictEqual((await visitor.get("/signup/confirmation/x")).status, 404);
});

test("sign-up: ten applications an hour from one address, three mails to one e-mail", async (world) => {
  for (let count = 0; count < 4; count++) await applied(world, { email: "n0@example.com" });
  const mails = (await world.mails()).filter((mail) => mail.address === "n0@example.com");
  strictEqual(mails.length, 3);
  await world.db.transaction(async (tx) => {
    const { password: _, passwordAgain: __, ...fields } = typed;
    const application = { ...fields, brn, lang: "ko", passwordHash: null, token: null } as const;
    const from = { fromAddress: here.ip, appliedAt: world.app.clock.now() };
    for (let count = 0; count < 6; count++) await insertApplication(tx, { ...application, ...from });
  });
  const visitor = await world.browser();
  const refused = await visitor.post("/signup", typed);
  strictEqual(refused.status, 429);
  match(refused.html, /한 시간 뒤에 다시 신청해 주십시오/);
  match(refused.html, /value="새봄클라우드"/);
  world.wait(3_600_001);
  await applied(world);
});

test("sign-up: every field that is wrong says so, what was typed stays, nothing is saved", async (world) => {
  const visitor = await world.browser();
  const cases = [
    ["company", "", "「회사명」 값이 비어 있습니다"],
    ["company", "가".repeat(71), "「회사명」 값이 너무 깁니다. 70자까지"],
    ["company", "새봄🌱", "그림 문자를 쓸 수 없습니다"],
    ["company", "새봄\u202e드우라클", "보이지 않는 문자"],
    ["company", "새봄\r\nBcc: x@example.com", "줄 바꿈"],
    ["brn", "123", "숫자 10자리가 아닙니다"],
    ["brn", "1234567890", "검증번호"],
    ["representative", "", "「대표자명」 값이 비어 있습니다"],
    ["contactName", "나".repeat(31), "「담당자」 값이 너무 깁니다"],
    ["email", "한글@example.com", "「이메일 주소」 값에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다"],
    ["email", "a@b", "도메인이 올바르지 않습니다"],
    ["phone", "전화", "숫자와 하이픈만"],
    ["password", "1234567", "8자 이상"],
    ["passwordAgain", "다른 비밀번호", "비밀번호와 다릅니다"],
  ] as const;
  for (const [field, value, sentence] of cases) {
    const answer = await visitor.post("/signup", { ...typed, [field]: value });
    strictEqual(answer.status, 422, `${field}: ${value}`);
    strictEqual(answer.html.includes(sentence), true, `${field}: ${value}: ${sentence}`);
    if (field !== "email") match(answer.html, /value="new@example\.com"/);
    doesNotMatch(answer.html, new RegExp(secret));
  }
  const script = `<script>alert("x")</script>`;
  const escaped = await visitor.post("/signup", { ...typed, company: script, phone: "?" });
  doesNotMatch(escaped.html, /<script>alert/);
  match(escaped.html, /&lt;script>alert\(&quot;x&quot;\)|&lt;script&gt;/);
  deepStrictEqual(await world.db.query(sql`select id from applications`), []);
  const huge = await visitor.post("/signup", { ...typed, company: "가".repeat(100_000) });
  strictEqual(huge.status, 422);
  match(huge.html, /보낸 내용이 너무 깁니다/);
  const bare = await visitor.post("/signup", {});
  strictEqual(bare.status, 422);
  match(bare.html, /「담당자」 값이 비어 있습니다/);
});

test("sign-up: SIGNUP=closed hides every page behind a sentence", async (world) => {
  const visitor = await world.browser();
  for (const path of ["/signup", "/signup/received", "/signup/confirmation/x"]) {
    const answer = await visitor.get(path);
    strictEqual(answer.status, 404, path);
    match(answer.html, /가입 신청을 받지 않습니다/);
  }
}, { SIGNUP: "closed" });

test("createOperator() makes an operator once for an e-mail, and refuses an owner's", async (world) => {
  const actor = { name: "operator", source: "command", at: world.app.clock.now() } as const;
  const order = { email: "second@example.com", name: "운영자", password: secret, actor };
  deepStrictEqual(await createOperator(world.db, order), { ok: true, value: "second@example.com" });
  const refusal = async (changes: Partial<typeof order>) => {
    const created = await createOperator(world.db, { ...order, ...changes });
    return created.ok ? "" : created.refusal;
  };
  match(await refusal({ email: "SECOND@example.com" }), /이미 운영자로 등록되어 있습니다/);
  match(await refusal({ email: "owner@example.com" }), /이미 운영사의 메인 계정으로 등록되어 있습니다/);
  match(await refusal({ email: "x" }), /@가 하나 있어야 합니다/);
  match(await refusal({ email: "third@example.com", password: "1234567" }), /8자 이상/);
  match(await refusal({ email: "third@example.com", name: "" }), /「이름」은 1자에서 30자까지/);
  const rows = await world.db.query(sql`select email from users where role = 'operator' order by email`);
  deepStrictEqual(rows.map((row) => ({ ...row as object })), [
    { email: "operator@example.com" },
    { email: "second@example.com" },
  ]);
  strictEqual((await world.audited()).filter((action) => action === "create").length, 1);
});
