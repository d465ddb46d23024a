import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { localDate } from "../calendar.ts";
import { sumWon, type Won, won, zeroWon } from "../money.ts";
import { InvariantError } from "../prelude.ts";
import type { NcpAdjustments } from "../usage/usage_line.ts";
import { type SummedLine, sumUsage } from "../usage/usage_sums.ts";
import { defaultAdjustmentPolicy } from "./adjustments.ts";
import type { Charge } from "./charge.ts";
import type { ChargeRule, RuleKind } from "./charge_rule.ts";
import { settle, type Settlement, type SettlementTerms } from "./charges.ts";

const countsFrom = localDate("2025-01-02");

const noAdjustments: NcpAdjustments = {
  productDiscount: zeroWon,
  credit: zeroWon,
  customerDiscount: zeroWon,
  coin: zeroWon,
  roundDown: zeroWon,
  currencyDiscount: zeroWon,
  penalty: zeroWon,
};

const plainTerms: SettlementTerms = {
  passDiscounts: true,
  adjustments: noAdjustments,
  adjustmentPolicy: defaultAdjustmentPolicy,
  rules: [],
  pcp: null,
  roundingUnit: 10,
  vatRounding: "cut",
  manual: [],
  typedSupplyAmount: null,
};

function line(useAmount: number, options: { type?: string; detail?: string; discount?: number } = {}): SummedLine {
  return {
    useAmount: won(useAmount),
    demandType: { code: options.type ?? "BST", codeName: "" },
    demandTypeDetail: { code: options.detail ?? "BSTCB", codeName: "" },
    promiseDiscount: won(options.discount ?? 0),
    promotionDiscount: zeroWon,
    etcDiscount: zeroWon,
    memberPriceDiscount: zeroWon,
    memberPromiseDiscountAdd: zeroWon,
  };
}

function rule(kind: RuleKind, entered: { rateBps: number } | { fixed: number }, position = 1): ChargeRule {
  return {
    id: `rule-${position}`,
    version: 2,
    position,
    kind,
    name: `규칙 ${position}`,
    fixedAmount: "fixed" in entered ? won(entered.fixed) : null,
    rateBps: "rateBps" in entered ? entered.rateBps : null,
    serverCodes: kind === "vm_discount" ? ["SVR", "VSVR"] : [],
    countsFrom,
  };
}

function settleLines(lines: readonly SummedLine[], terms: Partial<SettlementTerms> = {}): Settlement {
  return settle(sumUsage(lines), { ...plainTerms, ...terms });
}

function brief(settlement: Settlement): (readonly [string, Won])[] {
  return settlement.charges.map((charge) => [charge.kind, charge.amount] as const);
}

function only(settlement: Settlement): Charge {
  const [charge, ...others] = settlement.charges;
  deepStrictEqual(others, []);
  if (!charge) throw new Error("Cannot take the only charge: there is none");
  return charge;
}

Deno.test("settle() gives example (a) of B4: no rules", () => {
  const settlement = settleLines([line(984_320)]);
  deepStrictEqual(settlement, {
    listAmount: won(984_320),
    discountAmount: zeroWon,
    ncpAmount: won(984_320),
    adjustments: [],
    charges: [],
    supplyAmount: won(984_320),
    taxAmount: won(98_432),
    totalAmount: won(1_082_752),
    roundingUnit: 10,
    vatRounding: "cut",
  });
});

