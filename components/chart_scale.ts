import type { Won } from "../lib/money.ts";

/** The range of an axis in won, as floating point: it places marks and is no money. */
export interface ChartScale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

const steps = [1, 2, 2.5, 5, 10];

/** An axis from 0 (or below) to a round figure above the largest value, with at most six lines, of 만원 at least. */
export function chartScale(values: readonly Won[]): ChartScale {
  const numbers = values.map(Number);
  const low = Math.min(0, ...numbers);
  const high = Math.max(0, ...numbers);
  const rough = Math.max((high - low) / 4, 10_000);
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((each) => each * size >= rough) ?? 10) * size;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { from: first * step, to: last * step, ticks };
}
