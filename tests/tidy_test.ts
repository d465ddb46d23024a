import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { circleOf, wrongArrows } from "./tidy/arrows.ts";
import { arrowsOf, readSources } from "./tidy/source_tree.ts";
import { bannedNames, forbiddenWords } from "./tidy/words.ts";

const tree = readSources(new URL("../", import.meta.url));
const arrows = arrowsOf(tree);

Deno.test("imports follow the table of architecture.md", () => {
  deepStrictEqual(wrongArrows(arrows), []);
});

Deno.test("imports run in no circle", () => {
  strictEqual(circleOf(arrows), null);
});

Deno.test("names are those of the glossary", () => {
  deepStrictEqual(bannedNames(tree), []);
});

Deno.test("no file says what none may, or is too long", () => {
  deepStrictEqual(forbiddenWords(tree), []);
});

/** A tree of one file that imports another. */
function importing(from: string, line: string) {
  return wrongArrows(arrowsOf(new Map([[from, `${line}\n`]])));
}

Deno.test("wrongArrows() lets pass what the table has and tells every other arrow", () => {
  const allowed = [
    ["main.ts", `import { a } from "./lib/popbill/bank.ts";`],
    ["lib/usage/sync.ts", `import type { A } from "../customers/customer.ts";`],
    ["lib/usage/sync.ts", `import { a } from "../db/mod.ts";`],
    ["lib/statements/issue.ts", `import type { Jobs } from "../jobs/mod.ts";`],
    ["lib/ncp/billing.ts", `import type { A } from "../usage/port.ts";`],
    ["lib/popbill/simulator/bulk.ts", `import { a } from "../../money.ts";`],
    ["components/Bill.tsx", `import type { A } from "../lib/statements/statement.ts";`],
    ["lib/usage/sync_test.ts", `import { a } from "../month/run.ts";`],
  ] as const;
  for (const [from, line] of allowed) deepStrictEqual(importing(from, line), [], `${from}: ${line}`);
  const refused = [
    ["lib/usage/sync.ts", `import {\n  a,\n} from "../settlement/settle.ts";`, "lib/settlement/settle.ts"],
    ["lib/usage/sync.ts", `import { a } from "../db/postgres.ts";`, "lib/db/postgres.ts"],
    ["lib/usage/sync.ts", `import { type Jobs } from "../jobs/mod.ts";`, "lib/jobs/mod.ts"],
    ["lib/payments/store.ts", `import type { A } from "../tax_invoices/states.ts";`, "lib/tax_invoices/states.ts"],
    ["lib/tax_invoices/store.ts", `export { a } from "../payments/store.ts";`, "lib/payments/store.ts"],
    ["lib/ncp/billing.ts", `import type { A } from "../usage/pull.ts";`, "lib/usage/pull.ts"],
    ["lib/ncp/billing.ts", `import { a } from "../popbill/client.ts";`, "lib/popbill/client.ts"],
    ["components/Bill.tsx", `import { a } from "../lib/statements/statement.ts";`, "lib/statements/statement.ts"],
    ["workers/works.ts", `import "../lib/ncp/client.ts";`, "lib/ncp/client.ts"],
    ["lib/money.ts", `const a = await import("./usage/port.ts");`, "lib/usage/port.ts"],
    ["lib/unheard_of/a.ts", `import { a } from "../money.ts";`, "lib/money.ts"],
    ["lib/ncp/client.ts", `import { a } from "./testing.ts";`, "lib/ncp/testing.ts"],
    ["main.ts", `import { a } from "./tests/seed.ts";`, "tests/seed.ts"],
  ] as const;
  for (const [from, line, to] of refused) deepStrictEqual(importing(from, line), [`${from} → ${to}`], line);
});

Deno.test("circleOf() tells a circle of types and of three files", () => {
  const three = new Map([
    ["lib/a.ts", `import type { B } from "./b.ts";\n`],
    ["lib/b.ts", `export * from "./c.ts";\n`],
    ["lib/c.ts", `import { a } from "./a.ts";\n`],
  ]);
  strictEqual(circleOf(arrowsOf(three)), "lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts");
  three.delete("lib/c.ts");
  strictEqual(circleOf(arrowsOf(three)), null);
});

Deno.test("bannedNames() tells banned words in names of files and declarations, and leaves the settled ones", () => {
  const cases = [
    ["lib/usage/util.ts", "", ["util"]],
    ["lib/usage/line.ts", "function pullData() {}", ["pullData"]],
    ["lib/usage/line.ts", "interface LineInfo {\n  readonly items: string;\n}", ["LineInfo", "items"]],
    ["lib/usage/line.ts", "export interface Account {}\nconst bill = 1;", ["Account", "bill"]],
    ["lib/usage/line.ts", "export type InvoiceKind = string;\ntype TaxInvoice = string;", ["InvoiceKind"]],
    ["lib/usage/line.ts", "const bizItem = 1;\nfunction f() {\n  const account = 1;\n}\n// const data = 1;", []],
    ["lib/usage/line_test.ts", "const data = 1;", []],
  ] as const;
  for (const [path, text, names] of cases) {
    deepStrictEqual(bannedNames(new Map([[path, text]])), names.map((name) => `${path}: ${name}`), text);
  }
});

Deno.test("forbiddenWords() tells each, with its exceptions", () => {
  const said = (path: string, text: string) => forbiddenWords(new Map([[path, text]]));
  const wrong = [
    ["Temporal", ".Now.instant()"],
    ["new Da", "te()"],
    ["Date", ".now()"],
    ["console", ".log(1)"],
    ["supply / 1", "0n"],
    ["supply / Big", "Int(rate)"],
    ["x as a", "ny"],
    ["// deno-lint-", "ignore no-x"],
    ["// @ts-", "ignore"],
  ].map((halves) => halves.join(""));
  for (const text of wrong) strictEqual(said("lib/usage/line.ts", text).length, 1, text);
  deepStrictEqual(said("lib/calendar.ts", wrong.slice(0, 3).join("\n")), []);
  deepStrictEqual(said("lib/money.ts", wrong.slice(4, 6).join("\n")), []);
  deepStrictEqual(said("lib/usage/line.ts", `// ${wrong[0]}\nnew Date(ms);`), []);
  strictEqual(said("lib/usage/line.ts", `"http://example.com"; ${wrong[0]}`).length, 1);
  deepStrictEqual(said("lib/usage/line.ts", "\n".repeat(301)), ["lib/usage/line.ts: 301 lines, 300 at most"]);
  deepStrictEqual(said("lib/usage/line.ts", "\n".repeat(300)), []);
});
