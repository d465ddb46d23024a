import { HttpError } from "fresh";
import { audit } from "../../../../lib/audit.ts";
import { requireFresh } from "../../../../lib/auth/fresh.ts";
import { inMsp } from "../../../../lib/db/mod.ts";
import { readSubUser } from "../../../../lib/msps/users_store.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { settingsTexts } from "../../../../lib/web/i18n/settings.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";
import { askedBy, invite } from "../_tools.ts";

/** Mails a user a new link to set the password. */
export const handler = define.handlers({
  async POST(ctx) {
    const t = settingsTexts[ctx.state.lang];
    const id = ctx.params.id ?? "";
    const stopped = requireFresh(ctx.state, paths.user(id));
    if (stopped) return stopped;
    const { mspId, actor } = askedBy(ctx.state);
    const user = await inMsp(ctx.state.app.db, mspId, async (tx) => {
      const found = await readSubUser(tx, mspId, { id });
      if (!found) return null;
      await invite(ctx.state, tx, found);
      const after = { login: found.login, email: found.email };
      await audit(tx, actor, { mspId, entries: [{ objectKind: "user", objectId: found.id, action: "invite", after }] });
      return found;
    });
    if (!user) throw new HttpError(404, t.no_user);
    return withFlash(ctx.redirect(paths.user(user.id)), { tone: "ok", text: t.invitationSent(user.name) });
  },
});
