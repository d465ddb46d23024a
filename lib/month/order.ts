import type { YearMonth } from "../calendar.ts";
import type { CustomerId, MspId } from "../ids.ts";
import type { Transfer } from "../tax_invoices/tax_invoice.ts";
import type { Failure } from "./report.ts";

/** What one run of the month is to do. */
export interface MonthOrder {
  readonly mspId: MspId;
  readonly usageMonth: YearMonth;
  readonly send: boolean;
  readonly issue: Transfer | "none";
  readonly allowProvisional: boolean;
  readonly allowLate: boolean;
  /** Where xlsx and PDF of every statement are written. */
  readonly outDirectory: string;
  /** Told of every step, in Korean. */
  readonly progress: (text: string) => void;
  /** What is done after the calls and before the report: `--until`. */
  readonly afterCalls: () => Promise<void>;
}

/** A failure with the customer it belongs to. */
export type CustomerFailure = Omit<Failure, "memberNo"> & { readonly customerId: CustomerId };
