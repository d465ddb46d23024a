import type { StatementDocument, StatementPrint } from "./document.ts";
import { printableLogo } from "./logo.ts";
import { drawDetail } from "./pdf_detail.ts";
import { type PdfFonts, pdfFonts } from "./pdf_font.ts";
import { drawHead, drawLogo, paper } from "./pdf_head.ts";
import { addPage, closePdf, drawText, openPdf, type PdfDocument } from "./pdf_page.ts";
import { drawSummary } from "./pdf_summary.ts";
import { checkPrint } from "./print_content.ts";
import { colours } from "./print_look.ts";

/** Page 1 shrinks this far to stay one page; what needs more goes on on a second page in full size. */
const smallestScale = 0.7;

/** The bill as PDF: the same content as the workbook, A4, with the Korean font in it. Equal bytes for an equal print. */
export async function statementPdf(print: StatementPrint): Promise<Uint8Array> {
  checkPrint(print);
  const { document } = print;
  const fonts = await pdfFonts();
  const logo = print.logo && printableLogo(print.logo);
  const pdf = openPdf(document, fonts);
  const scale = scaleOf(document, { fonts, hasLogo: logo !== null });
  turnPage(pdf, scale);
  if (logo) drawLogo(pdf, logo);
  const bottom = paper.top + (paper.bottom - paper.top) / scale;
  drawStatement(pdf, document, { hasLogo: logo !== null, bottom, turnPage: () => turnPage(pdf.restore(), scale) });
  pdf.restore();
  drawDetail(pdf, print);
  drawPageNumbers(pdf, `${document.number ?? "미발행"}  ·  ${document.supplier.name}`);
  return await closePdf(pdf);
}

// Drawn once on a page without end that nobody sees, the statement tells how high it is.
function scaleOf(document: StatementDocument, options: { fonts: PdfFonts; hasLogo: boolean }): number {
  const pdf = openPdf(document, options.fonts);
  addPage(pdf, "portrait");
  const end = drawStatement(pdf, document, { hasLogo: options.hasLogo, bottom: Infinity, turnPage: () => {} });
  const fitting = (paper.bottom - paper.top) / (end - paper.top);
  return fitting < smallestScale ? 1 : Math.min(1, fitting);
}

interface DrawOptions {
  readonly hasLogo: boolean;
  readonly bottom: number;
  readonly turnPage: () => void;
}

function drawStatement(pdf: PdfDocument, document: StatementDocument, options: DrawOptions): number {
  const flow = { ...options, pdf, y: drawHead(pdf, document, options.hasLogo) };
  drawSummary(flow, document);
  return flow.y;
}

function turnPage(pdf: PdfDocument, scale: number): void {
  addPage(pdf, "portrait");
  pdf.save().scale(scale, { origin: [paper.left + paper.width / 2, paper.top] });
}

function drawPageNumbers(pdf: PdfDocument, name: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index++) {
    pdf.switchToPage(start + index);
    const { width, height } = pdf.page;
    const margin = width < height ? paper.left : 28;
    const look = { size: 7.5, colour: colours.muted };
    const y = height - 32;
    drawText(pdf, name, { x: margin, y, width: width - 2 * margin - 100, look });
    const right = { x: width - margin - 100, y, width: 100 };
    drawText(pdf, `${index + 1} / ${count}`, { ...right, look: { ...look, align: "right" } });
  }
}
