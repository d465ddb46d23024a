import {
  minusWon,
  negateWon,
  type RoundingUnit,
  sumWon,
  taxOn,
  type VatRounding,
  type Won,
  zeroWon,
} from "../money.ts";
import { invariant } from "../prelude.ts";
import type { NcpAdjustments } from "../usage/usage_line.ts";
import type { UsagePart, UsageSums } from "../usage/usage_sums.ts";
import { adjustmentLines, type AdjustmentPolicy } from "./adjustments.ts";
import type { AdjustmentLine, Charge } from "./charge.ts";
import type { ChargeRule } from "./charge_rule.ts";
import { pcpCharge, type PcpTerms, ruleCharge } from "./rule_charges.ts";
import {
  levelCharges,
  type ManualAdjustment,
  manualCharge,
  typedCharges,
  type TypedSupplyAmount,
} from "./sum_charges.ts";

/** What was agreed with a customer and set by its MSP, as it counts in one run. */
export interface SettlementTerms {
  /** Whether the five line discounts are passed on; if not, a line counts its list amount (B4.1). */
  readonly passDiscounts: boolean;
  readonly adjustments: NcpAdjustments;
  readonly adjustmentPolicy: AdjustmentPolicy;
  /** The rules that count in this run, in shown order: what `effectiveRules()` gives. */
  readonly rules: readonly ChargeRule[];
  /** Null where the customer's cloud account is not a PCP account or no rate was agreed. */
  readonly pcp: PcpTerms | null;
  readonly roundingUnit: RoundingUnit;
  readonly vatRounding: VatRounding;
  readonly manual: readonly ManualAdjustment[];
  /** A unit price typed in the preview: the supply amount as it stands, not cut to the unit (B7). */
  readonly typedSupplyAmount: TypedSupplyAmount | null;
}

/** 정산 of one usage month: NCP amount + Σ charges = supply amount; supply + VAT = total. Won. */
export interface Settlement {
  /** Σ useAmount. */
  readonly listAmount: Won;
  /** The line discounts as passed on (0 when kept); list − discounts + Σ adjustments = NCP amount. */
  readonly discountAmount: Won;
  readonly ncpAmount: Won;
  readonly adjustments: readonly AdjustmentLine[];
  readonly charges: readonly Charge[];
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
  readonly roundingUnit: RoundingUnit;
  readonly vatRounding: VatRounding;
}

/** Computes a usage month from its use and the terms that count, exactly as B4 says. */
export function settle(sums: UsageSums, terms: SettlementTerms): Settlement {
  checkSums(sums);
  const discountAmount = terms.passDiscounts ? sums.discountAmount : zeroWon;
  const adjustments = adjustmentLines(terms.adjustments, terms.adjustmentPolicy);
  const ncpAmount = sumWon([sums.listAmount, negateWon(discountAmount), ...adjustments.map((line) => line.amount)]);
  const priced = [
    ...terms.rules.map((rule) => ruleCharge(rule, { ncpAmount, sums, passDiscounts: terms.passDiscounts })),
    ...(terms.pcp ? [pcpCharge(terms.pcp, sums)] : []),
    ...terms.manual.map(manualCharge),
  ];
  const sum = sumWon([ncpAmount, ...amountsOf(priced)]);
  const levelled = [...priced, ...levelCharges(sum, terms.roundingUnit)];
  const levelAmount = sumWon([ncpAmount, ...amountsOf(levelled)]);
  const charges = [...levelled, ...typedCharges(levelAmount, terms.typedSupplyAmount)];
  const supplyAmount = sumWon([ncpAmount, ...amountsOf(charges)]);
  invariant(supplyAmount >= zeroWon, "a supply amount is never negative");
  const taxAmount = taxOn(supplyAmount, terms.vatRounding);
  return {
    listAmount: sums.listAmount,
    discountAmount,
    ncpAmount,
    adjustments,
    charges,
    supplyAmount,
    taxAmount,
    totalAmount: sumWon([supplyAmount, taxAmount]),
    roundingUnit: terms.roundingUnit,
    vatRounding: terms.vatRounding,
  };
}

function amountsOf(charges: readonly Charge[]): Won[] {
  return charges.map((charge) => charge.amount);
}

function checkSums(sums: UsageSums): void {
  const netAmount = minusWon(sums.listAmount, sums.discountAmount);
  for (const parts of [sums.byDemandType, sums.byDetail]) {
    invariant(total(parts, "use") === sums.listAmount, "the parts of the use add up to the list amount");
    invariant(total(parts, "net") === netAmount, "the parts of the use add up to the list amount less discounts");
  }
}

function total(parts: ReadonlyMap<string, UsagePart>, side: keyof UsagePart): Won {
  return sumWon([...parts.values()].map((part) => part[side]));
}
