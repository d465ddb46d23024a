import { mayOpen } from "../lib/auth/access.ts";
import { noteRefusedAccess } from "../lib/auth/refused_access.ts";
import { isCsrfToken, isForeign } from "../lib/web/csrf.ts";
import { csrfField } from "../lib/web/form.ts";
import { type FormBody, formBody } from "../lib/web/form_body.ts";
import { HttpError, type MiddlewareContext } from "../lib/web/fresh.ts";
import { frameTexts } from "../lib/web/i18n/frame.ts";
import { paths } from "../lib/web/paths.ts";
import { ResendPage } from "./_resend.tsx";
import { bindings, browserOf } from "./_session.ts";
import type { State } from "./_state.ts";

/** Lets pass what the access table allows and, of what is posted, only what a form of ours sent (checks.md R37). */
export async function guard(ctx: MiddlewareContext<State>): Promise<Response> {
  const { method } = ctx.req;
  const { state, route } = ctx;
  const isRead = method === "GET" || method === "HEAD";
  // Nothing is there to guard: the router answers 404 or 405.
  if (route === null || !ctx.methods.includes(method)) return await ctx.next();
  const t = frameTexts[state.lang];
  if (!isRead && isForeign(ctx.req, state.app.config.baseUrl)) throw new HttpError(403, t.foreign);
  const verdict = mayOpen(route, method, state.signedIn?.user.role ?? null);
  if (verdict === "no") {
    await noteRefusedAccess(state, { pattern: route, method });
    throw new HttpError(403, t.notAllowed);
  }
  if (isRead) return verdict === "yes" ? await ctx.next() : ctx.redirect(loginPath(ctx.url));
  const body = await formBody(ctx.req);
  if (verdict === "yes" && await isOurs(body, ctx)) return await ctx.next();
  const isSignedOut = verdict === "sign_in";
  const action = `${ctx.url.pathname}${ctx.url.search}`;
  const page = <ResendPage state={state} isSignedOut={isSignedOut} action={action} fields={body.fields} />;
  return ctx.render(page, { status: isSignedOut ? 401 : 403 });
}

function loginPath(url: URL): string {
  const here = `${url.pathname}${url.search}`;
  return here === paths.home() ? paths.login() : paths.login(here);
}

async function isOurs(body: FormBody, ctx: MiddlewareContext<State>): Promise<boolean> {
  const token = body.fields.get(csrfField)?.[0] ?? "";
  const { signedIn, app } = ctx.state;
  for (const binding of bindings({ browser: browserOf(ctx.req, ctx.state), signedIn })) {
    if (await isCsrfToken(token, { signingKey: app.signingKey, binding })) return true;
  }
  return false;
}
