import { HttpError } from "fresh";
import { actorOf } from "../../../../lib/auth/actor.ts";
import { approve } from "../../../../lib/msps/application_decide.ts";
import { readApplication } from "../../../../lib/msps/application_store.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { signupTexts } from "../../../../lib/web/i18n/signup.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";
import { signupTools } from "../../../signup/_tools.ts";
import { decisionRefusalText } from "../_refusal.ts";

/** 「승인」: the MSP and its owner come into being. */
export const handler = define.handlers({
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const id = ctx.params.id ?? "";
    const application = await readApplication(app.db, id);
    if (!application) throw new HttpError(404, signupTexts[lang].no_application);
    const approved = await approve(signupTools(app), { id, actor: actorOf(ctx.state) });
    if (!approved.ok) {
      const text = decisionRefusalText(approved.refusal, lang);
      return withFlash(ctx.redirect(paths.application(id)), { tone: "bad", text });
    }
    const text = signupTexts[lang].approveDone(application.company);
    return withFlash(ctx.redirect(paths.applications()), { tone: "ok", text });
  },
});
