import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { won, zeroWon } from "../money.ts";
import { ProviderError } from "../prelude.ts";
import { lineDiscount, type UsageLine } from "../usage/usage_line.ts";
import { isJsonObject, type JsonObject, readJson } from "./json.ts";
import { contractDemandCost, usageLines } from "./mapping.ts";
import { parseMonthRows, parseRows } from "./rows.ts";
import { fixtureText } from "./testing.ts";

const operation = "getContractDemandCostList";

interface FixtureAnswer {
  readonly getContractDemandCostListResponse: { readonly contractDemandCostList: readonly Row[] };
}
type Row = Readonly<Record<string, unknown>> & { readonly contract: Readonly<Record<string, unknown>> };

const fixture = (JSON.parse(fixtureText(operation)) as FixtureAnswer).getContractDemandCostListResponse
  .contractDemandCostList;
const [old] = fixture;
if (!old) throw new Error("the fixture has rows");

/** The row of the API's current shape: the fixture is of 2022. */
const current: Row = { ...old, payCurrency: { code: "KRW", codeName: "South Korea Won" }, demandAmount: 13_680 };

/** Reads rows as they come over the wire, so that numbers keep their source text. */
function lines(rows: readonly unknown[]): UsageLine[] {
  return linesOf(JSON.stringify(rows));
}

function linesOf(text: string): UsageLine[] {
  const list = readJson(text) as readonly JsonObject[];
  return usageLines(parseRows({ operation, rows: list, pages: [] }, contractDemandCost));
}

function withProduct(fields: Readonly<Record<string, unknown>>): Row {
  const products = old?.contract["contractProductList"] as readonly Record<string, unknown>[];
  return { ...current, contract: { ...current.contract, contractProductList: [{ ...products[0], ...fields }] } };
}

const firstLine: UsageLine = {
  key: "90002787/1/BST/BST/KR/323",
  regionCode: "KR",
  demandType: { code: "BST", codeName: "Block Storage" },
  demandTypeDetail: { code: "BST", codeName: "Block Storage Usage" },
  contractType: { code: "BST", codeName: "Block Storage" },
  contractNo: "90002787",
  instanceName: "web-01",
  productCode: "SPBSTBSTAD000006",
  priceNo: "323",
  promiseNo: "",
  quantity: "90",
  usageUnit: { code: "USAGE_TIME", codeName: "Usage time(Prorated)" },
  unitPrice: "0.16",
  productSize: "1073741824000",
  useAmount: won(14_400),
  promiseDiscount: zeroWon,
  promotionDiscount: zeroWon,
  etcDiscount: zeroWon,
  memberPriceDiscount: zeroWon,
  memberPromiseDiscountAdd: zeroWon,
  demandAmount: zeroWon,
  serviceStartAt: "2021-12-01T10:16:39+09:00",
  serviceEndAt: "2022-01-04T17:22:41+09:00",
};

Deno.test("usageLines() maps the fixture of 2022 without loss", () => {
  deepStrictEqual(lines(fixture), [
    firstLine,
    {
      ...firstLine,
      key: "90002790/1/BST/BST/KR/323",
      contractNo: "90002790",
      serviceStartAt: "2021-12-01T10:16:58+09:00",
    },
  ]);
});

Deno.test("usageLines() reads loginId as the member number where memberNo is not sent", () => {
  const { memberNo: _, ...row } = old;
  deepStrictEqual(lines([{ ...row, loginId: "1000001" }]), [firstLine]);
  throws(() => lines([row]), /1번째 행 memberNo: 값이 없습니다/);
});

Deno.test("usageLines() maps the current shape: five discounts, promise, open end", () => {
  const row = {
    ...withProduct({ promiseNo: "80001", serviceEndDate: "2999-12-31T23:59:59+0900" }),
    promiseDiscountAmount: 1,
    promotionDiscountAmount: 20,
    etcDiscountAmount: 300,
    memberPriceDiscountAmount: 4_000,
    memberPromiseDiscountAddAmount: 50_000,
  };
  const [line] = lines([row]);
  deepStrictEqual(line, {
    ...firstLine,
    promiseNo: "80001",
    promiseDiscount: won(1),
    promotionDiscount: won(20),
    etcDiscount: won(300),
    memberPriceDiscount: won(4_000),
    memberPromiseDiscountAdd: won(50_000),
    demandAmount: won(13_680),
    serviceEndAt: "",
  });
  strictEqual(line && lineDiscount(line), won(54_321));
});

