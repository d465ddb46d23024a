import * as published from "@hyunbinseo/holidays-kr/all";
import { type Brand, invariant } from "./prelude.ts";

/** A calendar day in Seoul, `2026-02-10`. */
export type LocalDate = Brand<string, "LocalDate">;
/** A calendar month in Seoul, `2026-02`. */
export type YearMonth = Brand<string, "YearMonth">;

/** The only source of the time; `now()` is business time. */
export interface Clock {
  now(): Date;
}

/** A clock that a person or a test moves. */
export interface MovableClock extends Clock {
  moveTo(moment: Date): void;
}

const zone = "Asia/Seoul";
const dayPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The wall clock, in milliseconds: what signatures to outside services carry. */
export function wallClockMs(): number {
  return Temporal.Now.instant().epochMilliseconds;
}

/** Business time that starts at `from` and runs on with the wall clock; without `from` it is the wall clock. */
export function runningClock(from?: Date): MovableClock {
  let offsetMs = from ? from.getTime() - wallClockMs() : 0;
  return {
    now: () => new Date(wallClockMs() + offsetMs),
    moveTo: (moment) => {
      offsetMs = moment.getTime() - wallClockMs();
    },
  };
}

/** A clock that stands still until it is moved; for tests. */
export function fixedClock(at: Date): MovableClock {
  let moment = at;
  return {
    now: () => new Date(moment.getTime()),
    moveTo: (next) => {
      moment = next;
    },
  };
}

/** Reads `yyyy-mm-dd`; null when there is no such day. */
export function parseLocalDate(text: string): LocalDate | null {
  if (!dayPattern.test(text)) return null;
  return daysIn(text.slice(0, 7) as YearMonth) >= Number(text.slice(8)) ? text as LocalDate : null;
}

/** A day that the caller knows to be one. */
export function localDate(text: string): LocalDate {
  const day = parseLocalDate(text);
  invariant(day, `a day is written yyyy-mm-dd, not "${text}"`);
  return day;
}

/** Reads `yyyy-mm`; null when it is not a month. */
export function parseYearMonth(text: string): YearMonth | null {
  return monthPattern.test(text) ? text as YearMonth : null;
}

/** A month that the caller knows to be one. */
export function yearMonth(text: string): YearMonth {
  const month = parseYearMonth(text);
  invariant(month, `a month is written yyyy-mm, not "${text}"`);
  return month;
}

/** The Seoul day of a moment. */
export function seoulDate(moment: Date): LocalDate {
  return zoned(moment).toPlainDate().toString() as LocalDate;
}

/** The Seoul month of a moment. */
export function seoulMonth(moment: Date): YearMonth {
  return monthOf(seoulDate(moment));
}

/** The moment at which a Seoul day reaches `time` ("09:00"). */
export function seoulMoment(day: LocalDate, time = "00:00"): Date {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time });
  return new Date(at.epochMilliseconds);
}

/** `2025-01-06T09:12:00+09:00`. */
export function seoulText(moment: Date): string {
  return zoned(moment).toString({ timeZoneName: "never", smallestUnit: "second" });
}

/** `2025-01-06 09:12`, for people. */
export function seoulMinute(moment: Date): string {
  return seoulText(moment).slice(0, 16).replace("T", " ");
}

/** `20250106091205` in Seoul time, as Popbill writes moments. */
export function seoulStamp(moment: Date): string {
  return seoulText(moment).slice(0, 19).replaceAll(/[-T:]/g, "");
}

/** Reads `yyyyMMddHHmmss` in Seoul time; null when it is none. */
export function parseSeoulStamp(text: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return null;
  return parseMoment(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}+09:00`);
}

/** Reads an ISO moment with its offset (`+0900` and `+09:00` alike); null when it is none. */
export function parseMoment(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(ms) ? null : new Date(ms);
}

/** The month of a day. */
export function monthOf(day: LocalDate): YearMonth {
  return day.slice(0, 7) as YearMonth;
}

/** The first day of a month. */
export function firstDay(month: YearMonth): LocalDate {
  return `${month}-01` as LocalDate;
}

/** The last day of a month. */
export function lastDay(month: YearMonth): LocalDate {
  return `${month}-${String(daysIn(month)).padStart(2, "0")}` as LocalDate;
}

/** How many days a month has. */
export function daysIn(month: YearMonth): number {
  return Temporal.PlainYearMonth.from(month).daysInMonth;
}

/** The month `count` months later (earlier when negative). */
export function addMonths(month: YearMonth, count: number): YearMonth {
  return Temporal.PlainYearMonth.from(month).add({ months: count }).toString() as YearMonth;
}

/** How many months `to` lies after `from`. */
export function monthsBetween(from: YearMonth, to: YearMonth): number {
  return (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5));
}

/** The months from `from` to `to`, both included. */
export function monthRange(from: YearMonth, to: YearMonth): YearMonth[] {
  return Array.from({ length: Math.max(0, monthsBetween(from, to) + 1) }, (_, index) => addMonths(from, index));
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: LocalDate, count: number): LocalDate {
  return Temporal.PlainDate.from(day).add({ days: count }).toString() as LocalDate;
}

/** The `day`th of a month; a shorter month gives its last day (청구일, 납부기한). */
export function dayOfMonth(month: YearMonth, day: number): LocalDate {
  return `${month}-${String(Math.min(day, daysIn(month))).padStart(2, "0")}` as LocalDate;
}

/** 청구월: the month after the usage month. */
export function billingMonthOf(usageMonth: YearMonth): YearMonth {
  return addMonths(usageMonth, 1);
}

/** `2024년 12월`. */
export function monthText(month: YearMonth): string {
  return `${Number(month.slice(0, 4))}년 ${Number(month.slice(5))}월`;
}

const weekdays = ["월", "화", "수", "목", "금", "토", "일"];

/** `2025-01-10 (금)`. */
export function dayText(day: LocalDate): string {
  return `${day} (${weekdays[Temporal.PlainDate.from(day).dayOfWeek - 1]})`;
}

/** Days that the MSP's operator adds to the published holidays (임시공휴일 announced late). */
export type ExtraHolidays = ReadonlySet<LocalDate>;
const noExtra: ExtraHolidays = new Set();

/** Saturday, Sunday or public holiday (substitute holidays included). */
export function isRestDay(day: LocalDate, extra: ExtraHolidays = noExtra): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek >= 6 || isPublicHoliday(day) || extra.has(day);
}

/** `day` itself, or the next day that is no Saturday, Sunday or public holiday (국세기본법 §5). */
export function onOrNextBusinessDay(day: LocalDate, extra: ExtraHolidays = noExtra): LocalDate {
  let next = day;
  while (isRestDay(next, extra)) next = addDays(next, 1);
  return next;
}

/** The next day on which the NTS takes transfers: rest days and 근로자의 날 are passed over (국세기본법 §5). */
export function nextTransferDay(day: LocalDate, extra: ExtraHolidays = noExtra): LocalDate {
  let next = addDays(day, 1);
  while (isRestDay(next, extra) || next.slice(5) === "05-01") next = addDays(next, 1);
  return next;
}

// The published table covers some years; outside it only the holidays of fixed date are known.
const fixedHolidays = new Set(["01-01", "03-01", "05-05", "06-06", "08-15", "10-03", "10-09", "12-25"]);

function isPublicHoliday(day: LocalDate): boolean {
  const year = (published as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[`y${day.slice(0, 4)}`];
  return year ? day in year : fixedHolidays.has(day.slice(5));
}

function zoned(moment: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);
}
