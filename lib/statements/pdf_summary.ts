import { monthText } from "../calendar.ts";
import { formatAmount, sumWon, type Won } from "../money.ts";
import type { StatementDocument, SummaryRow } from "./document.ts";
import { paper } from "./pdf_head.ts";
import { drawBox, drawLine, drawText, type PdfDocument, type TextLook, wrapText } from "./pdf_page.ts";
import { arrearsNote, noticeLines, sumKnown, type SummaryGroup, summaryGroups, textLines } from "./print_content.ts";
import { colours } from "./print_look.ts";

const columns = { group: 42, text: 134, list: 320, discount: 398, billed: 470 } as const;
const wonWidth = { list: 76, discount: 70, billed: paper.left + paper.width - columns.billed } as const;
const textWidth = columns.list - columns.text - 8;
const field: TextLook = { size: 8.5 };
const strong: TextLook = { size: 8.5, strong: true };
const accent: TextLook = { size: 8.5, strong: true, colour: colours.accent };
const rowHeight = 15.5;
const lineStep = 12;

/** Where the next part of the statement begins and where its page ends, in points from the top. */
export interface Flow {
  readonly pdf: PdfDocument;
  readonly bottom: number;
  readonly turnPage: () => void;
  y: number;
}

/** Draws the summary table and what stands beneath it; goes on on another page where the first is full. */
export function drawSummary(flow: Flow, document: StatementDocument): void {
  const { pdf } = flow;
  flow.y += 18;
  drawText(pdf, "청구 내역", { x: paper.left, y: flow.y, width: 200, look: { size: 9.5, strong: true } });
  drawText(pdf, "단위: 원", {
    x: paper.left + 200,
    y: flow.y + 2,
    width: paper.width - 200,
    look: { size: 7.5, colour: colours.muted, align: "right" },
  });
  flow.y += 16;
  drawHeader(flow);
  for (const group of summaryGroups(document.rows)) drawGroup(flow, group);
  drawSums(flow, document);
  flow.y += 14;
  drawArrears(flow, document.arrears);
  drawTexts(flow, "입금 계좌", textLines(document.bankAccountText));
  drawTexts(flow, "안내사항", noticeLines(document));
}

function drawHeader(flow: Flow): void {
  const { pdf, y } = flow;
  const height = 18;
  drawBox(pdf, { x: paper.left, y, width: paper.width, height, colour: colours.tint });
  drawLine(pdf, { x: paper.left, y, width: paper.width, colour: colours.accent });
  drawLine(pdf, { x: paper.left, y: y + height, width: paper.width, colour: colours.accent });
  drawText(pdf, "구분", { x: columns.group, y: y + 4, width: 90, look: accent });
  drawText(pdf, "항목", { x: columns.text, y: y + 4, width: textWidth, look: accent });
  drawWon(flow, { list: "정상가", discount: "할인", billed: "제공가" }, { y: y + 4, look: accent });
  flow.y += height + 1;
}

function drawGroup(flow: Flow, group: SummaryGroup): void {
  group.rows.forEach((row, index) => drawRow(flow, { row, label: index === 0 ? group.label : null }));
}

function drawRow(flow: Flow, { row, label }: { row: SummaryRow; label: string | null }): void {
  const { pdf } = flow;
  const lines = wrapText(pdf, row.label, { width: textWidth, look: field });
  const height = rowHeight + (lines.length - 1) * lineStep;
  makeRoom(flow, height, () => drawHeader(flow));
  const from = label === null ? columns.text : paper.left;
  drawLine(pdf, { x: from, y: flow.y, width: paper.left + paper.width - from });
  const y = flow.y + 3.5;
  if (label !== null) drawText(pdf, label, { x: columns.group, y, width: 90, look: strong });
  lines.forEach((line, index) =>
    drawText(pdf, line, { x: columns.text, y: y + index * lineStep, width: textWidth, look: field })
  );
  const texts = {
    list: row.listAmount === null ? "" : formatAmount(row.listAmount),
    discount: row.discountAmount === null ? "" : row.discountAmount === 0n ? "-" : formatAmount(row.discountAmount),
    billed: formatAmount(row.billedAmount),
  };
  drawWon(flow, texts, { y: y + (lines.length - 1) * lineStep / 2, look: field });
  flow.y += height;
}

