import { deepStrictEqual, rejects } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { contractUsages } from "./contract_usage.ts";
import { fixtureText, testClient, testKeys } from "./testing.ts";

const asked = { keys: testKeys, memberNo: "1000001", usageMonth: yearMonth("2022-02") };

Deno.test("contractUsages() maps the fixture of 2022 and leaves the entry out that stands for no use", async () => {
  const sent: string[] = [];
  const client = testClient((request) => {
    const { pathname, search } = new URL(request.url);
    sent.push(pathname + search);
    return Promise.resolve(new Response(fixtureText("getContractUsageList")));
  });
  const product = {
    productCode: "SPNATGW000000001",
    promiseNo: "",
    instanceNo: "90002921",
    itemKind: { code: "NATGW", codeName: "NAT Gateway" },
    serviceStatus: { code: "END", codeName: "Termination" },
    serviceStartAt: "2022-02-07T18:11:01+09:00",
    serviceEndAt: "2022-02-08T14:07:16+09:00",
    productSize: "0",
    productCount: "0",
  };
  deepStrictEqual(await contractUsages(client, asked), [{
    memberNo: "1000001",
    contractNo: "90006164",
    conjunctionContractNo: "",
    contractType: { code: "NATGW", codeName: "NAT Gateway" },
    contractStatus: { code: "NLEND", codeName: "Normal termination" },
    startAt: "2022-02-07T18:11:01+09:00",
    endAt: "2022-02-08T14:07:16+09:00",
    instanceName: "web-01",
    regionCode: "KR",
    products: [
      {
        ...product,
        sequence: "2",
        priceNo: "3081",
        ratingType: { code: "NATNW", codeName: "NAT Gateway Data Throughput" },
        uses: [],
      },
      {
        ...product,
        sequence: "1",
        priceNo: "3080",
        ratingType: { code: "NATMN", codeName: "NAT Gateway Maintenence" },
        uses: [{
          meteringType: { code: "NATMN", codeName: "NAT Gateway Maintenence" },
          usageMonth: yearMonth("2022-02"),
          quantity: "71775",
          unit: { code: "USAGE_SEC", codeName: "Usage time (per second)" },
        }],
      },
    ],
  }]);
  deepStrictEqual(sent, [
    "/billing/v1/cost/getContractUsageList?startMonth=202202&endMonth=202202&isPartner=true&memberNoList=1000001" +
    "&pageNo=1&pageSize=1000&responseFormatType=json",
  ]);
});

Deno.test("contractUsages() refuses a use without its month, even beside the entry that stands for no use", async () => {
  const field = "contractProductList.1.usageList.0";
  const cases = [
    [`"useMonth": "202202"`, `"useMonth": ""`, `${field}.useMonth: 값이 없습니다`],
    [`"usageQuantity": 71775`, `"usageQuantity": "71775"`, `${field}.usageQuantity: 숫자가 아닙니다 ("71775")`],
    [`"contractNo": "90006164"`, `"contractNo": ""`, "contractNo: 값이 없습니다"],
  ] as const;
  for (const [before, after, problem] of cases) {
    const body = fixtureText("getContractUsageList").replace(before, after);
    await rejects(contractUsages(testClient(() => Promise.resolve(new Response(body))), asked), {
      code: "schema",
      message: `getContractUsageList 1번째 행 ${problem}`,
    });
  }
});
