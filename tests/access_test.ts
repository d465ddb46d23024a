import { deepStrictEqual, doesNotMatch, match, ok as isTrue, strictEqual } from "node:assert/strict";
import { accessTable, mayOpen } from "../lib/auth/access.ts";
import type { Role } from "../lib/auth/signed_in.ts";
import { sql } from "../lib/db/mod.ts";
import { invariant } from "../lib/prelude.ts";
import { routeTree } from "../lib/web/route_tree.ts";
import type { State } from "../routes/_state.ts";
import { routes as modules } from "../routes/manifest.ts";
import { pgliteOfModule } from "./support.ts";
import { type Answer, type ConsoleWorld, inConsole } from "./support_console.ts";
import { seedMsp } from "./support_seed.ts";

const database = pgliteOfModule();
const roles: readonly Role[] = ["operator", "owner", "member", "reseller"];
const visitors: readonly (Role | null)[] = [null, ...roles];

function test(name: string, run: (world: ConsoleWorld) => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => inConsole(database(), run) });
}

/** Every method of every route, of what the console really answers. */
const calls = routeTree<State>(modules).routes.flatMap(({ pattern, methods, page }) => {
  const named = Object.keys(methods).filter((method) => method !== "GET");
  const all = methods.GET || page ? ["GET", ...named] : named;
  return all.map((method) => ({ pattern, method }));
});
const withParameters = calls.filter(({ pattern }) => pattern.includes(":"));
const nobodys = "00000000-0000-4000-8000-000000000000";

/** What would be taken by the forms behind an id, were it one's own. */
const typed = {
  newPassword: "아무도 모르는 긴 문장",
  passwordAgain: "아무도 모르는 긴 문장",
  accessKey: "ACCESSKEYOFNOBODY001",
  secretKey: "secret-of-nobody",
  role: "reseller",
  name: "이름",
  affiliation: "",
  email: "typed@example.com",
  state: "disabled",
  reason: "사유",
  code: "123456",
  version: "1",
};

/** One request of a browser of its own, so that a call that ends sessions ends no other's. */
async function call(
  world: ConsoleWorld,
  of: { readonly method: string; readonly path: string; readonly role: Role | null },
): Promise<Answer> {
  const browser = await world.browser(of.role ?? undefined);
  if (of.method === "GET") return await browser.get(of.path);
  return await browser.post(of.path, typed, of.role === null ? "/login" : "/settings/password");
}

/** What an answer says of the permission, whatever else it says. */
function verdictOf({ status, location }: Answer): "yes" | "sign_in" | "no" {
  if (status === 401 || (status === 303 && location?.startsWith("/login?next="))) return "sign_in";
  return status === 403 ? "no" : "yes";
}

Deno.test("accessTable has a line for every method of every route of the manifest, and no other", () => {
  const lines = Object.entries(accessTable).flatMap(([pattern, access]) =>
    Object.keys(access).map((method) => `${method} ${pattern}`)
  );
  deepStrictEqual(lines.sort(), calls.map(({ pattern, method }) => `${method} ${pattern}`).sort());
});

Deno.test("accessTable opens nothing of an MSP to the operator, nothing of the operator to an MSP, no settings to nobody", () => {
  const shared = /^\/settings(\/(password|recovery-codes|display)|\/(two-factor|sessions)(\/.*)?)?$/;
  for (const { pattern, method } of calls) {
    const allowed = visitors.filter((role) => mayOpen(pattern, method, role) === "yes");
    if (pattern.startsWith("/operator")) deepStrictEqual(allowed, ["operator"], `${method} ${pattern}`);
    else if (shared.test(pattern)) deepStrictEqual(allowed, roles, `${method} ${pattern}`);
    else if (/^\/settings\/(keys|users|audit)/.test(pattern)) deepStrictEqual(allowed, ["owner"], pattern);
    else if (pattern.startsWith("/settings")) {
      isTrue(!allowed.includes(null) && !allowed.includes("operator"), `${method} ${pattern}`);
    }
  }
});

Deno.test("mayOpen() is no for a route, a method and a property that the table does not have", () => {
  for (const role of visitors) {
    strictEqual(mayOpen("/settings/nowhere", "GET", role), "no");
    strictEqual(mayOpen("/settings/keys", "DELETE", role), "no");
    strictEqual(mayOpen("constructor", "GET", role), "no");
  }
});

for (const role of visitors) {
  test(`each route answers ${role ?? "nobody"} as the table says (R27)`, async (world) => {
    for (const { pattern, method } of calls) {
      const path = pattern.replaceAll(/:\w+/g, nobodys);
      const answer = await call(world, { method, path, role });
      const what = `${method} ${path}: ${answer.status} ${answer.location}`;
      // Whoever wanted the first page is sent to the login without the way back.
      if (pattern === "/" && role === null) strictEqual(answer.location, "/login");
      else strictEqual(verdictOf(answer), mayOpen(pattern, method, role), what);
      isTrue(answer.status < 500 || pattern === "/health/ready", what);
    }
  });
}

