import {
  addMonths,
  dayOfMonth,
  type ExtraHolidays,
  type LocalDate,
  onOrNextBusinessDay,
  type YearMonth,
} from "../calendar.ts";

/** 청구일: a day (1–31) of the billing month; a shorter month takes its last day (A3). */
export function billOn(billingMonth: YearMonth, billingDay: number): LocalDate {
  return dayOfMonth(billingMonth, billingDay);
}

/** 납부기한: the due day of the billing month; where that date is not after the 청구일, of the month after (A3). */
export function dueOn(billingMonth: YearMonth, days: { billingDay: number; dueDay: number }): LocalDate {
  const due = dayOfMonth(billingMonth, days.dueDay);
  return due > billOn(billingMonth, days.billingDay) ? due : dayOfMonth(addMonths(billingMonth, 1), days.dueDay);
}

/** The last day on which paying keeps the 납부기한: on a rest day, the next business day (A3). */
export function effectiveDueOn(dueDate: LocalDate, extraHolidays?: ExtraHolidays): LocalDate {
  return onOrNextBusinessDay(dueDate, extraHolidays);
}

/** 연체: begins the day after the last day that keeps the 납부기한; whether anything is outstanding is not asked here. */
export function isOverdue(
  options: { dueDate: LocalDate; today: LocalDate; extraHolidays?: ExtraHolidays },
): boolean {
  return options.today > effectiveDueOn(options.dueDate, options.extraHolidays);
}
