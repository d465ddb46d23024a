import { formatAmount, type Won } from "../money.ts";
import { type AmountOf, type DetailColumn, detailColumns, isAmount, sumOfColumn } from "./detail_columns.ts";
import type { DetailRow, StatementDocument, StatementPrint } from "./document.ts";
import { addPage, drawBox, drawLine, drawText, type PdfDocument, type TextLook, wrapText } from "./pdf_page.ts";
import { detailCategories, detailSubtitle, formatDecimal } from "./print_content.ts";
import { colours } from "./print_look.ts";

// Landscape A4 in points.
const page = { width: 841.89, bottom: 595.28 - 40, margin: 28 };
const inner = page.width - 2 * page.margin;
const padding = 3;
const lineHeight = 9;
const linesAtMost = 45;
const look: TextLook = { size: 6.6 };
const mutedLook: TextLook = { size: 6.6, colour: colours.muted };
const headerLook: TextLook = { size: 6.6, strong: true, colour: colours.accent };

interface PlacedColumn {
  readonly column: DetailColumn;
  readonly x: number;
  readonly width: number;
}

interface Table {
  readonly pdf: PdfDocument;
  readonly document: StatementDocument;
  readonly columns: readonly PlacedColumn[];
  /** Where the next row begins, in points from the top. */
  y: number;
}

/** Adds the pages 「상세내역」: landscape, the head on every page, no row split. */
export function drawDetail(pdf: PdfDocument, print: StatementPrint): void {
  const { document, lines } = print;
  const table: Table = { pdf, document, columns: placeColumns(detailColumns(document)), y: 0 };
  startPage(table);
  for (const category of detailCategories(lines)) {
    for (const product of category.products) {
      for (const line of product.lines) drawRow(table, line);
      if (!product.hasSubtotal) continue;
      drawSum(table, { label: `${product.demandType} 소계`, level: "product", lines: product.lines });
    }
    drawSum(table, { label: `${category.category} 소계`, level: "category", lines: category.lines });
  }
  if (lines.length === 0) drawEmpty(table);
  drawSum(table, { label: "합계", level: "all", lines });
}

function placeColumns(columns: readonly DetailColumn[]): PlacedColumn[] {
  const scale = inner / columns.reduce((sum, column) => sum + column.width, 0);
  let x = page.margin;
  return columns.map((column) => {
    const placed = { column, x, width: column.width * scale };
    x += placed.width;
    return placed;
  });
}

function startPage(table: Table): void {
  const { pdf, document } = table;
  addPage(pdf, "landscape");
  drawText(pdf, "상세내역", { x: page.margin, y: 28, width: 120, look: { size: 12, strong: true } });
  drawText(pdf, detailSubtitle(document), {
    x: page.margin + 120,
    y: 33,
    width: inner - 120,
    look: { size: 7.5, colour: colours.muted, align: "right" },
  });
  const y = 48;
  const height = 17;
  drawBox(pdf, { x: page.margin, y, width: inner, height, colour: colours.tint });
  drawLine(pdf, { x: page.margin, y, width: inner, colour: colours.accent });
  drawLine(pdf, { x: page.margin, y: y + height, width: inner, colour: colours.accent });
  for (const { column, x, width } of table.columns) {
    drawText(pdf, column.header, {
      x: x + padding,
      y: y + 4.5,
      width: width - 2 * padding,
      look: { ...headerLook, align: alignOf(column) },
    });
  }
  table.y = y + height + 1;
}

function makeRoom(table: Table, height: number): void {
  if (table.y + height > page.bottom) startPage(table);
}