Deno.test("settle() gives example (b) of B4: credit, three rules, a cut, every trace", () => {
  const settlement = settleLines([line(600_000, { type: "VSVR", detail: "VSVR" }), line(400_050)], {
    adjustments: { ...noAdjustments, credit: won(400_000), roundDown: won(50) },
    rules: [
      rule("extra", { fixed: 100_000 }, 1),
      rule("discount", { rateBps: 500 }, 2),
      rule("vm_discount", { rateBps: 333 }, 3),
    ],
  });
  const ruled = { rateBps: null, fixedAmount: null, ruleVersion: 2, countsFrom, codes: [], note: null };
  deepStrictEqual(settlement, {
    listAmount: won(1_000_050),
    discountAmount: zeroWon,
    ncpAmount: won(600_050),
    adjustments: [
      { kind: "credit", name: "크레딧", ncpAmount: won(400_000), amount: won(-400_000) },
      { kind: "round_down", name: "절사(NCP)", ncpAmount: won(50), amount: zeroWon },
    ],
    charges: [
      {
        kind: "extra",
        name: "규칙 1",
        amount: won(100_000),
        trace: { ...ruled, base: "fixed", baseAmount: null, fixedAmount: won(100_000), ruleId: "rule-1" },
      },
      {
        kind: "discount",
        name: "규칙 2",
        amount: won(-30_002),
        trace: { ...ruled, base: "ncp_amount", baseAmount: won(600_050), rateBps: 500, ruleId: "rule-2" },
      },
      {
        kind: "vm_discount",
        name: "규칙 3",
        amount: won(-19_980),
        trace: {
          ...ruled,
          base: "server_lines",
          baseAmount: won(600_000),
          rateBps: 333,
          ruleId: "rule-3",
          codes: ["SVR", "VSVR"],
        },
      },
      {
        kind: "round_off",
        name: "절사",
        amount: won(-8),
        trace: {
          ...ruled,
          base: "sum",
          baseAmount: won(650_068),
          ruleId: null,
          ruleVersion: null,
          countsFrom: null,
          note: "10원 미만을 절사합니다.",
        },
      },
    ],
    supplyAmount: won(650_060),
    taxAmount: won(65_006),
    totalAmount: won(715_066),
    roundingUnit: 10,
    vatRounding: "cut",
  });
});

Deno.test("settle() gives example (c) of B4: unit 1 and three VAT roundings", () => {
  for (const [vatRounding, tax] of [["cut", 100], ["half_up", 101], ["up", 101]] as const) {
    const settlement = settleLines([line(1_005)], { roundingUnit: 1, vatRounding });
    strictEqual(settlement.taxAmount, won(tax), vatRounding);
    strictEqual(settlement.totalAmount, won(1_005 + tax), vatRounding);
    deepStrictEqual(settlement.charges, []);
  }
});

Deno.test("settle() charges each kind by its own base, cut toward zero", () => {
  // NCP amount 99,999 (credit included), server lines 70,001.
  const lines = [line(70_001, { type: "SVR" }), line(39_998)];
  const adjustments = { ...noAdjustments, credit: won(10_000) };
  const cases = [
    [rule("extra", { rateBps: 0 }), 0],
    [rule("extra", { rateBps: 1 }), 9],
    [rule("extra", { rateBps: 10_000 }), 99_999],
    [rule("extra", { rateBps: 100_000 }), 999_990],
    [rule("extra", { fixed: 0 }), 0],
    [rule("extra", { fixed: 5_555 }), 5_555],
    [rule("discount", { rateBps: 0 }), 0],
    [rule("discount", { rateBps: 3_333 }), -33_329],
    [rule("discount", { rateBps: 10_000 }), -99_999],
    [rule("discount", { fixed: 99_999 }), -99_999],
    [rule("vm_discount", { rateBps: 0 }), 0],
    [rule("vm_discount", { rateBps: 3_333 }), -23_331],
    [rule("vm_discount", { rateBps: 10_000 }), -70_001],
    [rule("vm_discount", { fixed: 70_000 }), -70_000],
    [rule("vm_discount", { fixed: 70_001 }), -70_001],
    [rule("vm_discount", { fixed: 70_002 }), -70_001],
  ] as const;
  for (const [given, amount] of cases) {
    const settlement = settleLines(lines, { adjustments, rules: [given], roundingUnit: 1 });
    const label = `${given.kind} ${given.rateBps ?? given.fixedAmount}`;
    strictEqual(only(settlement).amount, won(amount), label);
    strictEqual(settlement.supplyAmount, won(99_999 + amount), label);
  }
});

