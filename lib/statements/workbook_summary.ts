import type { CellFormulaValue, Workbook, Worksheet } from "exceljs";
import { type Won, wonToJson } from "../money.ts";
import type { StatementDocument, StatementPrint } from "./document.ts";
import type { PrintableLogo } from "./logo.ts";
import { sumKnown, type SummaryGroup, summaryGroups } from "./print_content.ts";
import { colours } from "./print_look.ts";
import { formulaValue, lineCount, put, raiseRow, textValue } from "./workbook_cells.ts";
import { writeFoot } from "./workbook_foot.ts";
import { summaryWidths, writeHead } from "./workbook_head.ts";
import { cellStyle, formats } from "./workbook_styles.ts";

const strong = { bold: true, colour: colours.accent, fill: colours.tint, lines: "TB" } as const;
const styles = {
  caption: cellStyle({ size: 10, bold: true, vertical: "bottom" }),
  unit: cellStyle({ size: 8, colour: colours.muted, align: "right", vertical: "bottom" }),
  header: cellStyle(strong),
  headerWon: cellStyle({ ...strong, align: "right" }),
  group: cellStyle({ bold: true, lines: "t" }),
  groupRest: cellStyle({}),
  text: cellStyle({ format: formats.text, lines: "t", wrap: true }),
  won: cellStyle({ format: formats.won, lines: "t", align: "right", shrink: true }),
  discount: cellStyle({ format: formats.discount, lines: "t", align: "right", shrink: true }),
  sum: cellStyle({ bold: true, lines: "T" }),
  sumWon: cellStyle({ bold: true, lines: "T", format: formats.won, align: "right", shrink: true }),
  tax: cellStyle({ lines: "t" }),
  total: cellStyle({ ...strong, size: 10 }),
  totalWon: cellStyle({ ...strong, size: 10, format: formats.won, align: "right", shrink: true }),
};

/** Adds sheet 「요금청구서」: one A4 page whose sums are formulas with their results. */
export function addSummarySheet(workbook: Workbook, print: StatementPrint, logo: PrintableLogo | null): void {
  const { document } = print;
  const sheet = workbook.addWorksheet("요금청구서", {
    views: [{ showGridLines: false }],
    pageSetup: {
      paperSize: 9,
      orientation: "portrait",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 1,
      horizontalCentered: true,
      margins: { left: 0.5, right: 0.5, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: `&L&8 ${document.number ?? "미발행"}&R&8 &P / &N` },
  });
  sheet.columns = summaryWidths.map((width) => ({ width }));
  const head = writeHead(sheet, document, logo !== null);
  if (logo) placeLogo(workbook, sheet, logo);
  const rows = writeTable(sheet, document, head.nextRow);
  sheet.getCell(head.totalCell).value = formulaValue(`F${rows.total}`, document.totalAmount);
  sheet.getCell(head.supplyCell).value = formulaValue(`F${rows.supply}`, document.supplyAmount);
  sheet.getCell(head.taxCell).value = formulaValue(`F${rows.tax}`, document.taxAmount);
  const lastRow = writeFoot(sheet, document, rows.total + 1);
  // exceljs puts a $ before each corner, so this becomes $A$1:$F$44.
  sheet.pageSetup.printArea = `A$1:F$${lastRow}`;
}

function placeLogo(workbook: Workbook, sheet: Worksheet, logo: PrintableLogo): void {
  const scale = Math.min(190 / logo.width, 44 / logo.height);
  // exceljs types ask for its own Buffer; it takes any bytes.
  const image = workbook.addImage({ base64: logo.content.toBase64(), extension: logo.type });
  sheet.addImage(image, {
    tl: { col: 0.02, row: 1.2 },
    ext: { width: Math.round(logo.width * scale), height: Math.round(logo.height * scale) },
    editAs: "oneCell",
  });
}

interface TableRows {
  readonly supply: number;
  readonly tax: number;
  readonly total: number;
}

function writeTable(sheet: Worksheet, document: StatementDocument, after: number): TableRows {
  writeTableHeader(sheet, after);
  const first = after + 2;
  let row = first;
  for (const group of summaryGroups(document.rows)) {
    writeGroup(sheet, group, row);
    row += group.rows.length;
  }
  const sums = { first, supply: row, tax: row + 1, total: row + 2 };
  writeSums(sheet, document, sums);
  return sums;
}

function writeTableHeader(sheet: Worksheet, after: number): void {
  sheet.getRow(after).height = 30;
  put(sheet, `A${after}`, { value: "청구 내역", style: styles.caption });
  put(sheet, `D${after}:F${after}`, { value: "단위: 원", style: styles.unit });
  const row = after + 1;
  sheet.getRow(row).height = 19;
  const headers = ["구분", "항목", null, "정상가", "할인", "제공가"];
  headers.forEach((value, index) => {
    sheet.getCell(row, index + 1).value = value;
    sheet.getCell(row, index + 1).style = index < 3 ? styles.header : styles.headerWon;
  });
}

function writeGroup(sheet: Worksheet, group: SummaryGroup, from: number): void {
  group.rows.forEach((line, index) => {
    const row = from + index;
    const isFirst = index === 0;
    put(sheet, `A${row}`, { value: isFirst ? group.label : null, style: isFirst ? styles.group : styles.groupRest });
    put(sheet, `B${row}:C${row}`, { value: textValue(line.label), style: styles.text });
    put(sheet, `D${row}`, { value: numberOrNone(line.listAmount), style: styles.won });
    put(sheet, `E${row}`, { value: numberOrNone(line.discountAmount), style: styles.discount });
    put(sheet, `F${row}`, { value: wonToJson(line.billedAmount), style: styles.won });
    raiseRow(sheet, row, lineCount(line.label, { width: summaryWidths[1] + summaryWidths[2], size: 9 }));
  });
}

function writeSums(sheet: Worksheet, document: StatementDocument, rows: TableRows & { readonly first: number }): void {
  const sumOf = (column: string, sum: Won | null): CellFormulaValue | null =>
    sum === null ? null : formulaValue(`SUM(${column}${rows.first}:${column}${rows.supply - 1})`, sum);
  const { supply, tax, total } = rows;
  put(sheet, `A${supply}:C${supply}`, { value: "소계 (공급가액)", style: styles.sum });
  put(sheet, `D${supply}`, {
    value: sumOf("D", sumKnown(document.rows.map((row) => row.listAmount))),
    style: styles.sumWon,
  });
  put(sheet, `E${supply}`, {
    value: sumOf("E", sumKnown(document.rows.map((row) => row.discountAmount))),
    style: styles.sumWon,
  });
  put(sheet, `F${supply}`, { value: sumOf("F", document.supplyAmount), style: styles.sumWon });
  put(sheet, `A${tax}:E${tax}`, { value: "부가세", style: styles.tax });
  put(sheet, `F${tax}`, { value: wonToJson(document.taxAmount), style: styles.won });
  put(sheet, `A${total}:E${total}`, { value: "합계", style: styles.total });
  put(sheet, `F${total}`, { value: formulaValue(`F${supply}+F${tax}`, document.totalAmount), style: styles.totalWon });
  for (const row of [supply, tax]) sheet.getRow(row).height = 18;
  sheet.getRow(total).height = 22;
}

function numberOrNone(amount: Won | null): number | null {
  return amount === null ? null : wonToJson(amount);
}
