import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { masked, parseMobile } from "./mobile.ts";

Deno.test("parseMobile() reads Korean mobile numbers and refuses every other", () => {
  const cases = [
    ["010-0000-0000", "01000000000"],
    [" 010 0000 0000 ", "01000000000"],
    ["011-000-0000", "0110000000"],
    ["016-0000-0000", "01600000000"],
    ["010-000-0000", null],
    ["02-000-0000", null],
    ["+82 10-0000-0000", null],
    ["0101-0000-0000", null],
    ["010-0000-0000\r\n", "01000000000"],
    ["", null],
  ] as const;
  for (const [text, digits] of cases) {
    const expected = digits === null ? { ok: false, refusal: "not_mobile" } : { ok: true, value: digits };
    deepStrictEqual(parseMobile(text), expected, text);
  }
});

Deno.test("masked() shows enough to know an address by, and no more", () => {
  strictEqual(masked("01000001234"), "010-****-1234");
  strictEqual(masked("owner@example.com"), "ow***@example.com");
  strictEqual(masked("a@example.com"), "a***@example.com");
});
