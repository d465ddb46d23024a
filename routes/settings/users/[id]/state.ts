import { HttpError } from "fresh";
import { z } from "zod";
import { requireFresh } from "../../../../lib/auth/fresh.ts";
import { switchSubUser } from "../../../../lib/msps/users_edit.ts";
import { choiceField } from "../../../../lib/web/fields.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { readForm } from "../../../../lib/web/form.ts";
import { settingsTexts } from "../../../../lib/web/i18n/settings.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";
import { askedBy, userTools } from "../_tools.ts";

/** Stops (사용 중지) a user, or lets in again; field `state`. */
export const handler = define.handlers({
  async POST(ctx) {
    const { lang } = ctx.state;
    const t = settingsTexts[lang];
    const id = ctx.params.id ?? "";
    const stopped = requireFresh(ctx.state, paths.user(id));
    if (stopped) return stopped;
    const schema = z.object({ state: choiceField({ lang, label: t.state, of: ["active", "disabled"] }) });
    const form = await readForm(ctx.req, schema, { lang });
    if (!form.ok) throw new HttpError(400);
    const disabled = form.value.state === "disabled";
    const switched = await switchSubUser(userTools(ctx.state), { ...askedBy(ctx.state), id, disabled });
    if (!switched.ok) throw new HttpError(404, t.no_user);
    const { name } = switched.value;
    const text = disabled ? t.userDisabled(name) : t.userEnabled(name);
    return withFlash(ctx.redirect(paths.users()), { tone: "ok", text });
  },
});
