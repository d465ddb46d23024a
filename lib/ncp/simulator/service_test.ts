import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fixedClock } from "../../calendar.ts";
import { processMemory } from "../../simulator.ts";
import { sign } from "../signature.ts";
import { ncpSimulator } from "./mod.ts";
import { demoDay, host, world } from "./test_world.ts";

const plain = { accessKey: "SIMNCPPUBLICPLAIN001", secretKey: "simulated-secret-of-an-ordinary-member-1" };
const unsubscribed = { accessKey: "SIMNCPPUBLICNOSUB001", secretKey: "simulated-secret-without-subscription-01" };
const good = { startMonth: "202412", endMonth: "202412", responseFormatType: "json" };
const demand = "getDemandCostList";

Deno.test("ncpSimulator() refuses at the gateway as the vendor does, in its order", async () => {
  const { ask, publicPartner, govPartner } = world();
  const wrong = { ...publicPartner, secretKey: "wrong" };
  const missing = "Authentication information are missing.";
  const invalid = "Invalid authentication information.";
  const cases: [Parameters<typeof ask>, number, string, string | null][] = [
    [["getNothing", good, { keys: wrong }], 404, "300", null],
    [["getContractSummaryList", good, { method: "POST" }], 404, "300", null],
    [[demand, good, { drop: "x-ncp-apigw-timestamp" }], 401, "200", missing],
    [[demand, good, { drop: "x-ncp-iam-access-key" }], 401, "200", missing],
    [[demand, good, { drop: "x-ncp-apigw-signature-v2" }], 401, "200", missing],
    [[demand, good, { keys: { accessKey: "UNKNOWN", secretKey: "x" } }], 401, "200", invalid],
    [[demand, {}, { keys: wrong }], 401, "200", invalid],
    [[demand, good, { skewMs: 300_000 }], 401, "200", invalid],
    [[demand, good, { skewMs: -300_000 }], 401, "200", invalid],
    [[demand, good, { host: "https://billingapi.apigw.gov-ntruss.com" }], 401, "200", invalid],
    [[demand, good, { host: "https://billingapi.apigw.ntruss.com", keys: govPartner }], 401, "200", invalid],
    [[demand, {}, { keys: unsubscribed }], 401, "210", "A subscription to the API is required."],
  ];
  for (const [asked, status, code, details] of cases) {
    const reply = await ask(...asked);
    const { error } = await reply.json();
    deepStrictEqual([reply.status, error.errorCode, error.details], [status, code, details], JSON.stringify(asked));
  }
});

Deno.test("ncpSimulator() refuses a target other than the one signed", async () => {
  const { publicPartner } = world();
  const context = { clock: fixedClock(demoDay), wallClockMs: () => 0, memory: processMemory() };
  const fetch = ncpSimulator(context, { members: 3 });
  const pathAndQuery = "/billing/v1/cost/getCostRelationCodeList";
  const headers = {
    "x-ncp-apigw-timestamp": "0",
    "x-ncp-iam-access-key": publicPartner.accessKey,
    "x-ncp-apigw-signature-v2": await sign({ method: "GET", pathAndQuery, timestamp: "0", ...publicPartner }),
  };
  strictEqual((await fetch(new Request(host + pathAndQuery, { headers }))).status, 200);
  strictEqual((await fetch(new Request(`${host}${pathAndQuery}?responseFormatType=json`, { headers }))).status, 401);
});

Deno.test("ncpSimulator() refuses parameters with 400 and members out of reach with 403", async () => {
  const { ask } = world();
  const partner = { ...good, isPartner: "true" };
  const cases: [Parameters<typeof ask>, 400 | 403][] = [
    [[demand, { ...good, startMonth: [] }], 400],
    [[demand, { ...good, startMonth: "2024-12" }], 400],
    [[demand, { ...good, startMonth: "202413" }], 400],
    [[demand, { ...good, startMonth: "202501" }], 400],
    [[demand, { ...good, startMonth: "202409" }], 400],
    [[demand, { ...good, pageSize: "1001" }], 400],
    [[demand, { ...good, pageSize: "0" }], 400],
    [[demand, { ...good, pageNo: "0" }], 400],
    [[demand, { ...good, isPartner: "yes" }], 400],
    [[demand, { ...partner, isOrganization: "true" }, { keys: plain }], 400],
    [["getContractSummaryList", good], 400],
    [[demand, { ...good, isOrganization: "true" }], 403],
    [[demand, partner, { keys: plain }], 403],
    [["getPartnerDemandCostList", good, { keys: plain }], 403],
    [[demand, { ...partner, memberNoList: ["1000001", "2000001"] }], 403],
    [[demand, { ...partner, memberNoList: "1999999" }], 403],
    [[demand, { ...partner, memberNoList: "9000000" }], 403],
    [[demand, { ...good, memberNoList: "1000001" }], 403],
  ];
  for (const [asked, status] of cases) {
    const reply = await ask(...asked);
    const { responseError } = await reply.json();
    const expected = [status, status === 400 ? "1100" : "1103"];
    deepStrictEqual([reply.status, responseError.returnCode], expected, JSON.stringify(asked));
  }
});

Deno.test("ncpSimulator() answers at the boundary of every refusal", async () => {
  const { ask, govPartner } = world();
  const cases: Parameters<typeof ask>[] = [
    [demand, good, { skewMs: 299_999 }],
    [demand, good, { host: "https://billingapi.apigw.ntruss.com" }],
    [demand, good, { host: "https://billingapi.apigw.gov-ntruss.com", keys: govPartner }],
    [demand, good, { method: "POST" }],
    [demand, good, { keys: plain }],
    [demand, { ...good, memberNoList: "1000000" }],
    [demand, { ...good, startMonth: "202410", pageSize: "1000" }],
    ["getContractSummaryList", { contractMonth: "202412" }],
  ];
  for (const asked of cases) {
    const reply = await ask(...asked);
    strictEqual(reply.status, 200, JSON.stringify(asked));
    await reply.text();
  }
});

Deno.test("ncpSimulator() answers XML unless JSON is asked for by name", async () => {
  const { ask } = world();
  const { responseFormatType: _, ...months } = good;
  const reply = await ask("getContractUsageList", { ...months, isPartner: "true", memberNoList: "1000009" });
  const text = await reply.text();
  strictEqual(reply.headers.get("content-type"), "application/xml;charset=UTF-8");
  ok(/^<\?xml [^>]+><getContractUsageListResponse><requestId>[0-9a-f-]{36}<\/requestId><returnCode>0</.test(text));
  ok(text.includes("<contractList><contract><memberNo>1000009</memberNo>"));
  ok(text.includes("<contractProductList><contractProduct><contractProductSequence>1<"));
  const refused = await ask(demand, { startMonth: "202412" });
  strictEqual(
    await refused.text(),
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><responseError><returnCode>1100</returnCode>' +
      "<returnMessage>endMonth is invalid.</returnMessage></responseError>",
  );
});
