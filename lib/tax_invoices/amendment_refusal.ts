import type { LocalDate } from "../calendar.ts";
import { formatWon, type Won } from "../money.ts";
import type { AmendmentReason, TaxInvoiceState } from "./tax_invoice.ts";

/** Why an amended tax invoice cannot be made (`tax-invoice-rules.md`, part 3). */
export type AmendmentRefusal =
  | { readonly kind: "original_not_completed"; readonly state: TaxInvoiceState }
  | { readonly kind: "approval_no_unknown" }
  | { readonly kind: "original_replaced"; readonly reason: "entry_error" | "duplicate" }
  | { readonly kind: "original_not_positive" }
  | { readonly kind: "original_zero_rated" }
  | { readonly kind: "date_before_original"; readonly writeDate: LocalDate }
  | { readonly kind: "date_in_future"; readonly today: LocalDate }
  | { readonly kind: "zero_amount" }
  | { readonly kind: "must_be_negative" }
  | { readonly kind: "sign_changed" }
  | { readonly kind: "nothing_corrected" }
  | { readonly kind: "part_not_positive" }
  | { readonly kind: "part_exceeds_rest"; readonly restAmount: Won }
  | { readonly kind: "lc_too_late"; readonly until: LocalDate };

/** 수정사유 as people read it: the labels of NTS and Popbill. */
export const amendmentReasonLabels: Readonly<Record<AmendmentReason, string>> = {
  entry_error: "기재사항 착오정정 등",
  supply_change: "공급가액 변동",
  return: "환입",
  contract_cancelled: "계약의 해제",
  local_lc: "내국신용장 사후개설",
  duplicate: "착오에 의한 이중발급 등",
};

/** The refusal as a Korean sentence: what is wrong and what to do instead. */
export function amendmentRefusalText(refusal: AmendmentRefusal): string {
  switch (refusal.kind) {
    case "original_not_completed":
      return notCompletedText(refusal.state);
    case "approval_no_unknown":
      return "당초 승인번호: 24자리 국세청승인번호를 알아야 수정세금계산서를 발행할 수 있습니다. 상태를 새로 읽어 주십시오.";
    case "original_replaced":
      return refusal.reason === "entry_error"
        ? "이미 착오정정으로 바로잡은 세금계산서입니다. 바로잡은 문서를 수정해 주십시오."
        : "이미 이중발급으로 취소한 세금계산서입니다. 남은 문서를 수정해 주십시오.";
    case "original_not_positive":
      return "당초 공급가액: 음수인 문서에는 이 수정사유를 쓸 수 없습니다. 착오정정이나 이중발급을 고르십시오.";
    case "original_zero_rated":
      return "과세형태: 이미 영세율인 문서에는 내국신용장 사후개설을 쓸 수 없습니다.";
    case "date_before_original":
      return `날짜: 당초 작성일자(${refusal.writeDate})보다 이를 수 없습니다. 작성일자 자체가 틀렸다면 착오정정을 고르십시오.`;
    case "date_in_future":
      return `날짜: 아직 오지 않은 날입니다. 오늘(${refusal.today})까지의 날짜여야 합니다.`;
    case "zero_amount":
      return "금액: 0원인 수정세금계산서는 발행할 수 없습니다. 달라지는 금액을 입력해 주십시오.";
    case "must_be_negative":
      return "금액: 환입과 계약의 해제는 음수로만 발행할 수 있습니다. 늘어나는 금액은 공급가액 변동을 고르십시오.";
    case "sign_changed":
      return "금액: 바로잡은 공급가액은 0원이 아니고 당초와 부호가 같아야 합니다. 전부 없애려면 계약의 해제나 이중발급을 고르십시오.";
    case "nothing_corrected":
      return "바로잡을 내용: 당초와 달라진 것이 없습니다. 틀린 항목을 고쳐 주십시오.";
    case "part_not_positive":
      return "영세율로 바꿀 금액: 0원보다 커야 합니다.";
    case "part_exceeds_rest":
      return `영세율로 바꿀 금액: 과세로 남은 ${formatWon(refusal.restAmount)}까지만 입력할 수 있습니다.`;
    case "lc_too_late":
      return `내국신용장 개설일: 과세기간이 끝난 뒤 25일(${refusal.until})까지 개설된 것만 수정할 수 있습니다.`;
  }
}

function notCompletedText(state: TaxInvoiceState): string {
  switch (state) {
    case "not_issued":
    case "cancelled":
    case "failed":
      return "당초 세금계산서: 발행되지 않은 문서입니다. 수정하지 말고 새로 발행해 주십시오.";
    case "issuing":
    case "transferring":
      return "당초 세금계산서: 국세청 전송 결과가 아직 나오지 않았습니다. 발행 완료가 된 뒤에 수정해 주십시오.";
    case "scheduled":
      return "당초 세금계산서: 아직 국세청에 전송하지 않았습니다. 수정하지 말고 발행을 취소한 뒤 다시 발행해 주십시오.";
    case "rejected":
      return "당초 세금계산서: 국세청이 받지 않은 문서입니다. 수정하지 말고 새로 발행해 주십시오.";
    case "completed":
      return "당초 세금계산서: 발행 완료된 문서입니다.";
  }
}
