import { endOtherSessions } from "../../../lib/auth/log_out.ts";
import { withFlash } from "../../../lib/web/flash.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import { paths } from "../../../lib/web/paths.ts";
import { define } from "../../_state.ts";

/** Ends every own session but this one. */
export const handler = define.handlers({
  async POST(ctx) {
    const count = await endOtherSessions(ctx.state);
    const t = authTexts[ctx.state.lang];
    const text = count === 0 ? t.onlyHere : t.othersEnded(String(count));
    return withFlash(ctx.redirect(paths.sessions()), { tone: "ok", text });
  },
});
