import { deepStrictEqual, doesNotMatch, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { signSession } from "../lib/auth/token.ts";
import { browserOf, consoleAlone, csrfOf } from "./_console_for_tests.ts";

Deno.test("every answer carries the security headers, whatever it is", async () => {
  const { ask } = consoleAlone();
  for (
    const path of ["/", "/status", "/nowhere", "/health/live", "/metrics", "/preferences/theme", "/static/favicon.svg"]
  ) {
    const { headers } = await ask(path);
    const policy = headers.get("Content-Security-Policy") ?? "";
    match(policy, /^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self';/, path);
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
      strictEqual(policy.includes(part), true, `${path}: ${part}`);
    }
    doesNotMatch(policy, /unsafe|strict-dynamic|\*/);
    strictEqual(headers.get("X-Content-Type-Options"), "nosniff", path);
    match(headers.get("Strict-Transport-Security") ?? "", /max-age=(\d{8,})/, path);
    strictEqual(headers.get("Referrer-Policy"), "same-origin", path);
    match(headers.get("Permissions-Policy") ?? "", /camera=\(\)/, path);
    if (!path.startsWith("/static/")) strictEqual(headers.get("Cache-Control"), "no-store", path);
  }
  const nonce = async () => (await ask("/status")).headers.get("Content-Security-Policy");
  notStrictEqual(await nonce(), await nonce());
});

Deno.test("a page without islands loads no script, and no page holds an inline script or style", async () => {
  const { ask } = consoleAlone();
  for (const path of ["/status", "/nowhere"]) {
    const html = await (await ask(path)).text();
    doesNotMatch(html, /<script|<style| style=| on\w+=/);
    match(html, /<link rel="stylesheet" href="\/static\/styles\.css\?v=[0-9a-f]{16}"/);
  }
});

Deno.test("whoever is not signed in is sent to the login page, which knows where to come back to", async () => {
  const { ask } = consoleAlone();
  const cases = [["/", "/login"], ["/settings/password?a=1", "/login?next=%2Fsettings%2Fpassword%3Fa%3D1"]] as const;
  for (const [path, location] of cases) {
    const response = await ask(path);
    // The route may not be there yet; what is there and closed asks for the login.
    if (response.status !== 404) deepStrictEqual([response.status, response.headers.get("Location")], [303, location]);
  }
});

Deno.test("health and metrics answer without a database, without cookies", async () => {
  const { ask } = consoleAlone();
  const live = await ask("/health/live");
  deepStrictEqual([live.status, await live.json(), live.headers.getSetCookie()], [200, { status: "ok" }, []]);
  const ready = await ask("/health/ready");
  deepStrictEqual([ready.status, await ready.json()], [503, {
    status: "not_ready",
    checks: { database: false, migrations: false, queue: false },
    lastSyncAgeSeconds: null,
  }]);
  const metrics = await (await ask("/metrics")).text();
  match(metrics, /clabill_http_request_seconds_count\{method="GET",route="\/health\/ready",status="503"\} 1/);
});

Deno.test("the status page is open in development and the operator's in production", async () => {
  strictEqual((await consoleAlone().ask("/status")).status, 200);
  const secret = btoa("x".repeat(32));
  const { ask } = consoleAlone({ APP_ENV: "production", SIMULATOR: "on", SECRET_KEY: secret });
  const response = await ask("/status");
  deepStrictEqual([response.status, response.headers.get("Location")], [303, "/login?next=%2Fstatus"]);
});

Deno.test("an error of ours shows a page with the request's number, logs it, and shows nothing of the cause", async () => {
  const { ask, log, app } = consoleAlone();
  const token = await signSession("x", { signingKey: app.signingKey, at: app.clock.now() });
  const broken = await ask("/status", { headers: { Cookie: `session=${token}`, "Accept-Language": "en" } });
  const requestId = broken.headers.get("X-Request-Id") ?? "";
  const html = await broken.text();
  strictEqual(broken.status, 500);
  match(html, /<html lang="en" ?>.*<title>It could not be done · Cla-Bill<\/title>/);
  match(html, new RegExp(`<code[^>]*>${requestId}</code>`));
  doesNotMatch(html, /Cannot reach|TypeError|\.ts/);
  const [failed, request] = log.lines.map((line) => Object(JSON.parse(line)));
  deepStrictEqual([failed.event, failed.level, failed.requestId, failed.route, failed.error.message], [
    "request_failed",
    "error",
    requestId,
    "/status",
    "Cannot reach db: the console stands alone",
  ]);
  deepStrictEqual([request.event, request.status], ["request", 500]);
});

Deno.test("each request writes one line: number, method, pattern, status and time, nothing of its path or query", async () => {
  const { ask, log } = consoleAlone();
  await ask("/health/live?token=abc");
  await ask("/%EC%97%86%EC%9D%8C/1?secret=abc");
  await ask("/static/favicon.svg");
  const lines = log.lines.map((line) => Object(JSON.parse(line)));
  deepStrictEqual(lines.map(({ event, method, route, status }) => [event, method, route, status]), [
    ["request", "GET", "/health/live", 200],
    ["request", "GET", "unmatched", 404],
    ["request", "GET", "/static/*", 200],
  ]);
  for (const line of lines) {
    match(line.requestId, /^[0-9a-f-]{36}$/);
    strictEqual(Number.isInteger(line.ms), true);
  }
  doesNotMatch(log.lines.join("\n"), /abc|없음|%EC/);
});

Deno.test("language and theme are chosen by a form, kept for a year, and shown at once", async () => {
  const { ask } = consoleAlone();
  const browser = browserOf(ask);
  const page = await browser.go("/status", { headers: { "Accept-Language": "en-GB" } });
  match(await page.text(), /<html lang="en" ?>/);
  const refused = await browser.post("/preferences/language", { language: "ko" }, {
    Referer: "http://localhost:8000/status",
  });
  const _csrf = csrfOf(await refused.text());
  const back = { Referer: "http://localhost:8000/status?x=1" };
  const chosen = await browser.post("/preferences/language", { _csrf, language: "ko" }, back);
  deepStrictEqual([chosen.status, chosen.headers.get("Location")], [303, "/status?x=1"]);
  strictEqual(chosen.headers.getSetCookie()[0], "lang=ko; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
  await browser.post("/preferences/theme", { _csrf, theme: "dark" }, { Referer: "http://evil.example/x" });
  match(await (await browser.go("/status")).text(), /<html lang="ko" data-theme="clabill-dark">/);
  const wrong = await browser.post("/preferences/theme", { _csrf, theme: "neon" });
  deepStrictEqual([wrong.status, wrong.headers.get("Location"), wrong.headers.getSetCookie()], [303, "/", []]);
});

Deno.test("a post from another site is refused, a form of ours without its token is offered again", async () => {
  const { ask } = consoleAlone();
  const browser = browserOf(ask);
  await browser.go("/status");
  for (const site of ["cross-site", "same-site"]) {
    const response = await browser.post("/preferences/theme", { theme: "dark" }, { "Sec-Fetch-Site": site });
    strictEqual(response.status, 403);
    doesNotMatch(await response.text(), /<form/);
  }
  const kept = await browser.post("/preferences/theme", { theme: `"><b>`, password: "hunter2" });
  const html = await kept.text();
  strictEqual(kept.status, 403);
  match(html, /오래된 화면입니다/);
  match(html, /<input type="hidden" name="theme" value="&quot;>&lt;b>" ?\/?>/);
  doesNotMatch(html, /hunter2/);
  const again = await browser.post("/preferences/theme", { _csrf: csrfOf(html), theme: "dark" });
  deepStrictEqual([again.status, browser.cookies.get("theme")], [303, "dark"]);
});

Deno.test("the token of one browser is none for another, and none without its cookie", async () => {
  const { ask } = consoleAlone();
  const [one, other] = [browserOf(ask), browserOf(ask)];
  await one.go("/status");
  await other.go("/status");
  const _csrf = csrfOf(await (await one.post("/preferences/theme", {})).text());
  strictEqual((await other.post("/preferences/theme", { _csrf, theme: "dark" })).status, 403);
  strictEqual((await browserOf(ask).post("/preferences/theme", { _csrf, theme: "dark" })).status, 403);
  strictEqual((await one.post("/preferences/theme", { _csrf, theme: "dark" })).status, 303);
});

Deno.test("cookies are __Host- and Secure where the console is reached over https", async () => {
  const { ask } = consoleAlone({ BASE_URL: "https://bill.example.com" });
  for (const line of (await ask("/status")).headers.getSetCookie()) {
    match(line, /^__Host-\w+=[^;]*; Path=\/; HttpOnly; SameSite=Lax; Secure/);
  }
});

Deno.test("a path that no method of ours has is answered 405, even from another site", async () => {
  const { ask } = consoleAlone();
  const cases = [["/preferences/theme", "GET", "POST"], ["/status", "DELETE", "GET, HEAD"], [
    "/status",
    "POST",
    "GET, HEAD",
  ]];
  for (const [path = "", method = "", allow] of cases) {
    const response = await ask(path, { method, headers: { "Sec-Fetch-Site": "cross-site" } });
    deepStrictEqual([response.status, response.headers.get("Allow")], [405, allow], `${method} ${path}`);
  }
});
