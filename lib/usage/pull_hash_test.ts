import { notStrictEqual, strictEqual } from "node:assert/strict";
import { won, zeroWon } from "../money.ts";
import { contentText, pullHash } from "./pull_hash.ts";
import type { DemandTotals, NcpCode, UsageLine } from "./usage_line.ts";

const code = (name: string): NcpCode => ({ code: name, codeName: `${name} name` });

function line(key: string, changes: Partial<UsageLine> = {}): UsageLine {
  return {
    key,
    regionCode: "KR",
    demandType: code("VSVR"),
    demandTypeDetail: code("VSVRT"),
    contractType: code("VSVR"),
    contractNo: "30000001",
    instanceName: "web-1",
    productCode: "SVR.VSVR.EXAMPLE",
    priceNo: "70001",
    promiseNo: "",
    quantity: "2678400",
    usageUnit: code("USAGE_SEC"),
    unitPrice: "0.0123",
    productSize: "0",
    useAmount: won(32_944),
    demandAmount: zeroWon,
    promiseDiscount: zeroWon,
    promotionDiscount: zeroWon,
    etcDiscount: zeroWon,
    memberPriceDiscount: zeroWon,
    memberPromiseDiscountAdd: zeroWon,
    serviceStartAt: "2024-03-04T11:12:13+09:00",
    serviceEndAt: "",
    ...changes,
  };
}

const totals: DemandTotals = {
  rows: 1,
  useAmount: won(32_944),
  thisMonthDemandAmount: won(32_900),
  adjustments: {
    productDiscount: zeroWon,
    credit: zeroWon,
    customerDiscount: zeroWon,
    coin: zeroWon,
    roundDown: won(44),
    currencyDiscount: zeroWon,
    penalty: zeroWon,
  },
};

/** One changed value for each field but the key. */
const changedFields: readonly Partial<UsageLine>[] = [
  { regionCode: "SGN" },
  { demandType: code("SVR") },
  { demandType: { code: "VSVR", codeName: "Server" } },
  { demandTypeDetail: code("OTHER") },
  { contractType: code("OTHER") },
  { contractNo: "30000002" },
  { instanceName: "web-2" },
  { productCode: "OTHER" },
  { priceNo: "70002" },
  { promiseNo: "1" },
  { quantity: "2678401" },
  { usageUnit: code("HOUR") },
  { unitPrice: "0.0124" },
  { productSize: "1" },
  { useAmount: won(32_945) },
  { demandAmount: won(1) },
  { promiseDiscount: won(1) },
  { promotionDiscount: won(1) },
  { etcDiscount: won(1) },
  { memberPriceDiscount: won(1) },
  { memberPromiseDiscountAdd: won(1) },
  { serviceStartAt: "2024-03-05T11:12:13+09:00" },
  { serviceEndAt: "2024-12-31T23:59:59+09:00" },
];

Deno.test("contentText() notices a change of any field", () => {
  for (const changes of changedFields) {
    notStrictEqual(contentText(line("a", changes)), contentText(line("a")), JSON.stringify(Object.keys(changes)));
  }
  notStrictEqual(contentText(line("b")), contentText(line("a")));
});

Deno.test("contentText() does not mix up neighbouring fields", () => {
  strictEqual(contentText(line("a")), contentText(line("a")));
  notStrictEqual(
    contentText(line("a", { priceNo: "12", promiseNo: "3" })),
    contentText(line("a", { priceNo: "1", promiseNo: "23" })),
  );
});

Deno.test("pullHash() does not hang on the order of the rows", () => {
  const lines = [line("a"), line("b", { useAmount: won(5) }), line("c")];
  strictEqual(pullHash(lines, totals), pullHash(lines.toReversed(), totals));
  strictEqual(pullHash(lines, totals).length, 43);
});

Deno.test("pullHash() changes with any line and any total", () => {
  const hash = pullHash([line("a")], totals);
  notStrictEqual(pullHash([line("a"), line("b")], totals), hash);
  for (const changes of changedFields) notStrictEqual(pullHash([line("a", changes)], totals), hash);
  for (const changes of [{ rows: 2 }, { useAmount: won(1) }, { thisMonthDemandAmount: won(1) }]) {
    notStrictEqual(pullHash([line("a")], { ...totals, ...changes }), hash);
  }
  for (const kind of Object.keys(totals.adjustments)) {
    const adjustments = { ...totals.adjustments, [kind]: won(1) };
    notStrictEqual(pullHash([line("a")], { ...totals, adjustments }), hash, kind);
  }
});
