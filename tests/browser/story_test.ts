import { deepStrictEqual, doesNotMatch, match, ok as isTrue, strictEqual } from "node:assert/strict";
import { Secret, TOTP } from "otpauth";
import type { Browser, Page } from "playwright-core";
import { wallClockMs } from "../../lib/calendar.ts";
import { demoBrn } from "../../lib/month/demo.ts";
import { createOperator } from "../../lib/msps/operator.ts";
import { simulatedPartners } from "../../lib/ncp/simulator/mod.ts";
import { invariant } from "../../lib/prelude.ts";
import {
  fill,
  openBrowser,
  openWindow,
  press,
  ready,
  type RunningConsole,
  startConsole,
  visit,
  wordsOf,
} from "./harness.ts";
import { look } from "./look.ts";

const operator = { email: "operator@example.com", name: "운영자", password: "길고 아무도 모르는 운영자 문장" };
const owner = "new@example.com";
const secret = "긴 문장으로 된 비밀번호 하나";
const nextSecret = "바꾼 뒤의 더 긴 비밀번호 문장";
const partner = firstPartner();

let console: RunningConsole | null = null;
let browser: Browser | null = null;
/** What the pages complained of, and what axe and the width found. */
const errors: string[] = [];
const wrong: string[] = [];

Deno.test.beforeAll(async () => {
  console = await startConsole();
  const actor = { name: "operator", source: "command", at: console.app.clock.now() } as const;
  const created = await createOperator(console.app.db, { ...operator, actor });
  invariant(created.ok, "the operator is created");
  browser = await openBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await console?.close();
});

function firstPartner() {
  const [first] = simulatedPartners(36);
  invariant(first, "the simulator has partners");
  return first;
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn });
}

async function newWindow(context: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  invariant(browser && console, "the browser is open");
  return await openWindow(browser, { baseUrl: console.baseUrl, errors, context });
}

async function see(page: Page, name: string): Promise<void> {
  wrong.push(...await look(page, name));
}

/** The newest link of a kind in the mails that development shows. */
async function linkInMail(kind: "reset" | "signup/confirmation"): Promise<string> {
  const page = await newWindow();
  await visit(page, "/dev/mail");
  const href = await page.locator(`a[href*="/${kind}/"]`).first().getAttribute("href");
  await page.context().close();
  invariant(href, "a mail holds the link");
  return new URL(href).pathname;
}

async function logIn(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await visit(page, "login" in fields ? "/login?tab=sub" : "/login");
  await fill(page, fields);
  await press(page, "로그인");
}

/** What the navigation offers. */
async function navigation(page: Page): Promise<string[]> {
  return (await page.locator("nav .nav-link").allInnerTexts()).map((each) => each.trim());
}

// The windows that later steps go on with.
const windows: { owner?: Page; operator?: Page } = {};

test("browser: apply, confirm by the mail's link, be approved by the operator", async () => {
  const visitor = await newWindow();
  await visit(visitor, "/login");
  await see(visitor, "login");
  await visit(visitor, "/signup");
  await see(visitor, "signup");
  const brn = demoBrn(4_321);
  await fill(visitor, { company: "새봄클라우드", brn: "123-45-67890", representative: "이새봄", email: owner });
  await press(visitor, "가입 신청");
  await see(visitor, "signup-refused");
  strictEqual(await visitor.locator(`[name="company"]`).inputValue(), "새봄클라우드");
  match(await wordsOf(visitor), /「담당자」 값이 비어 있습니다/);
  await fill(visitor, { brn, contactName: "박정산", phone: "02-123-4567", password: secret, passwordAgain: secret });
  await press(visitor, "가입 신청");
  strictEqual(new URL(visitor.url()).pathname, "/signup/received");
  await see(visitor, "signup-received");
  await visit(visitor, await linkInMail("signup/confirmation"));
  await see(visitor, "signup-confirmation");
  await press(visitor, /확인/);
  strictEqual(new URL(visitor.url()).pathname, "/signup/confirmed");
  await see(visitor, "signup-confirmed");
  await visitor.context().close();

  const page = await newWindow();
  windows.operator = page;
  await logIn(page, { email: operator.email, password: operator.password });
  strictEqual(new URL(page.url()).pathname, "/operator/applications");
  deepStrictEqual(await navigation(page), ["가입 신청", "설치 상태", "환경설정"]);
  await see(page, "operator-applications");
  await press(page, /새봄클라우드/);
  await see(page, "operator-application");
  await press(page, "반려");
  await see(page, "operator-rejection");
  await page.goBack();
  await ready(page);
  await press(page, "승인");
  match(await wordsOf(page), /새봄클라우드의 가입을 승인했습니다/);
  // A flash is shown once.
  await page.reload();
  doesNotMatch(await wordsOf(page), /가입을 승인했습니다/);
});

