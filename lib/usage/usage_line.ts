import type { Won } from "../money.ts";

/** A code of NCP with the English name that came with it; both empty when NCP sent `{}`. */
export interface NcpCode {
  readonly code: string;
  readonly codeName: string;
}

/** The five discounts that NCP gives on a line; positive numbers lower the charge. */
export interface LineDiscounts {
  readonly promiseDiscount: Won;
  readonly promotionDiscount: Won;
  readonly etcDiscount: Won;
  readonly memberPriceDiscount: Won;
  readonly memberPromiseDiscountAdd: Won;
}

/** 이용내역: one row of NCP's getContractDemandCostList, in won without VAT. */
export interface UsageLine extends LineDiscounts {
  /** What the row is about, made unique within a pull by `#2`, `#3` … for equal rows. */
  readonly key: string;
  readonly regionCode: string;
  readonly demandType: NcpCode;
  readonly demandTypeDetail: NcpCode;
  readonly contractType: NcpCode;
  readonly contractNo: string;
  readonly instanceName: string;
  readonly productCode: string;
  readonly priceNo: string;
  readonly promiseNo: string;
  /** Decimal text, as NCP wrote it. */
  readonly quantity: string;
  readonly usageUnit: NcpCode;
  /** Decimal text, won per unit. */
  readonly unitPrice: string;
  /** Decimal text, bytes. */
  readonly productSize: string;
  /** List amount 이용요금. */
  readonly useAmount: Won;
  /** NCP's own charge for the line; 0 for a customer billed through its partner. */
  readonly demandAmount: Won;
  /** ISO text with offset `+09:00`, or "" when open or unknown. */
  readonly serviceStartAt: string;
  readonly serviceEndAt: string;
}

/** NCP adjustments 「NCP 조정」 of a member and month, from its DemandCost rows; as NCP signs them. */
export interface NcpAdjustments {
  readonly productDiscount: Won;
  readonly credit: Won;
  readonly customerDiscount: Won;
  readonly coin: Won;
  readonly roundDown: Won;
  readonly currencyDiscount: Won;
  readonly penalty: Won;
}

/** What NCP itself says the month comes to, summed over demand attributes; won without VAT. */
export interface DemandTotals {
  readonly rows: number;
  readonly useAmount: Won;
  readonly thisMonthDemandAmount: Won;
  readonly adjustments: NcpAdjustments;
}

/** The five line discounts of a line added up. */
export function lineDiscount(line: LineDiscounts): Won {
  return (line.promiseDiscount + line.promotionDiscount + line.etcDiscount + line.memberPriceDiscount +
    line.memberPromiseDiscountAdd) as Won;
}
