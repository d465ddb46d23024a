import type { CellFormulaValue, CellValue, Style, Worksheet } from "exceljs";
import { dayText, firstDay, type LocalDate, type YearMonth } from "../calendar.ts";
import { type Won, wonToJson } from "../money.ts";
import { trimDecimal } from "./print_content.ts";

/** A day as a cell holds it: midnight UTC, which exceljs writes as a whole serial number, in any zone. */
export function dayValue(day: LocalDate): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** A month as a cell holds it: its first day. */
export function monthValue(month: YearMonth): Date {
  return dayValue(firstDay(month));
}

/** A formula with the result that a reader sees who does not compute. */
export function formulaValue(formula: string, result: Won): CellFormulaValue {
  return { formula, result: wonToJson(result) };
}

/**
 * A text as a cell holds it. Only what XML cannot hold is left out (controls; exceljs drops most itself) and a literal
 * `_x0041_`, which Excel would read as "A", is escaped as Excel does. A cell holds at most 32,767 characters.
 */
export function textValue(text: string): string {
  return text.toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, "")
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/_x(?=[0-9A-Fa-f]{4}_)/g, "_x005F_x")
    .slice(0, 32_000);
}

/** The number format of a day with its weekday: `2025-01-31 (금)`. Written out: programs differ in `aaa`. */
export function weekdayFormat(day: LocalDate): string {
  return `yyyy-mm-dd"${dayText(day).slice(day.length)}"`;
}

/** The number format that shows a decimal with the digits that it has. */
export function decimalFormat(decimal: string): string {
  const places = trimDecimal(decimal).split(".")[1]?.length ?? 0;
  const pattern = places > 0 ? `#,##0.${"0".repeat(Math.min(places, 12))}` : "#,##0";
  return `${pattern};[Red]-${pattern}`;
}

/** What goes into a cell and how it looks. */
export interface CellContent {
  readonly value: CellValue;
  readonly style: Partial<Style>;
}

/** Writes a cell (`B2`) or a merged block (`A2:B3`), whose cells all get the style. */
export function put(sheet: Worksheet, range: string, content: CellContent): void {
  const cell = sheet.getCell(range.split(":")[0] ?? range);
  cell.value = content.value;
  cell.style = content.style;
  if (range.includes(":")) sheet.mergeCells(range);
}

/** Makes a row at least high enough for so many lines of 9 points. */
export function raiseRow(sheet: Worksheet, row: number, lines: number): void {
  sheet.getRow(row).height = Math.max(sheet.getRow(row).height ?? 0, 17 + (lines - 1) * 12.5);
}

/** How many lines a text takes in a cell `width` characters wide; Hangul is nearly two digits wide. */
export function lineCount(text: string, options: { readonly width: number; readonly size: number }): number {
  const room = options.width * 10 / options.size - 0.5;
  return text.split("\n").reduce((lines, line) => lines + Math.max(1, Math.ceil(textWidth(line) / room)), 0);
}

function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character >= "\u1100" ? 1.9 : /[A-Z0-9]/.test(character) ? 1.1 : 0.95;
  return width;
}
