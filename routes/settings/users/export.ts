import { seoulMinute } from "../../../lib/calendar.ts";
import { inMsp } from "../../../lib/db/mod.ts";
import { listSubUsers } from "../../../lib/msps/users_store.ts";
import { exportWorkbook } from "../../../lib/web/export.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import { define } from "../../_state.ts";
import { downloadOf } from "../_download.ts";
import { mspOf } from "../_msp.ts";
import { userFilter, usersQuery } from "./_query.ts";

/** The list of users as xlsx, with the filter of the page applied. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, lang } = ctx.state;
    const t = settingsTexts[lang];
    const mspId = mspOf(ctx.state);
    const filter = { ...userFilter(usersQuery(ctx.url.searchParams)), limit: 100_000, offset: 0 };
    const { rows } = await inMsp(app.db, mspId, (tx) => listSubUsers(tx, mspId, filter));
    const body = exportWorkbook({
      title: t.users,
      rows,
      columns: [
        { label: t.userRole, value: (user) => t[user.role] },
        { label: t.userName, value: (user) => user.name },
        { label: t.login, value: (user) => user.login },
        { label: t.affiliation, width: 24, value: (user) => user.affiliation },
        { label: t.userEmail, width: 30, value: (user) => user.email },
        { label: t.state, value: (user) => user.disabledAt === null ? t.active : t.disabled },
        { label: t.lastLogin, value: (user) => user.lastLoginAt === null ? "" : seoulMinute(user.lastLoginAt) },
      ],
    });
    return downloadOf(body, { name: t.users, now: app.clock.now() });
  },
});
