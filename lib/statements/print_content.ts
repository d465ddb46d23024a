import { invariant } from "../prelude.ts";
import type { LocalDate } from "../calendar.ts";
import { sumWon, type Won, zeroWon } from "../money.ts";
import type { DetailRow, StatementDocument, StatementPrint, SummaryRow } from "./document.ts";

/** Rows of the summary table under one 구분. */
export interface SummaryGroup {
  readonly label: string;
  readonly rows: readonly SummaryRow[];
}

/** Usage lines of one product category, and in it of each demand type, in the order of the lines. */
export interface DetailCategory {
  readonly category: string;
  readonly lines: readonly DetailRow[];
  readonly products: readonly DetailProduct[];
}

/** Usage lines of one demand type; `hasSubtotal` where a subtotal says more than the lines and the category do. */
export interface DetailProduct {
  readonly demandType: string;
  readonly lines: readonly DetailRow[];
  readonly hasSubtotal: boolean;
}

const groups: readonly (readonly [group: SummaryRow["group"], label: string])[] = [
  ["usage", "클라우드 사용요금"],
  ["license", "소프트웨어 라이선스"],
  ["extra", "기타 비용"],
  ["discount", "할인"],
  ["ncp_adjustment", "NCP 조정"],
  ["manual", "수기 조정"],
  ["round_off", "절사"],
];

const nothingCharged: SummaryGroup = {
  label: "청구 내역 없음",
  rows: [{ group: "usage", label: "", listAmount: null, discountAmount: null, billedAmount: zeroWon }],
};

/** Stops a print whose figures do not add up: no bill leaves with a wrong sum (spec/checks.md, R1). */
export function checkPrint(print: StatementPrint): void {
  const { document, lines } = print;
  const billed = sumWon(document.rows.map((row) => row.billedAmount));
  invariant(billed === document.supplyAmount, "the rows of the summary add up to the supply amount");
  invariant(
    sumWon([document.supplyAmount, document.taxAmount]) === document.totalAmount,
    "supply amount and tax amount add up to the total amount",
  );
  const ofUse = document.rows.filter((row) => row.group === "usage" || row.group === "license");
  invariant(
    sumWon(lines.map((line) => line.netAmount)) === sumWon(ofUse.map((row) => row.billedAmount)),
    "the usage lines add up to the usage and license rows of the summary",
  );
}

/** The summary table by 구분, in the order of the bill (spec/statement.md); groups without a row are left out. */
export function summaryGroups(rows: readonly SummaryRow[]): SummaryGroup[] {
  if (rows.length === 0) return [nothingCharged];
  return groups
    .map(([group, label]) => ({ label, rows: rows.filter((row) => row.group === group) }))
    .filter((group) => group.rows.length > 0);
}

/** The usage lines by category and product. */
export function detailCategories(lines: readonly DetailRow[]): DetailCategory[] {
  return runsOf(lines, (line) => line.category).map((ofCategory) => {
    const products = runsOf(ofCategory.lines, (line) => line.demandType);
    return {
      category: ofCategory.key,
      lines: ofCategory.lines,
      products: products.map((product) => ({
        demandType: product.key,
        lines: product.lines,
        hasSubtotal: products.length > 1 && product.lines.length > 1,
      })),
    };
  });
}

/** 「미발행」, 「잠정」, both, or null for a bill that stands. */
export function statementMark(document: StatementDocument): string | null {
  const marks = [
    ...(document.number === null ? ["미발행"] : []),
    ...(document.state === "provisional" ? ["잠정"] : []),
  ];
  return marks.length > 0 ? marks.join(" · ") : null;
}

/** What the mark means for the reader; null for a bill that stands. */
export function statementMarkText(document: StatementDocument): string | null {
  if (document.state === "provisional") return "확정 전 금액으로, 바뀔 수 있습니다.";
  return document.number === null ? "발행 전 초안입니다." : null;
}

/** The supplier's lines under its name: only what is registered. */
export function supplierLines(supplier: StatementDocument["supplier"]): string[] {
  return [
    joined(labelled("대표자", supplier.representative), labelled("사업자등록번호", formatBrn(supplier.brn))),
    supplier.address,
    joined(labelled("전화", supplier.phone), labelled("FAX", supplier.fax)),
    supplier.email,
  ].filter((line) => line !== "");
}

/** The block of the customer: label and text. */
export function customerFields(customer: StatementDocument["customer"]): (readonly [label: string, text: string])[] {
  return [
    ["고객사명", customer.name],
    ["사업자등록번호", formatBrn(customer.brn)],
    ["담당자", customer.contactName],
    ["메인 계정 ID", customer.mainAccountId],
    ["회원번호", customer.memberNo],
    ["계정 구분", customer.cloudAccountName],
  ];
}

/** The amounts of a column added up, in won; null when no row has one. */
export function sumKnown(amounts: readonly (Won | null)[]): Won | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length > 0 ? sumWon(known) : null;
}

/** The lines of a text that a person wrote, without empty lines at its end. */
export function textLines(text: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === "" ? [] : trimmed.split(/\r\n|\r|\n/);
}

/** 안내사항: the MSP's own lines, then whom to ask. */
export function noticeLines(document: StatementDocument): string[] {
  const contact = contactText(document.supplier);
  return [...textLines(document.noticeText), ...(contact === "" ? [] : [contact])];
}

/** 이용기간: `2024-12-01 ~ 2024-12-31`. */
export function periodText(document: StatementDocument): string {
  return `${document.periodFrom} ~ ${document.periodTo}`;
}

/** The line beside the title 「상세내역」: whose use of when, in what unit, and the mark of a bill that does not stand. */
export function detailSubtitle(document: StatementDocument): string {
  return joined(statementMark(document) ?? "", document.customer.name, periodText(document), "단위: 원, 부가세 별도");
}

/** Beneath 미납 금액: what it counts, and that the box does not. */
export const arrearsNote = "발행일 기준이며, 위 총 납부금액에 포함되지 않습니다.";

/** The day that stands for the making of the file: the day of issue, for a draft the 청구일. */
export function madeOn(document: StatementDocument): LocalDate {
  return document.issuedOn ?? document.billOn;
}

/** `123-45-67890`; a text that is no business number stays as it is. */
export function formatBrn(brn: string): string {
  return brn.replace(/^(\d{3})(\d{2})(\d{5})$/, "$1-$2-$3");
}

/** Decimal text without zeros at its end: `744.000000` is `744`. */
export function trimDecimal(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** Decimal text for people: `1,234.5`. */
export function formatDecimal(decimal: string): string {
  const [whole = "", fraction] = trimDecimal(decimal).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function contactText(supplier: StatementDocument["supplier"]): string {
  return joined(labelled("문의 전화", supplier.phone), labelled("이메일", supplier.email));
}

function labelled(label: string, text: string): string {
  return text === "" ? "" : `${label} ${text}`;
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("  ·  ");
}

function runsOf(
  lines: readonly DetailRow[],
  keyOf: (line: DetailRow) => string,
): { key: string; lines: DetailRow[] }[] {
  const runs: { key: string; lines: DetailRow[] }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last.key === keyOf(line)) last.lines.push(line);
    else runs.push({ key: keyOf(line), lines: [line] });
  }
  return runs;
}
