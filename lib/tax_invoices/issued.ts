import type { LocalDate, YearMonth } from "../calendar.ts";
import type { CustomerId, StatementId, TaxInvoiceId } from "../ids.ts";
import type { AmendmentReason, TaxInvoiceContent, TaxInvoiceState, Transfer } from "./tax_invoice.ts";

/** What a tax invoice is of: a usage month, a 「기간별」 period, an amendment, or a copy that belongs to no bill. */
export type TaxInvoiceKind = "month" | "period" | "amendment" | "copy";

/** 세금계산서 as stored. */
export interface TaxInvoice {
  readonly id: TaxInvoiceId;
  readonly customerId: CustomerId;
  readonly statementId: StatementId | null;
  readonly kind: TaxInvoiceKind;
  readonly usageMonth: YearMonth;
  readonly periodFrom: YearMonth;
  readonly documentKey: string;
  readonly state: TaxInvoiceState;
  readonly transfer: Transfer;
  readonly writeDate: LocalDate;
  readonly content: TaxInvoiceContent;
  readonly forceLate: boolean;
  /** Why it differs from its bill, where a person decided so. */
  readonly exceptionReason: string | null;
  readonly amendmentReason: AmendmentReason | null;
  readonly originalId: TaxInvoiceId | null;
  /** An amendment or copy whose signed total enters the ledger once it is issued (B8). */
  readonly opensReceivable: boolean;
  readonly approvalNo: string | null;
  readonly issuedAt: Date | null;
  readonly cancelUntil: Date | null;
  readonly transferredAt: Date | null;
  readonly resultAt: Date | null;
  readonly resultCode: string | null;
  /** 휴폐업 상태 of the buyer on the day of issue. */
  readonly buyerStatus: string | null;
  readonly warning: string | null;
  /** Why it failed (Korean). */
  readonly failure: string | null;
}
