import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { won, zeroWon } from "../money.ts";
import type { Fetch } from "../simulator.ts";
import { ncpUsageSource } from "./billing.ts";
import { fixtureText, testKeys, testNowMs, testOptions, wireAnswer } from "./testing.ts";

type Row = Readonly<Record<string, unknown>>;
type Answers = Readonly<Record<string, (request: Request) => Response>>;

/** Answers by operation; notes the path after /billing/v1/cost/ of every request. */
function wire(answers: Answers): { fetch: Fetch; sent: string[] } {
  const sent: string[] = [];
  const fetch: Fetch = (request) => {
    const { pathname, search } = new URL(request.url);
    sent.push((pathname + search).replace("/billing/v1/cost/", ""));
    const answer = answers[pathname.split("/").at(-1) ?? ""];
    return Promise.resolve(answer ? answer(request) : notFound());
  };
  return { fetch, sent };
}

function listing(listKey: string, rows: readonly Row[]): (request: Request) => Response {
  return (request) => wireAnswer(request, { totalRows: rows.length, [listKey]: rows });
}

function notFound(): Response {
  return Response.json({ error: { errorCode: "300", message: "Not Found Exception" } }, { status: 404 });
}

function denied(): Response {
  return Response.json({ error: { errorCode: 210, message: "Permission Denied" } }, { status: 401 });
}

const [demandRow] = (JSON.parse(fixtureText("getDemandCostList")) as {
  getDemandCostListResponse: { demandCostList: readonly Row[] };
}).getDemandCostListResponse.demandCostList;
const productRow = { memberNo: "1000001", demandMonth: "202201", writeDate: "2022-02-01T08:22:40+0900" };
const partnerRow = { memberNo: "1000001", demandMonth: "202201", partnerTotalDemandAmount: 71_820 };

const month: Answers = {
  getContractDemandCostList: () => new Response(fixtureText("getContractDemandCostList")),
  getProductDemandCostList: listing("productDemandCostList", [
    { ...productRow, useAmount: 1_880_000 },
    { ...productRow, useAmount: 530.0 },
    { ...productRow, useAmount: 0 },
  ]),
  getDemandCostList: listing("demandCostList", demandRow ? [demandRow] : []),
  getPartnerDemandCostList: listing("partnerDemandCostList", [partnerRow]),
};
const asked = { memberNo: "1000001", usageMonth: yearMonth("2022-01") };

Deno.test("pullMonth() brings lines, totals, cost and every page of a member's month", async () => {
  const { fetch, sent } = wire(month);
  const pulled = await ncpUsageSource(testOptions(fetch)).pullMonth(testKeys, asked);
  deepStrictEqual(pulled.lines.map((line) => [line.key, line.useAmount]), [
    ["90002787/1/BST/BST/KR/323", won(14_400)],
    ["90002790/1/BST/BST/KR/323", won(14_400)],
  ]);
  deepStrictEqual([pulled.totals.rows, pulled.totals.useAmount], [1, won(1_880_530)]);
  strictEqual(pulled.productUseAmount, won(1_880_530));
  strictEqual(pulled.cost, won(71_820));
  strictEqual(pulled.writtenAt, "2022-02-01T17:59:13+09:00");
  const paging = "memberNoList=1000001&pageNo=1&pageSize=1000&responseFormatType=json";
  const queries = [
    `startMonth=202201&endMonth=202201&isPartner=true&${paging}`,
    `startMonth=202201&endMonth=202201&isPartner=true&${paging}`,
    `startMonth=202201&endMonth=202201&isPartner=true&${paging}`,
    `startMonth=202201&endMonth=202201&${paging}`,
  ];
  const operations = Object.keys(month);
  deepStrictEqual(sent, queries.map((query, index) => `${operations[index]}?${query}`));
  deepStrictEqual(
    pulled.pages.map(({ operation, query, fetchedAt }) => ({ operation, query, fetchedAt })),
    queries.map((query, index) => ({ operation: operations[index], query, fetchedAt: new Date(testNowMs) })),
  );
  strictEqual(pulled.pages[0]?.body, fixtureText("getContractDemandCostList"));
});

Deno.test("pullMonth() gives an empty month where NCP has no rows", async () => {
  const { fetch } = wire({
    getContractDemandCostList: listing("contractDemandCostList", []),
    getProductDemandCostList: listing("productDemandCostList", []),
    getDemandCostList: listing("demandCostList", []),
    getPartnerDemandCostList: listing("partnerDemandCostList", []),
  });
  const pulled = await ncpUsageSource(testOptions(fetch)).pullMonth(testKeys, asked);
  deepStrictEqual([pulled.lines, pulled.totals.rows, pulled.totals.useAmount], [[], 0, zeroWon]);
  deepStrictEqual([pulled.productUseAmount, pulled.cost, pulled.writtenAt, pulled.pages.length], [
    zeroWon,
    null,
    "",
    4,
  ]);
});

Deno.test("pullMonth() leaves the cost unknown where the partner list is not there or not allowed", async () => {
  for (const refusal of [notFound, denied]) {
    const { fetch } = wire({ ...month, getPartnerDemandCostList: refusal });
    const pulled = await ncpUsageSource(testOptions(fetch)).pullMonth(testKeys, asked);
    deepStrictEqual([pulled.cost, pulled.pages.length], [null, 3]);
  }
});

Deno.test("pullMonth() fails with any other failure of the partner list, and with any of the others", async () => {
  const forbidden = () =>
    Response.json({ responseError: { returnCode: "1103", returnMessage: "Forbidden." } }, { status: 403 });
  const source = (answers: Answers) => ncpUsageSource(testOptions(wire({ ...month, ...answers }).fetch));
  await rejects(source({ getPartnerDemandCostList: forbidden }).pullMonth(testKeys, asked), { code: "1103" });
  for (const operation of ["getContractDemandCostList", "getProductDemandCostList", "getDemandCostList"]) {
    await rejects(source({ [operation]: denied }).pullMonth(testKeys, asked), { code: "210", retryable: false });
  }
});

