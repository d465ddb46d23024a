import type { LocalDate } from "../../calendar.ts";
import { parseLocalDate } from "../../calendar.ts";

/** The day of `yyyyMMdd`; null when it is none. */
export function wireDay(text: string): LocalDate | null {
  return /^\d{8}$/.test(text) ? parseLocalDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) : null;
}

/** `yyyyMMdd` of a day. */
export function dayOnWire(day: LocalDate): string {
  return day.replaceAll("-", "");
}
