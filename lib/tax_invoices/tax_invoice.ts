import type { LocalDate, YearMonth } from "../calendar.ts";
import type { Won } from "../money.ts";

/** States of a tax invoice (B7). `issuing`: the call was made, its outcome is not known yet. */
export const taxInvoiceStates = [
  "not_issued",
  "issuing",
  "scheduled",
  "transferring",
  "completed",
  "rejected",
  "cancelled",
  "failed",
] as const;
export type TaxInvoiceState = typeof taxInvoiceStates[number];

/** 익일 발행 or 즉시 발행. */
export type Transfer = "next_day" | "immediate";

/** 과세, 영세. 면세 is not offered. */
export type TaxType = "taxable" | "zero_rated";

/** The six amendment reasons 수정사유, in the order of NTS codes 1–6. */
export const amendmentReasons = [
  "entry_error",
  "supply_change",
  "return",
  "contract_cancelled",
  "local_lc",
  "duplicate",
] as const;
export type AmendmentReason = typeof amendmentReasons[number];

/** A party as it stands on the document. */
export interface Party {
  /** Ten digits without hyphens. */
  readonly brn: string;
  readonly branchNo: string;
  readonly name: string;
  readonly representative: string;
  readonly address: string;
  readonly bizType: string;
  readonly bizItem: string;
  readonly contactName: string;
  readonly phone: string;
  readonly email: string;
}

/** One line of the document; a negative line carries its sign in the quantity, the unit price stays positive. */
export interface TaxInvoiceLine {
  readonly date: LocalDate;
  readonly name: string;
  readonly spec: string;
  /** Decimal text with up to two decimals. */
  readonly quantity: string;
  /** Decimal text with up to two decimals, won. */
  readonly unitPrice: string;
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly remark: string;
}

/** What is sent to be issued: the content of a tax invoice, complete. */
export interface TaxInvoiceContent {
  readonly documentKey: string;
  readonly taxType: TaxType;
  /** 청구 (claim) or 영수 (receipt). */
  readonly purpose: "claim" | "receipt";
  readonly writeDate: LocalDate;
  readonly supplier: Party;
  readonly recipient: Party;
  readonly lines: readonly TaxInvoiceLine[];
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
  /** 비고, at most three. */
  readonly remarks: readonly string[];
  readonly amendment: { readonly reason: AmendmentReason; readonly originalApprovalNo: string } | null;
}

/** 품목 unless edited: 「네이버클라우드 서비스_2024년 12월」. */
export function defaultLineName(usageMonth: YearMonth): string {
  return `네이버클라우드 서비스_${Number(usageMonth.slice(0, 4))}년 ${Number(usageMonth.slice(5))}월`;
}
