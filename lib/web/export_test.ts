import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { read, utils } from "@e965/xlsx";
import { type Won, won } from "../money.ts";
import { type ExportedTable, exportWorkbook } from "./export.ts";

interface Line {
  readonly name: string;
  readonly total: Won;
}

const columns: ExportedTable<Line>["columns"] = [
  { label: "고객사", value: (line) => line.name },
  { label: "청구 금액", value: (line) => line.total },
];

async function sheetOf(rows: ExportedTable<Line>["rows"], title = "고객사") {
  const bytes = await new Response(exportWorkbook({ title, columns, rows })).arrayBuffer();
  const workbook = read(new Uint8Array(bytes), { type: "array", cellNF: true });
  const name = workbook.SheetNames[0] ?? "";
  return { name, sheet: workbook.Sheets[name] ?? {} };
}

Deno.test("exportWorkbook() writes every text as text and won as numbers", async () => {
  const names = [`=HYPERLINK("http://example.com","a")`, "+1", "-1", "@x", "\t=1", "0012", "가온 & <테크>"];
  const { sheet } = await sheetOf(names.map((name, index) => ({ name, total: won(-1_234_567 * index) })));
  names.forEach((name, index) => {
    const cell = sheet[`A${index + 2}`];
    deepStrictEqual([cell.t, cell.v, cell.z, cell.f], ["s", name, "@", undefined], name);
    deepStrictEqual([sheet[`B${index + 2}`].t, sheet[`B${index + 2}`].v], ["n", 0 - 1_234_567 * index]);
  });
});

Deno.test("exportWorkbook() drops control characters and cuts what no cell can hold", async () => {
  const { sheet } = await sheetOf([{ name: "\0=1", total: won(0) }, { name: "가".repeat(40_000), total: won(0) }]);
  strictEqual(sheet.A2.v, "=1");
  strictEqual(sheet.A2.f, undefined);
  strictEqual(sheet.A3.v.length, 32_767);
});

Deno.test("exportWorkbook() streams ten thousand rows of an async source, heads first", async () => {
  async function* lines() {
    for (let number = 0; number < 10_000; number++) {
      if (number % 1_000 === 0) await Promise.resolve();
      yield { name: `고객사 ${number}`, total: won(number) };
    }
  }
  const { sheet } = await sheetOf(lines());
  const rows = utils.sheet_to_json<string[]>(sheet, { header: 1 });
  deepStrictEqual(rows[0], ["고객사", "청구 금액"]);
  deepStrictEqual(rows.at(-1), ["고객사 9999", 9_999]);
  strictEqual(rows.length, 10_001);
});

Deno.test("exportWorkbook() gives a sheet name that Excel takes", async () => {
  const cases = [["활동 기록", "활동 기록"], ["a/b:c[d]", "a b c d"], ["가".repeat(40), "가".repeat(31)], [
    "",
    "Sheet1",
  ]];
  for (const [title, name] of cases) strictEqual((await sheetOf([], title)).name, name);
});

Deno.test("exportWorkbook() breaks off when its rows fail", async () => {
  async function* failing() {
    yield await Promise.resolve({ name: "가온테크", total: won(1) });
    throw new TypeError("Cannot read the next row");
  }
  await rejects(new Response(exportWorkbook({ title: "a", columns, rows: failing() })).arrayBuffer());
});