Deno.test("settle() throws on a rule that readRule() would have refused", () => {
  const wrong = [
    rule("extra", { rateBps: -1 }),
    rule("extra", { rateBps: 100_001 }),
    rule("discount", { rateBps: 10_001 }),
    rule("vm_discount", { rateBps: 10_001 }),
    rule("discount", { fixed: -1 }),
    rule("extra", { rateBps: 0.5 }),
    rule("extra", { rateBps: NaN }),
    { ...rule("extra", { fixed: 1 }), rateBps: 1 },
    { ...rule("extra", { fixed: 1 }), fixedAmount: null },
  ];
  for (const given of wrong) throws(() => settleLines([line(1_000)], { rules: [given] }), InvariantError);
  for (const rateBps of [-1, 10_001]) {
    const pcp = { rateBps, excludedDetails: [], countsFrom };
    throws(() => settleLines([line(1_000)], { pcp }), InvariantError);
  }
});

Deno.test("settle() counts a base below 0 as 0 and says so", () => {
  const rules = [
    rule("extra", { rateBps: 1_000 }, 1),
    rule("discount", { rateBps: 1_000 }, 2),
    rule("vm_discount", { rateBps: 1_000 }, 3),
    rule("vm_discount", { fixed: 1_000 }, 4),
  ];
  const pcp = { rateBps: 1_000, excludedDetails: [], countsFrom };
  const settlement = settleLines([line(-12_345, { type: "SVR" })], { rules, pcp });
  const note = "기준 금액 -12,345원이 0원보다 작아 0원으로 계산합니다.";
  deepStrictEqual(
    settlement.charges.slice(0, 5).map((charge) => [charge.amount, charge.trace.baseAmount, charge.trace.note]),
    Array.from({ length: 5 }, () => [zeroWon, won(-12_345), note]),
  );
  strictEqual(settlement.supplyAmount, zeroWon);
});

Deno.test("settle() notes that a fixed VM discount stops at its base", () => {
  const servers = [line(70_001, { type: "VSVR" })];
  const settlement = settleLines(servers, { rules: [rule("vm_discount", { fixed: 70_002 })] });
  strictEqual(settlement.charges[0]?.trace.note, "고정 VM 할인은 서버 이용금액 70,001원까지만 적용합니다.");
  const within = settleLines(servers, { rules: [rule("vm_discount", { fixed: 70_001 })] });
  strictEqual(within.charges[0]?.trace.note, null);
});

Deno.test("settle() takes the server lines of a VM discount from the codes of the rule, each once", () => {
  const lines = [line(1_000, { type: "SVR" }), line(200, { type: "VSVR" }), line(30, { type: "GPU" }), line(4)];
  const cases = [[["SVR", "VSVR"], 1_200], [["SVR", "SVR"], 1_000], [["GPU"], 30], [["OTHER"], 0]] as const;
  for (const [serverCodes, base] of cases) {
    const rules = [{ ...rule("vm_discount", { rateBps: 10_000 }), serverCodes }];
    const charge = only(settleLines(lines, { rules, roundingUnit: 1 }));
    deepStrictEqual([charge.amount, charge.trace.codes], [won(-base), serverCodes]);
  }
});

Deno.test("settle() counts fixed rules without use, and rates give 0", () => {
  const rules = [
    rule("extra", { fixed: 100_000 }, 1),
    rule("extra", { rateBps: 1_000 }, 2),
    rule("discount", { fixed: 5_000 }, 3),
    rule("vm_discount", { fixed: 5_000 }, 4),
  ];
  const settlement = settleLines([], { rules });
  deepStrictEqual(brief(settlement), [
    ["extra", won(100_000)],
    ["extra", zeroWon],
    ["discount", won(-5_000)],
    ["vm_discount", zeroWon],
  ]);
  strictEqual(settlement.supplyAmount, won(95_000));
});

Deno.test("settle() gives the same amounts for swapped rules: no rule is the base of another (R4)", () => {
  const first = rule("discount", { rateBps: 1_234 }, 1);
  const second = rule("extra", { rateBps: 777 }, 2);
  const lines = [line(123_457, { type: "SVR" })];
  const straight = settleLines(lines, { rules: [first, second] });
  const swapped = settleLines(lines, { rules: [second, first] });
  deepStrictEqual(brief(straight), [["discount", won(-15_234)], ["extra", won(9_592)], ["round_off", won(-5)]]);
  deepStrictEqual(swapped.charges, [straight.charges[1], straight.charges[0], straight.charges[2]]);
  strictEqual(swapped.totalAmount, straight.totalAmount);
});

