import type { Clock } from "../calendar.ts";
import { type Actor, audit } from "../audit.ts";
import { type Db, inMsp, type Tx } from "../db/mod.ts";
import type { MspId, TaxInvoiceId } from "../ids.ts";
import { ProviderError } from "../prelude.ts";
import { openMonths } from "../settlement/store.ts";
import { openReceivable } from "../statements/receivables_store.ts";
import { monthRange } from "../calendar.ts";
import { cancelUntil } from "./deadline.ts";
import type { TaxInvoice } from "./issued.ts";
import type { BusinessStatus, TaxInvoiceIssuer, VendorStatus } from "./port.ts";
import { stateFromVendor } from "./states.ts";
import { lockTaxInvoice, moveTaxInvoice, readTaxInvoice, setBuyerStatus } from "./store.ts";
import type { TaxInvoiceState } from "./tax_invoice.ts";

/** What issuing needs of the world. */
export interface IssueTools {
  readonly db: Db;
  readonly issuer: TaxInvoiceIssuer;
  readonly clock: Clock;
}

/** Which tax invoice a job is about. */
export interface TaxInvoiceOrder {
  readonly mspId: MspId;
  readonly taxInvoiceId: TaxInvoiceId;
}

/** The vendor's code for a document key that is in use: our own, from a call whose answer was lost. */
const keyInUse = "-11001038";

/**
 * Issues one tax invoice, from wherever it stands. Before the call it is marked `issuing`; a document that is `issuing`
 * already is asked for by its key first and never issued blindly (B7, R16), so that the job can die anywhere and be run
 * again, by any number of workers.
 */
export async function issueTaxInvoice(tools: IssueTools, order: TaxInvoiceOrder): Promise<void> {
  const found = await inMsp(tools.db, order.mspId, (tx) => readTaxInvoice(tx, order.mspId, order.taxInvoiceId));
  if (!found) return;
  if (found.state === "not_issued" && !await isIssuable(tools, { order, found })) return;
  if (found.state === "not_issued" || found.state === "issuing") await issueOrAdopt(tools, order);
  const issued = await inMsp(tools.db, order.mspId, (tx) => readTaxInvoice(tx, order.mspId, order.taxInvoiceId));
  if (issued?.state === "scheduled" && issued.transfer === "immediate") await transferNow(tools, { order, issued });
}

/** Asks for the supplier and the buyer on the day of issue; a no ends the request with its reason. */
async function isIssuable(tools: IssueTools, options: { order: TaxInvoiceOrder; found: TaxInvoice }): Promise<boolean> {
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

async function issueOrAdopt(tools: IssueTools, order: TaxInvoiceOrder): Promise<void> {
  const claimed = await inMsp(tools.db, order.mspId, async (tx) => {
    const locked = await lockTaxInvoice(tx, order.mspId, order.taxInvoiceId);
    if (!locked || (locked.state !== "not_issued" && locked.state !== "issuing")) return null;
    if (locked.state === "not_issued") {
      await moveTaxInvoice(tx, order.mspId, { id: locked.id, from: ["not_issued"], to: "issuing" });
    }
    return locked;
  });
  if (!claimed) return;
  const { content } = claimed;
  if (claimed.state === "issuing" && await adopt(tools, { order, taxInvoice: claimed })) return;
  try {
    const answer = await tools.issuer.issue(content, { forceLate: claimed.forceLate, memo: content.documentKey });
    const issuedAt = answer.issuedAt ?? tools.clock.now();
    await inMsp(
      tools.db,
      order.mspId,
      (tx) =>
        storeIssued(tx, {
          order,
          taxInvoice: claimed,
          to: "scheduled",
          approvalNo: answer.approvalNo,
          issuedAt,
          now: tools.clock.now(),
        }),
    );
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.code === keyInUse || isUnknownOutcome(error)) {
      if (await adopt(tools, { order, taxInvoice: claimed })) return;
      // Not known at the vendor: nothing was issued. The retry asks again before it issues.
      throw new ProviderError("popbill", error.code, error.message, true);
    }
    if (error.retryable) throw error;
    await fail(tools, { order, reason: `팝빌이 발행을 거부했습니다: ${error.message} (${error.code})` });
  }
}

/** Asks for the document by its key and takes over what is found; false where the vendor knows none. */
async function adopt(tools: IssueTools, options: { order: TaxInvoiceOrder; taxInvoice: TaxInvoice }): Promise<boolean> {
  const { order, taxInvoice } = options;
  const status = await tools.issuer.status(taxInvoice.content.supplier.brn, taxInvoice.documentKey);
  if (!status) return false;
  const { content } = taxInvoice;
  const isOurs = status.recipientBrn === content.recipient.brn && status.supplyAmount === content.supplyAmount &&
    status.taxAmount === content.taxAmount;
  if (!isOurs) {
    await fail(tools, {
      order,
      reason: `팝빌에 같은 문서번호(${taxInvoice.documentKey})로 내용이 다른 세금계산서가 있습니다.`,
    });
    return true;
  }
  const to = stateFromVendor(status.state) ?? "scheduled";
  await inMsp(tools.db, order.mspId, (tx) =>
    storeIssued(tx, {
      order,
      taxInvoice,
      to,
      approvalNo: status.approvalNo,
      issuedAt: status.issuedAt ?? tools.clock.now(),
      status,
      now: tools.clock.now(),
    }));
  return true;
}

