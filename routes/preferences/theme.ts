import { parseTheme } from "../../lib/web/preferences.ts";
import { keepPreference } from "../_preference.ts";
import { define } from "../_state.ts";

/** Chooses the look: field `theme`, `light`, `dark` or `system`. */
export const handler = define.handlers({
  POST: (ctx) => keepPreference(ctx, { field: "theme", cookie: "theme", parse: parseTheme }),
});
