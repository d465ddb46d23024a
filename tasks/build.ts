import { exitWith } from "../lib/exit_with.ts";
import { buildAssets } from "./web/assets.ts";
import { manifests } from "./web/manifests.ts";
import { builtState } from "./web/stale.ts";

const root = new URL("../", import.meta.url);

/**
 * `deno task build`: writes the manifests of routes and islands, then builds `static/`. With `--when-stale`, as `start` and
 * `test` call it, the manifests are left as they are committed and `static/` is built only where its sources changed.
 */
async function main(): Promise<void> {
  const whenStale = Deno.args.includes("--when-stale");
  if (!whenStale) await writeManifests();
  const built = await builtState(root);
  if (whenStale && !built.isStale) return;
  await buildAssets(root);
  await built.note();
}

async function writeManifests(): Promise<void> {
  for (const { path, text } of await manifests(root)) {
    const file = new URL(path, root);
    const before = await Deno.readTextFile(file).catch(() => null);
    if (before !== text) await Deno.writeTextFile(file, text);
  }
}

if (import.meta.main) await main().catch(exitWith);