Deno.test("settle() takes the PCP discount of the list amount of the lines that are not excluded, cut once", () => {
  const lines = [
    line(10_009, { detail: "A", discount: 9_000 }),
    line(10_009, { detail: "B" }),
    line(50_000, { detail: "MARKET" }),
  ];
  const pcp = { rateBps: 1_000, excludedDetails: ["MARKET", "UNUSED"], countsFrom };
  const settlement = settleLines(lines, { pcp, rules: [rule("discount", { rateBps: 1_000 })], roundingUnit: 1 });
  strictEqual(settlement.ncpAmount, won(61_018));
  deepStrictEqual(brief(settlement), [["discount", won(-6_101)], ["pcp_discount", won(-2_001)]]);
  deepStrictEqual(settlement.charges[1], {
    kind: "pcp_discount",
    name: "PCP 약정 할인",
    amount: won(-2_001),
    trace: {
      base: "list_amount",
      baseAmount: won(20_018),
      rateBps: 1_000,
      fixedAmount: null,
      ruleId: null,
      ruleVersion: null,
      countsFrom,
      codes: ["MARKET", "UNUSED"],
      note: null,
    },
  });
});

Deno.test("settle() passes the line discounts on, or keeps them", () => {
  const lines = [line(100_000, { type: "SVR", discount: 20_000 }), line(10_000, { discount: 1_000 })];
  const rules = [rule("discount", { rateBps: 1_000 }, 1), rule("vm_discount", { rateBps: 1_000 }, 2)];
  const passed = settleLines(lines, { rules });
  deepStrictEqual([passed.discountAmount, passed.ncpAmount], [won(21_000), won(89_000)]);
  deepStrictEqual(brief(passed), [["discount", won(-8_900)], ["vm_discount", won(-8_000)]]);
  const kept = settleLines(lines, { rules, passDiscounts: false });
  deepStrictEqual([kept.discountAmount, kept.ncpAmount], [zeroWon, won(110_000)]);
  deepStrictEqual(brief(kept), [["discount", won(-11_000)], ["vm_discount", won(-10_000)]]);
});

Deno.test("settle() signs each NCP adjustment and passes on what the MSP passes on", () => {
  const adjustments = {
    productDiscount: won(1),
    credit: won(20),
    customerDiscount: won(300),
    coin: won(4_000),
    penalty: won(50_000),
    roundDown: won(60),
    currencyDiscount: won(7),
  };
  const byDefault = settleLines([line(100_000)], { adjustments, roundingUnit: 1 });
  deepStrictEqual(byDefault.adjustments.map((made) => [made.kind, made.name, made.ncpAmount, made.amount]), [
    ["product_discount", "서비스 요금 할인", won(1), won(-1)],
    ["credit", "크레딧", won(20), won(-20)],
    ["customer_discount", "고객 할인", won(300), won(-300)],
    ["coin", "코인", won(4_000), won(-4_000)],
    ["penalty", "위약금", won(50_000), won(50_000)],
    ["round_down", "절사(NCP)", won(60), zeroWon],
    ["currency", "통화 할인", won(7), zeroWon],
  ]);
  strictEqual(byDefault.supplyAmount, won(145_679));
  const reversed = {
    product_discount: false,
    credit: false,
    customer_discount: false,
    coin: false,
    penalty: false,
    round_down: true,
    currency: true,
  };
  const other = settleLines([line(100_000)], { adjustments, adjustmentPolicy: reversed, roundingUnit: 1 });
  strictEqual(other.supplyAmount, won(99_933));
});

