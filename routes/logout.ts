import { endSession } from "../lib/auth/log_out.ts";
import { withFlash } from "../lib/web/flash.ts";
import { authTexts } from "../lib/web/i18n/auth.ts";
import { paths } from "../lib/web/paths.ts";
import { withCookie } from "./_auth.ts";
import { define } from "./_state.ts";

/** 「로그아웃」: the session ends on the server. */
export const handler = define.handlers({
  async POST(ctx) {
    const cookie = await endSession(ctx.state);
    const answer = withFlash(ctx.redirect(paths.login()), { tone: "ok", text: authTexts[ctx.state.lang].loggedOut });
    return withCookie(answer, cookie);
  },
});
