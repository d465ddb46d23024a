import { HttpError } from "fresh";
import { signupTexts } from "../../lib/web/i18n/signup.ts";
import { define } from "../_state.ts";

/** With SIGNUP=closed nobody applies: the pages are not there, and say why. */
export default define.middleware((ctx) => {
  if (ctx.state.app.config.signup === "closed") throw new HttpError(404, signupTexts[ctx.state.lang].closed);
  return ctx.next();
});
