import { ok } from "node:assert/strict";
import { ncpMisbehaviours } from "../lib/ncp/simulator/mod.ts";
import { popbillMisbehaviours } from "../lib/popbill/simulator/mod.ts";

const lib = new URL("../lib/", import.meta.url);
const readme = Deno.readTextFileSync(new URL("README.md", lib));

Deno.test("lib/README.md lists every misbehaviour of the simulators in their own words", () => {
  for (const { input, effect } of [...ncpMisbehaviours, ...popbillMisbehaviours]) {
    ok(readme.includes(`\n| ${input} | ${effect} |\n`), input);
  }
});

Deno.test("lib/README.md names every folder of lib that holds code", () => {
  for (const { name, isDirectory } of Deno.readDirSync(lib)) {
    const holdsCode = isDirectory && [...Deno.readDirSync(new URL(name, lib))].length > 0;
    if (holdsCode) ok(readme.includes(`\n| \`${name}\` | `), name);
  }
});

Deno.test("lib/README.md explains no code name that the code does not use", () => {
  const code = [...sources(lib)].map((url) => Deno.readTextFileSync(url)).join("\n");
  const glossary = readme.slice(readme.indexOf("## 용어"), readme.indexOf("쓰지 않는 이름"));
  for (const row of glossary.split("\n").filter((line) => line.startsWith("| "))) {
    const names = [...(row.split(" | ")[2] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");
    for (const name of names) ok(new RegExp(`\\b${name}\\b`).test(code), name);
  }
});

function* sources(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) yield* sources(new URL(`${entry.name}/`, folder));
    else if (entry.name.endsWith(".ts")) yield new URL(entry.name, folder);
  }
}
