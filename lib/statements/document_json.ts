import { toJson } from "../audit.ts";
import { won } from "../money.ts";
import type { DetailRow, StatementDocument } from "./document.ts";

const amountFields = new Set([
  "supplyAmount",
  "taxAmount",
  "totalAmount",
  "listAmount",
  "discountAmount",
  "billedAmount",
  "amount",
  "useAmount",
  "promiseDiscount",
  "memberPriceDiscount",
  "memberPromiseDiscountAdd",
  "otherDiscount",
  "netAmount",
]);

/** The frozen document as JSON text; won are decimal strings. */
export function documentToJson(document: StatementDocument | readonly DetailRow[]): string {
  return toJson(document);
}

/** Reads a frozen document, as stored (text or parsed). */
export function documentFromJson(stored: unknown): StatementDocument {
  return JSON.parse(typeof stored === "string" ? stored : JSON.stringify(stored), revive) as StatementDocument;
}

/** Reads frozen detail rows. */
export function detailFromJson(text: string): DetailRow[] {
  return JSON.parse(text, revive) as DetailRow[];
}

function revive(key: string, value: unknown): unknown {
  return amountFields.has(key) && typeof value === "string" ? won(value) : value;
}
