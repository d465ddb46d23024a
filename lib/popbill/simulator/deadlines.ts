import type { LocalDate } from "../../calendar.ts";
import { addMonths, dayOfMonth, monthOf, onOrNextBusinessDay, yearMonth } from "../../calendar.ts";
import type { SentDocument } from "./sent_document.ts";
import type { Refusal } from "./wire.ts";
import { wireDay } from "./wire_days.ts";

/** 발급 기한 of a write date: the 10th of the next month, moved past rest days (tax-invoice-rules.md 7.1). */
export function issueDeadline(writeDate: LocalDate): LocalDate {
  return onOrNextBusinessDay(dayOfMonth(addMonths(monthOf(writeDate), 1), 10));
}

/** The last day for reason 5: the 20th of the month after the taxable period of the write date (−11002010). */
export function localLcDeadline(writeDate: LocalDate): LocalDate {
  const isFirstHalf = Number(writeDate.slice(5, 7)) <= 6;
  const periodEnd = yearMonth(`${writeDate.slice(0, 4)}-${isFirstHalf ? "06" : "12"}`);
  return dayOfMonth(addMonths(periodEnd, 1), 20);
}

/** Whether issuing on `today` is late 지연발행; reasons 1 and 6 keep the original's date and have no deadline of their own. */
export function isLate(document: SentDocument, today: LocalDate): boolean {
  const writeDate = wireDay(document.writeDate);
  if (!writeDate || document.modifyCode === 1 || document.modifyCode === 5 || document.modifyCode === 6) return false;
  return today > issueDeadline(writeDate);
}

/** Why a document cannot be issued on `today`, or null. */
export function brokenDate(document: SentDocument, on: { today: LocalDate; forceIssue: boolean }): Refusal | null {
  const writeDate = wireDay(document.writeDate);
  if (!writeDate || writeDate > on.today) {
    return { code: -11002009, message: "작성일자가 미래인 문서는 발행할 수 없습니다." };
  }
  if (document.modifyCode === 5 && on.today > localLcDeadline(writeDate)) {
    return { code: -11002010, message: "내국신용장 사후개설은 과세기간 다음 달 20일까지 발행할 수 있습니다." };
  }
  if (isLate(document, on.today) && !on.forceIssue) {
    return { code: -11002014, message: "발급 기한이 지나 지연발행을 지정해야 발행할 수 있습니다." };
  }
  return null;
}
