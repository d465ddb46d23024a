import { type Won, wonToJson } from "../../money.ts";
import type { LineDiscounts } from "../../usage/usage_line.ts";
import type { Measure } from "./catalogue.ts";
import type { Code } from "./cost_codes.ts";
import type { MonthBook } from "./month_book.ts";

/** What a reply is made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A row, or an object within one, in NCP's key order. */
export type Row = { readonly [key: string]: Json };

/** The currency fields that end every row of money. */
export const currency = {
  payCurrency: { code: "KRW", codeName: "South Korea Won" },
  thisMonthAppliedExchangeRate: 1,
};

/** The unit of a demand row; the codes of the last two were not found and are invented. */
export const demandUnits: Readonly<Record<Measure, Code>> = {
  hours: { code: "USAGE_TIME", codeName: "Usage time(Prorated)" },
  gigabytes: { code: "USAGE_GBYTE", codeName: "Usage (GB)" },
  pieces: { code: "USAGE_CNT", codeName: "Usage (Count)" },
};

/** An amount of whole won as NCP writes it. */
export function amountJson(amount: Won): number {
  return wonToJson(amount);
}

/** `202412`. */
export function monthJson(book: MonthBook): string {
  return book.month.replace("-", "");
}

/** When the rows of an operation were written: on the morning of the book, at `time` ("08:02:40"). */
export function writeDate(book: MonthBook, time: string): string {
  return `${book.writtenOn}T${time}+0900`;
}

/** Promise, promotion and other discount as NCP places them: before the charge. */
export function leadingDiscounts(discounts: LineDiscounts) {
  return {
    promiseDiscountAmount: amountJson(discounts.promiseDiscount),
    promotionDiscountAmount: amountJson(discounts.promotionDiscount),
    etcDiscountAmount: amountJson(discounts.etcDiscount),
  };
}

/** The two discounts that came later and stand after the writeDate. */
export function memberDiscounts(discounts: LineDiscounts) {
  return {
    memberPriceDiscountAmount: amountJson(discounts.memberPriceDiscount),
    memberPromiseDiscountAddAmount: amountJson(discounts.memberPromiseDiscountAdd),
  };
}
