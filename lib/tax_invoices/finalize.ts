import { inMsp } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { type IssueTools, storeStatus } from "./outcome.ts";
import { unfinishedTaxInvoices } from "./store.ts";

/**
 * Reads where the MSP's transferring tax invoices stand, and those scheduled past their 15:00, until each is accepted or
 * rejected (B7). Asked in thousands, never one by one.
 */
export async function finalizeTaxInvoices(tools: IssueTools, mspId: MspId): Promise<void> {
  const unfinished = await inMsp(tools.db, mspId, (tx) => unfinishedTaxInvoices(tx, mspId, tools.clock.now()));
  const bySupplier = Map.groupBy(unfinished, (taxInvoice) => taxInvoice.content.supplier.brn);
  for (const [brn, taxInvoices] of bySupplier) {
    const statuses = await tools.issuer.statuses(brn, taxInvoices.map((taxInvoice) => taxInvoice.documentKey));
    const byKey = new Map(statuses.map((status) => [status.documentKey, status]));
    await inMsp(tools.db, mspId, async (tx) => {
      for (const taxInvoice of taxInvoices) {
        const status = byKey.get(taxInvoice.documentKey);
        if (status) await storeStatus(tx, { mspId, taxInvoice, status, now: tools.clock.now() });
      }
    });
  }
}
