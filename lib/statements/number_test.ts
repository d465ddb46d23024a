import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { InvariantError } from "../prelude.ts";
import { parseStatementNumber, statementNumber } from "./number.ts";

const december = yearMonth("2024-12");

Deno.test("statementNumber() has four digits, more when the counter needs them, and reads back", () => {
  const cases = [[1, "2024-12-0001"], [42, "2024-12-0042"], [9_999, "2024-12-9999"], [
    10_000,
    "2024-12-10000",
  ]] as const;
  for (const [counter, text] of cases) {
    strictEqual(statementNumber(december, counter), text);
    deepStrictEqual(parseStatementNumber(text), { usageMonth: "2024-12", counter });
  }
});

Deno.test("statementNumber() refuses a counter below 1 or with a fraction", () => {
  for (const counter of [0, -1, 1.5, NaN]) throws(() => statementNumber(december, counter), InvariantError);
});

Deno.test("parseStatementNumber() refuses what statementNumber() does not write", () => {
  const wrong = [
    "",
    "2024-12",
    "2024-12-0000",
    "2024-12-001",
    "2024-12-00001",
    "2024-13-0001",
    "2024-1-0001",
    "2024-12-1e3",
  ];
  for (const text of [...wrong, " 2024-12-0001", "2024-12-0001\n", "x2024-12-0001"]) {
    strictEqual(parseStatementNumber(text), null, JSON.stringify(text));
  }
});
