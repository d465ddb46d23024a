import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Won, won, zeroWon } from "../money.ts";
import { breachText, identityBreaches, type PulledFigures } from "./identities.ts";
import type { DemandTotals, NcpAdjustments } from "./usage_line.ts";

const noAdjustments: NcpAdjustments = {
  productDiscount: zeroWon,
  credit: zeroWon,
  customerDiscount: zeroWon,
  coin: zeroWon,
  roundDown: zeroWon,
  currencyDiscount: zeroWon,
  penalty: zeroWon,
};

/** Use 1,000,000, line discounts 100,000, NCP charges 900,000. */
function figures(
  changes: Partial<Omit<PulledFigures, "totals">> & { totals?: Partial<DemandTotals> } = {},
): PulledFigures {
  return {
    lines: { listAmount: won(1_000_000), discountAmount: won(100_000) },
    productUseAmount: won(1_000_000),
    ...changes,
    totals: {
      rows: 1,
      useAmount: won(1_000_000),
      thisMonthDemandAmount: won(900_000),
      adjustments: noAdjustments,
      ...changes.totals,
    },
  };
}

function broken(pulled: PulledFigures, tolerance?: Won): [string, Won, Won][] {
  return identityBreaches(pulled, tolerance)
    .map(({ identity, expectedAmount, actualAmount }) => [identity, expectedAmount, actualAmount]);
}

Deno.test("identityBreaches() finds nothing where NCP's figures agree", () => {
  deepStrictEqual(broken(figures()), []);
});

Deno.test("identityBreaches() signs all seven adjustments as B4.2 does", () => {
  const adjustments = {
    productDiscount: won(100),
    credit: won(2_000),
    customerDiscount: won(30_000),
    coin: won(400_000),
    roundDown: won(55),
    currencyDiscount: won(600),
    penalty: won(7_000),
  };
  deepStrictEqual(broken(figures({ totals: { adjustments, thisMonthDemandAmount: won(474_245) } }), zeroWon), []);
});

Deno.test("identityBreaches() allows the tolerance, and not a won more", () => {
  for (const sign of [1, -1]) {
    const off = (gap: number) => figures({ productUseAmount: won(1_000_000 + sign * gap) });
    deepStrictEqual(broken(off(10)), []);
    deepStrictEqual(broken(off(11)), [["product_use", won(1_000_000), won(1_000_000 + sign * 11)]]);
    deepStrictEqual(broken(off(11), won(11)), []);
    deepStrictEqual(broken(off(1), zeroWon).length, 1);
  }
});

Deno.test("identityBreaches() tells each identity that does not hold", () => {
  const lines = { listAmount: won(990_000), discountAmount: won(100_000) };
  deepStrictEqual(broken(figures({ lines, productUseAmount: zeroWon })), [
    ["contract_use", won(1_000_000), won(990_000)],
    ["product_use", won(1_000_000), zeroWon],
    ["demand_amount", won(900_000), won(890_000)],
  ]);
});

Deno.test("identityBreaches() excepts a customer billed through its partner from the third identity only", () => {
  const partner = { thisMonthDemandAmount: zeroWon };
  deepStrictEqual(broken(figures({ totals: partner })), []);
  deepStrictEqual(broken(figures({ totals: partner, productUseAmount: zeroWon })).map(([identity]) => identity), [
    "product_use",
  ]);
});

Deno.test("identityBreaches() makes no exception with an adjustment, a charge, or without use", () => {
  for (const kind of Object.keys(noAdjustments)) {
    const adjustments = { ...noAdjustments, [kind]: won(1) };
    const pulled = figures({ totals: { thisMonthDemandAmount: zeroWon, adjustments } });
    strictEqual(broken(pulled).length, 1, kind);
  }
  strictEqual(broken(figures({ totals: { thisMonthDemandAmount: won(1) } })).length, 1);
  const withoutUse = figures({
    lines: { listAmount: zeroWon, discountAmount: won(-100) },
    productUseAmount: zeroWon,
    totals: { useAmount: zeroWon, thisMonthDemandAmount: zeroWon },
  });
  deepStrictEqual(broken(withoutUse), [["demand_amount", zeroWon, won(100)]]);
});

Deno.test("identityBreaches() holds for a month without anything", () => {
  const nothing = figures({
    lines: { listAmount: zeroWon, discountAmount: zeroWon },
    productUseAmount: zeroWon,
    totals: { rows: 0, useAmount: zeroWon, thisMonthDemandAmount: zeroWon },
  });
  deepStrictEqual(broken(nothing), []);
});

Deno.test("breachText() names both figures and the gap", () => {
  const amounts = { expectedAmount: won(1_000_000), actualAmount: won(999_900) };
  deepStrictEqual(
    (["contract_use", "product_use", "demand_amount"] as const).map((identity) => breachText({ identity, ...amounts })),
    [
      "계약별 이용금액의 합 999,900원과 NCP 월 이용금액 1,000,000원의 차이가 100원입니다.",
      "상품별 이용금액의 합 999,900원과 NCP 월 이용금액 1,000,000원의 차이가 100원입니다.",
      "할인과 조정을 반영한 금액 999,900원과 NCP 당월 청구금액 1,000,000원의 차이가 100원입니다.",
    ],
  );
});
