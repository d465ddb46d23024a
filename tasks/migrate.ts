import { environment } from "../lib/environment.ts";
import { exitWith } from "../lib/exit_with.ts";
import { compose } from "../main.ts";
import { readConfig } from "../lib/config.ts";

/** `deno task migrate`: brings the database up to date and ends. `start` and `month` do so by themselves. */
if (import.meta.main) {
  try {
    const app = await compose(readConfig(await environment()));
    await app.close();
  } catch (error) {
    exitWith(error);
  }
}