function drawSums(flow: Flow, document: StatementDocument): void {
  const { pdf } = flow;
  makeRoom(flow, 60);
  const full = { x: paper.left, width: paper.width };
  drawLine(pdf, { ...full, y: flow.y, colour: colours.accent });
  drawText(pdf, "소계 (공급가액)", { x: paper.left, y: flow.y + 4, width: 200, look: strong });
  const sums = {
    list: sumText(document.rows.map((row) => row.listAmount)),
    discount: sumText(document.rows.map((row) => row.discountAmount)),
    billed: formatAmount(document.supplyAmount),
  };
  drawWon(flow, sums, { y: flow.y + 4, look: strong });
  flow.y += 18;
  drawLine(pdf, { ...full, y: flow.y });
  drawText(pdf, "부가세", { x: paper.left, y: flow.y + 3.5, width: 200, look: field });
  drawWon(flow, { billed: formatAmount(document.taxAmount) }, { y: flow.y + 3.5, look: field });
  flow.y += 17.5;
  drawBox(pdf, { ...full, y: flow.y, height: 22, colour: colours.tint });
  drawLine(pdf, { ...full, y: flow.y, colour: colours.accent });
  drawLine(pdf, { ...full, y: flow.y + 22, colour: colours.accent });
  const totalLook: TextLook = { ...accent, size: 10 };
  drawText(pdf, "합계", { x: paper.left, y: flow.y + 5, width: 200, look: totalLook });
  drawWon(flow, { billed: formatAmount(document.totalAmount) }, { y: flow.y + 5, look: totalLook });
  flow.y += 23;
}

function drawArrears(flow: Flow, arrears: StatementDocument["arrears"]): void {
  const { pdf } = flow;
  if (arrears.length === 0) return drawTexts(flow, "미납 금액", ["없음"]);
  const rows = arrears.map(({ usageMonth, amount }) => ({
    text: `${monthText(usageMonth)} 이용분`,
    amount,
    look: field,
  }));
  const sum = { text: "미납 금액 합계", amount: sumWon(arrears.map((month) => month.amount)), look: strong };
  [...rows, ...(rows.length > 1 ? [sum] : [])].forEach(({ text, amount, look }, index) => {
    makeRoom(flow, rowHeight);
    const from = index === 0 ? paper.left : columns.text;
    drawLine(pdf, { x: from, y: flow.y, width: paper.left + paper.width - from });
    if (index === 0) drawText(pdf, "미납 금액", { x: paper.left, y: flow.y + 3.5, width: 90, look: strong });
    drawText(pdf, text, { x: columns.text, y: flow.y + 3.5, width: textWidth, look });
    drawWon(flow, { billed: formatAmount(amount) }, { y: flow.y + 3.5, look });
    flow.y += rowHeight;
  });
  makeRoom(flow, 14);
  drawText(pdf, arrearsNote, {
    x: columns.text,
    y: flow.y + 1,
    width: paper.left + paper.width - columns.text,
    look: { size: 7.5, colour: colours.muted },
  });
  flow.y += 14;
}

function drawTexts(flow: Flow, label: string, texts: readonly string[]): void {
  const { pdf } = flow;
  const width = paper.left + paper.width - columns.text;
  texts.flatMap((text) => wrapText(pdf, text, { width, look: field })).forEach((line, index) => {
    makeRoom(flow, lineStep + 5);
    if (index === 0) {
      drawLine(pdf, { x: paper.left, y: flow.y, width: paper.width });
      drawText(pdf, label, { x: paper.left, y: flow.y + 4, width: 90, look: strong });
    }
    drawText(pdf, line, { x: columns.text, y: flow.y + 4, width, look: field });
    flow.y += lineStep + 0.5;
  });
  if (texts.length > 0) flow.y += 5;
}

/** Turns the page where `height` points are not left, and draws there what is to be repeated. */
function makeRoom(flow: Flow, height: number, repeat?: () => void): void {
  if (flow.y + height <= flow.bottom) return;
  flow.turnPage();
  flow.y = paper.top;
  repeat?.();
}

function drawWon(
  flow: Flow,
  texts: { readonly list?: string; readonly discount?: string; readonly billed?: string },
  at: { readonly y: number; readonly look: TextLook },
): void {
  for (const column of ["list", "discount", "billed"] as const) {
    const text = texts[column] ?? "";
    const look = { ...at.look, align: "right" } as const;
    const colour = text.startsWith("-") && text !== "-" ? { colour: colours.negative } : {};
    drawText(flow.pdf, text, { x: columns[column], y: at.y, width: wonWidth[column], look: { ...look, ...colour } });
  }
}

function sumText(amounts: readonly (Won | null)[]): string {
  const sum = sumKnown(amounts);
  return sum === null ? "" : formatAmount(sum);
}