Deno.test("usageLines() maps a network sum, whose contract and codes are {}, to empty texts", () => {
  deepStrictEqual(lines([{ ...current, contract: {}, demandType: {}, usageUnit: {}, regionCode: "" }]), [{
    ...firstLine,
    key: "///BST//",
    regionCode: "",
    demandType: { code: "", codeName: "" },
    contractType: { code: "", codeName: "" },
    contractNo: "",
    instanceName: "",
    productCode: "",
    priceNo: "",
    usageUnit: { code: "", codeName: "" },
    productSize: "0",
    demandAmount: won(13_680),
    serviceStartAt: "",
    serviceEndAt: "",
  }]);
  const { instanceName: _, ...nameless } = current.contract;
  strictEqual(lines([{ ...current, contract: nameless }])[0]?.instanceName, "");
});

Deno.test("usageLines() takes amounts that are exactly whole however they are written", () => {
  const cases = [["14400.0", 14_400n], ["1.44e4", 14_400n], ["-0.0", 0n], ["9007199254740993", 9_007_199_254_740_993n]];
  for (const [written, amount] of cases) {
    const text = JSON.stringify([current]).replace(`"useAmount":14400`, `"useAmount":${written}`);
    strictEqual(linesOf(text)[0]?.useAmount, amount, `${written}`);
  }
});

Deno.test("usageLines() keeps quantity, price and size as decimal text", () => {
  const text = JSON.stringify([current])
    .replace(`"totalUnitUsageQuantity":90`, `"totalUnitUsageQuantity":12.851112000000000001`)
    .replace(`"productPrice":0.16`, `"productPrice":1.6E-1`)
    .replace(`"productSize":1073741824000`, `"productSize":1.073741824E12`);
  const [line] = linesOf(text);
  deepStrictEqual([line?.quantity, line?.unitPrice, line?.productSize], [
    "12.851112000000000001",
    "0.16",
    "1073741824000",
  ]);
});

Deno.test("usageLines() numbers rows of one key and gives the same lines in any order of the rows", () => {
  const rows = [
    { ...current, useAmount: 300 },
    { ...current, useAmount: 100 },
    { ...current, useAmount: 100 },
    { ...current, regionCode: "JPN", useAmount: 900 },
    { ...current, useAmount: 200 },
  ];
  const expected = [
    ["90002787/1/BST/BST/JPN/323", 900n],
    ["90002787/1/BST/BST/KR/323", 100n],
    ["90002787/1/BST/BST/KR/323#2", 100n],
    ["90002787/1/BST/BST/KR/323#3", 200n],
    ["90002787/1/BST/BST/KR/323#4", 300n],
  ];
  const orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]];
  for (const order of orders) {
    deepStrictEqual(lines(order.map((index) => rows[index])).map((line) => [line.key, line.useAmount]), expected);
  }
});

Deno.test("usageLines() keeps keys apart and in order where more than nine rows share one", () => {
  const mapped = lines(Array.from({ length: 12 }, () => current)).map((line) => line.key);
  strictEqual(new Set(mapped).size, 12);
  deepStrictEqual(mapped, mapped.toSorted());
});

