import type { Won } from "../../money.ts";
import { absWon, minusWon, sumWon, won, zeroWon } from "../../money.ts";
import type { SentDocument, SentLine, TextField } from "./sent_document.ts";
import type { Refusal } from "./wire.ts";

/** The three amounts of a document whose totals are known to be whole won. */
export interface Totals {
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
}

const totalFields = [
  ["supplyCostTotal", -11001041, "공급가액 합계"],
  ["taxTotal", -11001042, "세액 합계"],
  ["totalAmount", -11001043, "합계금액"],
] as const;
const paymentFields: readonly TextField[] = ["cash", "chkBill", "note", "credit"];

/** The three amounts of a document, in won. */
export function totalsOf(document: SentDocument): Totals {
  return {
    supplyAmount: won(document.supplyCostTotal),
    taxAmount: won(document.taxTotal),
    totalAmount: won(document.totalAmount),
  };
}

/** The first amount that is no whole won, or does not agree with the others (popbill-api.md 5.1, 5.5); or null. */
export function brokenAmount(document: SentDocument): Refusal | null {
  return brokenTotal(document) ?? brokenPayment(document) ?? brokenLine(document) ?? brokenLineTax(document);
}

function brokenTotal(document: SentDocument): Refusal | null {
  for (const [field, code, label] of totalFields) {
    if (!isWon(document[field])) return { code, message: `${label}은(는) 18자까지의 정수입니다.` };
  }
  const { supplyAmount, taxAmount, totalAmount } = totalsOf(document);
  if (totalAmount !== sumWon([supplyAmount, taxAmount])) {
    return { code: -11001044, message: "합계금액이 공급가액과 세액의 합과 다릅니다." };
  }
  if (supplyAmount * taxAmount < 0n) {
    return { code: -11001045, message: "공급가액과 세액의 부호가 다릅니다." };
  }
  if (document.taxType === "영세" && taxAmount !== 0n) {
    return { code: -11001034, message: "영세 세금계산서의 세액은 0입니다." };
  }
  if (document.taxType === "면세" && taxAmount !== 0n) {
    return { code: -11001072, message: "면세 계산서의 세액은 0입니다." };
  }
  // Ten times the difference against ten times 1,000 won: nothing is divided.
  if (document.taxType === "과세" && absWon(minusWon(won(taxAmount * 10n), supplyAmount)) > 10_000n) {
    return { code: -11001133, message: "세액은 공급가액의 10%에서 ±1,000원 이내여야 합니다." };
  }
  return null;
}

function brokenPayment(document: SentDocument): Refusal | null {
  const used = paymentFields.map((field) => document[field]).filter((value) => value !== "");
  if (used.length === 0) return null;
  if (!used.every(isWon) || sumWon(used.map((value) => won(value))) !== totalsOf(document).totalAmount) {
    return { code: -11001046, message: "현금, 수표, 어음, 외상미수금의 합이 합계금액과 다릅니다." };
  }
  return null;
}

function brokenLine(document: SentDocument): Refusal | null {
  const lines = document.detailList;
  if (lines.length > 99) return { code: -11001047, message: "상세항목은 99개까지입니다." };
  for (const line of lines) {
    if (line.serialNum === null || line.serialNum < 1 || line.serialNum > 99) {
      return { code: -11001048, message: "상세항목 일련번호는 1~99입니다." };
    }
    if (!isDecimal(line.qty, 12)) return { code: -11001050, message: "수량은 소수 2자리, 12자까지입니다." };
    if (!isDecimal(line.unitCost, 18)) return { code: -11001051, message: "단가는 소수 2자리, 18자까지입니다." };
    if (line.supplyCost !== "" && !isWon(line.supplyCost)) {
      return { code: -11001049, message: "상세항목 공급가액은 18자까지의 정수입니다." };
    }
    if (line.tax !== "" && !isWon(line.tax)) {
      return { code: -11001052, message: "상세항목 세액은 18자까지의 정수입니다." };
    }
  }
  if (new Set(lines.map((line) => line.serialNum)).size < lines.length) {
    return { code: -11001105, message: "상세항목 일련번호가 겹칩니다." };
  }
  return null;
}

function brokenLineTax(document: SentDocument): Refusal | null {
  const taxes = document.detailList.map((line) => line.tax).filter((tax) => tax !== "");
  const sum = sumWon(taxes.map((tax) => won(tax)));
  if (document.taxType !== "과세") {
    const allZero = taxes.every((tax) => won(tax) === zeroWon);
    return allZero ? null : { code: -11001077, message: "영세, 면세의 상세항목 세액은 없거나 0입니다." };
  }
  if (taxes.length > 0 && sum !== totalsOf(document).taxAmount) {
    return { code: -11001073, message: "상세항목 세액의 합이 세액 합계와 다릅니다." };
  }
  return null;
}

/** The sum of the supply amounts of the lines; null where a line has none. */
export function lineSupplySum(lines: readonly SentLine[]): Won | null {
  return lines.every((line) => line.supplyCost !== "") ? sumWon(lines.map((line) => won(line.supplyCost))) : null;
}

function isWon(text: string): boolean {
  return text.length <= 18 && /^-?\d+$/.test(text);
}

function isDecimal(text: string, longest: number): boolean {
  return text === "" || text.length <= longest && /^-?\d+(\.\d{1,2})?$/.test(text);
}
