import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { decimalText, isJsonNumber, isJsonObject, jsonNumber, readJson, wholeNumber } from "./json.ts";

Deno.test("readJson() keeps every number as it was written and apart from texts", () => {
  deepStrictEqual(readJson(`{"a":9007199254740993,"b":[0.10,-0,1.440e4],"c":"1","d":null,"e":true}`), {
    a: jsonNumber("9007199254740993"),
    b: [jsonNumber("0.10"), jsonNumber("-0"), jsonNumber("1.440e4")],
    c: "1",
    d: null,
    e: true,
  });
  throws(() => readJson(`{"a":1`), SyntaxError);
});

Deno.test("isJsonNumber() is not taken in by an object of the wire that looks alike", () => {
  strictEqual(isJsonNumber(readJson("1")), true);
  for (const text of [`{"source":"1"}`, `"1"`, "null", "[1]"]) strictEqual(isJsonNumber(readJson(text)), false, text);
});

Deno.test("isJsonObject() is true for objects alone", () => {
  strictEqual(isJsonObject(readJson("{}")), true);
  for (const text of ["1", `"1"`, "null", "[]", "true"]) strictEqual(isJsonObject(readJson(text)), false, text);
});

Deno.test("decimalText() keeps plain numbers and writes exponents out", () => {
  const cases = [
    ["0.10", "0.10"],
    ["-0.0", "-0.0"],
    ["12.851112", "12.851112"],
    ["1.44e4", "14400"],
    ["1.073741824E12", "1073741824000"],
    ["1.88053E5", "188053"],
    ["1.5e-7", "0.00000015"],
    ["-12.50e-1", "-1.250"],
    ["0e5", "0"],
    ["1e30", `1${"0".repeat(30)}`],
    ["1e31", null],
    ["1e-31", null],
    ["1e999999999", null],
  ] as const;
  for (const [source, text] of cases) strictEqual(decimalText(jsonNumber(source)), text, source);
});

Deno.test("wholeNumber() reads what is exactly whole and nothing else", () => {
  const cases = [
    ["14400", 14_400n],
    ["14400.0", 14_400n],
    ["1.44e4", 14_400n],
    ["-14400.00", -14_400n],
    ["-0.0", 0n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["14400.5", null],
    ["1.44001e4", null],
    ["144e-1", null],
    ["1440e-1", 144n],
    ["1e31", null],
  ] as const;
  for (const [source, whole] of cases) strictEqual(wholeNumber(jsonNumber(source)), whole, source);
});
