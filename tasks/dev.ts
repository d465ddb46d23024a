import { utf8 } from "../lib/bytes.ts";
import { exitWith } from "../lib/exit_with.ts";

const root = new URL("../", import.meta.url);
const watched = ["client.ts", "main.ts", "components", "islands", "lib", "migrations", "routes", "workers"];
// An editor that saves several files writes them within this time.
const settleMs = 150;

/** `deno task dev`: builds and starts the console, and does both again whenever a source changes; what fails waits for that. */
async function main(): Promise<void> {
  const paths = watched.map((name) => new URL(name, root).pathname);
  const changes = Deno.watchFs(paths)[Symbol.asyncIterator]();
  let next = sourceChange(changes);
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => void changes.return?.());
  while (true) {
    const server = await run(["tasks/build.ts"]).status.then(({ success }) => success ? run(["main.ts"]) : null);
    const isOver = await next;
    if (server) await ended(server);
    if (isOver) return;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    Deno.stdout.writeSync(utf8("고친 것을 반영해 다시 띄웁니다.\n"));
    next = sourceChange(changes);
  }
}

/** Waits for a change of a source; true where watching has ended instead. The manifests are our own writing. */
async function sourceChange(changes: AsyncIterator<Deno.FsEvent>): Promise<boolean> {
  while (true) {
    const { done, value } = await changes.next();
    if (done) return true;
    const isSource = value.paths.some((path) => /\.(tsx?|css|sql|json)$/.test(path) && !path.endsWith("manifest.ts"));
    if (value.kind !== "access" && isSource) return false;
  }
}

function run(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...args], cwd: root }).spawn();
}

async function ended(server: Deno.ChildProcess): Promise<void> {
  try {
    server.kill("SIGTERM");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
  await server.status;
}

if (import.meta.main) await main().catch(exitWith);
