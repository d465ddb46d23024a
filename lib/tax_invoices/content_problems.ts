import { dayText, type LocalDate } from "../calendar.ts";
import { absWon, formatWon, sumWon, won } from "../money.ts";
import type { Party, TaxInvoiceContent, TaxInvoiceLine } from "./tax_invoice.ts";

/** One reason why the document cannot go out, or should not: the field, and a Korean sentence for people. */
export interface ContentProblem {
  /** Path of the field: `recipient.representative`, `lines.0.name`. */
  readonly field: string;
  readonly text: string;
}

interface TextRule<Field> {
  readonly field: Field;
  readonly label: string;
  /** Characters that Popbill takes (`popbill-api.md`, 5). */
  readonly max: number;
  /** Characters of the standard XML's schema (`tax-invoice-rules.md`, 6.2), where it is narrower. */
  readonly schemaMax?: number;
}

const partyTexts: readonly TextRule<Exclude<keyof Party, "brn" | "branchNo">>[] = [
  { field: "name", label: "상호", max: 200, schemaMax: 70 },
  { field: "representative", label: "대표자명", max: 100, schemaMax: 30 },
  { field: "address", label: "주소", max: 300, schemaMax: 150 },
  { field: "bizType", label: "업태", max: 100, schemaMax: 40 },
  { field: "bizItem", label: "종목", max: 100, schemaMax: 40 },
  { field: "contactName", label: "담당자", max: 100, schemaMax: 30 },
  { field: "phone", label: "연락처", max: 20 },
  { field: "email", label: "이메일", max: 100, schemaMax: 40 },
];

const lineTexts: readonly TextRule<"name" | "spec" | "remark">[] = [
  { field: "name", label: "품목", max: 100 },
  { field: "spec", label: "규격", max: 60 },
  { field: "remark", label: "비고", max: 100 },
];

const parties = [["supplier", "공급자"], ["recipient", "공급받는자"]] as const;

/** What Popbill or the NTS would refuse (`popbill-api.md`, 5; `tax-invoice-rules.md`, 2, 3.4), said before the call; empty when sound. */
export function contentProblems(content: TaxInvoiceContent, options: { today: LocalDate }): ContentProblem[] {
  return [
    ...headProblems(content, options.today),
    ...parties.flatMap(([field, label]) => partyProblems(content[field], { field, label })),
    ...amountProblems(content),
    ...lineSumProblems(content),
    ...content.lines.flatMap((line, index) => lineProblems(line, index)),
    ...amendmentProblems(content),
  ];
}

/** What goes out but may be cut on the way: texts longer than the standard XML's schema takes. */
export function contentWarnings(content: TaxInvoiceContent): ContentProblem[] {
  return parties.flatMap(([party, partyLabel]) =>
    partyTexts.flatMap(({ field, label, max, schemaMax }) => {
      const { length } = content[party][field];
      if (schemaMax === undefined || length <= schemaMax || length > max) return [];
      const text =
        `${partyLabel} ${label}: ${length}자입니다. 국세청 표준은 ${schemaMax}자까지여서 뒤가 잘릴 수 있습니다.`;
      return [{ field: `${party}.${field}`, text }];
    })
  );
}

function headProblems(content: TaxInvoiceContent, today: LocalDate): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (!/^[A-Za-z0-9_-]{1,24}$/.test(content.documentKey)) {
    const text = "문서번호: 영문, 숫자, -, _ 24자까지만 쓸 수 있습니다.";
    problems.push({ field: "documentKey", text });
  }
  if (content.writeDate > today) {
    const text = `작성일자: ${dayText(content.writeDate)}은 아직 오지 않은 날입니다. 오늘까지의 날짜여야 합니다.`;
    problems.push({ field: "writeDate", text });
  }
  if (content.remarks.length > 3) problems.push({ field: "remarks", text: "비고: 세 개까지 쓸 수 있습니다." });
  content.remarks.forEach((remark, index) => {
    if (remark.length > 150) problems.push(tooLong(`remarks.${index}`, { label: "비고", value: remark, max: 150 }));
  });
  return problems;
}

function partyProblems(party: Party, side: { field: string; label: string }): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (!/^\d{10}$/.test(party.brn)) {
    problems.push({
      field: `${side.field}.brn`,
      text: `${side.label} 사업자등록번호: 하이픈 없이 숫자 10자리여야 합니다.`,
    });
  }
  if (!/^(\d{4})?$/.test(party.branchNo)) {
    problems.push({
      field: `${side.field}.branchNo`,
      text: `${side.label} 종사업장번호: 숫자 4자리이거나 비어 있어야 합니다.`,
    });
  }
  for (const { field, label, max } of partyTexts) {
    const at = { field: `${side.field}.${field}`, label: `${side.label} ${label}` };
    if ((field === "name" || field === "representative") && party[field].trim() === "") {
      problems.push({ field: at.field, text: `${at.label}: 비어 있습니다. 입력해야 세금계산서를 발행할 수 있습니다.` });
    }
    if (party[field].length > max) problems.push(tooLong(at.field, { label: at.label, value: party[field], max }));
  }
  return problems;
}

