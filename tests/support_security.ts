import { invariant } from "../lib/prelude.ts";
import { type Db, sql } from "../lib/db/mod.ts";
import type { Role } from "../lib/auth/signed_in.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { Sql } from "sql-template-tag";
import { routeTree } from "../lib/web/route_tree.ts";
import type { State } from "../routes/_state.ts";
import { routes as modules } from "../routes/manifest.ts";
import { askerOf, type ConsoleWorld } from "./support_console.ts";

export const roles: readonly Role[] = ["operator", "owner", "member", "reseller"];
export const visitors: readonly (Role | null)[] = [null, ...roles];
export const nobodys = "00000000-0000-4000-8000-000000000000";
export const { routes } = routeTree<State>(modules);
export const partner = firstPartner();

function firstPartner() {
  const [first] = simulatedPartners(3);
  invariant(first, "the simulator has partners");
  return first;
}

/** One request with the headers that are given and no others. */
export async function ask(world: ConsoleWorld, path: string, init: RequestInit = {}): Promise<Response> {
  return await askerOf(world.console)(path, init);
}

/** The paths of the routes that answer a method; an id is nobody's unless given by the start of the pattern. */
export function pathsOf(method: "GET" | "POST", ids: Readonly<Record<string, string>> = {}): string[] {
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
export async function stateOf(db: Db): Promise<string> {
  const found: string[] = [];
  for (const table of writable) {
    const query = new Sql([`select (to_jsonb(t) - 'last_seen_at')::text as row from ${table} t order by 1`], []);
    const rows = await db.query<{ row: string }>(query);
    found.push(`${table}: ${rows.map(({ row }) => row).join("\n")}`);
  }
  return found.join("\n");
}

/** A post as a form of ours would send it but for one thing. */
export function formPost(headers: Record<string, string>, fields: Record<string, string> = {}): RequestInit {
  return { method: "POST", headers, body: new URLSearchParams(fields) };
}

export async function tokenFor(world: ConsoleWorld, cookie: string): Promise<string> {
  const html = await (await ask(world, "/settings/password", { headers: { Cookie: cookie } })).text();
  return /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? "";
}

/** Things that an owner has, so that the pages about them can be opened. */
export async function seedOwn(world: ConsoleWorld): Promise<Record<string, string>> {
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