/** What belongs to another MSP, and to nobody of this one. */
interface Others {
  readonly key: string;
  readonly user: string;
  readonly session: string;
  readonly factor: string;
}

const foreignMark = "남의회사표식";

async function seedOthers(world: ConsoleWorld): Promise<Others> {
  return await world.db.transaction(async (tx) => {
    const other = await seedMsp(tx, { serial: 9_002, changes: { name: foreignMark } });
    await tx.query(sql`update cloud_accounts set name = ${`${foreignMark} 1`} where id = ${other.ordinaryAccount}`);
    const one = async (rows: Promise<readonly { id: string }[]>) => {
      const [row] = await rows;
      invariant(row, "what another MSP has is there");
      return row.id;
    };
    const user = await one(tx.query(sql`
      insert into users (msp_id, role, login, name, email, password_hash)
      values (${other.mspId}, 'member', 'other', ${`${foreignMark} 2`}, 'other@example.net', '') returning id`));
    const at = world.app.clock.now();
    return {
      key: other.ordinaryAccount,
      user,
      session: await one(tx.query(sql`
        insert into sessions (user_id, msp_id, token_hash, created_at, last_seen_at, authenticated_at,
          needs_second_factor, ip, user_agent)
        values (${user}, ${other.mspId}, ${
        "a".repeat(64)
      }, ${at}, ${at}, ${at}, false, '192.0.2.1', ${`${foreignMark} 3`})
        returning id`)),
      factor: await one(tx.query(sql`
        insert into second_factors (user_id, kind, name, address, created_at, confirmed_at)
        values (${user}, 'email', ${`${foreignMark} 4`}, 'other@example.net', ${at}, ${at}) returning id`)),
    };
  });
}

/** Everything that another MSP has, as text. */
async function stateOfOthers(world: ConsoleWorld, others: Others): Promise<string> {
  return JSON.stringify(
    await Promise.all([
      world.db.query(sql`select * from cloud_accounts where id = ${others.key}`),
      world.db.query(sql`select * from users where id = ${others.user}`),
      world.db.query(sql`select * from sessions where user_id = ${others.user}`),
      world.db.query(sql`select * from second_factors where user_id = ${others.user}`),
      world.db.query(sql`select * from sent_codes where factor_id = ${others.factor}`),
      world.db.query(sql`select * from password_resets where user_id = ${others.user}`),
    ]),
    (_, value) => typeof value === "bigint" ? String(value) : value,
  );
}

/** Whose id a foreign one is in place of a route's parameter; a route that nobody thought of fails the test. */
function foreignId(pattern: string, others: Others): string {
  const cases: readonly (readonly [RegExp, string])[] = [
    [/^\/settings\/keys\/:id/, others.key],
    [/^\/settings\/users\/:id/, others.user],
    [/^\/settings\/sessions\/:id/, others.session],
    [/^\/settings\/two-factor\/:id/, others.factor],
    // Applications belong to no MSP and links to whoever has them: here it is what nobody made.
    [/^\/operator\/applications\/:id/, others.key],
    [/^\/(reset|signup\/confirmation)\/:token$/, "A".repeat(43)],
  ];
  const found = cases.find(([of]) => of.test(pattern));
  invariant(found, `a foreign id stands in for the parameter of ${pattern}`);
  return found[1];
}

test("no id of another MSP opens, changes or tells anything, whoever asks (R27)", async (world) => {
  const others = await seedOthers(world);
  const before = await stateOfOthers(world, others);
  for (const { pattern, method } of withParameters) {
    const path = pattern.replaceAll(/:\w+/g, foreignId(pattern, others));
    for (const role of visitors) {
      const answer = await call(world, { method, path, role });
      const what = `${method} ${path} as ${role ?? "nobody"}: ${answer.status} ${answer.location}`;
      if (mayOpen(pattern, method, role) !== "sign_in") isTrue([403, 404, 410].includes(answer.status), what);
      doesNotMatch(answer.html, new RegExp(foreignMark), what);
    }
  }
  strictEqual(await stateOfOthers(world, others), before);
});

