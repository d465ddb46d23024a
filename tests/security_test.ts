import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok as isTrue, strictEqual } from "node:assert/strict";
import { mayOpen } from "../lib/auth/access.ts";
import type { Role } from "../lib/auth/signed_in.ts";
import { type Db, sql } from "../lib/db/mod.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { invariant } from "../lib/prelude.ts";
import { read, utils } from "@e965/xlsx";
import { Sql } from "sql-template-tag";
import { routeTree } from "../lib/web/route_tree.ts";
import type { State } from "../routes/_state.ts";
import { routes as modules } from "../routes/manifest.ts";
import { pgliteOfModule } from "./support.ts";
import { cookieOf, password } from "./support_auth.ts";
import { askerOf, type ConsoleWorld, inConsole } from "./support_console.ts";

const database = pgliteOfModule();
const roles: readonly Role[] = ["operator", "owner", "member", "reseller"];
const visitors: readonly (Role | null)[] = [null, ...roles];
const nobodys = "00000000-0000-4000-8000-000000000000";
const { routes } = routeTree<State>(modules);
const partner = firstPartner();

function firstPartner() {
  const [first] = simulatedPartners(3);
  invariant(first, "the simulator has partners");
  return first;
}

function test(name: string, run: (world: ConsoleWorld) => Promise<void>, env: Record<string, string> = {}): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => inConsole(database(), run, env) });
}

/** One request with the headers that are given and no others. */
async function ask(world: ConsoleWorld, path: string, init: RequestInit = {}): Promise<Response> {
  return await askerOf(world.console)(path, init);
}

/** The paths of the routes that answer a method; an id is nobody's unless given by the start of the pattern. */
function pathsOf(method: "GET" | "POST", ids: Readonly<Record<string, string>> = {}): string[] {
  return routes.filter(({ methods, page }) => methods[method] || (method === "GET" && page)).map(({ pattern }) => {
    const of = Object.entries(ids).find(([start]) => pattern.startsWith(start));
    return pattern.replaceAll(/:\w+/g, of?.[1] ?? nobodys);
  });
}

const writable = [
  "applications",
  "users",
  "msps",
  "cloud_accounts",
  "sessions",
  "second_factors",
  "sent_codes",
  "recovery_codes",
  "password_resets",
  "account_mails",
];

/** All that the console's own tables hold, save when a session was last seen. */
async function stateOf(db: Db): Promise<string> {
  const found: string[] = [];
  for (const table of writable) {
    const query = new Sql([`select (to_jsonb(t) - 'last_seen_at')::text as row from ${table} t order by 1`], []);
    const rows = await db.query<{ row: string }>(query);
    found.push(`${table}: ${rows.map(({ row }) => row).join("\n")}`);
  }
  return found.join("\n");
}

/** A post as a form of ours would send it but for one thing. */
function formPost(headers: Record<string, string>, fields: Record<string, string> = {}): RequestInit {
  return { method: "POST", headers, body: new URLSearchParams(fields) };
}

async function tokenFor(world: ConsoleWorld, cookie: string): Promise<string> {
  const html = await (await ask(world, "/settings/password", { headers: { Cookie: cookie } })).text();
  return /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? "";
}

test("no form of another site does anything, at any route, as anybody (R37)", async (world) => {
  const origin = new URL(world.console.config.baseUrl).origin;
  for (const role of visitors) {
    const Cookie = role === null ? "" : await cookieOf(world, role);
    const _csrf = role === null ? "x" : await tokenFor(world, Cookie);
    const before = await stateOf(world.db);
    const foreign: Record<string, string>[] = [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "cross-site", "Origin": origin },
      { "Origin": "https://evil.example" },
      { "Origin": `${origin}.evil.example` },
      { "Origin": "null" },
      {},
    ];
    for (const path of pathsOf("POST")) {
      for (const headers of foreign) {
        const answer = await ask(world, path, formPost({ ...headers, Cookie }, { _csrf, state: "disabled" }));
        strictEqual(answer.status, 403, `${path} as ${role}: ${JSON.stringify(headers)}`);
      }
      // One of ours without its token, and with another's.
      for (const token of ["", "x.y", "0".repeat(97)]) {
        const answer = await ask(world, path, formPost({ "Sec-Fetch-Site": "same-origin", Cookie }, { _csrf: token }));
        isTrue([401, 403].includes(answer.status), `${path} as ${role}: token "${token}": ${answer.status}`);
      }
    }
    strictEqual(await stateOf(world.db), before, `as ${role}`);
  }
});

