import type { SignupTools } from "../../lib/msps/application_apply.ts";
import type { ConsoleApp } from "../../lib/web/console_app.ts";
import { paths } from "../../lib/web/paths.ts";

/** The sign-up with the addresses that its mails point to. */
export function signupTools(app: ConsoleApp): SignupTools {
  const at = (path: string) => `${app.config.baseUrl}${path}`;
  return {
    db: app.db,
    jobs: app.jobs,
    urls: {
      confirmation: (token) => at(paths.signupConfirmation(token)),
      applications: at(paths.applications()),
      login: at(paths.login()),
      forgot: at(paths.forgot()),
      signup: at(paths.signup()),
    },
  };
}