function amountProblems(content: TaxInvoiceContent): ContentProblem[] {
  const { supplyAmount, taxAmount, totalAmount } = content;
  const problems: ContentProblem[] = [];
  const amounts = [
    ["supplyAmount", "공급가액", supplyAmount],
    ["taxAmount", "세액", taxAmount],
    ["totalAmount", "합계금액", totalAmount],
  ] as const;
  for (const [field, label, value] of amounts) {
    if (value.toString().length > 18) problems.push({ field, text: `${label}: 18자리까지 쓸 수 있습니다.` });
  }
  if (supplyAmount === 0n) {
    problems.push({ field: "supplyAmount", text: "공급가액: 0원인 세금계산서는 발행하지 않습니다." });
  }
  if (totalAmount !== sumWon([supplyAmount, taxAmount])) {
    const text = `합계금액: ${formatWon(sumWon([supplyAmount, taxAmount]))}(공급가액 + 세액)이어야 합니다.`;
    problems.push({ field: "totalAmount", text });
  }
  const opposite = (supplyAmount > 0n && taxAmount < 0n) || (supplyAmount < 0n && taxAmount > 0n);
  if (opposite) problems.push({ field: "taxAmount", text: "세액: 공급가액과 부호가 같아야 합니다." });
  if (content.taxType === "zero_rated" && taxAmount !== 0n) {
    problems.push({ field: "taxAmount", text: "세액: 영세율 세금계산서의 세액은 0원이어야 합니다." });
  }
  // |tax − supply / 10| ≤ 1,000, ten times over so that nothing is cut.
  const tenfoldGap = absWon(won(taxAmount * 10n - supplyAmount));
  if (content.taxType === "taxable" && tenfoldGap > 10_000n) {
    problems.push({ field: "taxAmount", text: "세액: 공급가액의 10%에서 1,000원 넘게 벗어날 수 없습니다." });
  }
  return problems;
}

function lineSumProblems(content: TaxInvoiceContent): ContentProblem[] {
  const { lines } = content;
  const problems: ContentProblem[] = [];
  if (lines.length < 1 || lines.length > 99) {
    problems.push({ field: "lines", text: `품목 줄: 1줄에서 99줄까지여야 합니다. 지금 ${lines.length}줄입니다.` });
  }
  const supplySum = sumWon(lines.map((line) => line.supplyAmount));
  if (supplySum !== content.supplyAmount) {
    const text = `품목 줄: 공급가액의 합(${formatWon(supplySum)})이 문서의 ${
      formatWon(content.supplyAmount)
    }과 같아야 합니다.`;
    problems.push({ field: "lines", text });
  }
  const taxSum = sumWon(lines.map((line) => line.taxAmount));
  if (taxSum !== content.taxAmount) {
    const text = `품목 줄: 세액의 합(${formatWon(taxSum)})이 문서의 ${formatWon(content.taxAmount)}과 같아야 합니다.`;
    problems.push({ field: "lines", text });
  }
  return problems;
}

function lineProblems(line: TaxInvoiceLine, index: number): ContentProblem[] {
  const at = (field: string) => `lines.${index}.${field}`;
  const row = `${index + 1}번째 줄`;
  const problems: ContentProblem[] = [];
  for (const { field, label, max } of lineTexts) {
    if (line[field].length > max) {
      problems.push(tooLong(at(field), { label: `${row} ${label}`, value: line[field], max }));
    }
  }
  if (!/^-?\d+(\.\d{1,2})?$/.test(line.quantity) || line.quantity.length > 12) {
    problems.push({ field: at("quantity"), text: `${row} 수량: 소수 둘째 자리까지의 숫자로 12자 안이어야 합니다.` });
  } else if (line.supplyAmount < 0n !== line.quantity.startsWith("-")) {
    problems.push({ field: at("quantity"), text: `${row} 수량: 공급가액과 부호가 같아야 합니다.` });
  }
  if (!/^\d+(\.\d{1,2})?$/.test(line.unitPrice) || line.unitPrice.length > 18) {
    const text = `${row} 단가: 0 이상이고 소수 둘째 자리까지의 숫자로 18자 안이어야 합니다. 음수는 수량에 씁니다.`;
    problems.push({ field: at("unitPrice"), text });
  }
  return problems;
}

function amendmentProblems(content: TaxInvoiceContent): ContentProblem[] {
  const { amendment } = content;
  if (!amendment) return [];
  const problems: ContentProblem[] = [];
  if (!/^\d{16}[0-9A-Za-z]{8}$/.test(amendment.originalApprovalNo)) {
    problems.push({ field: "amendment.originalApprovalNo", text: "당초 승인번호: 24자리 국세청승인번호여야 합니다." });
  }
  const negativeOnly = amendment.reason === "return" || amendment.reason === "contract_cancelled";
  if (negativeOnly && content.supplyAmount > 0n) {
    problems.push({
      field: "supplyAmount",
      text: "공급가액: 환입과 계약의 해제는 음수 금액으로만 발행할 수 있습니다.",
    });
  }
  return problems;
}

function tooLong(field: string, text: { label: string; value: string; max: number }): ContentProblem {
  return { field, text: `${text.label}: ${text.max}자까지 쓸 수 있습니다. 지금 ${text.value.length}자입니다.` };
}
