import PDFDocument from "pdfkit";
import { toBytes } from "pdfkit/output";
import { seoulMoment } from "../calendar.ts";
import type { StatementDocument } from "./document.ts";
import type { PdfFont, PdfFonts } from "./pdf_font.ts";
import { madeOn } from "./print_content.ts";
import { colours } from "./print_look.ts";

/** What the bill uses of pdfkit, which has no types. Lengths in points. */
export interface PdfDocument {
  readonly page: { readonly width: number; readonly height: number };
  addPage(options: { size: "A4"; layout: "portrait" | "landscape"; margin: number }): PdfDocument;
  switchToPage(index: number): PdfDocument;
  bufferedPageRange(): { start: number; count: number };
  registerFont(name: string, font: PdfFont): PdfDocument;
  font(name: string, size: number): PdfDocument;
  fillColor(colour: string): PdfDocument;
  text(text: string, x: number, y: number, options: { lineBreak: false }): PdfDocument;
  widthOfString(text: string): number;
  rect(x: number, y: number, width: number, height: number): PdfDocument;
  fill(colour: string): PdfDocument;
  image(content: Uint8Array, x: number, y: number, options: { fit: [number, number] }): PdfDocument;
  save(): PdfDocument;
  restore(): PdfDocument;
  scale(factor: number, options: { origin: [number, number] }): PdfDocument;
  end(): void;
}

/** How a text looks; size in points. */
export interface TextLook {
  readonly size: number;
  readonly strong?: boolean;
  readonly colour?: string;
  readonly align?: "left" | "center" | "right";
}

/** Where something stands on the page, from its upper left corner, in points. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Opens a document whose bytes depend on nothing but the bill. */
export function openPdf(document: StatementDocument, fonts: PdfFonts): PdfDocument {
  const made = seoulMoment(madeOn(document));
  const pdf: PdfDocument = new PDFDocument({
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: "1.7",
    font: null,
    lang: "ko-KR",
    displayTitle: true,
    info: {
      Title: `요금청구서 ${document.number ?? "미발행"} ${document.customer.name}`,
      Author: document.supplier.name,
      CreationDate: made,
      ModDate: made,
    },
  });
  return pdf.registerFont("regular", fonts.regular).registerFont("semiBold", fonts.semiBold);
}

/** Ends the document and gives its bytes. */
export async function closePdf(pdf: PdfDocument): Promise<Uint8Array> {
  const bytes: Promise<Uint8Array> = toBytes(pdf);
  pdf.end();
  return await bytes;
}

/** Starts an A4 page. */
export function addPage(pdf: PdfDocument, layout: "portrait" | "landscape"): void {
  pdf.addPage({ size: "A4", layout, margin: 0 });
}

/** Draws one line of text, smaller where it would not fit its width. */
export function drawText(pdf: PdfDocument, text: string, at: Place & { readonly look: TextLook }): void {
  const line = printable(text);
  if (line === "") return;
  const { look } = at;
  const natural = widthOf(pdf, line, look);
  const size = natural > at.width ? look.size * at.width / natural : look.size;
  const room = Math.max(0, at.width - natural);
  const shift = look.align === "right" ? room : look.align === "center" ? room / 2 : 0;
  pdf.font(fontName(look), size).fillColor(`#${look.colour ?? colours.ink}`);
  pdf.text(line, at.x + shift, at.y + (look.size - size) / 2, { lineBreak: false });
}

/** Fills a rectangle; a line is a low one. */
export function drawBox(pdf: PdfDocument, at: Place & { readonly height: number; readonly colour: string }): void {
  pdf.rect(at.x, at.y, at.width, at.height).fill(`#${at.colour}`);
}

/** Draws a hairline. */
export function drawLine(pdf: PdfDocument, at: Place & { readonly colour?: string }): void {
  drawBox(pdf, { ...at, height: 0.6, colour: at.colour ?? colours.line });
}

/** Breaks a text into lines no wider than `width`: at spaces, within a word only where the word alone is too wide. */
export function wrapText(pdf: PdfDocument, text: string, to: { width: number; look: TextLook }): string[] {
  const fits = (line: string) => widthOf(pdf, line, to.look) <= to.width;
  return text.split(/\r\n|\r|\n/).map(printable).flatMap((paragraph) => {
    if (fits(paragraph)) return [paragraph];
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(line);
      const pieces = piecesOf(word, fits);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
    }
    return [...lines, line];
  });
}

// A long name breaks after its own marks (`web-`, `a.b/`) or before a bracket, and only then anywhere.
function piecesOf(word: string, fits: (text: string) => boolean): string[] {
  if (fits(word)) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const part of word.split(/(?<=[-_/.,@])|(?=\()/)) {
    for (const unit of fits(part) ? [part] : part) {
      if (piece !== "" && !fits(piece + unit)) {
        pieces.push(piece);
        piece = "";
      }
      piece += unit;
    }
  }
  return [...pieces, piece];
}

function widthOf(pdf: PdfDocument, text: string, look: TextLook): number {
  return pdf.font(fontName(look), look.size).widthOfString(text);
}

function fontName(look: TextLook): string {
  return look.strong ? "semiBold" : "regular";
}

function printable(text: string): string {
  return text.toWellFormed().normalize("NFC").replaceAll(/\p{Cc}/gu, " ");
}
