import { formatAmount, won } from "../../money.ts";
import type { TaxDocument } from "./documents.ts";

/** A plain page of a document, in the form of 전자세금계산서. */
export async function taxInvoicePdf(document: TaxDocument): Promise<Uint8Array<ArrayBuffer>> {
  const { default: PdfDocument } = await import("pdfkit");
  const font = await Deno.readFile(
    new URL(import.meta.resolve("pretendard/dist/public/static/Pretendard-Regular.otf")),
  );
  const pdf = new PdfDocument({ size: "A4", margin: 50, info: { Title: document.approvalNo } });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on("end", () => resolve());
    pdf.on("error", reject);
  });
  pdf.font(font).fontSize(18).text(title(document), { align: "center" }).moveDown().fontSize(10);
  for (const line of textLines(document)) pdf.text(line);
  pdf.end();
  await ended;
  return new Uint8Array(await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).arrayBuffer());
}

function title(document: TaxDocument): string {
  const { modifyCode, taxType } = document.content;
  return `${modifyCode === null ? "" : "수정"}전자${taxType === "면세" ? "" : "세금"}계산서 (모의)`;
}

function textLines(document: TaxDocument): string[] {
  const { content } = document;
  return [
    `국세청승인번호 ${document.approvalNo}    문서번호 ${document.mgtKey}`,
    `작성일자 ${content.writeDate}    ${content.purposeType}`,
    `공급자 ${content.invoicerCorpNum} ${content.invoicerCorpName} (대표자 ${content.invoicerCEOName})`,
    `공급받는자 ${content.invoiceeCorpNum} ${content.invoiceeCorpName} (대표자 ${content.invoiceeCEOName})`,
    `공급가액 ${formatAmount(won(content.supplyCostTotal))}    세액 ${formatAmount(won(content.taxTotal))}` +
    `    합계금액 ${formatAmount(won(content.totalAmount))}`,
    ...[content.remark1, content.remark2, content.remark3].filter((remark) => remark !== "").map((remark) =>
      `비고 ${remark}`
    ),
    "",
    ...content.detailList.map((line) =>
      [line.serialNum, line.purchaseDT, line.itemName, line.spec, line.qty, line.unitCost, line.supplyCost, line.tax]
        .join("  ")
    ),
  ];
}
