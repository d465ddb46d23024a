import { z } from "zod";
import { sumWon, type Won, zeroWon } from "../money.ts";
import type { DemandTotals } from "../usage/usage_line.ts";
import { idField, krwField, momentField, monthField, optionalWonField, wonField } from "./fields.ts";

/** A row of getDemandCostList, in the current shape and in that of 2022 (ncp-api.md 5.1). */
export const demandCost = z.object({
  memberNo: idField,
  demandMonth: monthField,
  demandNo: idField,
  useAmount: wonField,
  thisMonthDemandAmount: wonField,
  productDiscountAmount: wonField,
  creditDiscountAmount: wonField,
  customerDiscountAmount: wonField,
  coinUseAmount: wonField,
  defaultAmount: wonField,
  rounddownDiscountAmount: optionalWonField,
  currencyDiscountAmount: optionalWonField,
  under100DiscountAmount: optionalWonField,
  under1000DiscountAmount: optionalWonField,
  writeDate: momentField,
  payCurrency: krwField,
}).transform((row, context) => {
  const { rounddownDiscountAmount, currencyDiscountAmount, under100DiscountAmount, under1000DiscountAmount } = row;
  const missing = (field: string) => {
    context.addIssue({ code: "custom", path: [field], message: "값이 없습니다" });
    return z.NEVER;
  };
  if (rounddownDiscountAmount !== null) {
    if (currencyDiscountAmount === null) return missing("currencyDiscountAmount");
    return { ...row, roundDown: rounddownDiscountAmount, currencyDiscount: currencyDiscountAmount };
  }
  // 2022 cut in two steps and knew no currency discount.
  if (under100DiscountAmount === null || under1000DiscountAmount === null) return missing("rounddownDiscountAmount");
  const roundDown = sumWon([under100DiscountAmount, under1000DiscountAmount]);
  return { ...row, roundDown, currencyDiscount: currencyDiscountAmount ?? zeroWon };
});
/** What is read of a row of getDemandCostList; amounts in won. */
export type DemandCost = z.output<typeof demandCost>;

/** A row of getProductDemandCostList, as far as its sum is checked (ncp-api.md 5.2). */
export const productDemandCost = z.object({
  memberNo: idField,
  demandMonth: monthField,
  useAmount: wonField,
  writeDate: momentField,
  payCurrency: krwField,
});

/** A row of getPartnerDemandCostList, as far as it tells the cost (ncp-api.md 5.8). */
export const partnerDemandCost = z.object({
  memberNo: idField,
  demandMonth: monthField,
  partnerTotalDemandAmount: wonField,
  payCurrency: krwField,
  partnerPayCurrency: krwField,
});
/** What is read of a row of getPartnerDemandCostList; amounts in won without VAT. */
export type PartnerDemandCost = z.output<typeof partnerDemandCost>;

/** What NCP says the month comes to, summed over the rows of all demand attributes. */
export function demandTotals(rows: readonly DemandCost[]): DemandTotals {
  const sum = (pick: (row: DemandCost) => Won) => sumWon(rows.map(pick));
  return {
    rows: rows.length,
    useAmount: sum((row) => row.useAmount),
    thisMonthDemandAmount: sum((row) => row.thisMonthDemandAmount),
    adjustments: {
      productDiscount: sum((row) => row.productDiscountAmount),
      credit: sum((row) => row.creditDiscountAmount),
      customerDiscount: sum((row) => row.customerDiscountAmount),
      coin: sum((row) => row.coinUseAmount),
      roundDown: sum((row) => row.roundDown),
      currencyDiscount: sum((row) => row.currencyDiscount),
      penalty: sum((row) => row.defaultAmount),
    },
  };
}

/** Cost in won without VAT; null where NCP has no row, since an unknown cost is not 0. */
export function costOf(rows: readonly PartnerDemandCost[]): Won | null {
  return rows.length === 0 ? null : sumWon(rows.map((row) => row.partnerTotalDemandAmount));
}
