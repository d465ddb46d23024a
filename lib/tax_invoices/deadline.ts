import {
  addMonths,
  dayOfMonth,
  dayText,
  type ExtraHolidays,
  lastDay,
  type LocalDate,
  monthOf,
  nextTransferDay,
  onOrNextBusinessDay,
  seoulDate,
  seoulMoment,
  type YearMonth,
} from "../calendar.ts";
import { absWon, formatWon, shareOf, type Won } from "../money.ts";
import type { WriteDateRule } from "../msps/msp.ts";
import type { AmendmentReason } from "./tax_invoice.ts";

/** How late an issue is: the 가산세 rate in basis points of the supply amount, and the final return that decides it. */
export interface Lateness {
  readonly rateBps: 100 | 200;
  /** 확정신고 기한 of the taxable period. */
  readonly finalReturn: LocalDate;
}

/** What decides lateness; `extraHolidays` are those that the operator added. */
export interface LatenessOptions {
  readonly today: LocalDate;
  readonly deadline: LocalDate;
  readonly writeDate: LocalDate;
  readonly extraHolidays?: ExtraHolidays;
}

/** The write date by the customer's rule (B7; 부가가치세법 §34③, 시행령 §29①4). Of a period, give its last usage month. */
export function writeDateFor(
  rule: WriteDateRule,
  options: { usageMonth: YearMonth; today: LocalDate; dueDate: LocalDate },
): LocalDate {
  switch (rule) {
    case "month_end":
      return lastDay(options.usageMonth);
    case "issue_date":
      return options.today < options.dueDate ? options.today : options.dueDate;
  }
}

/** The day whose month decides the deadline: the write date, or the 납부기한 by the rule `issue_date` (B7). */
export function supplyDayFor(rule: WriteDateRule, days: { writeDate: LocalDate; dueDate: LocalDate }): LocalDate {
  return rule === "issue_date" ? days.dueDate : days.writeDate;
}

/** 발급 기한: the 10th of the month after the supply day's, moved past rest days (부가가치세법 §34③). */
export function issueDeadline(supplyDay: LocalDate, extraHolidays?: ExtraHolidays): LocalDate {
  return onOrNextBusinessDay(dayOfMonth(addMonths(monthOf(supplyDay), 1), 10), extraHolidays);
}

/** The month of the 확정신고: July for the period January–June, January for July–December (부가가치세법 §5, §49①). */
export function finalReturnMonth(day: LocalDate): YearMonth {
  const month = Number(day.slice(5, 7));
  return addMonths(monthOf(day), (month <= 6 ? 7 : 13) - month);
}

/** 확정신고 기한 of the taxable period that holds `day`: 25 July or 25 January, moved past rest days (§49①). */
export function finalReturnOn(day: LocalDate, extraHolidays?: ExtraHolidays): LocalDate {
  return onOrNextBusinessDay(dayOfMonth(finalReturnMonth(day), 25), extraHolidays);
}

/** Until when an amended document is to be issued; null where the law names only the recognition (rules 3.2). */
export function amendmentDeadline(
  reason: AmendmentReason,
  options: { writeDate: LocalDate; extraHolidays?: ExtraHolidays },
): LocalDate | null {
  switch (reason) {
    case "entry_error":
    case "duplicate":
      return null;
    case "supply_change":
    case "return":
    case "contract_cancelled":
      return issueDeadline(options.writeDate, options.extraHolidays);
    case "local_lc":
      // Popbill refuses after the 20th of that month (-11002010); the decree's 25th is for the L/C itself.
      return dayOfMonth(finalReturnMonth(options.writeDate), 20);
  }
}

/** Null in time; late: 1 % up to the final return (지연발급), 2 % after it (미발급), of the supply amount (§60②). */
export function lateness(options: LatenessOptions): Lateness | null {
  if (options.today <= options.deadline) return null;
  const finalReturn = finalReturnOn(options.writeDate, options.extraHolidays);
  return { rateBps: options.today <= finalReturn ? 100 : 200, finalReturn };
}

/** What a person confirms before a late issue: the rate and what it comes to, in Korean (B7, R19). */
export function latenessText(late: Lateness, options: { deadline: LocalDate; supplyAmount: Won }): string {
  const penalty = formatWon(absWon(shareOf(options.supplyAmount, late.rateBps)));
  const until = dayText(late.finalReturn);
  return late.rateBps === 100
    ? `발급 기한(${dayText(options.deadline)})이 지났습니다. ` +
      `지금 발행하면 지연발급 가산세로 공급가액의 1%(${penalty})를 물게 됩니다. ` +
      `확정신고 기한(${until})이 지나면 2%가 됩니다.`
    : `발급 기한(${dayText(options.deadline)})과 확정신고 기한(${until})이 모두 지났습니다. ` +
      `지금 발행해도 미발급 가산세로 공급가액의 2%(${penalty})를 물게 됩니다.`;
}

/** Said before a cancellation when the re-issue will be late, in Korean; null when it can still be in time (B7). */
export function cancelWarning(options: LatenessOptions): string | null {
  const late = lateness(options);
  if (!late) return null;
  return `발급 기한(${dayText(options.deadline)})이 지났으므로, 취소하고 다시 발행하면 ` +
    `공급가액의 ${late.rateBps === 100 ? "1%" : "2%"} 가산세를 물게 됩니다.`;
}

/** 전송 기한: the day after the issue, moved past rest days and 근로자의 날 (시행령 §68⑦, 국세기본법 §5). */
export function transferDeadline(issuedAt: Date, extraHolidays?: ExtraHolidays): LocalDate {
  return nextTransferDay(seoulDate(issuedAt), extraHolidays);
}

/** Until when a next-day issue can be cancelled, 15:00 Seoul of the transfer day; the vendor's state decides (B7). */
export function cancelUntil(issuedAt: Date, extraHolidays?: ExtraHolidays): Date {
  return seoulMoment(transferDeadline(issuedAt, extraHolidays), "15:00");
}
