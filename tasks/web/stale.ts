import { toHex } from "../../lib/bytes.ts";
import { filesUnder } from "./files_under.ts";

const folders = ["components/", "islands/", "routes/", "lib/web/"];
const files = ["client.ts", "deno.client.json", "deno.lock", "lib/prelude.ts", "lib/money.ts", "tasks/web/assets.ts"];
const noteName = "static/.built";

/** Whether what `static/` was built from has changed since; `note()` is to be called after building. */
export async function builtState(root: URL): Promise<{ isStale: boolean; note: () => Promise<void> }> {
  const hash = await inputHash(root);
  const isStale = await noted(root) !== hash || await missesFiles(root);
  return { isStale, note: () => Deno.writeTextFile(new URL(noteName, root), hash) };
}

async function inputHash(root: URL): Promise<string> {
  const within = await Promise.all(folders.map(async (folder) => {
    const paths = await filesUnder(new URL(folder, root));
    return paths.filter((path) => !/_test\.tsx?$/.test(path)).map((path) => `${folder}${path}`);
  }));
  const hashes = await Promise.all([...within.flat(), ...files].map(async (path) => {
    const bytes = await Deno.readFile(new URL(path, root)).catch(() => new Uint8Array());
    return `${path} ${toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
  }));
  const all = new TextEncoder().encode(hashes.join("\n"));
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", all)));
}

async function noted(root: URL): Promise<string | null> {
  return await Deno.readTextFile(new URL(noteName, root)).catch(() => null);
}

async function missesFiles(root: URL): Promise<boolean> {
  const names = ["static/styles.css", "static/client.js", "static/fonts/pretendard.css"];
  const there = await Promise.all(names.map((name) => Deno.stat(new URL(name, root)).then(() => true, () => false)));
  return there.includes(false);
}
