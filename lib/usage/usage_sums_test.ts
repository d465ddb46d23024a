import { deepStrictEqual } from "node:assert/strict";
import { won, zeroWon } from "../money.ts";
import { type SummedLine, sumUsage } from "./usage_sums.ts";

function line(useAmount: number, codes: { type: string; detail: string }, discounts = [0, 0, 0, 0, 0]): SummedLine {
  const [promise = 0, promotion = 0, etc = 0, memberPrice = 0, memberPromise = 0] = discounts;
  return {
    useAmount: won(useAmount),
    demandType: { code: codes.type, codeName: "" },
    demandTypeDetail: { code: codes.detail, codeName: "" },
    promiseDiscount: won(promise),
    promotionDiscount: won(promotion),
    etcDiscount: won(etc),
    memberPriceDiscount: won(memberPrice),
    memberPromiseDiscountAdd: won(memberPromise),
  };
}

Deno.test("sumUsage() adds use and all five discounts, by demand type and by detail", () => {
  const sums = sumUsage([
    line(100_000, { type: "VSVR", detail: "VSVR" }, [1, 20, 300, 4_000, 50_000]),
    line(1_000, { type: "VSVR", detail: "VSVRT" }),
    line(-500, { type: "", detail: "" }, [0, 0, -100, 0, 0]),
  ]);
  deepStrictEqual(sums, {
    listAmount: won(100_500),
    discountAmount: won(54_221),
    byDemandType: new Map([
      ["VSVR", { use: won(101_000), net: won(46_679) }],
      ["", { use: won(-500), net: won(-400) }],
    ]),
    byDetail: new Map([
      ["VSVR", { use: won(100_000), net: won(45_679) }],
      ["VSVRT", { use: won(1_000), net: won(1_000) }],
      ["", { use: won(-500), net: won(-400) }],
    ]),
  });
});

Deno.test("sumUsage() of no lines is zero", () => {
  deepStrictEqual(sumUsage([]), {
    listAmount: zeroWon,
    discountAmount: zeroWon,
    byDemandType: new Map(),
    byDetail: new Map(),
  });
});
