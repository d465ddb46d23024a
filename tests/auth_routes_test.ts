import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok as isTrue, strictEqual } from "node:assert/strict";
import { sql } from "../lib/db/mod.ts";
import { readConfig } from "../lib/config.ts";
import { createMetrics } from "../lib/metrics.ts";
import { wallClockMs } from "../lib/calendar.ts";
import type { ConsoleApp } from "../lib/web/console_app.ts";
import { openConsole } from "../routes/_console.ts";
import { browserOf, csrfOf } from "../routes/_console_for_tests.ts";
import { pgliteOfModule } from "./support.ts";
import { appCode, type AuthWorld, codeIn, here, inAuthWorld, password } from "./support_auth.ts";

const db = pgliteOfModule();
const owner = "owner@example.com";

/** The console on the world's database; `open` is a new browser. */
interface Console {
  readonly world: AuthWorld;
  readonly open: () => Browser;
}

interface Browser {
  readonly cookies: Map<string, string>;
  readonly get: (path: string) => Promise<Answer>;
  /** Opens the form at `path`, types, and sends it to its own action, or to `action`. */
  readonly submit: (path: string, fields: Record<string, string>, action?: string) => Promise<Answer>;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly html: string;
  readonly cookies: readonly string[];
}

function consoleTest(name: string, test: (of: Console) => Promise<void>, env: Record<string, string> = {}): void {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () => inAuthWorld(db(), async (world) => await test({ world, open: () => open(world, env) })),
  });
}

function open(world: AuthWorld, env: Record<string, string>): Browser {
  const config = readConfig(env);
  const { app: auth } = world;
  const present = {
    ...auth,
    config,
    metrics: createMetrics({ clock: auth.clock, lastGoodSync: () => Promise.resolve(null) }),
    readiness: () => Promise.resolve({ database: true }),
    joinPopbill: null,
  };
  const handler = openConsole(present as unknown as ConsoleApp);
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("User-Agent", here.userAgent);
    return handler(new Request(`${config.baseUrl}${path}`, { redirect: "manual", ...init, headers }), { ip: here.ip });
  };
  const { go, post, cookies } = browserOf(ask);
  const get = async (path: string) => await answerOf(await go(path));
  return {
    cookies,
    get,
    submit: async (path, fields, action) => {
      const { html } = await get(path);
      const to = action ?? /<form method="post" action="([^"]*)" class="form/.exec(html)?.[1]?.replaceAll("&amp;", "&");
      return await answerOf(await post(to ?? path, { _csrf: csrfOf(html), ...fields }));
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    location: response.headers.get("Location"),
    html: await response.text(),
    cookies: response.headers.getSetCookie(),
  };
}

/** The words of a page's main part, tags left out. */
function words(answer: Answer): string {
  const main = /<main.*<\/main>/s.exec(answer.html)?.[0] ?? answer.html;
  return main.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ").trim();
}

async function logInAt(browser: Browser, path = "/login"): Promise<Answer> {
  return await browser.submit(path, { email: owner, password });
}

consoleTest(
  "GET /login shows the two tabs, fields that a password manager knows, and no password again",
  async ({ open }) => {
    const browser = open();
    const main = await browser.get("/login?next=%2Fsettings%2Fsessions");
    strictEqual(main.status, 200);
    match(words(main), /로그인 네이버 클라우드 플랫폼 요금 정산 메인 계정 서브 계정 이메일/);
    match(main.html, /<a  ?href="\/login\?tab=sub&amp;next=%2Fsettings%2Fsessions" class="tab-link"/);
    match(main.html, /name="email"[^>]*autocomplete="username"/);
    match(main.html, /type="password"/);
    const sub = await browser.get("/login?tab=sub");
    match(words(sub), /메인 계정 이메일 .*계정 ID .*비밀번호/);
    const refused = await browser.submit("/login", { email: `${owner}"><b>`, password: "비밀-7391" });
    strictEqual(refused.status, 422);
    isTrue(refused.html.includes("입력하신 정보가 올바르지 않습니다."));
    isTrue(refused.html.includes('value="owner@example.com&quot;>&lt;b>"') || refused.html.includes("&lt;b&gt;"));
    doesNotMatch(refused.html, /비밀-7391|<b>/);
  },
);

