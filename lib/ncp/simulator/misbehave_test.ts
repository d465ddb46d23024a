import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { misbehaviourKinds, ncpMisbehaviours } from "./misbehaviours.ts";
import { type Keys, type Row, world } from "./test_world.ts";

const december = { responseFormatType: "json", startMonth: "202412", endMonth: "202412", isPartner: "true" };

function reservedBlock() {
  const { ask, partners, publicPartner } = world();
  const about = async (memberNo: string, of: { operation?: string; keys?: Keys } = {}) => {
    const params = { ...december, memberNoList: memberNo };
    const reply = await ask(of.operation ?? "getDemandCostList", params, { keys: of.keys ?? publicPartner });
    return { status: reply.status, retryAfter: reply.headers.get("retry-after"), text: await reply.text() };
  };
  const firstRow = async (memberNo: string, operation = "getDemandCostList"): Promise<Row> => {
    const { text } = await about(memberNo, { operation });
    return Object.values(JSON.parse(text)[`${operation}Response`]).find(Array.isArray)?.[0];
  };
  return { ask, about, firstRow, partners };
}

Deno.test("ncpSimulator() throttles and fails twice for a target, then answers", async () => {
  const { about } = reservedBlock();
  const throttled = [await about("9000429"), await about("9000429"), await about("9000429")];
  deepStrictEqual(throttled.map((reply) => [reply.status, reply.retryAfter]), [[429, "1"], [429, "1"], [200, null]]);
  strictEqual(JSON.parse(throttled[0]?.text ?? "").error.errorCode, "410");
  const failing = [await about("9123503"), await about("9123503"), await about("9123503")];
  deepStrictEqual(failing.map(({ status }) => status), [503, 503, 200]);
  strictEqual(JSON.parse(failing[0]?.text ?? "").error.errorCode, "500");
});

Deno.test("ncpSimulator() gives errors of the gateway, of the envelope and of the body", async () => {
  const { about } = reservedBlock();
  const timeout = await about("9000504");
  deepStrictEqual([timeout.status, JSON.parse(timeout.text).error.errorCode], [504, "510"]);
  const numeric = await about("9000906");
  deepStrictEqual([numeric.status, JSON.parse(numeric.text).error.errorCode], [400, 100]);
  const failed = await about("9000900");
  const envelope = JSON.parse(failed.text).getDemandCostListResponse;
  deepStrictEqual([failed.status, envelope.returnCode, "demandCostList" in envelope], [200, "9999", false]);
  const cut = await about("9000911");
  strictEqual(cut.status, 200);
  ok(cut.text.startsWith('{"getDemandCostListResponse":') && !cut.text.endsWith("}}"));
});

Deno.test("ncpSimulator() breaks rows: an amount as text, an identity, a currency, the shape of 2022", async () => {
  const { firstRow } = reservedBlock();
  strictEqual(typeof (await firstRow("9000901", "getContractDemandCostList")).useAmount, "string");
  const breach = await firstRow("9000902");
  strictEqual(breach.useAmount - breach.rounddownDiscountAmount + 1000, breach.thisMonthDemandAmount);
  strictEqual((await firstRow("9000904")).payCurrency.code, "USD");
  const old = await firstRow("9000905");
  strictEqual(old.loginId, "9000905");
  strictEqual(old.useAmount - old.under100DiscountAmount - old.under1000DiscountAmount, old.thisMonthDemandAmount);
  deepStrictEqual(["memberNo", "payCurrency", "rounddownDiscountAmount"].filter((key) => key in old), []);
  const line = await firstRow("9000905", "getContractDemandCostList");
  const [product] = line.contract.contractProductList ?? [];
  ok(product);
  deepStrictEqual([line.contract.loginId, product.productSizeType, "promiseNo" in product], ["9000905", {}, false]);
});

Deno.test("ncpSimulator() gives rows once for 9000903, and no partner list for 9000907", async () => {
  const { about } = reservedBlock();
  ok((await about("9000903")).text.includes('"totalRows":1,'));
  ok((await about("9000903")).text.includes('{"totalRows":0,"demandCostList":[],'));
  strictEqual((await about("9000907", { operation: "getPartnerDemandCostList" })).status, 401);
  strictEqual((await about("9000907")).status, 200);
});

Deno.test("ncpSimulator() is silent about 9000908 until the caller gives up, which rejects as fetch does", async () => {
  const { ask } = reservedBlock();
  const caller = new AbortController();
  const silent = ask("getDemandCostList", { ...december, memberNoList: "9000908" }, { signal: caller.signal });
  setTimeout(() => caller.abort(new Error("given up")), 20);
  await rejects(silent, /given up/);
});

Deno.test("ncpSimulator() knows the reserved block under every partner, and lists it under none", async () => {
  const { about, ask, partners } = reservedBlock();
  for (const keys of partners) {
    strictEqual((await about("9000907", { keys })).status, 200);
    ok(!(await (await ask("getDemandCostList", december, { keys })).text()).includes('"9000'));
  }
});

Deno.test("ncpMisbehaviours names every ending of the reserved block", () => {
  const named = ncpMisbehaviours.flatMap(({ input }) => /^회원번호 9000(\d{3})$/.exec(input)?.[1] ?? []);
  deepStrictEqual(named, Object.keys(misbehaviourKinds));
});
