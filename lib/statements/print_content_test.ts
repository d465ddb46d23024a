import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { won } from "../money.ts";
import { chargeRow, samplePrint } from "../../tests/fixtures/statement_prints.ts";
import {
  detailCategories,
  formatBrn,
  formatDecimal,
  summaryGroups,
  supplierLines,
  textLines,
} from "./print_content.ts";

Deno.test("summaryGroups() puts the groups in the order of the bill and keeps the rows of each", () => {
  const rows = [
    chargeRow("round_off", "절사", won(-8)),
    chargeRow("discount", "VM 할인", won(-2)),
    chargeRow("extra", "기타", won(5)),
    chargeRow("discount", "할인", won(-1)),
  ];
  deepStrictEqual(
    summaryGroups(rows).map((group) => [group.label, group.rows.map((row) => row.label)]),
    [["기타 비용", ["기타"]], ["할인", ["VM 할인", "할인"]], ["절사", ["절사"]]],
  );
  deepStrictEqual(summaryGroups([]).map((group) => group.label), ["청구 내역 없음"]);
});

Deno.test("detailCategories() asks for a product's subtotal where it has several lines and sisters", () => {
  const paths = ["A/x", "A/x", "A/y", "B/z", "B/z"];
  const { lines } = samplePrint({
    lines: paths.length,
    editLine: (line, index) => {
      const [category = "", demandType = ""] = (paths[index] ?? "").split("/");
      return { ...line, category, demandType };
    },
  });
  const categories = detailCategories(lines);
  deepStrictEqual(
    categories.map(({ category, products }) => [category, products.map((p) => [p.demandType, p.hasSubtotal])]),
    [["A", [["x", true], ["y", false]]], ["B", [["z", false]]]],
  );
});

Deno.test("formatDecimal() keeps the digits that a decimal has", () => {
  const cases = [
    ["744.000000", "744"],
    ["1234567.5", "1,234,567.5"],
    ["0.0045", "0.0045"],
    ["-1234.50", "-1,234.5"],
    ["100", "100"],
    ["1000", "1,000"],
    ["0", "0"],
    ["12345678901234567890.123456789", "12,345,678,901,234,567,890.123456789"],
  ] as const;
  for (const [decimal, text] of cases) strictEqual(formatDecimal(decimal), text);
});

Deno.test("formatBrn() writes a business number as people do, and leaves anything else", () => {
  strictEqual(formatBrn("1234567891"), "123-45-67891");
  strictEqual(formatBrn("123-45-67891"), "123-45-67891");
  strictEqual(formatBrn(""), "");
});

Deno.test("supplierLines() leaves out what is not registered", () => {
  const { supplier } = samplePrint({ supplier: { fax: "", address: "", representative: "" } }).document;
  deepStrictEqual(supplierLines(supplier), ["사업자등록번호 123-45-67891", "전화 02-555-0100", "billing@example.com"]);
});

Deno.test("textLines() drops empty lines at the end only", () => {
  deepStrictEqual(textLines("가\r\n\n나\n\n "), ["가", "", "나"]);
  deepStrictEqual(textLines(" \n"), []);
});
