import { HttpError } from "fresh";
import { endOwnSession } from "../../../../lib/auth/log_out.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { authTexts } from "../../../../lib/web/i18n/auth.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";

/** Ends one of the own sessions; one that has ended, or is somebody else's, is not there. */
export const handler = define.handlers({
  async POST(ctx) {
    const t = authTexts[ctx.state.lang];
    const sessionId = ctx.params.id ?? "";
    const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sessionId);
    const ended = isUuid && await endOwnSession(ctx.state, { sessionId, reason: "ended_by_user" });
    if (!ended) throw new HttpError(404, t.sessionGone);
    return withFlash(ctx.redirect(paths.sessions()), { tone: "ok", text: t.sessionEnded });
  },
});