test("no page shows or counts what another MSP has", async (world) => {
  const pages = calls.filter(({ pattern, method }) => method === "GET" && !pattern.includes(":"));
  const bare = (html: string) => html.replaceAll(/<script.*?<\/script>|_csrf" value="[^"]*|nonce="[^"]*/gs, "");
  const read = async (role: Role) => {
    const seen = new Map<string, string>();
    for (const { pattern } of pages) {
      // These tell of the moment, the export of the clock within the file.
      if (/^\/(dev|metrics|logout|health)|export$|sessions$/.test(pattern)) continue;
      const browser = await world.browser(role);
      const { html } = await browser.get(pattern);
      seen.set(pattern, bare(html).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ""));
    }
    return seen;
  };
  const before = new Map<Role, Map<string, string>>();
  for (const role of ["owner", "member", "reseller"] as const) before.set(role, await read(role));
  await seedOthers(world);
  for (const [role, seen] of before) {
    for (const [pattern, html] of await read(role)) {
      doesNotMatch(html, new RegExp(foreignMark), `${pattern} as ${role}`);
      // The log of refused calls grows by these very reads.
      if (pattern !== "/settings/audit") strictEqual(html, seen.get(pattern), `${pattern} as ${role}`);
    }
  }
});

test("another user's session and second factor of the same MSP are closed to colleagues", async (world) => {
  await world.browser("owner");
  const [session] = await world.db.query<{ id: string }>(sql`
    select id from sessions where user_id = ${world.users.owner}`);
  const [factor] = await world.db.query<{ id: string }>(sql`
    insert into second_factors (user_id, kind, name, address, created_at)
    values (${world.users.owner}, 'email', '메일', 'owner@example.com', ${world.app.clock.now()}) returning id`);
  invariant(session && factor, "the owner has a session and a factor");
  const mine = withParameters.filter(({ pattern }) => /^\/settings\/(sessions|two-factor)\//.test(pattern));
  for (const { pattern, method } of mine) {
    const path: string = pattern.replace(":id", pattern.includes("sessions") ? session.id : factor.id);
    for (const role of ["member", "reseller", "operator"] as const) {
      const { status } = await call(world, { method, path, role });
      strictEqual(status, 404, `${method} ${path} as ${role}`);
    }
  }
  deepStrictEqual(
    await world.db.query(sql`select revoked_at from sessions where id = ${session.id}`),
    [{ revoked_at: null }],
  );
});

test("an id that is none is answered 404, whatever stands in its place", async (world) => {
  const ids = [
    "x",
    "1",
    "%00",
    "..%2f..",
    "%27%3b--",
    "a".repeat(3_000),
    "%EA%B0%80",
    "%ff",
    nobodys.replaceAll("-", ""),
  ];
  for (const { pattern, method } of withParameters) {
    const role = visitors.findLast((each) => mayOpen(pattern, method, each) === "yes") ?? null;
    const asked = role ?? (mayOpen(pattern, method, "operator") === "yes" ? "operator" : "owner");
    for (const id of ids) {
      const path = pattern.replaceAll(/:\w+/g, id);
      const { status } = await call(world, { method, path, role: asked });
      isTrue([400, 404, 410].includes(status), `${method} ${path.slice(0, 80)} as ${asked}: ${status}`);
    }
  }
});

test("a removed permission takes effect on the next request (R28)", async (world) => {
  const member = await world.browser("member");
  strictEqual((await member.get("/settings/profile")).status, 200);
  await world.db.query(sql`update users set role = 'reseller' where id = ${world.users.member}`);
  strictEqual((await member.get("/settings/profile")).status, 403);
  strictEqual((await member.get("/settings/password")).status, 200);
  await world.db.query(sql`update users set disabled_at = ${world.app.clock.now()} where id = ${world.users.member}`);
  const out = await member.get("/settings/password");
  deepStrictEqual([out.status, out.location], [303, "/login?next=%2Fsettings%2Fpassword"]);
});

test("a role that the owner changes, and a user that the owner stops, are out of what was open (R28, R29)", async (world) => {
  const [owner, member] = [await world.browser("owner"), await world.browser("member")];
  const path = `/settings/users/${world.users.member}`;
  strictEqual((await member.get("/settings/profile")).status, 200);
  const fields = { role: "reseller", name: "김member", affiliation: "", email: "staff@example.com", version: "1" };
  const edited = await owner.post(path, fields);
  deepStrictEqual([edited.status, edited.location], [303, "/settings/users"], edited.html);
  const after = await member.get("/settings/profile");
  isTrue(after.status === 403 || after.location?.startsWith("/login"), `${after.status} ${after.location}`);
  const again = await world.browser("member");
  strictEqual((await again.get("/settings/profile")).status, 403);
  await owner.post(`${path}/state`, { state: "disabled" }, path);
  match((await again.get("/settings/password")).location ?? "", /^\/login\?next=/);
});

test("a refused call is written to the activity log (R46)", async (world) => {
  const member = await world.browser("member");
  strictEqual((await member.get("/settings/keys")).status, 403);
  const entries = await world.db.query<Record<string, unknown>>(sql`
    select actor, from_address as "from" from audit_entries where action like 'refus%' or action like '%refused%'`);
  deepStrictEqual(entries.map((each) => ({ ...each })), [{ actor: "staff", from: "203.0.113.7" }]);
});
