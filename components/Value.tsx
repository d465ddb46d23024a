import { dayText, type LocalDate, monthText, seoulMinute, seoulText, type YearMonth } from "../lib/calendar.ts";
import { formatAmount, formatWon, type Won as WonAmount } from "../lib/money.ts";

/** Won as `1,234,567원`, or without the unit where a column's head says it; carries the plain digits (U29). */
export function Won(props: { readonly amount: WonAmount; readonly bare?: boolean | undefined }) {
  return (
    <data class="won" value={String(props.amount)}>
      {props.bare ? formatAmount(props.amount) : formatWon(props.amount)}
    </data>
  );
}

/** A day as `2026-01-31`, with its weekday where a deadline matters (U30). */
export function Day(props: { readonly day: LocalDate; readonly weekday?: boolean | undefined }) {
  return <time class="whitespace-nowrap" datetime={props.day}>{props.weekday ? dayText(props.day) : props.day}</time>;
}

/** A month as `2026년 1월` (U30). */
export function Month(props: { readonly month: YearMonth }) {
  return <time class="whitespace-nowrap" datetime={props.month}>{monthText(props.month)}</time>;
}

/** A moment as `2026-01-31 09:12`, Seoul time (U30). */
export function Moment(props: { readonly at: Date }) {
  return <time class="whitespace-nowrap" datetime={seoulText(props.at)}>{seoulMinute(props.at)}</time>;
}

/** 사업자등록번호 as `123-45-67890`; what is not ten digits is shown as it is (U31). */
export function BusinessNumber(props: { readonly brn: string }) {
  const parts = /^(\d{3})(\d{2})(\d{5})$/.exec(props.brn);
  return <span class="whitespace-nowrap tabular-nums">{parts ? parts.slice(1).join("-") : props.brn}</span>;
}
