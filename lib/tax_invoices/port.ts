import type { Won } from "../money.ts";
import type { TaxInvoiceContent, TaxType } from "./tax_invoice.ts";

/** Where an issued document stands at the vendor, in the domain's words. */
export type VendorState = "draft" | "issued" | "transferring" | "completed" | "rejected" | "cancelled" | "unknown";

/** What the vendor says of one document. */
export interface VendorStatus {
  readonly documentKey: string;
  readonly state: VendorState;
  /** The vendor's own state code, for people. */
  readonly vendorCode: number;
  /** 국세청승인번호, 24 characters; null before issue. */
  readonly approvalNo: string | null;
  readonly issuedAt: Date | null;
  readonly transferredAt: Date | null;
  readonly resultAt: Date | null;
  /** SUC001, ERR009 …; null while there is none. */
  readonly resultCode: string | null;
  readonly taxType: TaxType;
  /** What the document says, so that one of another content under our key is not taken for ours. */
  readonly recipientBrn: string;
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
}

/** 휴폐업 상태 of a business number. */
export type BusinessStatus = "active" | "suspended" | "closed" | "unregistered" | "unknown";

/** Whether the supplier can issue, as the vendor says at this moment. */
export interface IssuerReadiness {
  readonly isMember: boolean;
  readonly certificateValid: boolean;
  /** Null where no certificate is registered. */
  readonly certificateExpiresAt: Date | null;
  /** The vendor's sentence when it is not ready. */
  readonly reason: string | null;
  /** True where the vendor transfers at issue, so that nothing can be cancelled (`getSendToNTSConfig`). */
  readonly transfersAtIssue: boolean;
}

/**
 * The service that issues tax invoices. Every method throws `ProviderError` (vendor `popbill`): `code` is the vendor's
 * number as text, or `timeout`, `network`, `http`. After `timeout`, `network` or `http` of `issue` the outcome is unknown:
 * ask with `status`, never issue again before.
 */
export interface TaxInvoiceIssuer {
  readiness(supplierBrn: string): Promise<IssuerReadiness>;
  issue(
    content: TaxInvoiceContent,
    options: { forceLate: boolean; memo: string },
  ): Promise<{ approvalNo: string; issuedAt: Date | null }>;
  /** Null when the vendor knows no document of that key. */
  status(supplierBrn: string, documentKey: string): Promise<VendorStatus | null>;
  /** Up to any number of keys (asked in thousands); unknown keys are left out. */
  statuses(supplierBrn: string, documentKeys: readonly string[]): Promise<readonly VendorStatus[]>;
  /** Only while the vendor's state is `issued`. */
  cancel(supplierBrn: string, documentKey: string, memo: string): Promise<void>;
  /** 즉시 전송 to the NTS; only while the vendor's state is `issued`. */
  transferNow(supplierBrn: string, documentKey: string): Promise<void>;
  xml(supplierBrn: string, documentKey: string): Promise<string>;
  pdf(supplierBrn: string, documentKey: string): Promise<Uint8Array>;
  /** 휴폐업 조회, asked on the day; the answer keeps the order asked. */
  businessStatuses(
    supplierBrn: string,
    brns: readonly string[],
  ): Promise<readonly { brn: string; status: BusinessStatus; asOf: string }[]>;
}
