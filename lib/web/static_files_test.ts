import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { readStaticFiles } from "./static_files.ts";

const folder = await Deno.makeTempDir();
await Deno.mkdir(`${folder}/fonts`);
await Deno.writeTextFile(`${folder}/styles.css`, "b{}");
await Deno.writeTextFile(`${folder}/fonts/a.woff2`, "font");
await Deno.writeTextFile(`${folder}/.built`, "hash");
await Deno.writeTextFile(`${folder}/secret.key`, "key");
const files = await readStaticFiles(new URL(`file://${folder}/`));
await Deno.remove(folder, { recursive: true });

function ask(path: string, headers: Record<string, string> = {}) {
  return files.serve(new Request(`http://localhost${path}`, { headers }));
}

Deno.test("readStaticFiles() serves a file for ever under the address that its content makes", async () => {
  match(files.url("styles.css"), /^\/static\/styles\.css\?v=[0-9a-f]{16}$/);
  const response = ask(files.url("styles.css"));
  strictEqual(await response?.text(), "b{}");
  strictEqual(response?.headers.get("Content-Type"), "text/css; charset=utf-8");
  strictEqual(response?.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  strictEqual(await ask("/static/fonts/a.woff2")?.text(), "font");
});

Deno.test("readStaticFiles() has any other address asked again, and answers that nothing changed", () => {
  for (const path of ["/static/styles.css", "/static/styles.css?v=0000000000000000"]) {
    const etag = ask(path)?.headers.get("ETag") ?? "";
    strictEqual(ask(path)?.headers.get("Cache-Control"), "no-cache");
    strictEqual(ask(path, { "If-None-Match": etag })?.status, 304);
    strictEqual(ask(path, { "If-None-Match": `W/${etag}` })?.status, 304);
    strictEqual(ask(path, { "If-None-Match": `"other"` })?.status, 200);
  }
});

Deno.test("readStaticFiles() has no other file, by whatever path", () => {
  const paths = [
    "/static/",
    "/static/.built",
    "/static/secret.key",
    "/static/../deno.json",
    "/static/%2e%2e/deno.json",
  ];
  deepStrictEqual(paths.map((path) => ask(path)), paths.map(() => null));
});
