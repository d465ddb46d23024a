import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { localDate } from "../calendar.ts";
import { sumWon, type Won, won, zeroWon } from "../money.ts";
import { InvariantError } from "../prelude.ts";
import { defaultAdjustmentPolicy } from "../settlement/adjustments.ts";
import type { ChargeRule } from "../settlement/charge_rule.ts";
import { settle, type SettlementTerms } from "../settlement/charges.ts";
import type { CategorySum } from "../usage/category_sum.ts";
import type { SummaryRow } from "./document.ts";
import { type SummaryMonth, summaryRows } from "./summary.ts";

const countsFrom = localDate("2025-01-02");

const terms: SettlementTerms = {
  passDiscounts: true,
  adjustments: {
    productDiscount: zeroWon,
    credit: zeroWon,
    customerDiscount: zeroWon,
    coin: zeroWon,
    roundDown: zeroWon,
    currencyDiscount: zeroWon,
    penalty: zeroWon,
  },
  adjustmentPolicy: defaultAdjustmentPolicy,
  rules: [],
  pcp: null,
  roundingUnit: 10,
  vatRounding: "cut",
  manual: [],
  typedSupplyAmount: null,
};

function used(category: string, use: number, options: { discount?: number; isLicense?: boolean } = {}): CategorySum {
  return {
    category,
    isLicense: options.isLicense ?? false,
    useAmount: won(use),
    discountAmount: won(options.discount ?? 0),
  };
}

function rule(kind: ChargeRule["kind"], name: string, entered: { rateBps: number } | { fixed: number }): ChargeRule {
  return {
    id: name,
    version: 1,
    position: 1,
    kind,
    name,
    fixedAmount: "fixed" in entered ? won(entered.fixed) : null,
    rateBps: "rateBps" in entered ? entered.rateBps : null,
    serverCodes: kind === "vm_discount" ? ["VSVR"] : [],
    countsFrom,
  };
}

/** A month whose categories are also its demand types. */
function month(categories: readonly CategorySum[], changes: Partial<SettlementTerms> = {}): SummaryMonth {
  const parts = new Map(categories.map((sum) => [
    `${sum.category} ${sum.isLicense}`,
    { use: sum.useAmount, net: won(sum.useAmount - sum.discountAmount) },
  ]));
  const sums = {
    listAmount: sumWon(categories.map((sum) => sum.useAmount)),
    discountAmount: sumWon(categories.map((sum) => sum.discountAmount)),
    byDemandType: parts,
    byDetail: parts,
  };
  return { settlement: settle(sums, { ...terms, ...changes }), categories };
}

type Brief = [SummaryRow["group"], string, Won | null, Won | null, Won];

function briefRows(months: readonly SummaryMonth[]): Brief[] {
  return summaryRows(months).map((row) => [row.group, row.label, row.listAmount, row.discountAmount, row.billedAmount]);
}

Deno.test("summaryRows() groups a month as the bill prints it, and adds up to the supply amount", () => {
  const rows = briefRows([month([
    used("QUANTUM", 7),
    used("DATABASE", 20_000),
    used("COMPUTE", 50_000, { isLicense: true, discount: 1_000 }),
    used("COMPUTE", 600_000, { discount: 100_000 }),
  ], {
    adjustments: { ...terms.adjustments, credit: won(30_000), roundDown: won(44), penalty: won(500) },
    rules: [
      rule("discount", "기타 할인", { rateBps: 100 }),
      rule("extra", "운영 및 기술지원료 (M)", { fixed: 100_000 }),
      rule("vm_discount", "서버 할인", { rateBps: 1_000 }),
    ],
    pcp: { rateBps: 100, excludedDetails: [], countsFrom },
    manual: [{ name: "장애 보상", amount: won(-5_000), reason: "12월 3일 장애" }],
  })]);
  deepStrictEqual(rows, [
    ["usage", "Compute", won(600_000), won(100_000), won(500_000)],
    ["usage", "Database", won(20_000), zeroWon, won(20_000)],
    ["usage", "미분류", won(7), zeroWon, won(7)],
    ["license", "소프트웨어 라이선스", won(50_000), won(1_000), won(49_000)],
    ["extra", "운영 및 기술지원료 (M)", null, null, won(100_000)],
    ["discount", "기타 할인", null, won(5_395), won(-5_395)],
    ["discount", "서버 할인", null, zeroWon, zeroWon],
    ["discount", "PCP 약정 할인", null, won(6_700), won(-6_700)],
    ["ncp_adjustment", "크레딧", null, null, won(-30_000)],
    ["ncp_adjustment", "위약금", null, null, won(500)],
    ["manual", "장애 보상", null, null, won(-5_000)],
    ["round_off", "절사", null, null, won(-2)],
  ]);
  strictEqual(sumWon(rows.map((row) => row[4])), won(622_410));
});

Deno.test("summaryRows() shows no category without use and no adjustment that is kept", () => {
  const credited = { ...terms.adjustments, credit: won(10) };
  const kept = { adjustments: credited, adjustmentPolicy: { ...defaultAdjustmentPolicy, credit: false } };
  deepStrictEqual(briefRows([month([used("COMPUTE", 100), used("SECURITY", 0)], kept)]), [
    ["usage", "Compute", won(100), zeroWon, won(100)],
  ]);
});

Deno.test("summaryRows() adds rows of one label over the months of a period", () => {
  const rules = [rule("discount", "기타 할인", { rateBps: 1_000 })];
  const rows = briefRows([
    month([used("STORAGE", 1_005)], { rules }),
    month([used("COMPUTE", 2_009, { discount: 9 }), used("STORAGE", 1_000)], { rules }),
    month([used("STORAGE", 100)], { adjustments: { ...terms.adjustments, credit: won(150) } }),
  ]);
  deepStrictEqual(rows, [
    ["usage", "Compute", won(2_009), won(9), won(2_000)],
    ["usage", "Storage", won(2_105), zeroWon, won(2_105)],
    ["discount", "기타 할인", null, won(400), won(-400)],
    ["ncp_adjustment", "크레딧", null, null, won(-150)],
    ["round_off", "절사", null, null, won(-5)],
    ["round_off", "0원 처리", null, null, won(50)],
  ]);
});

Deno.test("summaryRows() shows a typed unit price as a manual row", () => {
  const typedSupplyAmount = { amount: won(1_003), reason: "계약 단가" };
  deepStrictEqual(briefRows([month([used("COMPUTE", 1_005)], { typedSupplyAmount })]), [
    ["usage", "Compute", won(1_005), zeroWon, won(1_005)],
    ["manual", "단가 수정", null, null, won(3)],
    ["round_off", "절사", null, null, won(-5)],
  ]);
});

Deno.test("summaryRows() of a month without use or charges is empty", () => {
  deepStrictEqual(summaryRows([month([])]), []);
});

Deno.test("summaryRows() throws where categories and settlement do not belong together", () => {
  const { settlement } = month([used("COMPUTE", 1_000)]);
  throws(() => summaryRows([{ settlement, categories: [used("COMPUTE", 990)] }]), InvariantError);
});
