import { sendCode } from "../../../lib/auth/send_code.ts";
import { withFlash } from "../../../lib/web/flash.ts";
import { paths } from "../../../lib/web/paths.ts";
import { sendRefusalText } from "../../_auth.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import { define } from "../../_state.ts";
import { askedOf } from "./_prover.ts";

/** Sends another code by the factor that is asked for, and goes back to the code page. */
export const handler = define.handlers({
  async POST(ctx) {
    const { app, lang, visitor } = ctx.state;
    const asked = await askedOf(ctx.req, ctx.state);
    const factor = asked?.factors.find((each) => each.id === ctx.url.searchParams.get("factor"));
    if (!asked || !factor) return ctx.redirect(paths.login());
    const { userId, name } = asked.prover;
    const sent = await sendCode(app, { userId, factorId: factor.id, name, visitor, lang });
    const back = ctx.redirect(`/login/verify${ctx.url.search}`);
    if (sent.ok) return withFlash(back, { tone: "ok", text: authTexts[lang].sent });
    return withFlash(back, { tone: "bad", text: sendRefusalText(sent.refusal, lang) });
  },
});
