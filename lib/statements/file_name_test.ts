import { ok, strictEqual } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { samplePrint } from "../../tests/fixtures/statement_prints.ts";
import { statementFileName } from "./file_name.ts";

Deno.test("statementFileName() names customer, usage month and number", () => {
  const { document } = samplePrint();
  strictEqual(statementFileName(document, "xlsx"), "요금청구서_가온테크_2024-12_2024-12-0001.xlsx");
  const draft = samplePrint({ draft: true, usageMonths: [yearMonth("2024-10"), yearMonth("2024-12")] });
  strictEqual(statementFileName(draft.document, "pdf"), "요금청구서_가온테크_2024-10~2024-12_미발행.pdf");
});

Deno.test("statementFileName() replaces what a file system, a header or an eye would misread", () => {
  const cases = [
    ['a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"],
    ["가온\r\nSet-Cookie: x", "가온__Set-Cookie_ x"],
    ["\0가온\u202Etxt", "_가온_txt"],
    ["..가온", "_가온"],
    ["  가온 ", "가온"],
    ["", "고객사"],
    ["\u1100\u1161온", "가온"],
  ] as const;
  for (const [name, part] of cases) {
    const { document } = samplePrint({ customer: { name } });
    strictEqual(statementFileName(document, "xlsx"), `요금청구서_${part}_2024-12_2024-12-0001.xlsx`);
  }
});

Deno.test("statementFileName() stays within 120 characters and 255 bytes", () => {
  for (const name of ["가".repeat(200), "a".repeat(200), "😀".repeat(100)]) {
    const file = statementFileName(samplePrint({ customer: { name } }).document, "xlsx");
    ok(file.length <= 120, file);
    ok(new TextEncoder().encode(file).length <= 255, file);
    ok(file.isWellFormed() && file.endsWith("_2024-12_2024-12-0001.xlsx"), file);
  }
  const whole = "가".repeat(40);
  ok(statementFileName(samplePrint({ customer: { name: whole } }).document, "xlsx").includes(whole));
});
