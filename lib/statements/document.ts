import type { LocalDate, YearMonth } from "../calendar.ts";
import type { Won } from "../money.ts";

/** A row of the summary table of the bill: 구분, 항목, 정상가, 할인, 제공가. */
export interface SummaryRow {
  readonly group: "usage" | "license" | "extra" | "discount" | "ncp_adjustment" | "manual" | "round_off";
  readonly label: string;
  /** 정상가; null where the row has none (a fixed charge, an adjustment). */
  readonly listAmount: Won | null;
  /** 할인, as a positive number that lowers; null where the row has none. */
  readonly discountAmount: Won | null;
  /** 제공가, signed. The rows add up to the supply amount. */
  readonly billedAmount: Won;
}

/** The bill as it was issued: everything that is printed, nothing that is looked up again. */
export interface StatementDocument {
  /** Null for a draft, which prints 「미발행」. */
  readonly number: string | null;
  readonly issuedOn: LocalDate | null;
  readonly state: "provisional" | "confirmed";
  readonly usageMonths: readonly YearMonth[];
  readonly periodFrom: LocalDate;
  readonly periodTo: LocalDate;
  readonly billingMonth: YearMonth;
  readonly billOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly supplier: {
    readonly name: string;
    readonly representative: string;
    readonly brn: string;
    readonly address: string;
    readonly phone: string;
    readonly fax: string;
    readonly email: string;
  };
  readonly customer: {
    readonly name: string;
    readonly brn: string;
    readonly contactName: string;
    readonly mainAccountId: string;
    readonly memberNo: string;
    readonly cloudAccountName: string;
  };
  readonly rows: readonly SummaryRow[];
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
  /** 미납 금액 of earlier months as of the issue; frozen with the bill. */
  readonly arrears: readonly { readonly usageMonth: YearMonth; readonly amount: Won }[];
  /** 입금 계좌 with its holder, the MSP's own words; "" where none is registered. */
  readonly bankAccountText: string;
  /** 안내사항; may hold line breaks. */
  readonly noticeText: string;
}

/** A row of sheet 「상세내역」. */
export interface DetailRow {
  readonly usageMonth: YearMonth;
  /** 서비스: product category, 「미분류」 where the code is unknown. */
  readonly category: string;
  /** 구분: demandType's name. */
  readonly demandType: string;
  readonly region: string;
  /** 상세: demandTypeDetail's name. */
  readonly detail: string;
  /** The contract's name beneath 상세; may be "". */
  readonly instanceName: string;
  /** 요금제: promiseNo or "-". */
  readonly plan: string;
  /** Decimal text. */
  readonly quantity: string;
  readonly unit: string;
  /** Decimal text, won. */
  readonly unitPrice: string;
  readonly useAmount: Won;
  /** 약정. */
  readonly promiseDiscount: Won;
  /** 회원요금제. */
  readonly memberPriceDiscount: Won;
  /** 회원약정요금제. */
  readonly memberPromiseDiscountAdd: Won;
  /** 기타 할인: promotion + etc. */
  readonly otherDiscount: Won;
  /** 납부예상요금: use less the discounts that are passed on. */
  readonly netAmount: Won;
  readonly startedOn: LocalDate | null;
  readonly endedOn: LocalDate | null;
}

/** A logo as registered: PNG or JPEG bytes. */
export interface Logo {
  readonly type: "png" | "jpeg";
  readonly content: Uint8Array;
}

/** What workbook and PDF are made of. `lines` are grouped by category, then demand type, in this order. */
export interface StatementPrint {
  readonly document: StatementDocument;
  readonly lines: readonly DetailRow[];
  readonly logo: Logo | null;
}
