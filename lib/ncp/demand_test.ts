import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { won, zeroWon } from "../money.ts";
import { costOf, type DemandCost, demandCost, demandTotals, partnerDemandCost } from "./demand.ts";
import { type JsonObject, readJson } from "./json.ts";
import { parseRows } from "./rows.ts";
import { fixtureText } from "./testing.ts";

const operation = "getDemandCostList";

interface FixtureAnswer {
  readonly getDemandCostListResponse: { readonly demandCostList: readonly Readonly<Record<string, unknown>>[] };
}
const fixture = (JSON.parse(fixtureText(operation)) as FixtureAnswer).getDemandCostListResponse.demandCostList;

function rowsOf(rows: readonly unknown[]): readonly JsonObject[] {
  return readJson(JSON.stringify(rows)) as readonly JsonObject[];
}

function demands(rows: readonly unknown[]): DemandCost[] {
  return parseRows({ operation, rows: rowsOf(rows), pages: [] }, demandCost);
}

const { under100DiscountAmount: _1, under1000DiscountAmount: _2, ...shared } = fixture[0] ?? {};
const current = {
  ...shared,
  rounddownDiscountAmount: 69,
  currencyDiscountAmount: 7,
  payCurrency: { code: "KRW", codeName: "South Korea Won" },
};

Deno.test("demandTotals() adds up the fixture of 2022", () => {
  const rows = demands(fixture);
  deepStrictEqual(rows.map((row) => [row.memberNo, row.demandMonth, row.writeDate]), [
    ["1000001", yearMonth("2022-01"), "2022-02-01T17:59:13+09:00"],
    ["1000001", yearMonth("2022-02"), "2022-02-14T09:26:53+09:00"],
  ]);
  deepStrictEqual(demandTotals(rows), {
    rows: 2,
    useAmount: won(3_237_570),
    thisMonthDemandAmount: zeroWon,
    adjustments: {
      productDiscount: zeroWon,
      credit: zeroWon,
      customerDiscount: zeroWon,
      coin: zeroWon,
      roundDown: zeroWon,
      currencyDiscount: zeroWon,
      penalty: zeroWon,
    },
  });
});

Deno.test("demandTotals() takes each adjustment from its own field and adds the demand attributes up", () => {
  const row = {
    ...current,
    useAmount: 1_000,
    thisMonthDemandAmount: 2_000,
    productDiscountAmount: 1,
    creditDiscountAmount: 2,
    customerDiscountAmount: 3,
    coinUseAmount: 4,
    defaultAmount: 5,
  };
  deepStrictEqual(demandTotals(demands([row, row])), {
    rows: 2,
    useAmount: won(2_000),
    thisMonthDemandAmount: won(4_000),
    adjustments: {
      productDiscount: won(2),
      credit: won(4),
      customerDiscount: won(6),
      coin: won(8),
      roundDown: won(138),
      currencyDiscount: won(14),
      penalty: won(10),
    },
  });
});

Deno.test("demandCost reads the two cuts of 2022 as one and no currency discount as 0", () => {
  const [row] = demands([{ ...fixture[0], under100DiscountAmount: 69, under1000DiscountAmount: 700 }]);
  deepStrictEqual([row?.roundDown, row?.currencyDiscount], [won(769), zeroWon]);
});

Deno.test("demandCost refuses what neither shape may lack", () => {
  const cases = [
    [{ ...current, rounddownDiscountAmount: undefined }, /1번째 행 rounddownDiscountAmount: 값이 없습니다/],
    [{ ...current, currencyDiscountAmount: undefined }, /1번째 행 currencyDiscountAmount: 값이 없습니다/],
    [{ ...fixture[0], under1000DiscountAmount: undefined }, /1번째 행 rounddownDiscountAmount: 값이 없습니다/],
    [{ ...fixture[0], under100DiscountAmount: "0" }, /1번째 행 under100DiscountAmount: 정수가 아닙니다 \("0"\)/],
    [{ ...current, demandNo: undefined }, /1번째 행 demandNo: 값이 없습니다/],
    [{ ...current, creditDiscountAmount: undefined }, /1번째 행 creditDiscountAmount: 값이 없습니다/],
    [{ ...current, thisMonthDemandAmount: 0.5 }, /1번째 행 thisMonthDemandAmount: 정수가 아닙니다 \(0.5\)/],
    [
      { ...current, payCurrency: { code: "JPY", codeName: "" } },
      /1번째 행 payCurrency: KRW가 아닌 통화입니다 \("JPY"\)/,
    ],
  ] as const;
  for (const [row, message] of cases) throws(() => demands([row]), message);
});

Deno.test("costOf() is what the partner pays; unknown where NCP has no row", () => {
  const row = { memberNo: "1000001", demandMonth: "202412", partnerTotalDemandAmount: 71_820 };
  const cost = (rows: readonly unknown[]) =>
    costOf(parseRows({ operation: "getPartnerDemandCostList", rows: rowsOf(rows), pages: [] }, partnerDemandCost));
  strictEqual(cost([row, { ...row, partnerTotalDemandAmount: 180 }]), won(72_000));
  strictEqual(cost([{ ...row, partnerTotalDemandAmount: 0 }]), zeroWon);
  strictEqual(cost([]), null);
  throws(() => cost([{ ...row, partnerTotalDemandAmount: undefined }]), /partnerTotalDemandAmount: 값이 없습니다/);
  throws(() => cost([{ ...row, partnerPayCurrency: { code: "USD" } }]), /partnerPayCurrency: KRW가 아닌/);
});
