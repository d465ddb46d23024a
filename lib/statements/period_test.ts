import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { addMonths, monthRange, yearMonth } from "../calendar.ts";
import { cycles } from "../customers/customer.ts";
import { taxOn, won } from "../money.ts";
import { periodOf, statementAmounts } from "./period.ts";

Deno.test("periodOf() counts the periods from the 청구 시작월 (B5)", () => {
  const cases = [
    [1, "2024-01", "2024-01", "2024-01", "2024-01", true],
    [3, "2024-01", "2024-01", "2024-01", "2024-03", false],
    [3, "2024-01", "2024-02", "2024-01", "2024-03", false],
    [3, "2024-01", "2024-03", "2024-01", "2024-03", true],
    [3, "2024-01", "2024-04", "2024-04", "2024-06", false],
    [3, "2024-11", "2025-01", "2024-11", "2025-01", true],
    [6, "2023-08", "2025-01", "2024-08", "2025-01", true],
    [12, "2024-02", "2025-01", "2024-02", "2025-01", true],
    [12, "2024-02", "2025-02", "2025-02", "2026-01", false],
  ] as const;
  for (const [cycleMonths, start, month, from, to, closes] of cases) {
    deepStrictEqual(
      periodOf(yearMonth(month), { cycleMonths, cycleStart: yearMonth(start) }),
      { from, to, closes },
      `${month} of ${cycleMonths} from ${start}`,
    );
  }
});

Deno.test("periodOf() is null before the 청구 시작월: those months are not billed", () => {
  for (const cycleMonths of cycles) {
    strictEqual(periodOf(yearMonth("2023-12"), { cycleMonths, cycleStart: yearMonth("2024-01") }), null);
  }
});

Deno.test("periodOf() closes one month in each period, its last", () => {
  const start = yearMonth("2023-05");
  for (const cycleMonths of cycles) {
    const months = monthRange(start, addMonths(start, 23));
    const closing = months.filter((month) => periodOf(month, { cycleMonths, cycleStart: start })?.closes);
    strictEqual(closing.length, 24 / cycleMonths);
    strictEqual(closing[0], addMonths(start, cycleMonths - 1));
  }
});

Deno.test("periodOf() closes with the month of a deactivation, and is null after it (B4)", () => {
  const cycle = { cycleMonths: 3, cycleStart: yearMonth("2024-10") } as const;
  const cases = [
    ["2024-10", "2024-11", { from: "2024-10", to: "2024-11", closes: false }],
    ["2024-11", "2024-11", { from: "2024-10", to: "2024-11", closes: true }],
    ["2024-12", "2024-11", null],
    ["2024-12", "2024-12", { from: "2024-10", to: "2024-12", closes: true }],
    ["2024-10", "2025-02", { from: "2024-10", to: "2024-12", closes: false }],
  ] as const;
  for (const [month, lastMonth, period] of cases) {
    const found = periodOf(yearMonth(month), { ...cycle, lastMonth: yearMonth(lastMonth) });
    deepStrictEqual(found, period, `${month}, deactivated in ${lastMonth}`);
  }
  strictEqual(periodOf(yearMonth("2024-12"), { ...cycle, lastMonth: null })?.closes, true);
});

Deno.test("statementAmounts() adds the months and computes no tax on the sum", () => {
  const month = { supplyAmount: won(1_009), taxAmount: won(100), totalAmount: won(1_109) };
  const amounts = statementAmounts([month, month, month]);
  deepStrictEqual(amounts, { supplyAmount: won(3_027), taxAmount: won(300), totalAmount: won(3_327) });
  strictEqual(taxOn(amounts.supplyAmount), won(302), "what a tax on the sum would have been");
});
