import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { toBase64, utf8 } from "../../bytes.ts";
import { simulatedLink } from "./mod.ts";
import type { Bench } from "./bench_for_tests.ts";
import { bench, tokenRequest } from "./bench_for_tests.ts";

async function askToken(on: Bench, change: Parameters<typeof tokenRequest>[1] = {}) {
  const response = await on.simulator(await tokenRequest(on.context.wallClockMs(), change));
  return { status: response.status, json: await response.json() };
}

Deno.test("issueToken() answers a signed request with a token of ten minutes by the wall clock", async () => {
  const on = await bench("2026-02-03 10:15");
  const { status, json } = await askToken(on);
  const { session_token: token, ...rest } = json;
  strictEqual(status, 200);
  match(token, /^[\w-]+=*\.[\w-]+=*$/);
  deepStrictEqual(rest, {
    serviceID: "POPBILL_TEST",
    linkID: simulatedLink.linkId,
    userID: simulatedLink.corpNum,
    partnerCode: "26010000009",
    usercode: "26019988800",
    scope: ["member", "110", "150", "170", "180"],
    ipaddress: "127.0.0.1",
    expiration: "2026-11-24T00:10:00Z",
  });
});

Deno.test("issueToken() signs over x-lh-forwarded when it is sent", async () => {
  strictEqual((await askToken(await bench("2026-02-03 10:15"), { forwarded: "*" })).status, 200);
});

Deno.test("issueToken() refuses a wrong signature, link, member, service and date", async () => {
  const on = await bench("2026-02-03 10:15");
  const cases: readonly (readonly [Parameters<typeof tokenRequest>[1], number, number])[] = [
    [{ secretKey: toBase64(utf8("another key")) }, 401, -99010007],
    [{ linkId: "SOMEBODY" }, 401, -99003004],
    [{ corpNum: "9988801005" }, 400, -99003008],
    [{ serviceId: "POPBILL" }, 200, 0],
    [{ date: "2026-11-24" }, 401, -99010003],
    [{ date: "2026-11-24T00:05:01Z" }, 401, -99010004],
    [{ date: "2026-11-23T23:54:59Z" }, 401, -99010004],
    [{ date: "2026-11-24T00:05:00Z" }, 200, 0],
    [{ date: "2026-11-23T23:55:00.000Z" }, 200, 0],
  ];
  for (const [change, status, code] of cases) {
    const answer = await askToken(on, change);
    deepStrictEqual([answer.status, answer.json.code ?? 0], [status, code], JSON.stringify(change));
  }
});

Deno.test("authenticate() refuses a token at the moment its ten minutes are over, not before", async () => {
  const on = await bench("2026-02-03 10:15");
  const token = (await askToken(on)).json.session_token;
  on.passMs(599_999);
  strictEqual((await on.ask("/POPBILL_TEST/Point", { token })).json.remainPoint, 100_000);
  on.passMs(1);
  const answer = await on.ask("/POPBILL_TEST/Point", { token });
  deepStrictEqual([answer.status, answer.json.code], [401, -99000026]);
});

Deno.test("authenticate() refuses a token that was tampered with, none at all, and one without the product", async () => {
  const on = await bench("2026-02-03 10:15");
  const token: string = (await askToken(on)).json.session_token;
  deepStrictEqual((await on.ask("/CorpInfo", { token: `x${token}` })).json.code, -99910004);
  const bare = await on.simulator(new Request("http://popbill.example/CorpInfo"));
  deepStrictEqual([bare.status, (await bare.json()).code], [401, -99010005]);
  const narrow: string = (await askToken(on, { scope: ["member", "110"] })).json.session_token;
  strictEqual((await on.ask("/CloseDown?CN=9988101011", { token: narrow })).json.code, -99910002);
  strictEqual((await on.ask("/Taxinvoice?cfg=UNITCOST", { token: narrow })).status, 200);
});

Deno.test("popbillSimulator() tells the wall clock without a token, and gives every answer a content type", async () => {
  const on = await bench("2026-02-03 10:15");
  const time = await on.simulator(new Request("http://popbill.example/Time"));
  strictEqual(await time.text(), "2026-11-24T00:00:00.000Z");
  for (const path of ["/Taxinvoice?cfg=UNITCOST", "/Nowhere", "/Taxinvoice/SELL/none", "/%zz"]) {
    notStrictEqual((await on.raw(path)).headers.get("content-type"), null, path);
  }
});
