import type { Context } from "../lib/web/fresh.ts";
import { cookieLine } from "../lib/web/cookies.ts";
import { formBody } from "../lib/web/form_body.ts";
import { paths } from "../lib/web/paths.ts";
import type { State } from "./_state.ts";

const yearSeconds = 365 * 24 * 60 * 60;

/** Keeps a choice of the form in a cookie for a year and goes back to the page that it was made on. */
export async function keepPreference(
  ctx: Context<State>,
  options: { readonly field: string; readonly cookie: string; readonly parse: (text: string | null) => string | null },
): Promise<Response> {
  const body = await formBody(ctx.req);
  const chosen = options.parse(body.fields.get(options.field)?.[0] ?? null);
  const response = ctx.redirect(pageBefore(ctx));
  if (chosen !== null) {
    const cookie = { name: options.cookie, value: chosen, maxAgeSeconds: yearSeconds };
    response.headers.append("Set-Cookie", cookieLine(cookie, ctx.state.app.config));
  }
  return response;
}

// Another host's page is never gone back to, nor our own that asked to send the choice again.
function pageBefore(ctx: Context<State>): string {
  const from = URL.parse(ctx.req.headers.get("Referer") ?? "");
  const isPage = from?.host === ctx.url.host && from.pathname !== ctx.url.pathname;
  return from && isPage ? `${from.pathname}${from.search}` : paths.home();
}