test("the token of another user's form is none (R37)", async (world) => {
  const [owner, member] = [await cookieOf(world, "owner"), await cookieOf(world, "member")];
  const headers = { "Sec-Fetch-Site": "same-origin", Cookie: owner };
  const stolen = await ask(world, "/settings/display", { headers: { Cookie: owner } });
  strictEqual(stolen.status, 200);
  const wrong = formPost(headers, { _csrf: await tokenFor(world, member) });
  strictEqual((await ask(world, "/settings/sessions/removal", wrong)).status, 403);
  const right = formPost(headers, { _csrf: await tokenFor(world, owner) });
  strictEqual((await ask(world, "/settings/sessions/removal", right)).status, 303);
});

test("a form of the same origin passes by Origin where a browser sends no Sec-Fetch-Site (R37)", async (world) => {
  const cookie = await cookieOf(world, "owner");
  const origin = new URL(world.console.config.baseUrl).origin;
  const post = formPost({ Origin: origin, Cookie: cookie }, { _csrf: await tokenFor(world, cookie) });
  strictEqual((await ask(world, "/settings/sessions/removal", post)).status, 303);
});

/** Things that an owner has, so that the pages about them can be opened. */
async function seedOwn(world: ConsoleWorld): Promise<Record<string, string>> {
  const at = world.app.clock.now();
  const first = async (rows: Promise<readonly { id: string }[]>) => (await rows)[0]?.id ?? nobodys;
  const { db, users } = world;
  return {
    "/settings/keys/": await first(db.query(sql`select id from cloud_accounts where msp_id = ${world.mspId}`)),
    "/settings/users/": users.member,
    "/settings/two-factor/": await first(db.query(sql`
      insert into second_factors (user_id, kind, name, address, created_at)
      values (${users.owner}, 'email', '메일', 'owner@example.com', ${at}) returning id`)),
    "/operator/applications/": await first(db.query(sql`
      insert into applications (state, company, brn, representative, contact_name, email, phone, lang, password_hash,
        applied_at, confirmed_at)
      values ('pending', '새봄클라우드', '1234567891', '이새봄', '박정산', 'new@example.com', '02-000-0000', 'ko',
        'hash-of-a-password', ${at}, ${at}) returning id`)),
    "/signup/confirmation/": "A".repeat(43),
    "/reset/": "A".repeat(43),
  };
}

test("no GET and no HEAD changes anything (R37)", async (world) => {
  const ids = await seedOwn(world);
  for (const role of visitors) {
    const Cookie = role === null ? "" : await cookieOf(world, role);
    const before = await stateOf(world.db);
    for (const method of ["GET", "HEAD"]) {
      for (const path of pathsOf("GET", ids)) {
        await (await ask(world, path, { method, headers: { Cookie } })).body?.cancel();
      }
    }
    strictEqual(await stateOf(world.db), before, `as ${role}`);
  }
});

test("every answer carries its headers: pages, files, redirects, 403, 404, 405 and 500 (R38)", async (world) => {
  const ids = await seedOwn(world);
  const seen = new Set<number>();
  const check = (response: Response, what: string) => {
    const { headers } = response;
    seen.add(response.status);
    const policy = headers.get("Content-Security-Policy") ?? "";
    match(policy, /^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self';/, what);
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
      isTrue(policy.includes(part), `${what}: ${part}`);
    }
    doesNotMatch(policy, /unsafe|strict-dynamic|\*|http/);
    strictEqual(headers.get("X-Content-Type-Options"), "nosniff", what);
    isTrue(Number(/max-age=(\d+)/.exec(headers.get("Strict-Transport-Security") ?? "")?.[1]) >= 31_536_000, what);
    strictEqual(headers.get("Referrer-Policy"), "same-origin", what);
    strictEqual(headers.get("Cache-Control"), "no-store", what);
    strictEqual(headers.get("Server"), null, what);
  };
  for (const role of visitors) {
    const Cookie = role === null ? "" : await cookieOf(world, role);
    for (const path of [...pathsOf("GET", ids), "/nowhere", "/settings/nowhere/x"]) {
      const what = `GET ${path} as ${role}`;
      const response = await ask(world, path, { headers: { Cookie } });
      check(response, what);
      const type = response.headers.get("Content-Type") ?? "";
      if (!type.startsWith("text/html")) {
        await response.body?.cancel();
        continue;
      }
      strictEqual(type, "text/html; charset=utf-8", what);
      const html = await response.text();
      doesNotMatch(html, /<style| style=| on[a-z]+=|javascript:/, what);
      // The only scripts are ours, by their nonce.
      const nonce = /'nonce-([^']+)'/.exec(response.headers.get("Content-Security-Policy") ?? "")?.[1] ?? "";
      for (const [tag] of html.matchAll(/<script[^>]*>/g)) {
        isTrue(tag.includes(`nonce="${nonce}"`) || tag.includes('type="application/json"'), `${what}: ${tag}`);
      }
    }
    for (const path of pathsOf("POST")) check(await ask(world, path, formPost({ Cookie })), `POST ${path}`);
    for (const method of ["DELETE", "PUT", "PATCH", "OPTIONS"]) {
      const response = await ask(world, "/settings/keys", { method, headers: { Cookie } });
      check(response, `${method} as ${role}`);
      strictEqual(response.status, 405);
    }
  }
  deepStrictEqual([200, 303, 403, 404, 405].filter((status) => !seen.has(status)), []);
});