consoleTest(
  "POST /login sets a cookie with its flags, a new one each time, and goes where one wanted",
  async ({ open }) => {
    const browser = open();
    const first = await logInAt(browser, "/login?next=%2Fsettings%2Fsessions");
    deepStrictEqual([first.status, first.location], [303, "/settings/sessions"]);
    match(first.cookies.join("\n"), /^session=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/m);
    const token = browser.cookies.get("session");
    strictEqual((await browser.get("/settings/sessions")).status, 200);
    deepStrictEqual((await browser.get("/login?next=/settings/password")).location, "/settings/password");
    const other = open();
    await logInAt(other);
    notStrictEqual(other.cookies.get("session"), token);
  },
);

consoleTest("POST /login never leads to another host", async ({ world, open }) => {
  for (const next of ["https://example.net", "//example.net", "/\\example.net", "javascript:alert(1)"]) {
    const { location } = await logInAt(open(), `/login?next=${encodeURIComponent(next)}`);
    strictEqual(location, "/", next);
    await world.db.execute(sql`delete from throttles`);
  }
});

consoleTest("POST /login answers known and unknown names with the same page", async ({ open }) => {
  const browser = open();
  const wrong = async (email: string) => {
    const answer = await browser.submit("/login", { email, password: "틀린 것" });
    return [answer.status, answer.html.replaceAll(email, "?")];
  };
  const plain = (html: unknown) => String(html).replaceAll(/nonce-?=?"?[^"]*|[0-9a-f-]{36}|_csrf" value="[^"]*/g, "");
  const [known, unknown] = [await wrong(owner), await wrong("none@@example.com")];
  deepStrictEqual([known[0], plain(known[1])], [unknown[0], plain(unknown[1])]);
  const forgot = async (email: string) => {
    const answer = await browser.submit("/forgot", { email });
    return [answer.status, plain(answer.html)];
  };
  deepStrictEqual(await forgot(owner), await forgot("nobody@example.com"));
});

consoleTest("POST /login says how long to wait, with status 429", async ({ open }) => {
  const browser = open();
  for (let count = 0; count < 5; count++) {
    strictEqual((await browser.submit("/login", { email: owner, password: "틀린 것" })).status, 422);
  }
  const blocked = await logInAt(browser);
  strictEqual(blocked.status, 429);
  isTrue(blocked.html.includes("시도가 너무 많았습니다. 1분 뒤에 다시 시도해 주십시오."));
});

consoleTest("bad input at the login is a sentence at its field, whatever it is", async ({ open }) => {
  const browser = open();
  const cases = [
    [{ email: "", password: "" }, "「이메일」 값이 비어 있습니다"],
    [{ email: owner, password: "" }, "「비밀번호」 값이 비어 있습니다"],
    [{ email: "a".repeat(10_000), password }, "입력하신 정보가 올바르지 않습니다"],
    [{ email: owner, password: "x".repeat(100_000) }, "너무"],
    [{ email: `${owner}\0`, password }, "문자"],
    [{ email: "<script>alert(1)</script>😀", password }, "입력하신 정보가 올바르지 않습니다"],
  ] as const;
  for (const [fields, sentence] of cases) {
    const answer = await browser.submit("/login", fields);
    strictEqual(answer.status, 422, sentence);
    isTrue(answer.html.includes(sentence), sentence);
    doesNotMatch(answer.html, /<script>alert/);
  }
});

consoleTest("POST /logout ends the session on the server and takes the cookie", async ({ open }) => {
  const browser = open();
  await logInAt(browser);
  const token = browser.cookies.get("session") ?? "";
  const out = await browser.submit("/settings/sessions", {}, "/logout");
  deepStrictEqual([out.status, out.location], [303, "/login"]);
  match(out.cookies.join("\n"), /^session=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0$/m);
  strictEqual(browser.cookies.has("session"), false);
  browser.cookies.set("session", token);
  strictEqual((await browser.get("/settings/sessions")).location, "/login?next=%2Fsettings%2Fsessions");
});

consoleTest("over https the cookie is __Host-session with Secure", async ({ open }) => {
  const browser = open();
  const { cookies } = await logInAt(browser);
  match(cookies.join("\n"), /^__Host-session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/m);
}, { BASE_URL: "https://bill.example.com" });

consoleTest(
  "an authenticator app is added, asked for at the next login, and deleted with it",
  async ({ world, open }) => {
    const browser = open();
    await logInAt(browser);
    world.app.clock.moveTo(new Date(world.app.clock.now().getTime() + 11 * 60_000));
    // The password stands in for the factor that is not there yet.
    const asked = await browser.get("/settings/two-factor/new?kind=totp");
    const wanted = "/login/verify?for=%2Fsettings%2Ftwo-factor%2Fnew%3Fkind%3Dtotp";
    deepStrictEqual([asked.status, asked.location], [303, wanted]);
    strictEqual((await browser.submit(wanted, { password: "틀린 것" })).status, 422);
    const before = browser.cookies.get("session");
    const proved = await browser.submit(wanted, { password });
    deepStrictEqual([proved.status, proved.location], [303, "/settings/two-factor/new?kind=totp"]);
    notStrictEqual(browser.cookies.get("session"), before);
    const added = await browser.submit("/settings/two-factor/new?kind=totp", { name: "내 전화기" });
    const path = added.location ?? "";
    match(path, /^\/settings\/two-factor\/[0-9a-f-]{36}$/);
    const { html } = await browser.get(path);
    match(html, /<svg class="w-56" viewBox="0 0 \d+ \d+" role="img"/);
    doesNotMatch(html, / style=/);
    const secret = /<code class="break-all">([A-Z2-7 ]+)<\/code>/.exec(html)?.[1]?.replaceAll(" ", "") ?? "";
    strictEqual(secret.length, 32);
    const wrong = await browser.submit(path, { code: "12" });
    strictEqual(wrong.status, 422);
    const confirmed = await browser.submit(path, { code: appCode(secret, new Date(wallClockMs())) });
    strictEqual(confirmed.status, 200);
    const codes = [...confirmed.html.matchAll(/<code class="text-lg">([\w-]+)<\/code>/g)].map((found) =>
      found[1] ?? ""
    );
    strictEqual(codes.length, 10);
    strictEqual((await browser.get(path)).location, "/settings/two-factor");
    doesNotMatch((await browser.get("/settings/two-factor")).html, new RegExp(`${secret}|${codes[0]}`));

    const second = open();
    const half = await logInAt(second, "/login?next=%2Fsettings%2Ftwo-factor");
    deepStrictEqual([half.status, half.location], [303, "/login/verify?for=%2Fsettings%2Ftwo-factor"]);
    strictEqual((await second.get("/settings/two-factor")).location, "/login?next=%2Fsettings%2Ftwo-factor");
    const used = await second.submit(half.location ?? "", { code: appCode(secret, new Date(wallClockMs())) });
    strictEqual(used.status, 422);
    isTrue(used.html.includes("이미 쓴 번호입니다"));
    const recovered = await second.submit(`${half.location}&factor=recovery`, { code: codes[0] ?? "" });
    deepStrictEqual([recovered.status, recovered.location], [303, "/settings/two-factor"]);
    const list = await second.get("/settings/two-factor?changed=1");
    match(words(list), /다른 기기에서도 로그아웃하시겠습니까\?.*내 전화기 인증 앱/);
    match(words(list), /남은 복구 코드 9개/);
    const removed = await second.submit(`${path}/removal`, {}, `${path}/removal`);
    deepStrictEqual([removed.status, removed.location], [303, "/settings/two-factor?changed=1"]);
    match(words(await second.get("/settings/two-factor")), /등록한 2차 인증이 없습니다/);
  },
);

consoleTest(
  "a phone is added by the code of its SMS, which the login then sends by itself",
  async ({ world, open }) => {
    const browser = open();
    await logInAt(browser);
    const path = "/settings/two-factor/new?kind=sms";
    const wrong = await browser.submit(path, { name: "전화", address: "02-000-0000" });
    strictEqual(wrong.status, 422);
    isTrue(wrong.html.includes("010-0000-0000처럼 입력해 주십시오.") && wrong.html.includes('value="02-000-0000"'));
    const added = await browser.submit(path, { name: "전화", address: "010-0000-0000" });
    const [first] = await world.sms();
    const confirmed = await browser.submit(added.location ?? "", { code: codeIn(first) });
    strictEqual(confirmed.status, 200);
    world.wait(60_000);
    const second = open();
    const half = await logInAt(second);
    const page = await second.get(half.location ?? "");
    match(words(page), /010-\*\*\*\*-0000\(으\)로 보낸 6자리 인증번호를 입력해 주십시오/);
    const sms = await world.sms();
    strictEqual(sms.length, 2);
    const done = await second.submit(half.location ?? "", { code: codeIn(sms[1]) });
    deepStrictEqual([done.status, done.location], [303, "/"]);
  },
);

consoleTest("the password is changed, and other browsers are out", async ({ open }) => {
  const [browser, other] = [open(), open()];
  await logInAt(browser);
  await logInAt(other);
  const change = (current: string, next: string, again = next) =>
    browser.submit("/settings/password", { currentPassword: current, newPassword: next, passwordAgain: again });
  for (
    const [answer, sentence] of [
      [await change(password, "짧다"), "8자 이상이어야 합니다"],
      [await change(password, "충분히 긴 새 비밀번호", "다름"), "비밀번호와 다릅니다"],
      [await change("틀린 것", "충분히 긴 새 비밀번호"), "「현재 비밀번호」가 올바르지 않습니다"],
    ] as const
  ) {
    strictEqual(answer.status, 422);
    isTrue(answer.html.includes(sentence), sentence);
    doesNotMatch(answer.html, /value="[^"]*(틀린 것|충분히)/);
  }
  deepStrictEqual((await change(password, "충분히 긴 새 비밀번호")).location, "/settings/password");
  strictEqual((await browser.get("/settings/password")).status, 200);
  strictEqual((await other.get("/settings/password")).status, 303);
});

