import { deepStrictEqual } from "node:assert/strict";

/** What the page's CSP refuses, or the server's JSX renders wrong (trials.md 4), by what to write instead. */
const rules: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\sstyle=/, "a class"],
  [/\son[A-Z]\w*=/, "an island"],
  [/\s(aria|data)-[\w-]+=\{(true|false|!)/, 'text: "true", "false"'],
  [/\s(aria|data)-[\w-]+(?=[\s/>])/, 'text: "true", "false"'],
  [/\sdefault(Value|Checked)=/, "value, checked"],
  [/dangerouslySetInnerHTML/, "elements"],
];

const folder = new URL("./", import.meta.url);

function brokenRules(text: string): string[] {
  const tags = [...text.matchAll(/<[a-zA-Z][^<]*?>/gs)].map((found) => found[0]);
  return tags.flatMap((tag) =>
    rules.filter(([pattern]) => pattern.test(tag)).map(([, instead]) => `${tag}: ${instead}`)
  );
}

Deno.test("no component has a style, a listener, or an attribute that the server would render wrong", () => {
  const files = [...Deno.readDirSync(folder)].map((file) => file.name)
    .filter((name) => name.endsWith(".tsx") && !name.endsWith("_test.tsx"));
  for (const name of files) deepStrictEqual(brokenRules(Deno.readTextFileSync(new URL(name, folder))), [], name);
});

Deno.test("brokenRules() tells each", () => {
  const cases = [
    [`<p style="color: red">`, 1],
    [`<button onClick={close}>`, 1],
    [`<a aria-current={true}>`, 1],
    [`<p aria-hidden>`, 1],
    [`<input defaultValue="a" />`, 1],
    [`<p class="style" aria-hidden="true" data-search="true">`, 0],
    [`<a aria-current={tab.current ? "page" : undefined}>`, 0],
  ] as const;
  for (const [text, count] of cases) deepStrictEqual(brokenRules(text).length, count, text);
});