test("browser: the new owner logs in, wrong and right, and finds the settings", async () => {
  const page = await newWindow();
  windows.owner = page;
  await logIn(page, { email: owner, password: "틀린 비밀번호" });
  match(await wordsOf(page), /입력하신 정보가 올바르지 않습니다/);
  await see(page, "login-refused");
  await fill(page, { password: secret });
  await press(page, "로그인");
  strictEqual(new URL(page.url()).pathname, "/settings/profile");
  deepStrictEqual(await navigation(page), ["계정관리", "환경설정", "활동 기록"]);
  await see(page, "profile");
  await fill(page, { phone: "없음", fax: "02-333-4444" });
  await press(page, "저장");
  strictEqual(await page.locator(`[name="fax"]`).inputValue(), "02-333-4444");
  await see(page, "profile-refused");
  await fill(page, { phone: "02-123-4567" });
  await press(page, "저장");
  match(await wordsOf(page), /저장했습니다/);
});

test("browser: an authenticator app is added as second factor", async () => {
  const page = windows.owner;
  invariant(page, "the owner is signed in");
  await visit(page, "/settings/two-factor");
  await see(page, "two-factor-none");
  await press(page, "인증 앱 추가");
  await see(page, "two-factor-new");
  await fill(page, { name: "내 전화기" });
  await press(page, /다음|추가|등록/);
  await see(page, "two-factor-scan");
  const shown = (await page.locator("main code").first().innerText()).replaceAll(/\s/g, "");
  await fill(page, { code: "000000" });
  await press(page, "확인");
  match(await wordsOf(page), /인증번호/);
  await fill(page, { code: new TOTP({ secret: Secret.fromBase32(shown) }).generate({ timestamp: wallClockMs() }) });
  await press(page, "확인");
  match(await wordsOf(page), /복구 코드/);
  await see(page, "two-factor-codes");
  await visit(page, "/settings/two-factor");
  match(await wordsOf(page, "main"), /내 전화기 인증 앱/);
  await see(page, "two-factor");
});

test("browser: a key that NCP refuses is not saved, one that it answers is", async () => {
  const page = windows.owner;
  invariant(page, "the owner is signed in");
  await visit(page, "/settings/keys");
  await see(page, "keys-none");
  await press(page, "인증키 추가");
  await see(page, "key-new");
  const key = { name: "민간-PCP", zone: partner.zone, type: "pcp", accessKey: partner.accessKey };
  await fill(page, { ...key, secretKey: "wrong-secret-of-nobody" });
  await press(page, /검증|추가/);
  match(await wordsOf(page), /네이버 클라우드 플랫폼이 인증키를 거부했습니다/);
  strictEqual(await page.locator(`[name="secretKey"]`).inputValue(), "");
  await see(page, "key-refused");
  await fill(page, { secretKey: partner.secretKey });
  await press(page, /검증|추가/);
  strictEqual(new URL(page.url()).pathname, "/settings/keys");
  match(await wordsOf(page, "main"), new RegExp(`민간-PCP.*${partner.accessKey.slice(-4)}`));
  isTrue(!(await page.content()).includes(partner.secretKey));
  await see(page, "keys");
  await press(page, "민간-PCP");
  await see(page, "key");
});

