import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";

/** The operator begins with the applications. */
export const handler = define.handlers({
  GET: (ctx) => ctx.redirect(paths.applications()),
});