test("a page that fails has its headers and says nothing of the cause (R38, R36)", async (world) => {
  const failing = { ...world.console, readiness: () => Promise.reject(new Error(`down: ${partner.secretKey}`)) };
  const answer = await askerOf(failing)("/status");
  strictEqual(answer.status, 500);
  match(answer.headers.get("Content-Security-Policy") ?? "", /^default-src 'none'/);
  strictEqual(answer.headers.get("Cache-Control"), "no-store");
  doesNotMatch(await answer.text(), new RegExp(`${partner.secretKey}|down|Error|\\.ts`));
});

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

/** Secrets put where the product keeps secrets; the walk looks for each of them. */
async function seedSecrets(world: ConsoleWorld): Promise<string[]> {
  const owner = await world.browser("owner");
  const added = await owner.post("/settings/keys/new", {
    name: "공공-PCP",
    zone: partner.zone,
    type: "pcp",
    accessKey: partner.accessKey,
    secretKey: partner.secretKey,
  });
  strictEqual(added.status, 303, added.html);
  const initial = "초대받은 사람의 비밀 문장";
  const user = await owner.post("/settings/users/new", {
    role: "member",
    name: "연구소",
    affiliation: "",
    email: "research@example.com",
    login: "research",
    start: "initial",
    password: initial,
  });
  strictEqual(user.status, 303, user.html);
  for (const email of ["owner@example.com", "nobody@example.com"]) {
    await (await world.browser()).post("/login", { email, password: "누군가가 틀린 비밀번호" });
  }
  await (await world.browser()).post("/forgot", { email: "owner@example.com" });
  const rows = await world.db.query<{ hash: string }>(sql`
    select password_hash as hash from users union all select token_hash from sessions
    union all select token_hash from password_resets union all select secret_key from cloud_accounts
    where secret_key <> 'cipher'`);
  const text = JSON.stringify(await world.db.query(sql`select body_text from account_mails`));
  const links = [...text.matchAll(/\/(?:reset|confirmation)\/([\w-]{20,})/g)].map((found) => found[1] ?? "");
  return [
    partner.secretKey,
    partner.accessKey,
    initial,
    "누군가가 틀린 비밀번호",
    password,
    btoa(String.fromCharCode(...world.app.signingKey)),
    ...links,
    ...rows.map(({ hash }) => hash),
  ].filter((each) => each.length > 0);
}

test("no secret is in any answer, header, activity or line of the log, whoever looks (R36)", async (world) => {
  const ids = await seedOwn(world);
  const secrets = await seedSecrets(world);
  isTrue(secrets.length > 10, String(secrets.length));
  const [key] = await world.db.query<{ id: string }>(sql`select id from cloud_accounts where name = '공공-PCP'`);
  const paths = pathsOf("GET", { ...ids, "/settings/keys/": key?.id ?? "" })
    // In development the mails that would have been sent are shown with their links; that is what it is for.
    .filter((path) => path !== "/dev/mail");
  const sessions: string[] = [];
  const look = (text: string, where: string) => {
    for (const secret of [...secrets, ...sessions]) isTrue(!text.includes(secret), `${where} holds ${secret}`);
  };
  for (const role of visitors) {
    const Cookie = role === null ? "" : await cookieOf(world, role);
    if (role !== null) sessions.push(Cookie.slice("session=".length));
    for (const path of paths) {
      const answer = await ask(world, path, { headers: { Cookie } });
      const isFile = (answer.headers.get("Content-Type") ?? "").includes("spreadsheet");
      look(isFile ? await unzipped(answer) : await answer.text(), `${path} as ${role}`);
      look([...answer.headers].flat().join("\n"), `headers of ${path} as ${role}`);
    }
    for (const path of pathsOf("POST", ids)) {
      const fields = { secretKey: partner.secretKey, password, currentPassword: password, newPassword: password };
      const answer = await ask(world, path, formPost({ Cookie, "Sec-Fetch-Site": "same-origin" }, fields));
      look(await answer.text(), `POST ${path} as ${role}`);
    }
  }
  look(world.app.log.lines.join("\n"), "the log");
  look(JSON.stringify(await world.db.query(sql`select before, after from audit_entries`)), "the activity log");
  isTrue(world.app.log.lines.length > 100);
});

