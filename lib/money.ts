import { type Brand, invariant } from "./prelude.ts";

/** Whole Korean won. The only money type; fractions exist only inside this file. */
export type Won = Brand<bigint, "won">;

/** How the fraction of a won is rounded; every mode is symmetric about zero. */
export const vatRoundings = ["cut", "half_up", "up"] as const;
export type VatRounding = typeof vatRoundings[number];

/** The unit (won) that the supply amount is cut to. */
export const roundingUnits = [10, 1, 100] as const;
export type RoundingUnit = typeof roundingUnits[number];

export const zeroWon: Won = 0n as Won;

/** Makes won of a whole number or its decimal text; anything else is a bug of the caller. */
export function won(value: number | bigint | string): Won {
  if (typeof value === "bigint") return value as Won;
  if (typeof value === "number") {
    invariant(Number.isSafeInteger(value), `won is a whole number, not ${value}`);
    return BigInt(value) as Won;
  }
  invariant(/^-?\d+$/.test(value), `won is written in digits, not "${value}"`);
  return BigInt(value) as Won;
}

/** Adds won. */
export function sumWon(amounts: Iterable<Won>): Won {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum as Won;
}

/** `a − b` in won. */
export function minusWon(a: Won, b: Won): Won {
  return (a - b) as Won;
}

/** The same amount with the other sign. */
export function negateWon(amount: Won): Won {
  return (-amount) as Won;
}

/** The smaller of two amounts. */
export function minWon(a: Won, b: Won): Won {
  return a < b ? a : b;
}

/** The amount without its sign. */
export function absWon(amount: Won): Won {
  return (amount < 0n ? -amount : amount) as Won;
}

/** `rateBps` (1 = 0.01 %) of a base, cut toward zero to whole won. */
export function shareOf(base: Won, rateBps: number): Won {
  invariant(Number.isSafeInteger(rateBps), `a rate is whole basis points, not ${rateBps}`);
  return (base * BigInt(rateBps) / 10_000n) as Won;
}

/** Cuts toward zero to a multiple of the unit (won). */
export function cutTo(amount: Won, unit: RoundingUnit): Won {
  return (amount - amount % BigInt(unit)) as Won;
}

/** 세액: 10 % of the supply amount; `taxOn(-x) === -taxOn(x)` in every mode (부가가치세법 §30; no law on the fraction). */
export function taxOn(supplyAmount: Won, rounding: VatRounding = "cut"): Won {
  const size = supplyAmount < 0n ? -supplyAmount : supplyAmount;
  const extra = rounding === "cut" ? 0n : rounding === "half_up" ? 5n : 9n;
  const tax = (size + extra) / 10n;
  return (supplyAmount < 0n ? -tax : tax) as Won;
}

const digits = new Intl.NumberFormat("ko-KR");

/** `1,234,567원`, negatives with a minus sign. */
export function formatWon(amount: Won): string {
  return `${digits.format(amount)}원`;
}

/** `1,234,567`, without the unit. */
export function formatAmount(amount: Won): string {
  return digits.format(amount);
}

/** Won as a JSON number; refuses what a JSON reader could not hold exactly. */
export function wonToJson(amount: Won): number {
  const value = Number(amount);
  invariant(Number.isSafeInteger(value), `an amount fits a JSON integer, not ${amount}`);
  return value;
}
