import { readFile } from "node:fs/promises";
import PDFDocument from "pdfkit";

/** A parsed font as pdfkit draws with it. */
export interface PdfFont {
  readonly postscriptName: string;
  layout(text: string, features?: Readonly<Record<string, boolean>>): unknown;
}

/** The two weights of the bill. */
export interface PdfFonts {
  readonly regular: PdfFont;
  readonly semiBold: PdfFont;
}

let opened: Promise<PdfFonts> | undefined;

/** Pretendard, read and parsed once for all documents: parsing takes longer than writing a bill (design/trials.md, 7). */
export function pdfFonts(): Promise<PdfFonts> {
  opened ??= openFonts();
  return opened;
}

async function openFonts(): Promise<PdfFonts> {
  const [regular, semiBold] = await Promise.all([openFont("Regular"), openFont("SemiBold")]);
  return { regular, semiBold };
}

async function openFont(weight: "Regular" | "SemiBold"): Promise<PdfFont> {
  const place = import.meta.resolve(`pretendard/dist/public/static/Pretendard-${weight}.otf`);
  return withTabularDigits(parsed(new Uint8Array(await readFile(new URL(place)))));
}

// pdfkit parses a font only for a document of its own and keeps the result in a private field. It draws with any object
// that has `layout`, so the result is taken from a probe and shared. pdf_font_test.ts watches both habits.
function parsed(file: Uint8Array): PdfFont {
  const probe: { _font: { font: PdfFont } } = new PDFDocument({ font: file });
  return probe._font.font;
}

// Digits of equal width stand one under the other in columns of won. Contextual forms and combining marks, which
// composed text (NFC) does without, would take most of the time.
const features = { tnum: true, calt: false, clig: false, ccmp: false, mark: false, mkmk: false };

function withTabularDigits(font: PdfFont): PdfFont {
  return Object.create(font, { layout: { value: (text: string) => font.layout(text, features) } });
}
