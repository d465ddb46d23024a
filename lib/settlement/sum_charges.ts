import { cutTo, formatWon, minusWon, negateWon, type RoundingUnit, type Won, zeroWon } from "../money.ts";
import type { Charge, Trace } from "./charge.ts";
import { bareTrace } from "./trace.ts";

/** 수기 조정: a signed line (won) that a person adds, with a reason. */
export interface ManualAdjustment {
  readonly name: string;
  readonly amount: Won;
  readonly reason: string;
}

/** A supply amount (won) that a person typed as the unit price of the tax invoice, with a reason (B7). */
export interface TypedSupplyAmount {
  readonly amount: Won;
  readonly reason: string;
}

/** The charge of a manual adjustment: its own amount. */
export function manualCharge(manual: ManualAdjustment): Charge {
  return {
    kind: "manual",
    name: manual.name,
    amount: manual.amount,
    trace: { ...bareTrace, base: "person", fixedAmount: manual.amount, note: manual.reason },
  };
}

/** Brings the sum to a supply amount: up to 0, or cut to the unit (B4.5); none where nothing has to be done. */
export function levelCharges(sum: Won, unit: RoundingUnit): Charge[] {
  const trace: Trace = { ...bareTrace, base: "sum", baseAmount: sum };
  if (sum < zeroWon) {
    const note = `합계 ${formatWon(sum)}이 0원보다 작아 0원으로 맞춥니다. 남는 금액은 이월하지 않습니다.`;
    return [{ kind: "zero_floor", name: "0원 처리", amount: negateWon(sum), trace: { ...trace, note } }];
  }
  const cut = minusWon(cutTo(sum, unit), sum);
  if (cut === zeroWon) return [];
  return [{ kind: "round_off", name: "절사", amount: cut, trace: { ...trace, note: `${unit}원 미만을 절사합니다.` } }];
}

/** A typed supply amount is kept to the won: its difference to the computed one (`baseAmount`) is a manual line (B7). */
export function typedCharges(computedAmount: Won, typed: TypedSupplyAmount | null): Charge[] {
  if (!typed || typed.amount === computedAmount) return [];
  return [{
    kind: "manual",
    name: "단가 수정",
    amount: minusWon(typed.amount, computedAmount),
    trace: {
      ...bareTrace,
      base: "person",
      baseAmount: computedAmount,
      fixedAmount: typed.amount,
      note: typed.reason,
    },
  }];
}
