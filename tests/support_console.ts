import { AsyncLocalStorage } from "node:async_hooks";
import { openConsole } from "../routes/_console.ts";
import type { Role } from "../lib/auth/signed_in.ts";
import { type Config, readConfig } from "../lib/config.ts";
import type { Db } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import { createMetrics } from "../lib/metrics.ts";
import { ncpUsageSource } from "../lib/ncp/billing.ts";
import { ncpSimulator } from "../lib/ncp/simulator/mod.ts";
import { processMemory } from "../lib/simulator.ts";
import type { ConsoleApp } from "../lib/web/console_app.ts";
import { type AuthWorld, cookieOf, here, inAuthWorld } from "./support_auth.ts";

/** A page as a browser got it. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly html: string;
  readonly headers: Headers;
  /** The toast that the next page will show; null where there is none. */
  readonly flash: string | null;
}

/** One person's browser: it keeps cookies, and posts forms with the token of the page that it saw last. */
export interface Browser {
  get(path: string): Promise<Answer>;
  /** Opens `form` (the posted path unless told) and posts from it. */
  post(path: string, fields: Readonly<Record<string, string>>, form?: string): Promise<Answer>;
}

/** A running console within a test's transaction. */
export interface ConsoleWorld extends AuthWorld {
  readonly console: ConsoleApp;
  /** A browser of nobody, or one in which a user of that role is signed in. */
  readonly browser: (role?: Role) => Promise<Browser>;
}

// As in the product no request begins within a transaction: what the streams of a workbook leave behind would let the
// next test believe that it is in this one.
const outside = AsyncLocalStorage.snapshot();

/** Asks a console with just these headers, not following where it leads. */
export function askerOf(console: ConsoleApp): (path: string, init?: RequestInit) => Promise<Response> {
  const handler = openConsole(console);
  return async (path, init = {}) => {
    const req = new Request(`${console.config.baseUrl}${path}`, { redirect: "manual", ...init });
    return await outside(async () => {
      const answer = await handler(req, { ip: here.ip });
      return answer.body ? new Response(await answer.arrayBuffer(), answer) : answer;
    });
  };
}

/** A test against the whole console, rolled back afterwards. */
export function inConsole(
  db: Db,
  test: (world: ConsoleWorld) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  return inAuthWorld(db, async (world) => {
    const console = consoleOf(world, readConfig(env));
    const ask = askerOf(console);
    const browser = async (role?: Role) => newBrowser(ask, role === undefined ? null : await cookieOf(world, role));
    await test({ ...world, console, browser });
  });
}

function consoleOf(world: AuthWorld, config: Config): ConsoleApp {
  const context = {
    clock: world.app.clock,
    wallClockMs: () => world.app.clock.now().getTime(),
    memory: processMemory(),
  };
  const source = ncpUsageSource({
    baseUrls: config.ncp.urls,
    fetch: ncpSimulator(context, { members: 3 }),
    wallClockMs: context.wallClockMs,
    sleep: () => Promise.resolve(),
  });
  const present = {
    ...world.app,
    config,
    source,
    metrics: createMetrics({ clock: world.app.clock, lastGoodSync: () => Promise.resolve(null) }),
    jobs: { ...world.app.jobs, waiting: () => Promise.resolve(new Map()) },
    joinPopbill: null,
    readiness: () => Promise.resolve({ database: true, migrations: true, queue: true }),
    keyPair: (_mspId: MspId, id: string) => Promise.reject(new TypeError(`Cannot read keys of ${id}: a test`)),
  };
  // The rest of the product is not reached by the pages under test.
  return present as unknown as ConsoleApp;
}

function newBrowser(ask: (path: string, init: RequestInit) => Promise<Response>, cookie: string | null): Browser {
  const cookies = new Map<string, string>();
  if (cookie !== null) cookies.set(...pairOf(cookie));
  const go = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const headers = new Headers(init.headers);
    headers.set("Cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    headers.set("User-Agent", here.userAgent);
    headers.set("Accept-Language", "ko");
    const response = await ask(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = pairOf(line.split(";")[0] ?? "");
      if (/Max-Age=0\b/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return {
      status: response.status,
      location: response.headers.get("Location"),
      headers: response.headers,
      html: await response.text(),
      flash: flashOf(cookies.get("flash") ?? null),
    };
  };
  return {
    get: (path) => go(path),
    post: async (path, fields, form = path) => {
      const { html } = await go(form);
      const _csrf = /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? "";
      return await go(path, {
        method: "POST",
        body: new URLSearchParams({ _csrf, ...fields }),
        headers: { "Sec-Fetch-Site": "same-origin" },
      });
    },
  };
}

function pairOf(cookie: string): [string, string] {
  const at = cookie.indexOf("=");
  return [cookie.slice(0, at), cookie.slice(at + 1)];
}

function flashOf(value: string | null): string | null {
  if (value === null || value === "") return null;
  const [, text] = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(value)));
  return String(text);
}
