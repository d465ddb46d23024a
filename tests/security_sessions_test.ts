import { deepStrictEqual, doesNotMatch, match, ok as isTrue, strictEqual } from "node:assert/strict";
import { sql } from "../lib/db/mod.ts";
import { pgliteOfModule } from "./support.ts";
import { cookieOf, password } from "./support_auth.ts";
import { type ConsoleWorld, inConsole } from "./support_console.ts";
import { ask, formPost, tokenFor } from "./support_security.ts";

const database = pgliteOfModule();

function test(name: string, run: (world: ConsoleWorld) => Promise<void>, env: Record<string, string> = {}): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => inConsole(database(), run, env) });
}

test("cookies are __Host-, Secure, HttpOnly, SameSite and of the whole site over https (R30)", async (world) => {
  const browser = await world.browser();
  const login = await browser.post("/login", { email: "owner@example.com", password });
  strictEqual(login.status, 303);
  const lines = [
    ...login.headers.getSetCookie(),
    ...(await (await world.browser()).get("/login")).headers.getSetCookie(),
    ...(await browser.post("/preferences/theme", { theme: "dark" }, "/settings/password")).headers.getSetCookie(),
    ...(await browser.post("/logout", {}, "/settings/password")).headers.getSetCookie(),
  ];
  deepStrictEqual([...new Set(lines.map((line) => line.split("=")[0]))].sort(), [
    "__Host-browser",
    "__Host-flash",
    "__Host-session",
    "__Host-theme",
  ]);
  for (const line of lines) {
    match(line, /; Path=\/(;|$)/);
    for (const flag of ["HttpOnly", "Secure"]) isTrue(line.split("; ").includes(flag), line);
    match(line, /; SameSite=(Lax|Strict)(;|$)/);
    doesNotMatch(line, /Domain=/i);
  }
}, { BASE_URL: "https://bill.example.com" });

test("a session's id is random, stored as a hash, new at login, and none that was brought along (R29)", async (world) => {
  const brought = await cookieOf(world, "member");
  const fixed = await ask(world, "/login", { headers: { Cookie: `${brought}; browser=${"0".repeat(32)}` } });
  // The member is signed in: the login page sends them on. Whoever is not gets a token of the server's own making.
  strictEqual(fixed.status, 303);
  const tokens = new Set<string>();
  for (let count = 0; count < 3; count++) {
    const browser = await world.browser();
    const { headers } = await browser.post("/login", { email: "owner@example.com", password });
    tokens.add(/^session=([^;]+)/m.exec(headers.getSetCookie().join("\n"))?.[1] ?? "");
  }
  strictEqual(tokens.size, 3);
  const stored = JSON.stringify(await world.db.query(sql`select * from sessions`));
  for (const token of tokens) {
    isTrue(token.length > 40);
    for (const part of token.split(".")) isTrue(!stored.includes(part), "no part of a token is stored");
    const claims = atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    const id = String(Object(JSON.parse(claims)).sid ?? Object(JSON.parse(claims)).jti ?? "");
    isTrue(/^[\w-]{22,}$/.test(id), claims);
    isTrue(!stored.includes(id), "the id within the token is stored as its hash alone");
  }
});

test("a token that was changed, or signed by nobody, signs nobody in (R29)", async (world) => {
  const cookie = await cookieOf(world, "owner");
  const [head = "", body = "", signature = ""] = cookie.slice("session=".length).split(".");
  const none = btoa(JSON.stringify({ alg: "none" })).replaceAll("=", "");
  const forged = [
    `${head}.${body}.${signature.slice(0, -2)}AA`,
    `${head}.${body}.`,
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${head}.${btoa("{}")}.${signature}`,
    "x",
    "..",
    "%00",
  ];
  for (const token of forged) {
    const answer = await ask(world, "/settings/password", { headers: { Cookie: `session=${token}` } });
    deepStrictEqual(
      [answer.status, answer.headers.get("Location")],
      [303, "/login?next=%2Fsettings%2Fpassword"],
      token,
    );
  }
});

test("sessions end on the server: idle, absolute, at logout, when stopped, when the password changes (R29, R30)", async (world) => {
  const isIn = async (cookie: string) =>
    (await ask(world, "/settings/password", { headers: { Cookie: cookie } })).status === 200;
  const hour = 3_600_000;
  const idle = await cookieOf(world, "owner");
  const kept = await cookieOf(world, "owner");
  let waited = 0;
  while (waited < 72 && await isIn(kept)) {
    world.wait(hour / 4);
    waited += 0.25;
  }
  isTrue(waited > 1 && waited <= 24, `a session in use ends after ${waited} hours`);
  strictEqual(await isIn(idle), false);
  const out = await cookieOf(world, "owner");
  const _csrf = await tokenFor(world, out);
  await ask(world, "/logout", formPost({ "Sec-Fetch-Site": "same-origin", Cookie: out }, { _csrf }));
  strictEqual(await isIn(out), false);
  const stopped = await cookieOf(world, "member");
  await world.db.query(sql`update users set disabled_at = ${world.app.clock.now()} where id = ${world.users.member}`);
  strictEqual(await isIn(stopped), false);
  const other = await cookieOf(world, "reseller");
  const changing = await world.browser("reseller");
  const next = "아무도 모르는 아주 긴 문장";
  const changed = await changing.post("/settings/password", {
    currentPassword: password,
    newPassword: next,
    passwordAgain: next,
  });
  strictEqual(changed.status, 303, changed.html);
  strictEqual(await isIn(other), false);
});

test("login, reset and sign-up say the same of whom they know and whom they do not (R33)", async (world) => {
  const bare = (html: string) =>
    html.replaceAll(/_csrf" value="[^"]*|nonce="[^"]*|[\w.]+@example\.com|value="(staff|nobody)"/g, "");
  const answers = async (path: string, fields: Record<string, string>[]) => {
    const seen: unknown[] = [];
    for (const each of fields) {
      const browser = await world.browser();
      const { status, location, html, flash } = await browser.post(path, each);
      const after = location === null ? "" : (await browser.get(location)).html;
      seen.push([status, location, bare(html), flash, bare(after)]);
    }
    return seen;
  };
  const [known, unknown] = await answers("/login", [
    { email: "owner@example.com", password: "틀린 비밀번호" },
    { email: "nobody@example.com", password: "틀린 비밀번호" },
  ]);
  deepStrictEqual(known, unknown);
  const [sub, noSub, noOwner] = await answers("/login?tab=sub", [
    { ownerEmail: "owner@example.com", login: "staff", password: "틀린 비밀번호" },
    { ownerEmail: "owner@example.com", login: "nobody", password: "틀린 비밀번호" },
    { ownerEmail: "nobody@example.com", login: "staff", password: "틀린 비밀번호" },
  ]);
  deepStrictEqual(sub, noSub);
  deepStrictEqual(sub, noOwner);
  const [forgotten, neverKnown] = await answers("/forgot", [{ email: "owner@example.com" }, {
    email: "nobody@example.com",
  }]);
  deepStrictEqual(forgotten, neverKnown);
});
