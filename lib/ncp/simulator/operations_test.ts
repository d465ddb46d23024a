import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Row, total, world } from "./test_world.ts";

const december = { startMonth: "202412", endMonth: "202412", isPartner: "true" };

Deno.test("ncpSimulator() answers the same bytes to the same question, in a world of any size", async () => {
  const question = { ...december, startMonth: "202411", memberNoList: "1000009" };
  strictEqual(
    (await world(60).list("getContractDemandCostList", question)).text,
    (await world(3000).list("getContractDemandCostList", question)).text,
  );
});

Deno.test("ncpSimulator() pages: every page size gives the same rows, and totalRows counts all", async () => {
  const { list, publicPartner } = world();
  const question = { ...december, startMonth: "202411", endMonth: "202501" };
  for (const operation of ["getDemandCostList", "getProductDemandCostList", "getContractDemandCostList"]) {
    const allRows = async (pageSize: string) => {
      const rows: Row[] = [];
      for (let pageNo = 1; pageNo < 100; pageNo++) {
        const page = await list(operation, { ...question, pageNo: `${pageNo}`, pageSize });
        rows.push(...page.rows);
        if (rows.length === page.totalRows) return rows;
      }
      throw new Error(`Cannot reach totalRows of ${operation}`);
    };
    deepStrictEqual(await allRows("97"), await allRows("1000"), operation);
    deepStrictEqual((await list(operation, { ...question, pageNo: "99999" })).rows, []);
  }
  const { rows } = await list("getPartnerDemandCostList", { startMonth: "202412", endMonth: "202412" });
  deepStrictEqual(rows.map(({ memberNo }) => memberNo), publicPartner.members);
});

Deno.test("ncpSimulator() takes memberNoList repeated and numbered, and filters rows", async () => {
  const { list } = world();
  const lines = (params: Record<string, string | string[]>) =>
    list("getContractDemandCostList", { ...december, ...params });
  const repeated = await lines({ memberNoList: ["1000002", "1000003"] });
  const numbered = await lines({ "memberNoList.1": "1000002", "memberNoList.2": "1000003" });
  deepStrictEqual(numbered.rows, repeated.rows);
  const servers = await lines({ memberNoList: "1000002", demandTypeCode: "VSVR" });
  ok(servers.totalRows > 0 && servers.totalRows < repeated.totalRows);
  ok(servers.rows.every((row) => row.demandType.code === "VSVR"));
  const own = await list("getDemandCostList", { startMonth: "202412", endMonth: "202412" });
  deepStrictEqual(own.rows.map(({ memberNo }) => memberNo), ["1000000"]);
});

Deno.test("ncpSimulator() lists the 647 codes and bills one product that is not among them", async () => {
  const { list } = world();
  const codes = await list("getCostRelationCodeList", {});
  deepStrictEqual([codes.totalRows, codes.rows.length], [647, 647]);
  const compute = await list("getCostRelationCodeList", { productCategoryCode: "COMPUTE" });
  ok(compute.totalRows > 0 && compute.rows.every((row) => row.productCategory.code === "COMPUTE"));
  const place = (row: Row) => `${row.demandType.code}/${row.demandTypeDetail.code}`;
  const known = new Set(codes.rows.map(place));
  const { rows } = await list("getContractDemandCostList", december);
  deepStrictEqual([...new Set(rows.map(place))].filter((each) => !known.has(each)), ["NEWAI/NEWAI"]);
});

Deno.test("ncpSimulator() sums traffic without a contract, twice alike for member 1000011", async () => {
  const { list, publicPartner } = world();
  const { rows } = await list("getContractDemandCostList", {
    ...december,
    memberNoList: publicPartner.members.slice(0, 12),
  });
  const sums = rows.filter((row) => Object.keys(row.contract).length === 0);
  const ofMember = (memberNo: string) =>
    sums.filter((row) => row.memberNo === memberNo).map((row) => row.demandType.code);
  deepStrictEqual(ofMember("1000001"), ["NTOSM", "NTISM"]);
  deepStrictEqual(ofMember("1000011"), ["NTOSM", "NTOSM", "NTISM", "NTISM"]);
  const storageTraffic = rows.filter((row) => row.demandTypeDetail.code === "OSNTM");
  ok(
    storageTraffic.length > 0 &&
      storageTraffic.every((row) => row.contract.contractNo && !("instanceName" in row.contract)),
  );
});

Deno.test("ncpSimulator() counts the contracts that it lists, with licences hanging on their server", async () => {
  const { list, member } = world();
  const summary = await member("getContractSummaryList", { memberNo: "1000009", month: "202412" });
  const contracts = await member("getContractUsageList", { memberNo: "1000009", month: "202412" });
  strictEqual(total(summary.rows, "contractCount"), contracts.totalRows);
  const everything = await list("getContractUsageList", december);
  const numbers = new Set(everything.rows.map(({ contractNo }) => contractNo));
  const hanging = everything.rows.filter(({ conjunctionContractNo }) => conjunctionContractNo !== "");
  ok(hanging.length > 0);
  for (const row of hanging) {
    deepStrictEqual([row.contractType.code, numbers.has(row.conjunctionContractNo)], ["SW", true]);
  }
  const dummy = '{"meteringType":{},"useMonth":"","usageQuantity":0,"unit":{"code":"USAGE_1BYTE"';
  ok(everything.text.includes(dummy), "a product without use has one dummy entry");
});

Deno.test("ncpSimulator() shows a contract that came and went in mid-month with its use in both months", async () => {
  const { list } = world(60, new Date("2025-02-10T09:00:00+09:00"));
  const range = { ...december, startMonth: "202411", endMonth: "202501", memberNoList: "1000009" };
  const project = (await list("getContractUsageList", range)).rows.find((row) => row.instanceName === "project-91");
  ok(project);
  deepStrictEqual(
    [project.contractStatus.code, project.contractStartDate, project.contractEndDate],
    ["NLEND", "2024-12-11T10:00:00+0900", "2025-01-20T15:00:00+0900"],
  );
  deepStrictEqual(
    project.contractProductList?.[0]?.usageList.map((usage) => [usage.useMonth, usage.usageQuantity, usage.unit.code]),
    [["202412", 494 * 3600, "USAGE_SEC"], ["202501", 471 * 3600, "USAGE_SEC"]],
  );
});

Deno.test("ncpSimulator() writes keys in the order of NCP's recent replies", async () => {
  const { member } = world();
  const of = { memberNo: "1000001", month: "202412" };
  const reply = await member("getContractDemandCostList", of);
  ok(/^\{"getContractDemandCostListResponse":\{"totalRows":\d+,"contractDemandCostList":\[/.test(reply.text));
  ok(/\],"requestId":"[0-9a-f-]{36}","returnCode":"0","returnMessage":"success"\}\}$/.test(reply.text));
  deepStrictEqual(
    Object.keys(reply.rows[0] ?? {}).join(" "),
    [
      "memberNo regionCode demandType demandTypeDetail contract demandMonth unitUsageQuantity packageUnitUsageQuantity",
      "totalUnitUsageQuantity usageUnit productPrice useAmount promotionDiscountAmount etcDiscountAmount",
      "promiseDiscountAmount demandAmount writeDate memberPriceDiscountAmount memberPromiseDiscountAddAmount payCurrency",
      "thisMonthAppliedExchangeRate",
    ].join(" "),
  );
  const [demand] = (await member("getDemandCostList", of)).rows;
  ok(demand && !("overdueOccurDate" in demand));
});
