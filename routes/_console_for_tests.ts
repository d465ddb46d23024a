import { fixedClock } from "../lib/calendar.ts";
import { readConfig } from "../lib/config.ts";
import { memoryLog } from "../lib/log.ts";
import { createMetrics } from "../lib/metrics.ts";
import type { ConsoleApp } from "../lib/web/console_app.ts";
import { openConsole } from "./_console.ts";

/** A console whose database and vendors are out of reach: for what must work, or fail well, without them. */
export function consoleAlone(env: Readonly<Record<string, string>> = {}) {
  const log = memoryLog();
  const clock = fixedClock(new Date(1_736_122_320_000));
  const config = readConfig(env);
  const present = {
    config,
    clock,
    log,
    metrics: createMetrics({ clock, lastGoodSync: () => Promise.resolve(null) }),
    signingKey: new Uint8Array(32).fill(1),
    readiness: () => Promise.resolve({ database: false, migrations: false, queue: false }),
    joinPopbill: null,
  };
  const app = new Proxy(present, {
    get: (target, name) => {
      if (name in target) return Reflect.get(target, name);
      throw new TypeError(`Cannot reach ${String(name)}: the console stands alone`);
    },
  }) as unknown as ConsoleApp;
  const handler = openConsole(app);
  const ask = (path: string, init: RequestInit = {}) =>
    handler(new Request(`${config.baseUrl}${path}`, { redirect: "manual", ...init }), { ip: "127.0.0.1" });
  return { app, log, ask };
}

/** A browser of that console: it keeps cookies and posts what a form of ours would. */
export function browserOf(ask: (path: string, init?: RequestInit) => Promise<Response>) {
  const cookies = new Map<string, string>();
  const go = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("Cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await ask(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]?.split(/=(.*)/s) ?? [];
      if (/Max-Age=0\b/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    go(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "Sec-Fetch-Site": "same-origin", ...headers },
    });
  return { cookies, go, post };
}

/** The form token of a page. */
export function csrfOf(html: string): string {
  return /name="_csrf" value="([^"]*)"/.exec(html)?.[1] ?? "";
}
