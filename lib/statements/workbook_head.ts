import type { Style, Worksheet } from "exceljs";
import type { LocalDate } from "../calendar.ts";
import type { StatementDocument } from "./document.ts";
import { customerFields, statementMark, statementMarkText, supplierLines } from "./print_content.ts";
import { colours } from "./print_look.ts";
import { dayValue, lineCount, monthValue, put, raiseRow, textValue, weekdayFormat } from "./workbook_cells.ts";
import { cellStyle, formats } from "./workbook_styles.ts";

/** Columns of 「요금청구서」 in characters: 구분, 항목, a gap, 정상가, 할인, 제공가. Together they are one A4 page wide. */
export const summaryWidths = [17, 34, 2, 14, 13, 16] as const;

const meta = { lines: "b", align: "right" } as const;
const box = { fill: colours.tint, indent: 1 } as const;
const boxRight = { ...box, align: "right", shrink: true } as const;
const styles = {
  label: cellStyle({ colour: colours.muted, lines: "b" }),
  field: cellStyle({ format: formats.text, lines: "b", wrap: true }),
  firstLabel: cellStyle({ colour: colours.muted, lines: "Tb" }),
  customerName: cellStyle({ format: formats.text, lines: "Tb", wrap: true, bold: true, size: 11 }),
  rule: cellStyle({ fill: colours.accent }),
  title: cellStyle({ size: 22, bold: true, align: "right" }),
  mark: cellStyle({ size: 10, bold: true, colour: colours.warning, align: "right" }),
  supplier: cellStyle({ size: 15, bold: true, format: formats.text, wrap: true }),
  supplierName: cellStyle({ size: 10, bold: true, format: formats.text, wrap: true }),
  supplierLine: cellStyle({ colour: colours.muted, format: formats.text, wrap: true }),
  meta: cellStyle({ ...meta, format: formats.text }),
  metaStrong: cellStyle({ ...meta, format: formats.text, bold: true }),
  day: cellStyle({ ...meta, format: formats.day }),
  dayFrom: cellStyle({ ...meta, format: formats.dayFrom }),
  month: cellStyle({ ...meta, format: formats.monthInWords }),
  boxCaption: cellStyle({ ...box, bold: true, colour: colours.accent, lines: "T" }),
  boxTotal: cellStyle({ ...boxRight, size: 20, bold: true, colour: colours.accent, format: formats.wonWithUnit }),
  boxLabel: cellStyle({ ...box, colour: colours.muted }),
  boxWon: cellStyle({ ...boxRight, format: formats.wonWithUnit }),
};

/** Where the box 「총 납부금액」 stands; its formulas are set when the rows of the table are known. */
export interface HeadRows {
  readonly totalCell: string;
  readonly supplyCell: string;
  readonly taxCell: string;
  readonly nextRow: number;
}

/** Writes the head of 「요금청구서」: letterhead, title, dates, the customer and the box of the total. */
export function writeHead(sheet: Worksheet, document: StatementDocument, hasLogo: boolean): HeadRows {
  sheet.getRow(1).height = 4;
  put(sheet, "A1:F1", { value: null, style: styles.rule });
  sheet.getRow(2).height = 50;
  if (!hasLogo) put(sheet, "A2:B2", { value: textValue(document.supplier.name), style: styles.supplier });
  put(sheet, "D2:F2", { value: "요금청구서", style: styles.title });
  writeMark(sheet, document);
  writeSupplier(sheet, document, hasLogo);
  writeDates(sheet, document);
  sheet.getRow(10).height = 14;
  writeCustomer(sheet, document);
  writeBox(sheet, document.dueOn);
  return { totalCell: "D12", supplyCell: "E14", taxCell: "E15", nextRow: 17 };
}

function writeMark(sheet: Worksheet, document: StatementDocument): void {
  sheet.getRow(3).height = 17;
  const mark = statementMark(document);
  if (mark) put(sheet, "B3:F3", { value: `${mark} — ${statementMarkText(document)}`, style: styles.mark });
}

function writeSupplier(sheet: Worksheet, document: StatementDocument, hasLogo: boolean): void {
  const lines = [...(hasLogo ? [document.supplier.name] : []), ...supplierLines(document.supplier)];
  lines.forEach((line, index) => {
    const row = 4 + index;
    const style = hasLogo && index === 0 ? styles.supplierName : styles.supplierLine;
    put(sheet, `A${row}:B${row}`, { value: textValue(line), style });
    raiseRow(sheet, row, lineCount(line, { width: summaryWidths[0] + summaryWidths[1], size: 9 }));
  });
}

function writeDates(sheet: Worksheet, document: StatementDocument): void {
  const rows: readonly (readonly [string, string | Date, Partial<Style>])[] = [
    ["문서번호", document.number ?? "미발행", styles.metaStrong],
    [
      "발행일",
      document.issuedOn ? dayValue(document.issuedOn) : "미발행",
      document.issuedOn ? styles.day : styles.meta,
    ],
    ["이용기간", dayValue(document.periodFrom), styles.dayFrom],
    ["청구월", monthValue(document.billingMonth), styles.month],
    ["청구일", dayValue(document.billOn), styles.day],
    ["납부기한", dayValue(document.dueOn), cellStyle({ ...meta, format: weekdayFormat(document.dueOn), bold: true })],
  ];
  rows.forEach(([name, value, style], index) => {
    const row = 4 + index;
    raiseRow(sheet, row, 1);
    put(sheet, `D${row}`, { value: name, style: styles.label });
    if (name === "이용기간") {
      put(sheet, `E${row}`, { value, style });
      put(sheet, `F${row}`, { value: dayValue(document.periodTo), style: styles.day });
    } else put(sheet, `E${row}:F${row}`, { value, style });
  });
}

function writeCustomer(sheet: Worksheet, document: StatementDocument): void {
  customerFields(document.customer).forEach(([name, text], index) => {
    const row = 11 + index;
    const isName = index === 0;
    put(sheet, `A${row}`, { value: name, style: isName ? styles.firstLabel : styles.label });
    put(sheet, `B${row}`, {
      value: textValue(text),
      style: isName ? styles.customerName : styles.field,
    });
    raiseRow(sheet, row, lineCount(text, { width: summaryWidths[1], size: isName ? 11.5 : 9 }));
  });
}

function writeBox(sheet: Worksheet, dueOn: LocalDate): void {
  put(sheet, "D11:F11", { value: "총 납부금액 (VAT 포함)", style: styles.boxCaption });
  put(sheet, "D12:F13", { value: null, style: styles.boxTotal });
  put(sheet, "D14", { value: "공급가액", style: styles.boxLabel });
  put(sheet, "E14:F14", { value: null, style: styles.boxWon });
  put(sheet, "D15", { value: "부가세", style: styles.boxLabel });
  put(sheet, "E15:F15", { value: null, style: styles.boxWon });
  put(sheet, "D16", { value: "납부기한", style: styles.boxLabel });
  put(sheet, "E16:F16", {
    value: dayValue(dueOn),
    style: cellStyle({ ...boxRight, format: weekdayFormat(dueOn), bold: true }),
  });
}
