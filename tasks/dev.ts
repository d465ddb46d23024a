import { utf8 } from "../lib/bytes.ts";
import { exitWith } from "../lib/exit_with.ts";

const root = new URL("../", import.meta.url);
const watched = ["client.ts", "main.ts", "components", "islands", "lib", "migrations", "routes", "workers"];
// An editor that saves several files writes them within this time.
const settleMs = 150;

/** `deno task dev`: builds and starts the console, and does both again whenever a source changes; what fails waits for that. */
async function main(): Promise<void> {
  const watcher = Deno.watchFs(watched.map((name) => new URL(name, root).pathname));
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => watcher.close());
  let server = await start();
  for await (const _ of settledChanges(watcher)) {
    Deno.stdout.writeSync(utf8("고친 것을 반영해 다시 띄웁니다.\n"));
    await end(server);
    server = await start();
  }
  await end(server);
  Deno.exit(0);
}

/** One entry each time that sources have changed and then rested; what changes while nobody reads is one entry. */
function settledChanges(watcher: Deno.FsWatcher): ReadableStream<true> {
  return new ReadableStream({
    async start(controller) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      for await (const event of watcher) {
        if (!isOfSource(event)) continue;
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (controller.desiredSize) controller.enqueue(true);
        }, settleMs);
      }
      clearTimeout(timer);
      controller.close();
    },
  });
}

// The manifests are written by the build itself.
function isOfSource(event: Deno.FsEvent): boolean {
  return event.kind !== "access" &&
    event.paths.some((path) => /\.(tsx?|css|sql|json)$/.test(path) && !path.endsWith("manifest.ts"));
}

async function start(): Promise<Deno.ChildProcess | null> {
  const { success } = await run("tasks/build.ts").status;
  return success ? run("main.ts") : null;
}

function run(path: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args: ["run", "-A", path], cwd: root }).spawn();
}

async function end(server: Deno.ChildProcess | null): Promise<void> {
  try {
    server?.kill("SIGTERM");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
  await server?.status;
}

if (import.meta.main) await main().catch(exitWith);
