import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { samplePrint } from "../../tests/fixtures/statement_prints.ts";
import { pdfFonts } from "./pdf_font.ts";
import { addPage, closePdf, drawText, openPdf, type PdfDocument } from "./pdf_page.ts";

Deno.test("pdfFonts() parses Pretendard once", async () => {
  const fonts = await pdfFonts();
  strictEqual(fonts.regular.postscriptName, "Pretendard-Regular");
  strictEqual(fonts.semiBold.postscriptName, "Pretendard-SemiBold");
  strictEqual(await pdfFonts(), fonts);
});

Deno.test("pdfFonts() gives digits of equal width", async () => {
  const pdf = await open();
  const width = (text: string) => pdf.font("regular", 10).widthOfString(text);
  strictEqual(width("111,111"), width("888,888"));
  ok(width("-1") > 0);
});

Deno.test("documents that share a font and are written at once are equal to ones written alone", async () => {
  const texts = Array.from(
    { length: 12 },
    (_, index) => `가온${String.fromCharCode(0xac00 + index * 700)} ${index * 37}원`,
  );
  const alone: Uint8Array[] = [];
  for (const text of texts) alone.push(await written([text, text]));
  const documents = await Promise.all(texts.map(async (text) => ({ text, pdf: await open() })));
  for (const part of [1, 2]) {
    for (const { text, pdf } of documents) drawText(pdf, text, { ...place, y: part * 50, look: { size: 10 } });
  }
  deepStrictEqual(await Promise.all(documents.map(({ pdf }) => closePdf(pdf))), alone);
});

const place = { x: 50, width: 300 };

async function open(): Promise<PdfDocument> {
  const pdf = openPdf(samplePrint().document, await pdfFonts());
  addPage(pdf, "portrait");
  return pdf;
}

async function written(texts: readonly string[]): Promise<Uint8Array> {
  const pdf = await open();
  texts.forEach((text, index) => drawText(pdf, text, { ...place, y: (index + 1) * 50, look: { size: 10 } }));
  return await closePdf(pdf);
}