async function transferNow(tools: IssueTools, options: { order: TaxInvoiceOrder; issued: TaxInvoice }): Promise<void> {
  const { order, issued } = options;
  const { supplier } = issued.content;
  const before = await tools.issuer.status(supplier.brn, issued.documentKey);
  if (before?.state === "issued") {
    try {
      await tools.issuer.transferNow(supplier.brn, issued.documentKey);
    } catch (error) {
      // The transfer may have begun all the same: the status below says.
      if (!(error instanceof ProviderError)) throw error;
    }
  }
  const status = await tools.issuer.status(supplier.brn, issued.documentKey);
  if (!status || status.state === "issued") {
    throw new ProviderError("popbill", "transfer", "국세청 즉시 전송이 시작되지 않았습니다.", true);
  }
  await inMsp(
    tools.db,
    order.mspId,
    (tx) => storeStatus(tx, { mspId: order.mspId, taxInvoice: issued, status, now: tools.clock.now() }),
  );
}

/** Stores what the vendor says of an issued document; nothing changes where it says nothing new. */
export async function storeStatus(
  tx: Tx,
  options: { mspId: MspId; taxInvoice: TaxInvoice; status: VendorStatus; now: Date },
): Promise<void> {
  const { mspId, taxInvoice, status, now } = options;
  const to = stateFromVendor(status.state);
  if (to === null || to === taxInvoice.state) return;
  const moved = await moveTaxInvoice(tx, mspId, {
    id: taxInvoice.id,
    from: ["scheduled", "transferring", "issuing"],
    to,
    approvalNo: status.approvalNo,
    issuedAt: status.issuedAt,
    transferredAt: status.transferredAt,
    resultAt: status.resultAt,
    resultCode: status.resultCode,
    failure: to === "rejected" ? `국세청이 거부했습니다(${status.resultCode ?? "사유 없음"}).` : null,
  });
  if (!moved) return;
  if (to === "rejected" || to === "cancelled") await release(tx, { mspId, taxInvoice });
  const entry = { objectKind: "tax_invoice", objectId: taxInvoice.id, action: to, after: { code: status.resultCode } };
  await audit(tx, jobActor(now), { mspId, entries: [entry] });
}

async function storeIssued(
  tx: Tx,
  options: {
    order: TaxInvoiceOrder;
    taxInvoice: TaxInvoice;
    to: TaxInvoiceState;
    approvalNo: string | null;
    issuedAt: Date;
    status?: VendorStatus;
    now: Date;
  },
): Promise<void> {
  const { order, taxInvoice, issuedAt, status, now } = options;
  const moved = await moveTaxInvoice(tx, order.mspId, {
    id: taxInvoice.id,
    from: ["issuing"],
    to: options.to,
    approvalNo: options.approvalNo,
    issuedAt,
    cancelUntil: taxInvoice.transfer === "next_day" ? cancelUntil(issuedAt) : null,
    transferredAt: status?.transferredAt ?? null,
    resultAt: status?.resultAt ?? null,
    resultCode: status?.resultCode ?? null,
  });
  if (!moved) return;
  if (options.to === "rejected" || options.to === "cancelled") await release(tx, { mspId: order.mspId, taxInvoice });
  else if (taxInvoice.opensReceivable) {
    await openReceivable(tx, order.mspId, {
      customerId: taxInvoice.customerId,
      usageMonth: taxInvoice.usageMonth,
      source: taxInvoice.kind === "copy" ? "copy" : "amendment",
      statementId: null,
      taxInvoiceId: taxInvoice.id,
      amount: taxInvoice.content.totalAmount,
      dueOn: null,
      openedAt: issuedAt,
    });
  }
  const entry = {
    objectKind: "tax_invoice",
    objectId: taxInvoice.id,
    action: "issue",
    after: { approvalNo: options.approvalNo, documentKey: taxInvoice.documentKey },
  };
  await audit(tx, jobActor(now), { mspId: order.mspId, entries: [entry] });
}

async function fail(tools: IssueTools, options: { order: TaxInvoiceOrder; reason: string }): Promise<void> {
  const { mspId, taxInvoiceId } = options.order;
  await inMsp(tools.db, mspId, async (tx) => {
    const taxInvoice = await lockTaxInvoice(tx, mspId, taxInvoiceId);
    if (!taxInvoice) return;
    const from = ["not_issued", "issuing"] as const;
    if (!await moveTaxInvoice(tx, mspId, { id: taxInvoiceId, from, to: "failed", failure: options.reason })) return;
    await release(tx, { mspId, taxInvoice });
    const entry = {
      objectKind: "tax_invoice",
      objectId: taxInvoiceId,
      action: "fail",
      after: { reason: options.reason },
    };
    await audit(tx, jobActor(tools.clock.now()), { mspId, entries: [entry] });
  });
}

/** A dead document holds its months no longer; an issued bill still does. */
export async function release(tx: Tx, options: { mspId: MspId; taxInvoice: TaxInvoice }): Promise<void> {
  const { mspId, taxInvoice } = options;
  if (taxInvoice.kind !== "month" && taxInvoice.kind !== "period") return;
  await openMonths(tx, mspId, {
    customerId: taxInvoice.customerId,
    usageMonths: monthRange(taxInvoice.periodFrom, taxInvoice.usageMonth),
  });
}

/** After these the vendor may have done what was asked: only asking tells. */
function isUnknownOutcome(error: ProviderError): boolean {
  return ["timeout", "network", "http", "schema"].includes(error.code);
}

function jobActor(at: Date): Actor {
  return { name: "issue_tax_invoice", source: "job", at };
}
