import { paths } from "../lib/web/paths.ts";
import { define } from "./_state.ts";

/** Where each role begins; whoever is not signed in never comes here, but to the login page. */
export const handler = define.handlers({
  GET: ({ state, redirect }) =>
    redirect(state.signedIn?.user.role === "operator" ? paths.applications() : paths.settings()),
});