/** The texts of a workbook. */
async function unzipped(answer: Response): Promise<string> {
  const book = read(new Uint8Array(await answer.arrayBuffer()));
  return Object.values(book.Sheets).map((sheet) => utils.sheet_to_csv(sheet)).join("\n");
}

test("a name cannot add a header, a recipient or a line of the log (R42, R43, R46)", async (world) => {
  const owner = await world.browser("owner");
  const user = (changes: Record<string, string>) =>
    owner.post("/settings/users/new", {
      role: "member",
      name: "연구소",
      affiliation: "",
      email: "research@example.com",
      login: "research",
      start: "invite",
      ...changes,
    });
  const breaks = ["\r\n", "\n", "\r", "\u2028", "\u0085"];
  for (const br of breaks) {
    for (const field of ["name", "email", "affiliation", "login"]) {
      const value = field === "email" ? `research@example.com${br}Bcc: x@evil.example` : `가${br}Bcc: x@evil.example`;
      const { status } = await user({ [field]: value });
      strictEqual(status, 422, `${field} with ${JSON.stringify(br)}`);
    }
    const visitor = await world.browser();
    await visitor.post("/login", { email: `owner@example.com${br}{"event":"login"}`, password: "x".repeat(20) });
    await visitor.post("/forgot", { email: `owner@example.com${br}Bcc: x@evil.example` });
  }
  for (
    const email of ["a@example.com,b@evil.example", "a@example.com;b@evil.example", "A <a@example.com>", "a@@b.com"]
  ) {
    strictEqual((await user({ email })).status, 422, email);
  }
  deepStrictEqual(await world.mails(), []);
  for (const line of world.app.log.lines) {
    strictEqual(/[\r\n\u2028\u2029\u0085]/.test(line), false, line);
    const { event } = Object(JSON.parse(line));
    isTrue(event !== "login", line);
  }
  // A quoted name stays one name, in the mail as on the screen.
  strictEqual((await user({ name: `"연구소", <x@evil.example>` })).status, 303);
  deepStrictEqual((await world.mails()).map(({ address }) => address), ["research@example.com"]);
  match((await owner.get("/settings/users")).html, /&quot;연구소&quot;, &lt;x@evil\.example(>|&gt;)/);
});

test("a path cannot add a header to the way it is sent on, nor lead off the site", async (world) => {
  for (
    const next of ["/%0d%0aSet-Cookie:%20a=b", "//evil.example", "/\\evil.example", "https://evil.example", "/%2f"]
  ) {
    const browser = await world.browser();
    const path = `/login?next=${encodeURIComponent(next)}`;
    const { location, headers } = await browser.post(path, { email: "owner@example.com", password });
    isTrue(location?.startsWith("/") && !/^\/[/\\]/.test(location), `${next}: ${location}`);
    doesNotMatch(headers.getSetCookie().join("\n"), /^a=b/m);
    await world.db.execute(sql`delete from throttles`);
  }
  const sent = await ask(world, "/settings/keys?a=%0d%0aX-Evil:%201");
  strictEqual(sent.headers.get("X-Evil"), null);
  const back = await world.browser("owner");
  const lang = await back.post("/preferences/language", { language: "en" }, "/settings/password");
  strictEqual(lang.status, 303);
});

test("a download carries a quoted, encoded name in which Korean survives (R42)", async (world) => {
  const owner = await world.browser("owner");
  for (const path of ["/settings/users/export", "/settings/audit/export"]) {
    const header = (await owner.get(path)).headers.get("Content-Disposition") ?? "";
    const [, plain = "", encoded = ""] =
      /^attachment; filename="([\x20-\x7e]+)"; filename\*=UTF-8''([A-Za-z0-9.!#$&+^_`|~%-]+)$/.exec(header) ?? [];
    match(decodeURIComponent(encoded), /^[가-힣 ]+ 2025-01-06\.xlsx$/);
    doesNotMatch(plain, /["\\/]/);
  }
});

test("the roles that may read also may not write what only the owner writes", async (world) => {
  const before = await stateOf(world.db);
  for (const role of ["member", "reseller", "operator"] as const) {
    const browser = await world.browser(role);
    for (const path of pathsOf("POST").filter((each) => /^\/settings\/(profile|keys|users)/.test(each))) {
      const pattern = path.replace(nobodys, ":id");
      notStrictEqual(mayOpen(pattern, "POST", role), "yes");
      strictEqual((await browser.post(path, {}, "/settings/password")).status, 403, `${path} as ${role}`);
    }
  }
  const after = await stateOf(world.db);
  strictEqual(after.slice(0, after.indexOf("sessions:")), before.slice(0, before.indexOf("sessions:")));
});