Deno.test("contractDemandCost refuses a row that breaks the schema and names the field", () => {
  const cases = [
    [{ ...current, useAmount: "abc" }, `useAmount: 정수가 아닙니다 ("abc")`],
    [{ ...current, useAmount: "14400" }, `useAmount: 정수가 아닙니다 ("14400")`],
    [{ ...current, useAmount: 14_400.5 }, "useAmount: 정수가 아닙니다 (14400.5)"],
    [{ ...current, useAmount: { source: "14400" } }, `useAmount: 정수가 아닙니다 ({"source":"14400"})`],
    [{ ...current, useAmount: null }, "useAmount: 값이 없습니다"],
    [{ ...current, useAmount: undefined }, "useAmount: 값이 없습니다"],
    [{ ...current, useAmount: 1e18 }, "useAmount: 너무 큽니다 (1000000000000000000)"],
    [{ ...current, memberPriceDiscountAmount: undefined }, "memberPriceDiscountAmount: 값이 없습니다"],
    [{ ...current, demandAmount: true }, "demandAmount: 정수가 아닙니다 (true)"],
    [{ ...current, productPrice: "0.16" }, `productPrice: 숫자가 아닙니다 ("0.16")`],
    [{ ...current, totalUnitUsageQuantity: undefined }, "totalUnitUsageQuantity: 값이 없습니다"],
    [{ ...current, memberNo: undefined }, "memberNo: 값이 없습니다"],
    [{ ...current, memberNo: "" }, "memberNo: 값이 없습니다"],
    [{ ...current, memberNo: "x1" }, `memberNo: 숫자로 된 번호가 아닙니다 ("x1")`],
    [{ ...current, demandMonth: undefined }, "demandMonth: 값이 없습니다"],
    [{ ...current, demandMonth: "202213" }, `demandMonth: 월이 아닙니다 ("202213")`],
    [{ ...current, demandMonth: "2022-01" }, `demandMonth: 월이 아닙니다 ("2022-01")`],
    [{ ...current, demandMonth: 202_201 }, "demandMonth: 월이 아닙니다 (202201)"],
    [{ ...current, demandType: "BST" }, `demandType: 코드가 아닙니다 ("BST")`],
    [{ ...current, demandType: { code: 1 } }, "demandType: 코드가 아닙니다 (1)"],
    [{ ...current, regionCode: 1 }, "regionCode: 글자가 아닙니다 (1)"],
    [{ ...current, writeDate: "2022-02-01" }, `writeDate: 일시가 아닙니다 ("2022-02-01")`],
    [{ ...current, payCurrency: { code: "USD", codeName: "" } }, `payCurrency: KRW가 아닌 통화입니다 ("USD")`],
    [{ ...current, contract: undefined }, "contract: 계약이 아닙니다"],
    [{ ...current, contract: { ...current.contract, contractNo: "" } }, "contract.contractNo: 값이 없습니다"],
    [{ ...current, contract: { contractNo: "90002787" } }, "contract.contractProductList: 값이 없습니다"],
    [
      { ...current, contract: { ...current.contract, contractProductList: {} } },
      "contract.contractProductList: 목록이 아닙니다",
    ],
    [withProduct({ productSize: "1" }), `contract.contractProductList.0.productSize: 숫자가 아닙니다 ("1")`],
    [withProduct({ priceNo: "A1" }), `contract.contractProductList.0.priceNo: 숫자로 된 번호가 아닙니다 ("A1")`],
    [
      withProduct({ serviceStartDate: "2022-13-01T00:00:00+0900" }),
      `contract.contractProductList.0.serviceStartDate: 일시가 아닙니다 ("2022-13-01T00:00:00+0900")`,
    ],
  ] as const;
  for (const [row, problem] of cases) {
    throws(
      () => lines([current, row]),
      new ProviderError("ncp", "schema", `getContractDemandCostList 2번째 행 ${problem}`, false),
    );
  }
});

Deno.test("contractDemandCost takes KRW, {} and no currency alike", () => {
  for (const payCurrency of [{ code: "KRW", codeName: "South Korea Won" }, {}, undefined]) {
    strictEqual(lines([{ ...current, payCurrency }]).length, 1);
  }
});

Deno.test("parseMonthRows() refuses a row of another month", () => {
  const rows = readJson(JSON.stringify([current, { ...current, demandMonth: "202202" }])) as readonly JsonObject[];
  strictEqual(rows.every(isJsonObject), true);
  throws(
    () =>
      parseMonthRows({ operation, rows, pages: [] }, { schema: contractDemandCost, usageMonth: yearMonth("2022-01") }),
    new ProviderError(
      "ncp",
      "schema",
      `getContractDemandCostList 2번째 행 demandMonth: 요청한 202201이 아닙니다 ("202202")`,
      false,
    ),
  );
});
