import { environment } from "../lib/environment.ts";
import { utf8 } from "../lib/bytes.ts";
import { runningClock } from "../lib/calendar.ts";
import { readConfig } from "../lib/config.ts";
import { exitWith } from "../lib/exit_with.ts";
import { lineLog } from "../lib/log.ts";
import { readPort } from "../lib/sandbox/arguments.ts";
import { serveLocally } from "../lib/sandbox/local_server.ts";
import { openSandbox } from "../lib/sandbox/sandbox.ts";

/** Runs the command `sandbox`: serves the simulators and says on stdout, in one line of JSON, where and with which keys. */
async function sandbox(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const port = readPort(args);
  const config = readConfig(env);
  const clock = runningClock(config.appNow ?? undefined);
  const { fetch, keys } = await openSandbox({ clock, members: config.simulatorMembers });
  const log = lineLog((line) => void Deno.stderr.writeSync(utf8(`${line}\n`)));
  const url = await serveLocally(fetch, { port, log });
  for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => Deno.exit(0));
  await Deno.stdout.writable.getWriter().write(utf8(`${JSON.stringify({ url, ...keys })}\n`));
}

if (import.meta.main) await sandbox(Deno.args, await environment()).catch(exitWith);
