import { absWon, formatWon, minusWon, negateWon, sumWon, type Won, won, zeroWon } from "../money.ts";
import type { DemandTotals, NcpAdjustments } from "./usage_line.ts";
import type { UsageSums } from "./usage_sums.ts";

/** What must agree within a pull: `ncp-api.md` 6.2 and the identity of B4.2. */
export const identities = ["contract_use", "product_use", "demand_amount"] as const;
export type Identity = typeof identities[number];

/** An identity that does not hold: what NCP's own totals say (`expectedAmount`) and what was added up; won. */
export interface IdentityBreach {
  readonly identity: Identity;
  readonly expectedAmount: Won;
  readonly actualAmount: Won;
}

/** The figures of a pull that are held against each other; won without VAT. */
export interface PulledFigures {
  readonly lines: Pick<UsageSums, "listAmount" | "discountAmount">;
  readonly productUseAmount: Won;
  readonly totals: DemandTotals;
}

/** Identities may differ by so many won; more is a breach (B3, a setting). */
export const defaultToleranceWon: Won = won(10);

/** The identities that a pull breaks by more than the tolerance (won); empty when all hold. */
export function identityBreaches(
  pulled: PulledFigures,
  toleranceWon: Won = defaultToleranceWon,
): readonly IdentityBreach[] {
  const { lines, totals } = pulled;
  const checked: IdentityBreach[] = [
    { identity: "contract_use", expectedAmount: totals.useAmount, actualAmount: lines.listAmount },
    { identity: "product_use", expectedAmount: totals.useAmount, actualAmount: pulled.productUseAmount },
  ];
  if (!isBilledThroughPartner(totals)) {
    checked.push({
      identity: "demand_amount",
      expectedAmount: totals.thisMonthDemandAmount,
      actualAmount: sumWon([
        lines.listAmount,
        negateWon(lines.discountAmount),
        netAdjustment(totals.adjustments),
      ]),
    });
  }
  return checked.filter((check) => absWon(minusWon(check.actualAmount, check.expectedAmount)) > toleranceWon);
}

/** A breach in a Korean sentence. */
export function breachText(breach: IdentityBreach): string {
  const gap = formatWon(absWon(minusWon(breach.actualAmount, breach.expectedAmount)));
  const expected = formatWon(breach.expectedAmount);
  const actual = formatWon(breach.actualAmount);
  switch (breach.identity) {
    case "contract_use":
      return `계약별 이용금액의 합 ${actual}과 NCP 월 이용금액 ${expected}의 차이가 ${gap}입니다.`;
    case "product_use":
      return `상품별 이용금액의 합 ${actual}과 NCP 월 이용금액 ${expected}의 차이가 ${gap}입니다.`;
    case "demand_amount":
      return `할인과 조정을 반영한 금액 ${actual}과 NCP 당월 청구금액 ${expected}의 차이가 ${gap}입니다.`;
  }
}

function netAdjustment(adjustments: NcpAdjustments): Won {
  const lowering = sumWon([
    adjustments.productDiscount,
    adjustments.credit,
    adjustments.customerDiscount,
    adjustments.coin,
    adjustments.roundDown,
    adjustments.currencyDiscount,
  ]);
  return minusWon(adjustments.penalty, lowering);
}

// Use above 0, all seven adjustments and the charge 0: NCP bills the partner, so it charges the member nothing (B4.2).
function isBilledThroughPartner(totals: DemandTotals): boolean {
  return totals.useAmount > zeroWon && totals.thisMonthDemandAmount === zeroWon &&
    Object.values(totals.adjustments).every((amount) => amount === zeroWon);
}
