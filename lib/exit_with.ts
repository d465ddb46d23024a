import { utf8 } from "./bytes.ts";
import { ConfigError } from "./config.ts";
import { RefusedInput } from "./prelude.ts";

/** Ends a command: a refusal is said in its own words with exit code 1; anything else is a bug and keeps its stack. */
export function exitWith(error: unknown): never {
  if (error instanceof RefusedInput || error instanceof ConfigError) {
    Deno.stderr.writeSync(utf8(`${error.message}\n`));
    Deno.exit(1);
  }
  throw error;
}
