import { inMsp } from "../db/mod.ts";
import { ProviderError } from "../prelude.ts";
import type { TaxInvoice } from "./issued.ts";
import { fail, type IssueTools, type TaxInvoiceOrder } from "./outcome.ts";
import type { BusinessStatus, TaxInvoiceIssuer } from "./port.ts";
import { setBuyerStatus } from "./store.ts";

/** Asks for the supplier and the buyer on the day of issue; a no ends the request with its reason. */
export async function isIssuable(
  tools: IssueTools,
  options: { order: TaxInvoiceOrder; found: TaxInvoice },
): Promise<boolean> {
  const { order, found } = options;
  const { supplier, recipient } = found.content;
  const readiness = await tools.issuer.readiness(supplier.brn);
  if (!readiness.isMember || !readiness.certificateValid) {
    const what = readiness.isMember ? "유효한 공동인증서가 없습니다" : "팝빌에 가입한 회원이 아닙니다";
    await fail(tools, { order, reason: `${what}. ${readiness.reason ?? ""} 정산 등록에서 팝빌 등록을 마쳐야 합니다.` });
    return false;
  }
  if (readiness.transfersAtIssue && found.transfer === "next_day") {
    await fail(tools, {
      order,
      reason: "팝빌 계정이 발행 즉시 국세청에 전송하도록 설정되어 있어 익일 발행을 할 수 없습니다. " +
        "즉시 발행을 고르거나 팝빌 사이트에서 설정을 바꿔야 합니다.",
    });
    return false;
  }
  const buyer = await buyerStatus(tools.issuer, { supplierBrn: supplier.brn, buyerBrn: recipient.brn });
  if (buyer === "closed" || buyer === "unregistered") {
    const what = buyer === "closed" ? "폐업한" : "국세청에 등록되지 않은";
    await fail(tools, {
      order,
      reason: `공급받는자가 ${what} 사업자입니다(${recipient.brn}). 국세청이 거부하므로 발행하지 않습니다.`,
    });
    return false;
  }
  const warning = buyer === "suspended"
    ? "공급받는자가 휴업 중입니다."
    : buyer === "unknown"
    ? "공급받는자의 휴폐업 상태를 확인하지 못했습니다."
    : null;
  await inMsp(
    tools.db,
    order.mspId,
    (tx) => setBuyerStatus(tx, order.mspId, { id: order.taxInvoiceId, buyerStatus: buyer, warning }),
  );
  return true;
}

async function buyerStatus(
  issuer: TaxInvoiceIssuer,
  options: { supplierBrn: string; buyerBrn: string },
): Promise<BusinessStatus> {
  try {
    const [answer] = await issuer.businessStatuses(options.supplierBrn, [options.buyerBrn]);
    return answer?.status ?? "unknown";
  } catch (error) {
    // A failed look-up warns, it never blocks (B7).
    if (error instanceof ProviderError) return "unknown";
    throw error;
  }
}