consoleTest("a reset link is read without being used, and used once", async ({ world, open }) => {
  const browser = open();
  await browser.submit("/forgot", { email: owner });
  const path = /http:\/\/localhost:8000(\/reset\/[\w-]+)/.exec((await world.mails())[0]?.text ?? "")?.[1] ?? "";
  for (let count = 0; count < 2; count++) strictEqual((await browser.get(path)).status, 200);
  const typed = { newPassword: "충분히 긴 새 비밀번호", passwordAgain: "충분히 긴 새 비밀번호" };
  const done = await browser.submit(path, typed, path);
  deepStrictEqual([done.status, done.location], [303, "/login"]);
  const gone = await browser.get(path);
  strictEqual(gone.status, 410);
  match(words(gone), /이미 쓴 링크입니다/);
  strictEqual((await browser.get("/reset/unknown")).status, 410);
  isTrue(world.app.log.lines.every((line) => !line.includes(path.slice(7))));
});

consoleTest("/dev/mail shows mails with their links, and in production nothing", async ({ open }) => {
  const browser = open();
  await browser.submit("/forgot", { email: owner });
  match((await browser.get("/dev/mail")).html, /<a  ?class="link" href="http:\/\/localhost:8000\/reset\/[\w-]{43}"/);
});
consoleTest("/dev/mail is not there in production", async ({ open }) => {
  strictEqual((await open().get("/dev/mail")).status, 404);
}, { APP_ENV: "production", SIMULATOR: "on", SECRET_KEY: btoa("x".repeat(32)) });
