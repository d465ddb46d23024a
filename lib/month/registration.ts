import type { Actor } from "../audit.ts";
import { addDays, type LocalDate, seoulDate, type YearMonth } from "../calendar.ts";
import type { MonthFile } from "./file.ts";

/** A month file with the run that brings it. */
export interface Registration {
  readonly file: MonthFile;
  readonly usageMonth: YearMonth;
  readonly actor: Actor;
}

/** The Seoul day of the run, and the next: from then on an edit counts (B4). */
export function days(registration: Registration): { today: LocalDate; tomorrow: LocalDate } {
  const today = seoulDate(registration.actor.at);
  return { today, tomorrow: addDays(today, 1) };
}

/** The fields that differ, before and after; for the log. */
export function changedFields<T extends object>(before: object, after: T): { before: Partial<T>; after: Partial<T> } {
  const old = before as Partial<T>;
  const keys = (Object.keys(after) as (keyof T)[]).filter((key) => old[key] !== after[key]);
  const pick = (from: Partial<T>) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;
  return { before: pick(old), after: pick(after) };
}
