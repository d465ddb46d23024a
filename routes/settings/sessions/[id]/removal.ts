import { endOwnSession } from "../../../../lib/auth/log_out.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { authTexts } from "../../../../lib/web/i18n/auth.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";

/** Ends one of the own sessions. */
export const handler = define.handlers({
  async POST(ctx) {
    const t = authTexts[ctx.state.lang];
    const sessionId = ctx.params.id ?? "";
    const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sessionId);
    const ended = isUuid && await endOwnSession(ctx.state, { sessionId, reason: "ended_by_user" });
    const answer = ctx.redirect(paths.sessions());
    return withFlash(answer, ended ? { tone: "ok", text: t.sessionEnded } : { tone: "warn", text: t.sessionGone });
  },
});
