import { dayText, monthText } from "../calendar.ts";
import { formatWon } from "../money.ts";
import type { StatementDocument } from "./document.ts";
import type { PrintableLogo } from "./logo.ts";
import { drawBox, drawLine, drawText, type PdfDocument, type TextLook, wrapText } from "./pdf_page.ts";
import { customerFields, periodText, statementMark, statementMarkText, supplierLines } from "./print_content.ts";
import { colours } from "./print_look.ts";

/** The first page in points: portrait A4. `right` is where the right column begins. */
export const paper = { left: 42, width: 511.28, right: 322, top: 38, bottom: 841.89 - 46 } as const;

const leftWidth = 262;
const rightWidth = paper.left + paper.width - paper.right;
const label: TextLook = { size: 8, colour: colours.muted };
const field: TextLook = { size: 8.5 };
const rowHeight = 16;

/** Draws the head of the bill: letterhead, title, dates, the customer and the box of the total. Returns where it ends. */
export function drawHead(pdf: PdfDocument, document: StatementDocument, hasLogo: boolean): number {
  drawBox(pdf, { x: paper.left, y: paper.top, width: paper.width, height: 2.5, colour: colours.accent });
  drawTitle(pdf, document);
  const afterSupplier = drawSupplier(pdf, document, hasLogo);
  const afterDates = drawDates(pdf, document);
  return drawParties(pdf, document, Math.max(afterSupplier, afterDates) + 14);
}

/** Draws the logo where the head leaves room for it. */
export function drawLogo(pdf: PdfDocument, logo: PrintableLogo): void {
  pdf.image(logo.opaque, paper.left, paper.top + 16, { fit: [140, 34] });
}

function drawTitle(pdf: PdfDocument, document: StatementDocument): void {
  const right = { x: paper.right, width: rightWidth } as const;
  drawText(pdf, "요금청구서", { ...right, y: 54, look: { size: 22, strong: true, align: "right" } });
  const mark = statementMark(document);
  if (!mark) return;
  const text = `${mark} — ${statementMarkText(document)}`;
  drawText(pdf, text, { ...right, y: 84, look: { size: 8.5, strong: true, colour: colours.warning, align: "right" } });
}

function drawSupplier(pdf: PdfDocument, document: StatementDocument, hasLogo: boolean): number {
  const at = { x: paper.left, width: leftWidth };
  let y = hasLogo ? 103 : 56;
  const nameLook: TextLook = { size: hasLogo ? 9.5 : 14, strong: true };
  for (const line of wrapText(pdf, document.supplier.name, { width: leftWidth, look: nameLook })) {
    drawText(pdf, line, { ...at, y, look: nameLook });
    y += nameLook.size * 1.45;
  }
  y = Math.max(y + 2, 104 + (hasLogo ? 15 : 0));
  for (const line of supplierLines(document.supplier)) {
    for (const part of wrapText(pdf, line, { width: leftWidth, look: label })) {
      drawText(pdf, part, { ...at, y, look: label });
      y += 13;
    }
    y += 1.5;
  }
  return y;
}

function drawDates(pdf: PdfDocument, document: StatementDocument): number {
  const rows: readonly (readonly [name: string, text: string, strong: boolean])[] = [
    ["문서번호", document.number ?? "미발행", true],
    ["발행일", document.issuedOn ?? "미발행", false],
    ["이용기간", periodText(document), false],
    ["청구월", monthText(document.billingMonth), false],
    ["청구일", document.billOn, false],
    ["납부기한", dayText(document.dueOn), true],
  ];
  let y = 100;
  for (const [name, text, strong] of rows) {
    drawText(pdf, name, { x: paper.right, y: y + 4, width: 70, look: label });
    const look: TextLook = { ...field, strong, align: "right" };
    drawText(pdf, text, { x: paper.right + 70, y: y + 3.5, width: rightWidth - 70, look });
    y += rowHeight;
    drawLine(pdf, { x: paper.right, y, width: rightWidth });
  }
  return y;
}

function drawParties(pdf: PdfDocument, document: StatementDocument, top: number): number {
  const labelWidth = 78;
  const wide = leftWidth - labelWidth;
  drawLine(pdf, { x: paper.left, y: top, width: leftWidth, colour: colours.accent });
  let y = top;
  customerFields(document.customer).forEach(([name, text], index) => {
    const look: TextLook = index === 0 ? { size: 11, strong: true } : field;
    const lines = wrapText(pdf, text, { width: wide, look });
    const step = look.size * 1.4;
    const height = Math.max(index === 0 ? 22 : rowHeight, lines.length * step + 5);
    drawText(pdf, name, { x: paper.left, y: y + height / 2 - 4.5, width: labelWidth, look: label });
    const first = y + (height - lines.length * step) / 2 + look.size * 0.1;
    lines.forEach((line, at) =>
      drawText(pdf, line, { x: paper.left + labelWidth, y: first + at * step, width: wide, look })
    );
    y += height;
    drawLine(pdf, { x: paper.left, y, width: leftWidth });
  });
  drawTotalBox(pdf, document, { y: top, height: y - top });
  return y;
}

function drawTotalBox(pdf: PdfDocument, document: StatementDocument, at: { y: number; height: number }): void {
  drawBox(pdf, { x: paper.right, y: at.y, width: rightWidth, height: at.height, colour: colours.tint });
  drawLine(pdf, { x: paper.right, y: at.y, width: rightWidth, colour: colours.accent });
  const inner = { x: paper.right + 10, width: rightWidth - 20 };
  const accent: TextLook = { size: 8.5, strong: true, colour: colours.accent };
  drawText(pdf, "총 납부금액 (VAT 포함)", { ...inner, y: at.y + 7, look: accent });
  const rows = [
    ["공급가액", formatWon(document.supplyAmount)],
    ["부가세", formatWon(document.taxAmount)],
    ["납부기한", dayText(document.dueOn)],
  ] as const;
  const rowsTop = at.y + at.height - rows.length * 15 - 4;
  drawText(pdf, formatWon(document.totalAmount), {
    ...inner,
    y: (at.y + 18 + rowsTop) / 2 - 13,
    look: { ...accent, size: 20, align: "right" },
  });
  rows.forEach(([name, text], index) => {
    const y = rowsTop + index * 15;
    drawText(pdf, name, { ...inner, y, look: label });
    drawText(pdf, text, { ...inner, y, look: { ...field, align: "right", strong: name === "납부기한" } });
  });
}
