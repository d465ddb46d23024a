import { negateWon, type Won, zeroWon } from "../money.ts";
import type { NcpAdjustments } from "../usage/usage_line.ts";
import type { AdjustmentLine } from "./charge.ts";

/** Which NCP adjustments the MSP passes on to its customers; one setting each (B4.2). */
export type AdjustmentPolicy = Readonly<Record<AdjustmentLine["kind"], boolean>>;

/** Passed on unless set otherwise: all but NCP's round-down and the currency discount (B4.2). */
export const defaultAdjustmentPolicy: AdjustmentPolicy = {
  product_discount: true,
  credit: true,
  customer_discount: true,
  coin: true,
  penalty: true,
  round_down: false,
  currency: false,
};

/** What each NCP adjustment is called on pages and documents, in the order of B4.2. */
export const adjustmentNames: Readonly<Record<AdjustmentLine["kind"], string>> = {
  product_discount: "서비스 요금 할인",
  credit: "크레딧",
  customer_discount: "고객 할인",
  coin: "코인",
  penalty: "위약금",
  round_down: "절사(NCP)",
  currency: "통화 할인",
};

/** The adjustments that NCP made (0 is left out) as signed lines: all lower but the penalty 위약금; kept ones count 0. */
export function adjustmentLines(adjustments: NcpAdjustments, policy: AdjustmentPolicy): AdjustmentLine[] {
  const lowering = (kind: AdjustmentLine["kind"], ncpAmount: Won) => ({
    kind,
    ncpAmount,
    signed: negateWon(ncpAmount),
  });
  const made = [
    lowering("product_discount", adjustments.productDiscount),
    lowering("credit", adjustments.credit),
    lowering("customer_discount", adjustments.customerDiscount),
    lowering("coin", adjustments.coin),
    { kind: "penalty" as const, ncpAmount: adjustments.penalty, signed: adjustments.penalty },
    lowering("round_down", adjustments.roundDown),
    lowering("currency", adjustments.currencyDiscount),
  ];
  return made.filter((line) => line.ncpAmount !== zeroWon).map(({ kind, ncpAmount, signed }) => ({
    kind,
    name: adjustmentNames[kind],
    ncpAmount,
    amount: policy[kind] ? signed : zeroWon,
  }));
}
