import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { manifests } from "../tasks/web/manifests.ts";

const root = new URL("../", import.meta.url);

Deno.test("the committed manifests name the routes and islands that are there: else run `deno task build`", async () => {
  for (const { path, text } of await manifests(root)) {
    strictEqual(await Deno.readTextFile(new URL(path, root)), text, path);
  }
});

Deno.test("the script of the islands is 30 KB at most as it travels", async () => {
  const script = await Deno.readFile(new URL("static/client.js", root));
  const gzipped = await new Response(new Blob([script]).stream().pipeThrough(new CompressionStream("gzip"))).bytes();
  ok(gzipped.length <= 30 * 1024, `${gzipped.length} bytes`);
});

Deno.test("the built font has every file that its style sheet names", async () => {
  const css = await Deno.readTextFile(new URL("static/fonts/pretendard.css", root));
  const named = [...css.matchAll(/url\(\.\/([^?)]+)\?v=[0-9a-f]{16}\)/g)].map((found) => found[1] ?? "");
  const there = new Set([...Deno.readDirSync(new URL("static/fonts/", root))].map((entry) => entry.name));
  deepStrictEqual(named.filter((name) => !there.has(name)), []);
  ok(named.length > 50 && css.split("url(").length - 1 === named.length, `${named.length} files`);
});
