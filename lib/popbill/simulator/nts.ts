import { lineSupplySum, totalsOf } from "./amounts.ts";
import type { BusinessState } from "./closedown.ts";
import type { SentDocument } from "./sent_document.ts";

/** What the NTS knows when a document arrives. */
export interface NtsKnowledge {
  /** Null where the buyer is not a business. */
  readonly buyer: BusinessState | null;
  /** Whether the original of an amendment is known; true for a document that amends nothing. */
  readonly originalKnown: boolean;
}

/** 국세청 결과코드 (popbill-api.md 4.4): SUC001, or why the document is rejected. */
export function ntsVerdict(document: SentDocument, knows: NtsKnowledge): string {
  if (document.invoiceeCorpName.includes("전송실패")) return "ERR099";
  if (knows.buyer === 0) return "ERR002";
  if (knows.buyer === 2) return "ERR009";
  const lines = lineSupplySum(document.detailList);
  if (document.detailList.length > 0 && lines !== null && lines !== totalsOf(document).supplyAmount) return "ERR007";
  return knows.originalKnown ? "SUC001" : "ERR011";
}
