import { type Actor, audit } from "../audit.ts";
import { monthOf, seoulDate } from "../calendar.ts";
import { readCustomer } from "../customers/store.ts";
import type { Tx } from "../db/mod.ts";
import type { MspId, TaxInvoiceId } from "../ids.ts";
import type { Jobs } from "../jobs/mod.ts";
import { readMsp } from "../msps/store.ts";
import { invariant, ok, refuse, type Result } from "../prelude.ts";
import { amendedDocuments } from "./amendment.ts";
import { type AmendmentRefusal, amendmentRefusalText } from "./amendment_refusal.ts";
import type { AmendmentRequest, KeylessContent } from "./amendment_request.ts";
import { copyContent } from "./content.ts";
import { contentProblems } from "./content_problems.ts";
import { makeDocumentKey } from "./document_key.ts";
import type { TaxInvoice } from "./issued.ts";
import { issueTaxInvoiceQueue } from "./request.ts";
import { isLive } from "./states.ts";
import { amendmentsOf, insertTaxInvoice, lockTaxInvoice, nextKeyCounter } from "./store.ts";
import type { Transfer } from "./tax_invoice.ts";

/** What amending or copying needs beside its content. */
export interface AmendOptions {
  readonly mspId: MspId;
  readonly originalId: TaxInvoiceId;
  readonly transfer: Transfer;
  readonly actor: Actor;
  readonly jobs: Jobs;
}

/** Why no amended tax invoice can be issued. */
export type AmendRefusal =
  | { readonly kind: "not_found" }
  | { readonly kind: "amendment"; readonly refusal: AmendmentRefusal }
  | { readonly kind: "incomplete"; readonly texts: readonly string[] };

/** The refusal in a Korean sentence. */
export function amendRefusalText(refusal: AmendRefusal): string {
  switch (refusal.kind) {
    case "not_found":
      return "당초 세금계산서가 없습니다.";
    case "amendment":
      return amendmentRefusalText(refusal.refusal);
    case "incomplete":
      return refusal.texts.join(" ");
  }
}

/**
 * 「수정세금계산서 작성」: stores the one or two documents of the reason under keys of their own and queues their issue, in one
 * transaction. Each enters the ledger under the original's usage month once it is issued, unless it belongs to a void and
 * re-issue of the bill, which has done so (B8).
 */
export async function amendTaxInvoice(
  tx: Tx,
  options: AmendOptions & { request: AmendmentRequest; belongsToReissue: boolean },
): Promise<Result<{ ids: readonly TaxInvoiceId[]; warnings: readonly string[] }, AmendRefusal>> {
  const { mspId, originalId, actor, request } = options;
  const original = await lockTaxInvoice(tx, mspId, originalId);
  if (!original) return refuse({ kind: "not_found" });
  const msp = await readMsp(tx, mspId);
  const earlier = (await amendmentsOf(tx, mspId, originalId)).filter((each) => isLive(each.state));
  const amended = amendedDocuments({
    content: original.content,
    approvalNo: original.approvalNo,
    state: original.state,
    amendments: earlier.flatMap((each) =>
      each.amendmentReason === null ? [] : [{
        reason: each.amendmentReason,
        taxType: each.content.taxType,
        supplyAmount: each.content.supplyAmount,
        taxAmount: each.content.taxAmount,
      }]
    ),
  }, { request, vatRounding: msp.vatRounding, today: seoulDate(actor.at) });
  if (!amended.ok) return refuse({ kind: "amendment", refusal: amended.refusal });
  const { documents, warnings } = amended.value;
  const today = seoulDate(actor.at);
  const texts = documents.flatMap((content) =>
    contentProblems({ ...content, documentKey: "check" }, { today }).map((problem) => problem.text)
  );
  if (texts.length > 0) return refuse({ kind: "incomplete", texts });
  const ids: TaxInvoiceId[] = [];
  for (const content of documents) {
    ids.push(
      await store(tx, {
        ...options,
        original,
        content,
        kind: "amendment",
        opensReceivable: !options.belongsToReissue,
      }),
    );
  }
  await queue(tx, { ...options, ids, action: `amend_${request.reason}` });
  return ok({ ids, warnings });
}

/** 「복사하여 작성」: a new tax invoice filled from an old one; it belongs to no bill and counts in the customer's ledger (B7). */
export async function copyTaxInvoice(tx: Tx, options: AmendOptions): Promise<Result<TaxInvoiceId, AmendRefusal>> {
  const { mspId, originalId, actor } = options;
  const original = await lockTaxInvoice(tx, mspId, originalId);
  if (!original) return refuse({ kind: "not_found" });
  const today = seoulDate(actor.at);
  const content = copyContent(original.content, { documentKey: "check", writeDate: today });
  const texts = contentProblems(content, { today }).map((problem) => problem.text);
  if (texts.length > 0) return refuse({ kind: "incomplete", texts });
  const id = await store(tx, { ...options, original, content, kind: "copy", opensReceivable: true });
  await queue(tx, { ...options, ids: [id], action: "copy" });
  return ok(id);
}

async function store(
  tx: Tx,
  options: AmendOptions & {
    original: TaxInvoice;
    content: KeylessContent;
    kind: "amendment" | "copy";
    opensReceivable: boolean;
  },
): Promise<TaxInvoiceId> {
  const { mspId, original, content, kind, actor } = options;
  const customer = await readCustomer(tx, mspId, original.customerId);
  invariant(customer, "a tax invoice belongs to a customer");
  const usageMonth = kind === "copy" ? monthOf(content.writeDate) : original.usageMonth;
  const counter = await nextKeyCounter(tx, mspId, { customerId: customer.id, usageMonth });
  return await insertTaxInvoice(tx, mspId, {
    requestedAt: actor.at,
    request: {
      customerId: customer.id,
      statementId: null,
      kind,
      usageMonth,
      periodFrom: kind === "copy" ? usageMonth : original.periodFrom,
      transfer: options.transfer,
      content: {
        ...content,
        documentKey: makeDocumentKey({ usageMonth, customerSerial: customer.serial, counter, mspId }),
      },
      forceLate: false,
      exceptionReason: null,
      amendmentReason: content.amendment?.reason ?? null,
      originalId: original.id,
      opensReceivable: options.opensReceivable,
    },
  });
}

async function queue(
  tx: Tx,
  options: AmendOptions & { ids: readonly TaxInvoiceId[]; action: string },
): Promise<void> {
  const { mspId, actor, ids } = options;
  await audit(tx, actor, {
    mspId,
    entries: ids.map((id) => ({
      objectKind: "tax_invoice",
      objectId: id,
      action: options.action,
      after: { originalId: options.originalId },
    })),
  });
  await options.jobs.send(tx, issueTaxInvoiceQueue, ids.map((taxInvoiceId) => ({ mspId, taxInvoiceId })));
}
