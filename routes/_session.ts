import { readSession } from "../lib/auth/session.ts";
import { toHex } from "../lib/bytes.ts";
import { cookieLine, readCookie } from "../lib/web/cookies.ts";
import { csrfToken } from "../lib/web/csrf.ts";
import { flashHeader, readFlash } from "../lib/web/flash.ts";
import type { MiddlewareContext } from "../lib/web/fresh.ts";
import type { State } from "./_state.ts";

/** Finds out who is signed in, what binds the forms of the page, and what the page before left to say. */
export async function knowWhoAsks(ctx: MiddlewareContext<State>): Promise<Response> {
  const { app } = ctx.state;
  const cookies = ctx.req.headers.get("Cookie");
  const known = browserOf(ctx.req, ctx.state);
  const browser = known ?? toHex(crypto.getRandomValues(new Uint8Array(16)));
  ctx.state.signedIn = await readSession(app, cookies);
  const [binding = ""] = bindings({ browser, signedIn: ctx.state.signedIn });
  ctx.state.csrf = await csrfToken(app.signingKey, binding);
  ctx.state.flash = readFlash(readCookie(cookies, "flash", app.config));
  const answer = await ctx.next();
  const response = new Response(answer.body, answer);
  const set = (name: string, value: string, maxAgeSeconds?: number) => {
    const cookie = { name, value, ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }) };
    response.headers.append("Set-Cookie", cookieLine(cookie, app.config));
  };
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  const left = response.headers.get(flashHeader);
  response.headers.delete(flashHeader);
  if (isPage && known === null) set("browser", browser);
  if (left !== null) set("flash", left, 60);
  else if (isPage && ctx.state.flash) set("flash", "", 0);
  return response;
}

/** What a form's token may be bound to, the best first: a form opened before the login is still good after it. */
export function bindings(
  of: { readonly browser: string | null; readonly signedIn: State["signedIn"] },
): readonly string[] {
  const browser = of.browser === null ? [] : [`browser:${of.browser}`];
  return of.signedIn ? [`session:${of.signedIn.sessionId}`, ...browser] : browser;
}

/** The random name that this browser brought along; null where it has none yet. */
export function browserOf(req: Request, state: Pick<State, "app">): string | null {
  const name = readCookie(req.headers.get("Cookie"), "browser", state.app.config);
  return name !== null && /^[0-9a-f]{32}$/.test(name) ? name : null;
}
