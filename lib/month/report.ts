import type { YearMonth } from "../calendar.ts";
import { wonToJson } from "../money.ts";
import type { ChargeKind } from "../settlement/charge.ts";
import type { SettledMonth } from "../settlement/settled.ts";
import type { TaxInvoiceState } from "../tax_invoices/tax_invoice.ts";

/** Where a customer did not come through, and why (Korean). */
export interface Failure {
  readonly memberNo: string;
  readonly step: "pull" | "settle" | "statement" | "mail" | "tax_invoice" | "payment";
  readonly reason: string;
}

/** One customer of the report; amounts are JSON integers, won. */
export interface ReportCustomer {
  readonly memberNo: string;
  readonly name: string;
  readonly state: "confirmed" | "provisional";
  readonly listAmount: number;
  /** The amount after the lines and the NCP adjustments as passed on. */
  readonly ncpAmount: number;
  readonly charges: readonly {
    readonly kind: ChargeKind;
    readonly name: string;
    readonly amount: number;
    readonly trace: Readonly<Record<string, unknown>>;
  }[];
  readonly supplyAmount: number;
  readonly taxAmount: number;
  readonly totalAmount: number;
  readonly statement: {
    readonly number: string | null;
    readonly xlsx: string;
    readonly pdf: string;
    readonly mail: "sent" | "kept" | "failed" | "none";
  } | null;
  readonly taxInvoice: {
    readonly state: Exclude<TaxInvoiceState, "cancelled" | "failed">;
    readonly approvalNo: string | null;
    readonly documentKey: string | null;
  };
  readonly payment: { readonly paidAmount: number; readonly outstandingAmount: number };
}

/** What `month --report` writes. */
export interface MonthReport {
  readonly usageMonth: YearMonth;
  /** The oldest moment that the amounts are as of; null where nothing was settled. */
  readonly asOf: string | null;
  readonly state: "confirmed" | "provisional";
  readonly customers: readonly ReportCustomer[];
  readonly totals: {
    readonly customers: number;
    readonly supplyAmount: number;
    readonly taxAmount: number;
    readonly totalAmount: number;
  };
  readonly failures: readonly Failure[];
}

/** The amounts of a settled month as the report has them; `ncpAmount + Σ charges = supplyAmount`, always. */
export function reportedAmounts(settled: SettledMonth) {
  return {
    state: settled.state,
    listAmount: wonToJson(settled.listAmount),
    ncpAmount: wonToJson(settled.ncpAmount),
    charges: settled.charges.map((charge) => ({
      kind: charge.kind,
      name: charge.name,
      amount: wonToJson(charge.amount),
      trace: {
        ...charge.trace,
        baseAmount: charge.trace.baseAmount === null ? null : wonToJson(charge.trace.baseAmount),
        fixedAmount: charge.trace.fixedAmount === null ? null : wonToJson(charge.trace.fixedAmount),
      },
    })),
    supplyAmount: wonToJson(settled.supplyAmount),
    taxAmount: wonToJson(settled.taxAmount),
    totalAmount: wonToJson(settled.totalAmount),
  };
}

/** Puts the report together. */
export function monthReport(
  options: {
    usageMonth: YearMonth;
    asOf: string | null;
    customers: readonly ReportCustomer[];
    failures: readonly Failure[];
  },
): MonthReport {
  const { customers } = options;
  const sum = (of: (customer: ReportCustomer) => number) => customers.reduce((total, each) => total + of(each), 0);
  return {
    usageMonth: options.usageMonth,
    asOf: options.asOf,
    state: customers.some((customer) => customer.state === "provisional") ? "provisional" : "confirmed",
    customers,
    totals: {
      customers: customers.length,
      supplyAmount: sum((customer) => customer.supplyAmount),
      taxAmount: sum((customer) => customer.taxAmount),
      totalAmount: sum((customer) => customer.totalAmount),
    },
    failures: options.failures,
  };
}
