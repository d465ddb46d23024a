import { toJson } from "../audit.ts";
import { won } from "../money.ts";
import type { TaxInvoiceContent } from "./tax_invoice.ts";

const amountFields = new Set(["supplyAmount", "taxAmount", "totalAmount"]);

/** The content as JSON text; won are decimal strings. */
export function contentToJson(content: TaxInvoiceContent): string {
  return toJson(content);
}

/** Reads stored content. */
export function contentFromJson(stored: unknown): TaxInvoiceContent {
  const revive = (key: string, value: unknown) =>
    amountFields.has(key) && typeof value === "string" ? won(value) : value;
  return JSON.parse(JSON.stringify(stored), revive) as TaxInvoiceContent;
}
