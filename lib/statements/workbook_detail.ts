import type { CellValue, Row, Style, Workbook, Worksheet } from "exceljs";
import { wonToJson } from "../money.ts";
import { type AmountOf, type DetailColumn, detailColumns, isAmount, sumOfColumn } from "./detail_columns.ts";
import type { DetailRow, StatementDocument, StatementPrint } from "./document.ts";
import { detailCategories, detailSubtitle } from "./print_content.ts";
import { colours } from "./print_look.ts";
import { dayValue, decimalFormat, formulaValue, lineCount, monthValue, put, textValue } from "./workbook_cells.ts";
import { cellStyle, formats, type StyleOptions } from "./workbook_styles.ts";

const headerRow = 2;
const header = { bold: true, colour: colours.accent, fill: colours.tint, lines: "TB", wrap: true } as const;
const headerStyles: Readonly<Record<DetailColumn["kind"], Partial<Style>>> = {
  text: cellStyle(header),
  month: cellStyle(header),
  decimal: cellStyle({ ...header, align: "right", indent: 1 }),
  amount: cellStyle({ ...header, align: "right" }),
  discount: cellStyle({ ...header, align: "right" }),
  day: cellStyle({ ...header, align: "center" }),
};
const styles = {
  title: cellStyle({ size: 13, bold: true }),
  subtitle: cellStyle({ colour: colours.muted, align: "right", format: formats.text }),
  empty: cellStyle({ colour: colours.muted }),
  text: cellStyle({ format: formats.text, lines: "b", wrap: true }),
  amount: cellStyle({ format: formats.won, lines: "b", align: "right", shrink: true }),
  discount: cellStyle({ format: formats.discount, lines: "b", align: "right", shrink: true }),
  day: cellStyle({ format: formats.day, lines: "b", align: "center" }),
  month: cellStyle({ format: formats.month, lines: "b" }),
};
type SumLevel = "product" | "category" | "all";
type SumStyles = Readonly<Record<"text" | AmountOf["kind"], Partial<Style>>>;
const sumStyles: Readonly<Record<SumLevel, SumStyles>> = {
  product: sumStyle({ lines: "b", colour: colours.muted }),
  category: sumStyle({ lines: "b", fill: colours.faintTint }),
  all: sumStyle({ lines: "TB", fill: colours.tint, colour: colours.accent }),
};

/** Adds sheet 「상세내역」: a row a usage line, subtotals by product and category, the total beneath the filter. */
export function addDetailSheet(workbook: Workbook, print: StatementPrint): void {
  const columns = detailColumns(print.document);
  const sheet = workbook.addWorksheet("상세내역", {
    views: [{ state: "frozen", ySplit: headerRow, showGridLines: false }],
    pageSetup: {
      paperSize: 9,
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      printTitlesRow: `1:${headerRow}`,
      margins: { left: 0.35, right: 0.35, top: 0.45, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L&8 ${print.document.number ?? "미발행"}&R&8 &P / &N` },
  });
  sheet.columns = columns.map((column) => ({ width: column.width }));
  writeHeader(sheet, columns, print.document);
  const lastRow = writeLines(sheet, columns, print.lines);
  sheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: lastRow, column: columns.length } };
  writeSum(sheet, columns, { row: lastRow + 1, label: "합계", level: "all", first: headerRow + 1, lines: print.lines });
}

function writeHeader(sheet: Worksheet, columns: readonly DetailColumn[], document: StatementDocument): void {
  sheet.getRow(1).height = 26;
  put(sheet, "A1", { value: "상세내역", style: styles.title });
  sheet.getCell(1, columns.length).value = textValue(detailSubtitle(document));
  sheet.getCell(1, columns.length).style = styles.subtitle;
  const row = sheet.getRow(headerRow);
  row.height = 20;
  columns.forEach((column, index) => {
    const cell = row.getCell(index + 1);
    cell.value = column.header;
    cell.style = headerStyles[column.kind];
  });
}

/** Writes lines and subtotals; returns the last row that the filter covers. */
function writeLines(sheet: Worksheet, columns: readonly DetailColumn[], lines: readonly DetailRow[]): number {
  let row = headerRow + 1;
  for (const category of detailCategories(lines)) {
    const first = row;
    for (const product of category.products) {
      const firstOfProduct = row;
      for (const line of product.lines) writeLine(sheet.getRow(row++), columns, line);
      if (!product.hasSubtotal) continue;
      const label = `${product.demandType} 소계`;
      writeSum(sheet, columns, { row: row++, label, level: "product", first: firstOfProduct, lines: product.lines });
    }
    writeSum(sheet, columns, {
      row: row++,
      label: `${category.category} 소계`,
      level: "category",
      first,
      lines: category.lines,
    });
  }
  if (lines.length === 0) put(sheet, `A${row++}`, { value: "이용내역이 없습니다.", style: styles.empty });
  return row - 1;
}

function writeLine(row: Row, columns: readonly DetailColumn[], line: DetailRow): void {
  let height = 1;
  columns.forEach((column, index) => {
    const cell = row.getCell(index + 1);
    cell.value = valueOf(column, line);
    cell.style = column.kind === "decimal" ? decimalStyle(column.of(line)) : styles[column.kind];
    if (column.kind !== "text") return;
    height = Math.max(height, lineCount(column.of(line), { width: column.width, size: 9 }));
  });
  row.height = 16 + (height - 1) * 12.5;
}

function valueOf(column: DetailColumn, line: DetailRow): CellValue {
  switch (column.kind) {
    case "text":
      return textValue(column.of(line));
    case "decimal":
      return Number(column.of(line));
    case "amount":
    case "discount":
      return wonToJson(column.of(line));
    case "day": {
      const day = column.of(line);
      return day === null ? null : dayValue(day);
    }
    case "month":
      return monthValue(column.of(line));
  }
}

interface SumRow {
  readonly row: number;
  readonly label: string;
  readonly level: SumLevel;
  /** The first row that is summed; the last is the one above. */
  readonly first: number;
  readonly lines: readonly DetailRow[];
}

// SUBTOTAL passes over the subtotals in its range and counts only what a filter shows.
function writeSum(sheet: Worksheet, columns: readonly DetailColumn[], sum: SumRow): void {
  const row = sheet.getRow(sum.row);
  row.height = sum.level === "all" ? 20 : 17;
  const labelled = sum.level === "product" ? "구분" : columns[0]?.header;
  columns.forEach((column, index) => {
    const cell = row.getCell(index + 1);
    const style = sumStyles[sum.level];
    cell.style = isAmount(column) ? style[column.kind] : style.text;
    if (column.header === labelled) cell.value = textValue(sum.label);
    if (!isAmount(column)) return;
    const letter = sheet.getColumn(index + 1).letter;
    cell.value = formulaValue(
      `SUBTOTAL(9,${letter}${sum.first}:${letter}${sum.row - 1})`,
      sumOfColumn(column, sum.lines),
    );
  });
}

const decimalStyles = new Map<string, Partial<Style>>();

function decimalStyle(decimal: string): Partial<Style> {
  const format = decimalFormat(decimal);
  const known = decimalStyles.get(format);
  if (known) return known;
  const style = cellStyle({ format, lines: "b", align: "right", indent: 1, shrink: true });
  decimalStyles.set(format, style);
  return style;
}

function sumStyle(look: StyleOptions): SumStyles {
  const won = { ...look, bold: true, align: "right", shrink: true } as const;
  return {
    text: cellStyle({ ...look, bold: true, format: formats.text }),
    amount: cellStyle({ ...won, format: formats.won }),
    discount: cellStyle({ ...won, format: formats.discount }),
  };
}
