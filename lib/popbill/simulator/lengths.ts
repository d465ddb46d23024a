import type { IssueOptions, SentDocument, SentLine, TextField } from "./sent_document.ts";
import type { Refusal } from "./wire.ts";

/** Field, longest in characters, code, Korean name (popbill-api.md 5.1–5.3 and the response codes). */
const limits: readonly (readonly [TextField, number, number, string])[] = [
  ["invoicerCorpName", 200, -11001082, "공급자 상호"],
  ["invoicerCEOName", 100, -11001083, "공급자 대표자명"],
  ["invoicerAddr", 300, -11001084, "공급자 주소"],
  ["invoicerBizType", 100, -11001066, "공급자 업태"],
  ["invoicerBizClass", 100, -11001067, "공급자 종목"],
  ["invoicerContactName", 100, -11001018, "공급자 담당자명"],
  ["invoicerDeptName", 100, -11001109, "공급자 부서명"],
  ["invoicerTEL", 20, -11001085, "공급자 연락처"],
  ["invoicerHP", 20, -11001113, "공급자 휴대폰"],
  ["invoicerEmail", 100, -11001086, "공급자 이메일"],
  ["invoiceeCorpName", 200, -11001088, "공급받는자 상호"],
  ["invoiceeCEOName", 100, -11001089, "공급받는자 대표자명"],
  ["invoiceeAddr", 300, -11001090, "공급받는자 주소"],
  ["invoiceeBizType", 100, -11001068, "공급받는자 업태"],
  ["invoiceeBizClass", 100, -11001069, "공급받는자 종목"],
  ["invoiceeContactName1", 100, -11001025, "공급받는자 담당자명"],
  ["invoiceeDeptName1", 100, -11001110, "공급받는자 부서명"],
  ["invoiceeTEL1", 20, -11001091, "공급받는자 연락처"],
  ["invoiceeHP1", 20, -11001114, "공급받는자 휴대폰"],
  ["invoiceeEmail1", 100, -11001092, "공급받는자 이메일"],
  ["invoiceeContactName2", 100, -11001025, "공급받는자 부담당자명"],
  ["invoiceeDeptName2", 100, -11001110, "공급받는자 부담당자 부서명"],
  ["invoiceeTEL2", 20, -11001091, "공급받는자 부담당자 연락처"],
  ["invoiceeHP2", 20, -11001115, "공급받는자 부담당자 휴대폰"],
  ["invoiceeEmail2", 100, -11001092, "공급받는자 부담당자 이메일"],
  ["remark1", 150, -11001100, "비고1"],
  ["remark2", 150, -11001101, "비고2"],
  ["remark3", 150, -11001102, "비고3"],
  ["serialNum", 30, -11010003, "일련번호"],
];

const lineLimits: readonly (readonly [Exclude<keyof SentLine, "serialNum">, number, number, string])[] = [
  ["itemName", 100, -11001064, "품목"],
  ["spec", 60, -11001112, "규격"],
  ["remark", 100, -11001117, "상세항목 비고"],
];

/** The first text of a document that is too long, or null. */
export function brokenLength(document: SentDocument): Refusal | null {
  for (const [field, longest, code, label] of limits) {
    if (document[field].length > longest) return tooLong(code, label, longest);
  }
  for (const line of document.detailList) {
    for (const [field, longest, code, label] of lineLimits) {
      if (line[field].length > longest) return tooLong(code, label, longest);
    }
  }
  return null;
}

/** The first option that is too long or does not fit the document, or null. */
export function brokenOption(options: IssueOptions, document: SentDocument): Refusal | null {
  if (options.memo.length > 200) return tooLong(-11001087, "메모", 200);
  if (options.emailSubject.length > 300) return tooLong(-11010003, "안내메일 제목", 300);
  if (options.writeSpecification && document.invoiceeType !== "사업자") {
    return { code: -11005022, message: "거래명세서 동시작성은 공급받는자 유형이 사업자일 때만 됩니다." };
  }
  return null;
}

function tooLong(code: number, label: string, longest: number): Refusal {
  return { code, message: `${label}은(는) ${longest}자까지 쓸 수 있습니다.` };
}
