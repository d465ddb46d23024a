import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok as isTrue, strictEqual } from "node:assert/strict";
import { mayOpen } from "../lib/auth/access.ts";
import { sql } from "../lib/db/mod.ts";
import { read, utils } from "@e965/xlsx";
import { pgliteOfModule } from "./support.ts";
import { cookieOf, password } from "./support_auth.ts";
import { askerOf, type ConsoleWorld, inConsole } from "./support_console.ts";
import { ask, formPost, nobodys, partner, pathsOf, seedOwn, stateOf, tokenFor, visitors } from "./support_security.ts";

const database = pgliteOfModule();

function test(name: string, run: (world: ConsoleWorld) => Promise<void>, env: Record<string, string> = {}): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => inConsole(database(), run, env) });
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
