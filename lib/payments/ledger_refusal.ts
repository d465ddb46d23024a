import { formatWon, type Won } from "../money.ts";

/** Why an entry cannot be made in the ledger (B8). */
export type LedgerRefusal =
  | { readonly kind: "payment_not_standing" }
  | { readonly kind: "receivable_not_standing" }
  | { readonly kind: "allocation_not_standing" }
  | { readonly kind: "not_positive" }
  | { readonly kind: "negative" }
  | { readonly kind: "deposit_used" }
  | { readonly kind: "receivable_twice" }
  | { readonly kind: "wrong_sign" }
  | { readonly kind: "beyond_receivable"; readonly openAmount: Won }
  | { readonly kind: "beyond_payment"; readonly unallocatedAmount: Won }
  | { readonly kind: "below_zero" }
  | { readonly kind: "payment_refunded" };

/** The refusal as a Korean sentence. */
export function ledgerRefusalText(refusal: LedgerRefusal): string {
  switch (refusal.kind) {
    case "payment_not_standing":
      return "납부: 이미 취소되었거나 없는 납부입니다. 화면을 새로 고쳐 주십시오.";
    case "receivable_not_standing":
      return "채권: 이미 취소되었거나 없는 채권입니다. 화면을 새로 고쳐 주십시오.";
    case "allocation_not_standing":
      return "충당: 이미 취소되었거나 없는 충당입니다. 화면을 새로 고쳐 주십시오.";
    case "not_positive":
      return "금액: 0원보다 커야 합니다.";
    case "negative":
      return "납부 금액: 0원이거나 0원보다 커야 합니다.";
    case "deposit_used":
      return "입금: 이미 납부로 등록한 입금입니다. 먼저 그 연결을 푸십시오.";
    case "receivable_twice":
      return "충당: 한 채권을 두 번 고를 수 없습니다. 금액을 한 줄로 합치십시오.";
    case "wrong_sign":
      return "충당 금액: 0원이 아니고 채권과 부호가 같아야 합니다.";
    case "beyond_receivable":
      return `충당 금액: 채권에 남은 ${formatWon(refusal.openAmount)}을 넘을 수 없습니다.`;
    case "beyond_payment":
      return `충당 금액: 납부에 남은 ${formatWon(refusal.unallocatedAmount)}을 넘을 수 없습니다.`;
    case "below_zero":
      return "충당 금액: 한 납부의 충당 합계가 0원보다 작아질 수 없습니다.";
    case "payment_refunded":
      return "납부: 일부를 환불한 납부입니다. 먼저 환불을 취소하십시오.";
  }
}
