import { deepStrictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { localDate } from "../calendar.ts";
import { roundingUnits, vatRoundings, won } from "../money.ts";
import { type SummedLine, sumUsage } from "../usage/usage_sums.ts";
import type { AdjustmentPolicy } from "./adjustments.ts";
import type { Charge } from "./charge.ts";
import { type ChargeRule, ruleKinds } from "./charge_rule.ts";
import { settle, type Settlement, type SettlementTerms } from "./charges.ts";

// The reference below shares nothing with the product: it works line by line in fractions and cuts where B4 says cut.

/** An exact fraction; the denominator is positive. */
type Fraction = readonly [top: bigint, bottom: bigint];

function times([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * c, b * d];
}

function whole(value: bigint): Fraction {
  return [value, 1n];
}

function floor([top, bottom]: Fraction): bigint {
  const rest = ((top % bottom) + bottom) % bottom;
  return (top - rest) / bottom;
}

function towardZero(fraction: Fraction): bigint {
  return fraction[0] < 0n ? -floor([-fraction[0], fraction[1]]) : floor(fraction);
}

interface Expected {
  readonly ncpAmount: bigint;
  readonly charges: readonly bigint[];
  readonly supplyAmount: bigint;
  readonly taxAmount: bigint;
  readonly totalAmount: bigint;
}

function reference(lines: readonly SummedLine[], terms: SettlementTerms): Expected {
  const netOf = (line: SummedLine): bigint =>
    terms.passDiscounts
      ? line.useAmount - line.promiseDiscount - line.promotionDiscount - line.etcDiscount - line.memberPriceDiscount -
        line.memberPromiseDiscountAdd
      : line.useAmount;
  const { adjustments: ncp, adjustmentPolicy: policy } = terms;
  let ncpAmount = 0n;
  for (const line of lines) ncpAmount += netOf(line);
  if (policy.product_discount) ncpAmount -= ncp.productDiscount;
  if (policy.credit) ncpAmount -= ncp.credit;
  if (policy.customer_discount) ncpAmount -= ncp.customerDiscount;
  if (policy.coin) ncpAmount -= ncp.coin;
  if (policy.round_down) ncpAmount -= ncp.roundDown;
  if (policy.currency) ncpAmount -= ncp.currencyDiscount;
  if (policy.penalty) ncpAmount += ncp.penalty;

  const charges: bigint[] = [];
  for (const rule of terms.rules) {
    let base = ncpAmount;
    if (rule.kind === "vm_discount") {
      base = 0n;
      for (const line of lines) if (rule.serverCodes.includes(line.demandType.code)) base += netOf(line);
    }
    if (base < 0n) base = 0n;
    let size: bigint = rule.fixedAmount ?? towardZero(times(whole(base), [BigInt(rule.rateBps ?? 0), 10_000n]));
    if (rule.kind === "vm_discount" && size > base) size = base;
    charges.push(rule.kind === "extra" ? size : -size);
  }
  if (terms.pcp) {
    let base = 0n;
    for (const line of lines) {
      if (!terms.pcp.excludedDetails.includes(line.demandTypeDetail.code)) base += line.useAmount;
    }
    charges.push(base < 0n ? 0n : -towardZero(times(whole(base), [BigInt(terms.pcp.rateBps), 10_000n])));
  }
  for (const manual of terms.manual) charges.push(manual.amount);

  const sum = charges.reduce((total, charge) => total + charge, ncpAmount);
  const unit = BigInt(terms.roundingUnit);
  const computed = sum < 0n ? 0n : unit * towardZero([sum, unit]);
  if (computed !== sum) charges.push(computed - sum);
  const supplyAmount: bigint = terms.typedSupplyAmount?.amount ?? computed;
  if (supplyAmount !== computed) charges.push(supplyAmount - computed);
  const tenth: Fraction = [supplyAmount, 10n];
  const taxAmount = terms.vatRounding === "cut"
    ? floor(tenth)
    : terms.vatRounding === "half_up"
    ? floor([supplyAmount + 5n, 10n])
    : -floor([-supplyAmount, 10n]);
  return { ncpAmount, charges, supplyAmount, taxAmount, totalAmount: supplyAmount + taxAmount };
}

// What a reader of the trace would compute from it alone.
function amountFromTrace(charge: Charge, unit: bigint): bigint {
  const { base, baseAmount, fixedAmount, rateBps } = charge.trace;
  const counted = (baseAmount ?? 0n) < 0n ? 0n : baseAmount ?? 0n;
  const sign = charge.kind === "extra" ? 1n : -1n;
  switch (base) {
    case "fixed":
      return sign * (fixedAmount ?? 0n);
    case "ncp_amount":
    case "list_amount":
      return sign * towardZero([counted * BigInt(rateBps ?? 0), 10_000n]);
    case "server_lines":
      if (rateBps !== null) return sign * towardZero([counted * BigInt(rateBps), 10_000n]);
      return sign * ((fixedAmount ?? 0n) < counted ? fixedAmount ?? 0n : counted);
    case "person":
      return (fixedAmount ?? 0n) - (baseAmount ?? 0n);
    case "sum":
      return charge.kind === "zero_floor" ? -(baseAmount ?? 0n) : -((baseAmount ?? 0n) % unit);
  }
}

function found(settlement: Settlement): Expected {
  const { ncpAmount, supplyAmount, taxAmount, totalAmount } = settlement;
  return {
    ncpAmount,
    charges: settlement.charges.map((charge) => charge.amount),
    supplyAmount,
    taxAmount,
    totalAmount,
  };
}

const amount = (min: bigint, max: bigint) => fc.bigInt({ min, max }).map(won);
const discount = fc.oneof(fc.constant(won(0)), amount(-1_000n, 300_000n));
const code = (...codes: string[]) => fc.constantFrom(...codes).map((one) => ({ code: one, codeName: one }));

const line: fc.Arbitrary<SummedLine> = fc.record({
  useAmount: fc.oneof(amount(0n, 3_000_000n), amount(-50_000n, 50_000n), amount(0n, 10n ** 17n)),
  demandType: code("SVR", "VSVR", "BST", "SW", ""),
  demandTypeDetail: code("A", "B", "C", ""),
  promiseDiscount: discount,
  promotionDiscount: discount,
  etcDiscount: discount,
  memberPriceDiscount: discount,
  memberPromiseDiscountAdd: discount,
});

const rule: fc.Arbitrary<ChargeRule> = fc.record({
  kind: fc.constantFrom(...ruleKinds),
  entered: fc.oneof(
    fc.record({ fixedAmount: amount(0n, 500_000n), rateBps: fc.constant(null) }),
    fc.record({ fixedAmount: fc.constant(null), rateBps: fc.integer({ min: 0, max: 10_000 }) }),
  ),
  serverCodes: fc.subarray(["SVR", "VSVR", "SW", "NONE"]),
  position: fc.integer({ min: 1, max: 9 }),
}).map(({ entered, ...rest }) => ({
  ...rest,
  ...entered,
  id: `rule-${rest.position}`,
  version: 1,
  name: "규칙",
  countsFrom: localDate("2025-01-02"),
}));

const policy: fc.Arbitrary<AdjustmentPolicy> = fc.record({
  product_discount: fc.boolean(),
  credit: fc.boolean(),
  customer_discount: fc.boolean(),
  coin: fc.boolean(),
  penalty: fc.boolean(),
  round_down: fc.boolean(),
  currency: fc.boolean(),
});

const terms: fc.Arbitrary<SettlementTerms> = fc.record({
  passDiscounts: fc.boolean(),
  adjustments: fc.record({
    productDiscount: discount,
    credit: fc.oneof(discount, amount(0n, 5_000_000n)),
    customerDiscount: discount,
    coin: discount,
    roundDown: amount(0n, 99n),
    currencyDiscount: discount,
    penalty: discount,
  }),
  adjustmentPolicy: policy,
  rules: fc.array(rule, { maxLength: 6 }),
  pcp: fc.option(fc.record({
    rateBps: fc.integer({ min: 0, max: 10_000 }),
    excludedDetails: fc.subarray(["A", "C", "", "NONE"]),
    countsFrom: fc.constant(localDate("2025-01-02")),
  })),
  roundingUnit: fc.constantFrom(...roundingUnits),
  vatRounding: fc.constantFrom(...vatRoundings),
  manual: fc.array(
    fc.record({ name: fc.constant("조정"), amount: amount(-200_000n, 200_000n), reason: fc.constant("이유") }),
    { maxLength: 2 },
  ),
  typedSupplyAmount: fc.option(
    fc.record({ amount: amount(0n, 3_000_000n), reason: fc.constant("단가") }),
    { freq: 4 },
  ),
});

Deno.test("settle() equals an exact reference, and every trace re-adds, over random use and rules (R3, R4)", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), terms, (lines, given) => {
      const settlement = settle(sumUsage(lines), given);
      deepStrictEqual(found(settlement), reference(lines, given));
      deepStrictEqual(
        settlement.charges.map((charge) => charge.amount as bigint),
        settlement.charges.map((charge) => amountFromTrace(charge, BigInt(given.roundingUnit))),
      );
      const charged = settlement.charges.reduce((sum, charge) => sum + charge.amount, 0n);
      const adjusted = settlement.adjustments.reduce((sum, made) => sum + made.amount, 0n);
      deepStrictEqual(settlement.ncpAmount + charged, settlement.supplyAmount as bigint);
      deepStrictEqual(settlement.listAmount - settlement.discountAmount + adjusted, settlement.ncpAmount as bigint);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("settle() gives the same total in whatever order the rules stand (R4)", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), terms, (lines, given) => {
      const sums = sumUsage(lines);
      const backward = settle(sums, { ...given, rules: given.rules.toReversed() });
      deepStrictEqual(backward.totalAmount, settle(sums, given).totalAmount);
    }),
    { numRuns: 200 },
  );
});
