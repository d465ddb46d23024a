import { sendCode } from "../../../../lib/auth/send_code.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { authTexts } from "../../../../lib/web/i18n/auth.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { sendRefusalText } from "../../../_auth.ts";
import { define } from "../../../_state.ts";
import { askFresh, factorOf, ownerOf } from "../_owner.ts";

/** Sends another code for a factor that is being added. */
export const handler = define.handlers({
  async POST(ctx) {
    const factor = await factorOf(ctx.state, ctx.params.id);
    const refused = askFresh(ctx.state, paths.factor(factor.id));
    if (refused) return refused;
    const { app, signedIn, visitor, lang } = ownerOf(ctx.state);
    const { id: userId, name } = signedIn.user;
    const sent = await sendCode(app, { userId, factorId: factor.id, name, visitor, lang });
    const answer = ctx.redirect(paths.factor(factor.id));
    if (sent.ok) return withFlash(answer, { tone: "ok", text: authTexts[lang].sent });
    return withFlash(answer, { tone: "bad", text: sendRefusalText(sent.refusal, lang) });
  },
});
