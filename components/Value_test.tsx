import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { localDate, yearMonth } from "../lib/calendar.ts";
import { won } from "../lib/money.ts";
import { BarChart } from "./Chart.tsx";
import { chartScale } from "./chart_scale.ts";
import { StatusChip } from "./Chip.tsx";
import { LangContext } from "./lang.ts";
import { statuses } from "./status_words.ts";
import { BusinessNumber, Day, Moment, Month, Won } from "./Value.tsx";

Deno.test("values are written one way (U29, U30, U31)", () => {
  const cases = [
    [() => <Won amount={won(1_234_567)} />, "1,234,567원"],
    [() => <Won amount={won(-1_234_567)} />, "-1,234,567원"],
    [() => <Won amount={won(0)} bare />, "0"],
    [() => <Day day={localDate("2026-01-31")} />, "2026-01-31"],
    [() => <Day day={localDate("2026-01-31")} weekday />, "2026-01-31 (토)"],
    [() => <Month month={yearMonth("2026-01")} />, "2026년 1월"],
    [() => <Moment at={new Date("2026-01-30T23:59:00Z")} />, "2026-01-31 08:59"],
    [() => <BusinessNumber brn="1002454893" />, "100-24-54893"],
    [() => <BusinessNumber brn="100-24" />, "100-24"],
  ] as const;
  for (const [value, text] of cases) strictEqual(render(value()).replaceAll(/<[^>]*>/g, ""), text);
});

Deno.test("Won carries its plain digits", () => {
  match(render(<Won amount={won(-1_234_567)} />), /<data class="won" value="-1234567">/);
});

Deno.test("StatusChip shows word and icon, in both languages", () => {
  for (const status of statuses) {
    match(render(<StatusChip status={status} />), /<svg.*<\/svg>[가-힣 ]+<\/span>$/, status);
  }
  const english = render(
    <LangContext.Provider value="en">
      <StatusChip status="overdue" />
    </LangContext.Provider>,
  );
  match(english, /class="chip chip-bad".*Overdue/);
});

Deno.test("chartScale() ends on round figures around all values, 0 among them", () => {
  const cases = [
    [[], 0, 10_000],
    [[0], 0, 10_000],
    [[1], 0, 10_000],
    [[176_803_450, 184_220_509], 0, 200_000_000],
    [[143_000_000], 0, 150_000_000],
    [[-5_000_000, 12_000_000], -5_000_000, 15_000_000],
  ] as const;
  for (const [values, from, to] of cases) {
    const scale = chartScale(values.map((value) => won(value)));
    deepStrictEqual([scale.from, scale.to], [from, to], `${values}`);
    strictEqual(scale.ticks.length <= 6, true, `${values}`);
  }
});

Deno.test("BarChart has its figures as a table, too", () => {
  const series = [{ label: "청구 금액", values: [won(1_234_567)] }] as const;
  const html = render(<BarChart title="청구 금액" labels={["12월"]} series={series} />);
  match(html, /<svg[^>]*role="img" aria-label="청구 금액"/);
  match(html, /<th scope="row">12월<\/th><td[^>]*>1,234,567<\/td>/);
});
