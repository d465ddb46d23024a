import { type Actor, audit } from "../audit.ts";
import { inMsp } from "../db/mod.ts";
import type { MspId, TaxInvoiceId } from "../ids.ts";
import { ok, ProviderError, refuse, type Result } from "../prelude.ts";
import { type IssueTools, storeStatus } from "./outcome.ts";
import { readTaxInvoice } from "./store.ts";
import type { TaxInvoiceState } from "./tax_invoice.ts";

/** Why an issue cannot be cancelled. */
export type CancelRefusal =
  | { readonly kind: "not_found" }
  | { readonly kind: "not_scheduled"; readonly state: TaxInvoiceState }
  | { readonly kind: "vendor_refused"; readonly text: string };

/** The refusal in a Korean sentence. */
export function cancelRefusalText(refusal: CancelRefusal): string {
  switch (refusal.kind) {
    case "not_found":
      return "세금계산서가 없습니다.";
    case "not_scheduled":
      return refusal.state === "transferring" || refusal.state === "completed"
        ? "이미 국세청에 전송되어 취소할 수 없습니다. 고치려면 수정세금계산서를 발행해야 합니다."
        : "발행되어 전송을 기다리는 세금계산서만 취소할 수 있습니다.";
    case "vendor_refused":
      return `팝빌이 취소를 거부했습니다: ${refusal.text}`;
  }
}

/** 「발행 취소」: only while the vendor's state is `issued`, whatever our clock says; the document is kept, its month freed. */
export async function cancelTaxInvoice(
  tools: IssueTools,
  options: { mspId: MspId; taxInvoiceId: TaxInvoiceId; actor: Actor; memo: string },
): Promise<Result<null, CancelRefusal>> {
  const { mspId, taxInvoiceId, actor } = options;
  const taxInvoice = await inMsp(tools.db, mspId, async (tx) => {
    const found = await readTaxInvoice(tx, mspId, taxInvoiceId);
    if (found?.state === "scheduled") {
      const entry = {
        objectKind: "tax_invoice",
        objectId: taxInvoiceId,
        action: "request_cancel",
        after: { memo: options.memo },
      };
      await audit(tx, actor, { mspId, entries: [entry] });
    }
    return found;
  });
  if (!taxInvoice) return refuse({ kind: "not_found" });
  if (taxInvoice.state !== "scheduled") return refuse({ kind: "not_scheduled", state: taxInvoice.state });
  const { supplier } = taxInvoice.content;
  let refused: string | null = null;
  try {
    await tools.issuer.cancel(supplier.brn, taxInvoice.documentKey, options.memo);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    refused = error.message;
  }
  // Whatever the call said, the vendor's state decides.
  const status = await tools.issuer.status(supplier.brn, taxInvoice.documentKey);
  if (status) {
    await inMsp(tools.db, mspId, (tx) => storeStatus(tx, { mspId, taxInvoice, status, now: tools.clock.now() }));
  }
  if (status?.state === "cancelled") return ok(null);
  return refuse({ kind: "vendor_refused", text: refused ?? `팝빌 상태 ${status?.vendorCode ?? "알 수 없음"}` });
}
