import type { Alignment, Borders, Fill, Font, Style } from "exceljs";
import { colours } from "./print_look.ts";

/** Number formats; the cached text of a cell never depends on them. */
export const formats = {
  text: "@",
  won: "#,##0;[Red]-#,##0",
  wonWithUnit: '#,##0"원";[Red]-#,##0"원"',
  discount: '#,##0;[Red]-#,##0;"-"',
  day: "yyyy-mm-dd",
  dayFrom: 'yyyy-mm-dd" ~"',
  month: "yyyy-mm",
  monthInWords: 'yyyy"년" m"월"',
} as const;

/** What a cell style is asked with; sizes in points. */
export interface StyleOptions {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly fill?: string;
  readonly format?: string;
  readonly align?: "left" | "center" | "right";
  readonly vertical?: "top" | "middle" | "bottom";
  readonly wrap?: boolean;
  readonly indent?: number;
  /** Numbers get smaller rather than turn into `###`. */
  readonly shrink?: boolean;
  /** Sides with a line: `T` and `B` in the accent colour, `t`, `b`, `l`, `r` as hairlines. */
  readonly lines?: string;
}

const fontName = "맑은 고딕";

/** Makes a cell style. Keep the object and give it to many cells: exceljs then writes it once. */
export function cellStyle(options: StyleOptions): Partial<Style> {
  return {
    font: fontOf(options),
    alignment: alignmentOf(options),
    ...(options.format ? { numFmt: options.format } : {}),
    ...(options.fill ? { fill: solid(options.fill) } : {}),
    ...(options.lines ? { border: borderOf(options.lines) } : {}),
  };
}

function fontOf(options: StyleOptions): Partial<Font> {
  return {
    name: fontName,
    family: 2,
    charset: 129,
    size: options.size ?? 9,
    bold: options.bold ?? false,
    color: { argb: `FF${options.colour ?? colours.ink}` },
  };
}

function alignmentOf(options: StyleOptions): Partial<Alignment> {
  return {
    horizontal: options.align ?? "left",
    vertical: options.vertical ?? "middle",
    ...(options.wrap ? { wrapText: true } : {}),
    ...(options.shrink ? { shrinkToFit: true } : {}),
    ...(options.indent ? { indent: options.indent } : {}),
  };
}

function solid(colour: string): Fill {
  return { type: "pattern", pattern: "solid", fgColor: { argb: `FF${colour}` } };
}

function borderOf(lines: string): Partial<Borders> {
  const hairline = { style: "thin", color: { argb: `FF${colours.line}` } } as const;
  const accent = { style: "thin", color: { argb: `FF${colours.accent}` } } as const;
  return {
    ...(lines.includes("t") ? { top: hairline } : {}),
    ...(lines.includes("b") ? { bottom: hairline } : {}),
    ...(lines.includes("l") ? { left: hairline } : {}),
    ...(lines.includes("r") ? { right: hairline } : {}),
    ...(lines.includes("T") ? { top: accent } : {}),
    ...(lines.includes("B") ? { bottom: accent } : {}),
  };
}
