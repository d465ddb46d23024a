import { parseLang } from "../../lib/web/preferences.ts";
import { keepPreference } from "../_preference.ts";
import { define } from "../_state.ts";

/** Chooses the language: field `language`, `ko` or `en`. */
export const handler = define.handlers({
  POST: (ctx) => keepPreference(ctx, { field: "language", cookie: "lang", parse: parseLang }),
});