function drawRow(table: Table, row: DetailRow): void {
  const { pdf } = table;
  const cells = table.columns.map((placed) => ({ placed, lines: cellLines(pdf, placed, row) }));
  const height = Math.max(...cells.map((cell) => cell.lines.length)) * lineHeight + 5;
  makeRoom(table, height);
  for (const { placed: { column, x, width }, lines } of cells) {
    const top = table.y + (height - lines.length * lineHeight) / 2 + 0.5;
    lines.forEach((line, index) =>
      drawText(pdf, line.text, {
        x: x + padding,
        y: top + index * lineHeight,
        width: width - 2 * padding,
        look: { ...line.look, align: alignOf(column) },
      })
    );
  }
  table.y += height;
  drawLine(pdf, { x: page.margin, y: table.y, width: inner });
}

interface CellLine {
  readonly text: string;
  readonly look: TextLook;
}

function cellLines(pdf: PdfDocument, placed: PlacedColumn, row: DetailRow): CellLine[] {
  const { column, width } = placed;
  switch (column.kind) {
    case "text":
      // The second paragraph of 상세 is the contract's name.
      return column.of(row).split("\n").flatMap((paragraph, index) =>
        wrapText(pdf, paragraph, { width: width - 2 * padding, look })
          .map((text) => ({ text, look: index === 0 ? look : mutedLook }))
      ).slice(0, linesAtMost);
    case "decimal":
      return [{ text: formatDecimal(column.of(row)), look }];
    case "amount":
    case "discount":
      return [{ text: amountText(column, column.of(row)), look: amountLook(column.of(row), look) }];
    case "day":
      return [{ text: column.of(row) ?? "", look }];
    case "month":
      return [{ text: column.of(row), look }];
  }
}

interface SumRow {
  readonly label: string;
  readonly level: "product" | "category" | "all";
  readonly lines: readonly DetailRow[];
}

function drawSum(table: Table, sum: SumRow): void {
  const { pdf, columns } = table;
  const height = sum.level === "all" ? 18 : 14;
  makeRoom(table, height + 1);
  const { y } = table;
  const fill = { product: null, category: colours.faintTint, all: colours.tint }[sum.level];
  if (fill) drawBox(pdf, { x: page.margin, y: y + 0.6, width: inner, height, colour: fill });
  const colour = { product: colours.muted, category: colours.ink, all: colours.accent }[sum.level];
  const strong: TextLook = { size: 6.6, strong: true, colour };
  const top = y + (height - lineHeight) / 2 + 0.8;
  const labelled = sum.level === "product" ? columns.find(({ column }) => column.header === "구분") : columns[0];
  const firstWon = columns.find(({ column }) => isAmount(column));
  if (labelled && firstWon) {
    const x = labelled.x + padding;
    drawText(pdf, sum.label, { x, y: top, width: firstWon.x - x - padding, look: strong });
  }
  for (const { column, x, width } of columns) {
    if (!isAmount(column)) continue;
    const amount = sumOfColumn(column, sum.lines);
    drawText(pdf, amountText(column, amount), {
      x: x + padding,
      y: top,
      width: width - 2 * padding,
      look: { ...amountLook(amount, strong), align: "right" },
    });
  }
  table.y = y + height + 0.6;
  const lineColour = sum.level === "all" ? colours.accent : colours.line;
  drawLine(pdf, { x: page.margin, y: table.y, width: inner, colour: lineColour });
}

function drawEmpty(table: Table): void {
  drawText(table.pdf, "이용내역이 없습니다.", {
    x: page.margin + padding,
    y: table.y + 6,
    width: inner,
    look: mutedLook,
  });
  table.y += 22;
}

function amountText(column: AmountOf, amount: Won): string {
  return column.kind === "discount" && amount === 0n ? "-" : formatAmount(amount);
}

function amountLook(amount: Won, as: TextLook): TextLook {
  return amount < 0n ? { ...as, colour: colours.negative } : as;
}

function alignOf(column: DetailColumn): "left" | "center" | "right" {
  switch (column.kind) {
    case "text":
    case "month":
      return "left";
    case "day":
      return "center";
    case "decimal":
    case "amount":
    case "discount":
      return "right";
  }
}
