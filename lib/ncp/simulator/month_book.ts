import {
  addDays,
  addMonths,
  dayOfMonth,
  daysIn,
  type LocalDate,
  monthOf,
  monthsBetween,
  seoulText,
  type YearMonth,
} from "../../calendar.ts";

/** What NCP's books hold of a usage month at a moment. */
export interface MonthBook {
  readonly month: YearMonth;
  /** Months since January of year 0: what cycles are counted by. */
  readonly index: number;
  readonly days: number;
  /** Days from the 1st whose use is booked: up to the day before the refresh. */
  readonly coveredDays: number;
  /** The Seoul day of the morning refresh that wrote the rows. */
  readonly writtenOn: LocalDate;
  /** Rounds of late corrections that are in: the first comes on the 3rd of the next month, the second on the 5th. */
  readonly corrections: 0 | 1 | 2;
}

/** When the morning refresh is over, Seoul time (ncp-api.md 7.1: values written 08:02 to 08:28). */
export const refreshTime = "08:20";

/** How many months back the cost operations answer; NCP's own limit was not found (ncp-api.md 14). */
export const monthsAnswered = 36;

/**
 * The book of a month: opened by the refresh of its 2nd day, grown by each morning's refresh, corrected on the 3rd and 5th
 * of the next month and closed then; null before that, and for months longer ago than NCP answers.
 */
export function monthBook(month: YearMonth, now: Date): MonthBook | null {
  const refreshedOn = lastRefresh(now);
  if (refreshedOn < dayOfMonth(month, 2)) return null;
  if (monthsBetween(month, monthOf(refreshedOn)) > monthsAnswered) return null;
  const next = addMonths(month, 1);
  const closedOn = dayOfMonth(next, 5);
  const days = daysIn(month);
  return {
    month,
    index: monthIndex(month),
    days,
    coveredDays: monthOf(refreshedOn) === month ? Number(refreshedOn.slice(8)) - 1 : days,
    writtenOn: refreshedOn < closedOn ? refreshedOn : closedOn,
    corrections: refreshedOn < dayOfMonth(next, 3) ? 0 : refreshedOn < closedOn ? 1 : 2,
  };
}

/** Months since January of year 0. */
export function monthIndex(month: YearMonth): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}

/** The month of an index, `2024-12`. */
export function monthAt(index: number): YearMonth {
  return addMonths("0000-01" as YearMonth, index);
}

function lastRefresh(now: Date): LocalDate {
  const text = seoulText(now);
  const today = text.slice(0, 10) as LocalDate;
  return text.slice(11, 16) >= refreshTime ? today : addDays(today, -1);
}