test("browser: a member and a reseller are invited, log in at the second tab and see what their role may see", async () => {
  const page = windows.owner;
  invariant(page, "the owner is signed in");
  await visit(page, "/settings/users");
  await see(page, "users-none");
  const users = [
    { role: "member", login: "staff", name: "정산팀", affiliation: "새봄클라우드", email: "staff@example.com" },
    { role: "reseller", login: "partner", name: "파트너", affiliation: "예시파트너스", email: "partner@example.com" },
  ];
  const closed = ["/settings/keys", "/settings/users", "/settings/audit", "/operator/applications"];
  for (const user of users) {
    await visit(page, "/settings/users/new");
    if (user.role === "member") await see(page, "user-new");
    await fill(page, { ...user, start: "invite" });
    await press(page, /등록|저장|추가/);
    strictEqual(new URL(page.url()).pathname, "/settings/users");
    const invited = await newWindow();
    await visit(invited, await linkInMail("reset"));
    if (user.role === "member") await see(invited, "invitation");
    await fill(invited, { newPassword: secret, passwordAgain: secret });
    await press(invited, /변경|설정|저장/);
    await logIn(invited, { ownerEmail: owner, login: user.login, password: secret });
    doesNotMatch(await wordsOf(invited), /권한이 없습니다|403/);
    deepStrictEqual(await navigation(invited), ["환경설정"]);
    await see(invited, `home-${user.role}`);
    for (const path of closed) strictEqual((await invited.goto(path))?.status(), 403, `${user.role} ${path}`);
    await see(invited, `forbidden-${user.role}`);
    strictEqual((await invited.goto("/settings/profile"))?.status(), user.role === "member" ? 200 : 403);
    await invited.context().close();
  }
  await visit(page, "/settings/users");
  match(await wordsOf(page, "main"), /정산팀/);
  await see(page, "users");
  await press(page, "정산팀");
  await see(page, "user");
  await press(page, "삭제");
  await see(page, "user-removal");
});

test("browser: the password is changed, and all of it stands in 활동 기록", async () => {
  const page = windows.owner;
  invariant(page, "the owner is signed in");
  await visit(page, "/settings/password");
  await see(page, "password");
  await fill(page, { currentPassword: secret, newPassword: nextSecret, passwordAgain: nextSecret });
  await press(page, "변경");
  match(await wordsOf(page), /비밀번호를 변경했습니다/);
  for (const path of ["sessions", "display", "recovery-codes"]) {
    await visit(page, `/settings/${path}`);
    await see(page, path);
  }
  await visit(page, "/settings/audit?size=100");
  // What an entry tells stands in a part that opens.
  const words = (await page.locator("main").textContent()) ?? "";
  for (
    const expected of [/인증키/, /민간-PCP/, /2차 인증/, /비밀번호/, /정산팀|staff/, /partner/, /로그인/, /회원정보/]
  ) {
    match(words, expected);
  }
  await see(page, "audit");
  doesNotMatch(words, new RegExp(`${secret}|${nextSecret}|${partner.secretKey}`));
  const other = await newWindow();
  await logIn(other, { email: owner, password: nextSecret });
  strictEqual(new URL(other.url()).pathname, "/login/verify");
  await see(other, "login-verify");
  await other.context().close();
});

test("browser: the frame works by keyboard: menus, theme, language", async () => {
  const page = windows.owner;
  invariant(page, "the owner is signed in");
  await visit(page, "/settings/profile");
  await page.keyboard.press("Tab");
  match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /본문/);
  await page.keyboard.press("Enter");
  strictEqual(await page.evaluate(() => location.hash), "#main");
  for (const path of ["/nowhere", "/status", "/dev/components"]) {
    await visit(page, path);
    await see(page, path.slice(1).replace("/", "-"));
  }
});

/** Moves the focus on by the Tab key until it is on the field. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let count = 0; count < 30; count++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement?.getAttribute("name"));
    if (at === name) return;
  }
  throw new Error(`The Tab key does not come to ${name}`);
}

test("browser: without script, and by the keyboard alone, the login works", async () => {
  const page = await newWindow({ javaScriptEnabled: false });
  await page.goto("/login");
  // Without script the page cannot be asked where the focus is: the fields follow one another.
  await page.locator(`[name="email"]`).focus();
  await page.keyboard.type(operator.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(operator.password);
  await Promise.all([page.waitForURL("**/operator/applications"), page.keyboard.press("Enter")]);
  match(await wordsOf(page, "main"), /가입 신청/);
  await page.context().close();
  const scripted = await newWindow();
  await visit(scripted, "/login");
  await tabTo(scripted, "email");
  await scripted.keyboard.type(operator.email);
  await tabTo(scripted, "password");
  await scripted.keyboard.type(operator.password);
  await Promise.all([scripted.waitForURL("**/operator/applications"), scripted.keyboard.press("Enter")]);
  await scripted.context().close();
});

test("browser: axe finds nothing, nothing scrolls sideways, no page complains, the log holds no secret", () => {
  deepStrictEqual(wrong, []);
  deepStrictEqual(errors, []);
  const log = console?.log.lines.join("\n") ?? "";
  for (const each of [secret, nextSecret, operator.password, partner.secretKey]) isTrue(!log.includes(each));
  return Promise.resolve();
});