Deno.test("settle() brings a negative sum to 0 and says why; a sum of 0 stays", () => {
  const adjustments = { ...noAdjustments, credit: won(10_005) };
  const charge = only(settleLines([line(10_000)], { adjustments }));
  deepStrictEqual([charge.kind, charge.name, charge.amount, charge.trace.baseAmount, charge.trace.note], [
    "zero_floor",
    "0원 처리",
    won(5),
    won(-5),
    "합계 -5원이 0원보다 작아 0원으로 맞춥니다. 남는 금액은 이월하지 않습니다.",
  ]);
  const even = settleLines([line(10_005)], { adjustments });
  deepStrictEqual([even.charges, even.supplyAmount, even.totalAmount], [[], zeroWon, zeroWon]);
});

Deno.test("settle() cuts to the unit of the MSP, and leaves a cut of 0 out", () => {
  const cases = [[1, 1_299, null], [10, 1_299, -9], [100, 1_299, -99], [100, 99, -99], [10, 1_290, null]] as const;
  for (const [roundingUnit, use, cut] of cases) {
    const settlement = settleLines([line(use)], { roundingUnit });
    deepStrictEqual(brief(settlement), cut === null ? [] : [["round_off", won(cut)]], `${use} to ${roundingUnit}`);
    strictEqual(settlement.supplyAmount, won(use + (cut ?? 0)));
  }
});

Deno.test("settle() counts manual lines after PCP and before the cut", () => {
  const settlement = settleLines([line(10_000)], {
    pcp: { rateBps: 1_000, excludedDetails: [], countsFrom },
    manual: [{ name: "지난달 보상", amount: won(-1_003), reason: "장애 보상" }],
  });
  deepStrictEqual(brief(settlement), [["pcp_discount", won(-1_000)], ["manual", won(-1_003)], ["round_off", won(-7)]]);
  const trace = settlement.charges[1]?.trace;
  deepStrictEqual([trace?.base, trace?.fixedAmount, trace?.note], ["person", won(-1_003), "장애 보상"]);
});

Deno.test("settle() takes a typed supply amount as it stands, not cut to the unit (B7)", () => {
  const typedSupplyAmount = { amount: won(12_347), reason: "계약 단가" };
  const settlement = settleLines([line(12_345)], { typedSupplyAmount });
  deepStrictEqual(brief(settlement), [["round_off", won(-5)], ["manual", won(7)]]);
  deepStrictEqual([settlement.supplyAmount, settlement.taxAmount], [won(12_347), won(1_234)]);
  const trace = settlement.charges[1]?.trace;
  deepStrictEqual([trace?.baseAmount, trace?.fixedAmount, trace?.note], [won(12_340), won(12_347), "계약 단가"]);
});

Deno.test("settle() adds no line for a typed supply amount that is the computed one, and none may be negative", () => {
  const same = settleLines([line(12_345)], { typedSupplyAmount: { amount: won(12_340), reason: "확인" } });
  deepStrictEqual(brief(same), [["round_off", won(-5)]]);
  const nothing = settleLines([line(12_340)], { typedSupplyAmount: { amount: zeroWon, reason: "무상" } });
  deepStrictEqual([brief(nothing), nothing.totalAmount], [[["manual", won(-12_340)]], zeroWon]);
  const negative = { amount: won(-1), reason: "음수" };
  throws(() => settleLines([line(12_345)], { typedSupplyAmount: negative }), InvariantError);
});

Deno.test("settle() refuses sums whose parts do not add up", () => {
  const sums = sumUsage([line(1_000, { discount: 10 })]);
  throws(() => settle({ ...sums, listAmount: won(1_001) }, plainTerms), InvariantError);
  throws(() => settle({ ...sums, discountAmount: won(11) }, plainTerms), InvariantError);
  throws(() => settle({ ...sums, byDetail: new Map() }, plainTerms), InvariantError);
});

Deno.test("settle() stays exact beyond a float", () => {
  const use = "9007199254740993";
  const settlement = settleLines([{ ...line(0), useAmount: won(use) }], {
    rules: [rule("discount", { rateBps: 10_000 })],
    roundingUnit: 1,
  });
  strictEqual(settlement.ncpAmount, won(use));
  strictEqual(settlement.supplyAmount, zeroWon);
  strictEqual(sumWon([settlement.ncpAmount, ...settlement.charges.map((charge) => charge.amount)]), zeroWon);
});
