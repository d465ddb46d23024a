import { negateWon } from "../../money.ts";
import { totalsOf } from "./amounts.ts";
import type { SentDocument } from "./sent_document.ts";
import type { Refusal } from "./wire.ts";

/** What the rules need of the document that is amended. */
export interface Original {
  readonly corpNum: string;
  readonly stateCode: number;
  readonly content: SentDocument;
}

/** Why the two amendment fields of a document are wrong in themselves, or null; null as well for a document that amends nothing. */
export function brokenAmendment(document: SentDocument): Refusal | null {
  const { modifyCode, orgNTSConfirmNum } = document;
  if (modifyCode === null && orgNTSConfirmNum === "") return null;
  if (modifyCode === null || modifyCode < 1 || modifyCode > 6) {
    return { code: -11001009, message: "수정사유코드는 1~6입니다." };
  }
  if (orgNTSConfirmNum === "") return { code: -11004011, message: "당초 국세청승인번호를 입력해 주세요." };
  if (!/^\d{16}[0-9A-Za-z]{8}$/.test(orgNTSConfirmNum)) {
    return { code: -11004010, message: "당초 국세청승인번호는 24자입니다." };
  }
  if ((modifyCode === 3 || modifyCode === 4) && totalsOf(document).supplyAmount >= 0n) {
    return { code: -11001010, message: "환입과 계약의 해지는 마이너스 금액만 적을 수 있습니다." };
  }
  return null;
}

/** Why a document cannot amend this original (null: unknown to Popbill), or null (popbill-api.md 5.9). */
export function brokenOriginal(document: SentDocument, original: Original | null): Refusal | null {
  if (document.modifyCode === null) return null;
  if (!original) return { code: -11001055, message: "당초 세금계산서가 없습니다." };
  if (original.corpNum !== document.invoicerCorpNum) {
    return { code: -11001057, message: "당초 세금계산서의 공급자와 다릅니다." };
  }
  if (original.stateCode !== 304) {
    return { code: -11001056, message: "당초 세금계산서의 국세청 전송이 끝나지 않았습니다." };
  }
  const wasExempt = original.content.taxType === "면세";
  if (wasExempt && document.taxType !== "면세") {
    return { code: -11001080, message: "면세 계산서는 면세로만 수정할 수 있습니다." };
  }
  if (!wasExempt && document.taxType === "면세") {
    return { code: -11001081, message: "과세, 영세 세금계산서는 과세나 영세로만 수정할 수 있습니다." };
  }
  if (document.modifyCode === 5 && document.writeDate !== original.content.writeDate) {
    return { code: -11002052, message: "내국신용장 사후개설의 작성일자는 당초와 같아야 합니다." };
  }
  return exceeds(document, original)
    ? { code: -11001118, message: "수정세금계산서의 공급가액이 당초 공급가액을 넘습니다." }
    : null;
}

/** Only of documents that take back; the corrected document of reason 1 may be larger (popbill-api.md 5.9). */
function exceeds(document: SentDocument, original: Original): boolean {
  const originalSupply = totalsOf(original.content).supplyAmount;
  const supplyAmount = totalsOf(document).supplyAmount;
  return originalSupply > 0n && supplyAmount < 0n && negateWon(supplyAmount) > originalSupply;
}
