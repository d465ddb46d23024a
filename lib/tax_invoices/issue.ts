import { inMsp } from "../db/mod.ts";
import { ProviderError } from "../prelude.ts";
import type { TaxInvoice } from "./issued.ts";
import { fail, type IssueTools, storeIssued, storeStatus, type TaxInvoiceOrder } from "./outcome.ts";
import { isIssuable } from "./readiness.ts";
import { stateFromVendor } from "./states.ts";
import { lockTaxInvoice, moveTaxInvoice, readTaxInvoice } from "./store.ts";

export type { IssueTools, TaxInvoiceOrder } from "./outcome.ts";

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

/** After these the vendor may have done what was asked: only asking tells. */
function isUnknownOutcome(error: ProviderError): boolean {
  return ["timeout", "network", "http", "schema"].includes(error.code);
}
