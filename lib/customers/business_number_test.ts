import { strictEqual } from "node:assert/strict";
import { formatBusinessNumber, isValidBusinessNumber, parseBusinessNumber } from "./business_number.ts";

Deno.test("isValidBusinessNumber() checks the last digit", () => {
  // The table of tax-invoice-rules.md 5.
  const cases = [
    ["1015917194", true],
    ["1015996388", true],
    ["1016075579", true],
    ["1016154760", true],
    ["1016233952", true],
    ["1234567891", true],
    ["8888888888", true],
    ["0000000000", false],
    ["1234567890", false],
    ["1016313143", false],
    ["1016392330", false],
  ] as const;
  for (const [text, valid] of cases) {
    const brn = parseBusinessNumber(text);
    strictEqual(brn !== null && isValidBusinessNumber(brn), valid, text);
  }
});

Deno.test("isValidBusinessNumber() takes exactly one of the ten last digits", () => {
  for (const head of ["101599638", "101607557", "888888888", "000000001"]) {
    const valid = Array.from({ length: 10 }, (_, digit) => parseBusinessNumber(`${head}${digit}`))
      .filter((brn) => brn !== null && isValidBusinessNumber(brn));
    strictEqual(valid.length, 1, head);
  }
});

Deno.test("parseBusinessNumber() reads ten digits with hyphens and spaces, and nothing else", () => {
  const cases = [
    ["1015996388", "1015996388"],
    ["101-59-96388", "1015996388"],
    [" 101 59 96388\n", "1015996388"],
    ["101599638", null],
    ["10159963880", null],
    ["101599638a", null],
    ["１０１５９９６３８８", null],
    ["101.59.96388", null],
    ["", null],
  ] as const;
  for (const [text, brn] of cases) strictEqual(parseBusinessNumber(text), brn, text);
});

Deno.test("formatBusinessNumber() sets the hyphens, and parseBusinessNumber() reads them back", () => {
  const brn = parseBusinessNumber("1015996388");
  strictEqual(brn && formatBusinessNumber(brn), "101-59-96388");
  strictEqual(parseBusinessNumber("101-59-96388"), brn);
});