Deno.test("pullMonth() refuses a row of another month and names the operation", async () => {
  const { fetch } = wire({
    ...month,
    getProductDemandCostList: listing("productDemandCostList", [{
      ...productRow,
      demandMonth: "202112",
      useAmount: 1,
    }]),
  });
  await rejects(ncpUsageSource(testOptions(fetch)).pullMonth(testKeys, asked), {
    code: "schema",
    message: `getProductDemandCostList 1번째 행 demandMonth: 요청한 202201이 아닙니다 ("202112")`,
  });
});

Deno.test("verify() makes one small call of last month, by Seoul time, that a wrong pair fails", async () => {
  const { fetch, sent } = wire(month);
  await ncpUsageSource(testOptions(fetch)).verify(testKeys);
  deepStrictEqual(sent, [
    "getDemandCostList?startMonth=202412&endMonth=202412&isPartner=true&pageNo=1&pageSize=1&responseFormatType=json",
  ]);
  const refused = () =>
    Response.json({ error: { errorCode: "200", message: "Authentication Failed" } }, { status: 401 });
  const source = ncpUsageSource(testOptions(wire({ getDemandCostList: refused }).fetch));
  await rejects(source.verify(testKeys), { code: "200", retryable: false });
  const unsubscribed = ncpUsageSource(testOptions(wire({ getDemandCostList: denied }).fetch));
  await rejects(unsubscribed.verify(testKeys), { code: "210", retryable: false });
});

Deno.test("unknownMembers() asks the partner list, three months at a time", async () => {
  const { fetch, sent } = wire({
    getPartnerDemandCostList: (request) => {
      const startMonth = new URL(request.url).searchParams.get("startMonth");
      const numbers = startMonth === "202411" ? ["1000001", "1000002", "1000001"] : ["1000003"];
      const rows = numbers.map((memberNo) => ({ memberNo }));
      return wireAnswer(request, { totalRows: rows.length, partnerDemandCostList: rows });
    },
  });
  const source = ncpUsageSource(testOptions(fetch));
  const asked = { from: yearMonth("2024-11"), to: yearMonth("2025-02"), memberNos: ["1000001", "1000003"] };
  deepStrictEqual(await source.unknownMembers(testKeys, asked), []);
  const paging = "pageNo=1&pageSize=1000&responseFormatType=json";
  deepStrictEqual(sent, [
    `getPartnerDemandCostList?startMonth=202411&endMonth=202501&${paging}`,
    `getPartnerDemandCostList?startMonth=202502&endMonth=202502&${paging}`,
  ]);
});

Deno.test("unknownMembers() falls back to the demand costs of the partner's members", async () => {
  const { fetch, sent } = wire({
    getPartnerDemandCostList: denied,
    getDemandCostList: listing("demandCostList", [{ memberNo: "1000001" }, { loginId: "1000002" }]),
  });
  const source = ncpUsageSource(testOptions(fetch));
  const asked = { from: yearMonth("2024-12"), to: yearMonth("2024-12"), memberNos: ["1000001", "1000002"] };
  deepStrictEqual(await source.unknownMembers(testKeys, asked), []);
  strictEqual(
    sent[1],
    "getDemandCostList?startMonth=202412&endMonth=202412&isPartner=true&pageNo=1&pageSize=1000&responseFormatType=json",
  );
});

Deno.test("costCodes() maps all 647 rows of the fixture", async () => {
  const { fetch, sent } = wire({ getCostRelationCodeList: () => new Response(fixtureText("getCostRelationCodeList")) });
  const codes = await ncpUsageSource(testOptions(fetch)).costCodes(testKeys);
  strictEqual(codes.length, 647);
  deepStrictEqual(codes[0], {
    contractType: { code: "APIGW", codeName: "API Gateway" },
    demandType: { code: "AGSM", codeName: "API Gateway" },
    demandTypeDetail: { code: "APICH", codeName: "Cache Usage" },
    productDemandType: { code: "APIGW", codeName: "API Gateway" },
    productCategory: { code: "APP-SERVICES", codeName: "Application Services" },
  });
  strictEqual(codes.every((code) => Object.values(code).every((part) => part.code !== "")), true);
  deepStrictEqual(sent, ["getCostRelationCodeList?responseFormatType=json"]);
});

Deno.test("contractCounts() counts a member's contracts by type and region", async () => {
  const row = {
    memberNo: "1000001",
    regionCode: "KR",
    contractType: { code: "VSVR", codeName: "Server (VPC)" },
    contractCount: 4,
    contractStatus: { code: "NOML", codeName: "Normal" },
  };
  const { fetch, sent } = wire({ getContractSummaryList: listing("contractSummaryList", [row]) });
  const { contractCount: _, ...counted } = row;
  deepStrictEqual(await ncpUsageSource(testOptions(fetch)).contractCounts(testKeys, asked), [{ ...counted, count: 4 }]);
  deepStrictEqual(sent, [
    "getContractSummaryList?contractMonth=202201&isPartner=true&memberNoList=1000001" +
    "&pageNo=1&pageSize=1000&responseFormatType=json",
  ]);
  for (const contractCount of ["4", 4.5, -1, undefined]) {
    const broken = wire({ getContractSummaryList: listing("contractSummaryList", [{ ...row, contractCount }]) });
    await rejects(ncpUsageSource(testOptions(broken.fetch)).contractCounts(testKeys, asked), {
      code: "schema",
      message: /1번째 행 contractCount: /,
    });
  }
});
