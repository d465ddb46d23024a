import { toBase64 } from "../lib/bytes.ts";
import { assets } from "../lib/web/assets.ts";
import type { ConsoleApp } from "../lib/web/console_app.ts";
import { readCookie } from "../lib/web/cookies.ts";
import { parseLang, parseTheme, preferredLang } from "../lib/web/preferences.ts";
import { freshApp } from "../lib/web/router.ts";
import { securityHeaders, withHeaders } from "../lib/web/security_headers.ts";
import { islands } from "../islands/manifest.ts";
import { record } from "./_record.ts";
import type { State } from "./_state.ts";
import { routes } from "./manifest.ts";

/** What the server knows of a connection. */
export interface Visit {
  /** The address of the other end. */
  readonly ip: string;
}

/** The console as one function of requests. */
export function openConsole(app: ConsoleApp): (req: Request, visit: Visit) => Promise<Response> {
  const answer = freshApp<State, Visit>({
    modules: routes,
    islands,
    startState: (req, visit) => startState(app, { req, visit }),
    onError: (error, { state, route }) =>
      app.log.error("request_failed", { requestId: state.requestId, route: route ?? "unmatched", error }),
  });
  return async (req, visit) => {
    const startedMs = performance.now();
    const file = new URL(req.url).pathname.startsWith("/static/") ? assets.serve(req) : null;
    if (!file) return await answer(req, visit);
    const { status } = file;
    const ms = performance.now() - startedMs;
    record(app, { requestId: crypto.randomUUID(), method: req.method, route: "/static/*", status, ms });
    return withHeaders(file, securityHeaders(newNonce()));
  };
}

function startState(app: ConsoleApp, from: { readonly req: Request; readonly visit: Visit }): State {
  const { headers } = from.req;
  const cookies = headers.get("Cookie");
  return {
    app,
    requestId: crypto.randomUUID(),
    nonce: newNonce(),
    lang: parseLang(readCookie(cookies, "lang", app.config)) ?? preferredLang(headers.get("Accept-Language")),
    theme: parseTheme(readCookie(cookies, "theme", app.config)) ?? "system",
    visitor: { ip: from.visit.ip, userAgent: headers.get("User-Agent") ?? "" },
    signedIn: null,
    csrf: "",
    flash: null,
  };
}

function newNonce(): string {
  return toBase64(crypto.getRandomValues(new Uint8Array(16)));
}
