import { type Actor, audit } from "../audit.ts";
import { type Clock, monthRange } from "../calendar.ts";
import { type Db, inMsp, type Tx } from "../db/mod.ts";
import type { MspId, StatementId, TaxInvoiceId } from "../ids.ts";
import { invariant } from "../prelude.ts";
import { openMonths } from "../settlement/store.ts";
import { issueStatement } from "../statements/issue.ts";
import { openReceivable, reverseReceivableOf } from "../statements/receivables_store.ts";
import { cancelUntil } from "./deadline.ts";
import type { TaxInvoice } from "./issued.ts";
import type { TaxInvoiceIssuer, VendorStatus } from "./port.ts";
import { stateFromVendor } from "./states.ts";
import { lockTaxInvoice, moveTaxInvoice } from "./store.ts";
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
  if (to === "rejected" || to === "cancelled") {
    await release(tx, { mspId, taxInvoice });
    // What an amendment or a copy has entered in the ledger goes with it (B8).
    await reverseReceivableOf(tx, mspId, { source: { taxInvoiceId: taxInvoice.id }, at: now });
  }
  const entry = { objectKind: "tax_invoice", objectId: taxInvoice.id, action: to, after: { code: status.resultCode } };
  await audit(tx, jobActor(now), { mspId, entries: [entry] });
}

/** Stores that a document is issued: its bill with it, an amendment or copy in the ledger. */
export async function storeIssued(
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
  else if (taxInvoice.statementId !== null) {
    await issueBill(tx, { mspId: order.mspId, statementId: taxInvoice.statementId, now });
  } else if (taxInvoice.opensReceivable) {
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

/** The bill of an issued tax invoice is issued with it, unless it was before (B6); the request has checked that it may be. */
async function issueBill(tx: Tx, options: { mspId: MspId; statementId: StatementId; now: Date }): Promise<void> {
  const { mspId, statementId, now } = options;
  const issued = await issueStatement(tx, {
    mspId,
    statementId,
    actor: jobActor(now),
    allowProvisional: true,
    allowHeld: true,
  });
  invariant(issued.ok, "the bill of an issued tax invoice can be issued");
}

/** Ends a request with its reason; its months are free again. */
export async function fail(tools: IssueTools, options: { order: TaxInvoiceOrder; reason: string }): Promise<void> {
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

function jobActor(at: Date): Actor {
  return { name: "issue_tax_invoice", source: "job", at };
}
