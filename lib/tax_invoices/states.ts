import { ok, refuse, type Result } from "../prelude.ts";
import type { VendorState } from "./port.ts";
import type { TaxInvoiceState } from "./tax_invoice.ts";

/** A change of state that B7 does not know. */
export interface TransitionRefusal {
  readonly kind: "transition_not_allowed";
  readonly from: TaxInvoiceState;
  readonly to: TaxInvoiceState;
}

/**
 * Where each state may go (B7). A request fails before its call where the buyer or the vendor's readiness refuses it;
 * `issuing` may turn out to be anything, also cancelled on the vendor's own site.
 */
const transitions: Readonly<Record<TaxInvoiceState, readonly TaxInvoiceState[]>> = {
  not_issued: ["issuing", "failed"],
  issuing: ["scheduled", "transferring", "completed", "rejected", "cancelled", "failed"],
  scheduled: ["transferring", "completed", "rejected", "cancelled"],
  transferring: ["completed", "rejected"],
  completed: [],
  rejected: [],
  cancelled: [],
  failed: [],
};

/** What people read (A5, B7); `scheduled` is shown as a button that cancels, hence its words. */
export const taxInvoiceStateLabels: Readonly<Record<TaxInvoiceState, string>> = {
  not_issued: "발행전",
  issuing: "발행 확인 중",
  scheduled: "발행 취소",
  transferring: "전송 중",
  completed: "발행 완료",
  rejected: "발행 실패",
  cancelled: "취소됨",
  failed: "발행 오류",
};

/** Moves from one state to the next, or says that there is no such way. */
export function changeState(from: TaxInvoiceState, to: TaxInvoiceState): Result<TaxInvoiceState, TransitionRefusal> {
  return transitions[from].includes(to) ? ok(to) : refuse({ kind: "transition_not_allowed", from, to });
}

/** Whether the document holds its customer's usage month, so that no other may be issued for it (B5). */
export function isLive(state: TaxInvoiceState): boolean {
  return state !== "cancelled" && state !== "rejected" && state !== "failed";
}

/** Whether nothing moves it any more, so that the finalization job (B7) need not ask for it. */
export function isFinal(state: TaxInvoiceState): boolean {
  return transitions[state].length === 0;
}

/** The state that the vendor's answer means; null where it settles nothing and the document is asked for again. */
export function stateFromVendor(vendorState: VendorState): TaxInvoiceState | null {
  switch (vendorState) {
    case "issued":
      return "scheduled";
    case "transferring":
    case "completed":
    case "rejected":
    case "cancelled":
      return vendorState;
    case "draft":
    case "unknown":
      return null;
  }
}
