import { mayOpen } from "../../lib/auth/access.ts";
import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";

/** 「환경설정」 begins with the profile, for those without a company with their password. */
export const handler = define.handlers({
  GET: (ctx) => {
    const role = ctx.state.signedIn?.user.role ?? null;
    const mayProfile = mayOpen(paths.profile(), "GET", role) === "yes";
    return ctx.redirect(mayProfile ? paths.profile() : paths.password());
  },
});
