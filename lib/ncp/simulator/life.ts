import type { YearMonth } from "../../calendar.ts";
import { monthAt, type MonthBook } from "./month_book.ts";
import { seeded } from "./seeded.ts";

/** How long a contract or product lives, as far as one month sees it. */
export interface Life {
  /** NCP's text, `2024-03-04T11:12:13+0900`. */
  readonly startedAt: string;
  /** Null when no end is set. */
  readonly endedAt: string | null;
  /** The first hour of the month that it lives in, and the hour it ends before; Infinity when it lives on. */
  readonly fromHour: number;
  readonly toHour: number;
  /** Tells apart contracts of one place that come one after another; "" when there is one only. */
  readonly cycle: string;
}

/** A product in the time of one unit price (hundredths of a won). */
export interface PriceVersion {
  readonly sequence: string;
  readonly before: string;
  readonly life: Life;
  readonly price: number;
}

/** A life that began in 2017 to 2019, before every month that NCP answers, and has no end. */
export function fromTheStart(seed: string): Life {
  const two = (part: string, range: readonly [number, number]) =>
    String(seeded(`${seed} ${part}`, range)).padStart(2, "0");
  const day = `20${two("year", [17, 19])}-${two("month", [1, 12])}-${two("day", [1, 28])}`;
  const time = `${two("hour", [9, 18])}:${two("minute", [0, 59])}:${two("second", [0, 59])}`;
  return { startedAt: `${day}T${time}+0900`, endedAt: null, fromHour: 0, toHour: Infinity, cycle: "" };
}

/** Three months each: from the 11th 10:00 of the first to the 20th 15:00 of the second; null in the third. */
export function projectLife(book: MonthBook, phase: number): Life | null {
  const stage = (book.index + phase) % 3;
  if (stage === 2) return null;
  const begins = monthAt(book.index - stage);
  return {
    startedAt: at(begins, "11T10:00:00"),
    endedAt: at(monthAt(book.index - stage + 1), "20T15:00:00"),
    fromHour: stage === 0 ? 10 * 24 + 10 : 0,
    toHour: stage === 1 ? 19 * 24 + 15 : Infinity,
    cycle: begins.replace("-", ""),
  };
}

/** The unit price goes up by 10 won and down again in turn, at the start of the 16th of every fourth month. */
export function priceVersions(book: MonthBook, of: { phase: number; price: number }): PriceVersion[] {
  const step = Math.floor((book.index + of.phase) / 4);
  const changed = monthAt(step * 4 - of.phase);
  const current: PriceVersion = {
    sequence: sequence(step),
    before: sequence(step - 1),
    life: { ...open, startedAt: at(changed, "16T00:00:00"), fromHour: changed === book.month ? 15 * 24 : 0 },
    price: priceOf(of.price, step),
  };
  if (changed !== book.month) return [current];
  const previous: PriceVersion = {
    sequence: sequence(step - 1),
    before: sequence(step - 2),
    life: {
      ...open,
      startedAt: at(monthAt(step * 4 - 4 - of.phase), "16T00:00:00"),
      endedAt: at(changed, "15T23:59:59"),
      toHour: 15 * 24,
    },
    price: priceOf(of.price, step - 1),
  };
  return [previous, current];
}

const open = { endedAt: null, fromHour: 0, toHour: Infinity, cycle: "" } as const;

function at(month: YearMonth, dayAndTime: string): string {
  return `${month}-${dayAndTime}+0900`;
}

function sequence(step: number): string {
  return String(100 + step % 100);
}

function priceOf(price: number, step: number): number {
  return price + step % 2 * 1000;
}
