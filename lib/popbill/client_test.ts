import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ProviderError } from "../prelude.ts";
import type { PopbillCall } from "./client.ts";
import {
  dropped,
  gatewayPage,
  json,
  providerError,
  refusal,
  type Reply,
  secretKey,
  silent,
  testWire,
} from "./wire_for_tests.ts";

const member = "1015996388";
const unitCost: PopbillCall = { acting: { brn: member, product: "110" }, path: "/Taxinvoice?cfg=UNITCOST" };
const done = () => json({ code: 1, message: "성공" });
const cost = () => json({ unitCost: "100" });

Deno.test("popbillClient() asks for a token of every product, signed as Linkhub wants it", async () => {
  const wire = testWire();
  wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
  deepStrictEqual(await wire.client.read(unitCost), { unitCost: "100" });
  const [asked] = wire.tokenRequests;
  strictEqual(asked?.name, "POST /POPBILL_TEST/Token");
  strictEqual(asked.body, '{"access_id":"1015996388","scope":["member","110","150","170","180"]}');
  strictEqual(asked.headers.get("x-lh-date"), "2026-02-03T01:15:00Z");
  strictEqual(asked.headers.get("x-lh-version"), "2.0");
  strictEqual(asked.headers.get("x-lh-forwarded"), "*");
  strictEqual(wire.received[0]?.headers.get("authorization"), "Bearer token-1");
});

Deno.test("popbillClient() names the production service in production", async () => {
  const wire = testWire({ env: "production" });
  wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
  await wire.client.read(unitCost);
  strictEqual(wire.tokenRequests[0]?.name, "POST /POPBILL/Token");
});

Deno.test("read() sends GET, POST where there is a body, and no token where none is asked for", async () => {
  const wire = testWire();
  for (const name of ["GET /a", "POST /b", "GET /c"]) wire.plan(name, done);
  await wire.client.read({ ...unitCost, path: "/a" });
  await wire.client.read({ ...unitCost, path: "/b", body: ["1"] });
  await wire.client.read({ acting: null, path: "/c" });
  deepStrictEqual(
    wire.received.map((
      { name, body, headers },
    ) => [name, body, headers.get("content-type"), headers.get("authorization")]),
    [
      ["GET /a", "", null, "Bearer token-1"],
      ["POST /b", '["1"]', "application/json;charset=utf-8", "Bearer token-1"],
      ["GET /c", "", null, null],
    ],
  );
});

Deno.test("change() is a POST whose override names the verb", async () => {
  const wire = testWire();
  wire.plan("NTS /x", done);
  wire.plan("POST /y", done);
  await wire.client.change({ ...unitCost, path: "/x", override: "NTS" });
  await wire.client.change({ ...unitCost, path: "/y" });
  deepStrictEqual(
    wire.received.map(({ method, headers }) => [method, headers.get("x-http-method-override")]),
    [["POST", "NTS"], ["POST", null]],
  );
});

Deno.test("popbillClient() merges token requests of the same member that are made at once", async () => {
  const wire = testWire();
  wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
  await Promise.all(Array.from({ length: 20 }, () => wire.client.read(unitCost)));
  strictEqual(wire.tokenRequests.length, 1);
  strictEqual(wire.received.length, 20);
  await wire.client.read({ ...unitCost, acting: { brn: "1016075579", product: "110" } });
  strictEqual(wire.tokenRequests.length, 2);
});

Deno.test("popbillClient() keeps a token until 60 s before its end", async () => {
  const wire = testWire();
  wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
  await wire.client.read(unitCost);
  wire.passMs(29 * 60_000 - 1);
  await wire.client.read(unitCost);
  strictEqual(wire.tokenRequests.length, 1);
  wire.passMs(1);
  await wire.client.read(unitCost);
  strictEqual(wire.tokenRequests.length, 2);
  strictEqual(wire.received[2]?.headers.get("authorization"), "Bearer token-2");
});

Deno.test("popbillClient() renews a token once when the vendor calls the session expired, for changes too", async () => {
  const wire = testWire();
  wire.plan("ISSUE /Taxinvoice", () => refusal(-99000026, "세션 만료"), done);
  deepStrictEqual(await wire.client.change({ ...unitCost, path: "/Taxinvoice", override: "ISSUE", body: {} }), {
    code: 1,
    message: "성공",
  });
  deepStrictEqual(wire.received.map((call) => call.headers.get("authorization")), ["Bearer token-1", "Bearer token-2"]);
  wire.plan("ISSUE /Taxinvoice", () => refusal(-99000026, "세션 만료"));
  await rejects(
    wire.client.change({ ...unitCost, path: "/Taxinvoice", override: "ISSUE", body: {} }),
    providerError("-99000026", false, "세션 만료"),
  );
  strictEqual(wire.received.length, 4);
});

Deno.test("popbillClient() falls back to a token per product where a product is not permitted", async () => {
  const wire = testWire();
  wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
  wire.planTokens(() => refusal(-99910002, "권한이 없습니다"));
  await wire.client.read(unitCost);
  await wire.client.read(unitCost);
  deepStrictEqual(wire.tokenRequests.map((call) => JSON.parse(call.body).scope), [
    ["member", "110", "150", "170", "180"],
    ["member", "110"],
  ]);
  wire.planTokens(() => refusal(-99910002, "권한이 없습니다"));
  await rejects(
    wire.client.read({ acting: { brn: member, product: "180" }, path: "/EasyFin/Bank/ListBankAccount" }),
    providerError("-99910002", false, "권한이 없습니다"),
  );
});

Deno.test("popbillClient() tells why a token is not given, and asks again at the next call", async () => {
  const cases: [Reply, ReturnType<typeof providerError>][] = [
    [() => refusal(-99010007, "서명 불일치"), providerError("-99010007", false, "서명 불일치")],
    [() => refusal(-99003008, "연동회원이 아님"), providerError("-99003008", false, "연동회원이 아님")],
    [
      () => json({ session_token: "x" }),
      providerError("schema", false, /^Cannot read Popbill's answer to POST Token: expiration /),
    ],
    [
      () => json({ session_token: "x", expiration: "tomorrow" }),
      providerError("schema", false, /expiration \(expected a moment in UTC\)$/),
    ],
  ];
  for (const [reply, error] of cases) {
    const wire = testWire();
    wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
    wire.planTokens(reply);
    await rejects(wire.client.read(unitCost), error);
    strictEqual(wire.received.length, 0);
    await wire.client.read(unitCost);
  }
});

const passing: [string, Reply, ReturnType<typeof providerError>][] = [
  ["502 with a page", () => gatewayPage(502), providerError("http", true)],
  ["429", () => gatewayPage(429), providerError("http", true)],
  ["500 with a code", () => refusal(-10000000, "내부 오류", 500), providerError("-10000000", true)],
  ["too many calls", () => refusal(-10010032, "동시 호출 초과"), providerError("-10010032", true)],
  ["a page instead of JSON", () => gatewayPage(200), providerError("http", true)],
  ["a broken connection", dropped, providerError("network", true)],
  ["silence", silent, providerError("timeout", true)],
];

Deno.test("read() is made again after a failure that may pass, three times at most, with growing pauses", async (t) => {
  for (const [name, reply, error] of passing) {
    await t.step(name, async () => {
      const wire = testWire({ timeoutMs: 20 });
      wire.plan("GET /Taxinvoice?cfg=UNITCOST", reply, reply, cost);
      deepStrictEqual(await wire.client.read(unitCost), { unitCost: "100" });
      deepStrictEqual(wire.pauses, [250, 500]);
      wire.plan("GET /Taxinvoice?cfg=UNITCOST", reply);
      await rejects(wire.client.read(unitCost), error);
      strictEqual(wire.received.length, 6);
      wire.plan("POST /Taxinvoice/SELL", reply, reply, done);
      await wire.client.read({ ...unitCost, path: "/Taxinvoice/SELL", body: ["K-1"] });
      wire.planTokens(reply, reply);
      wire.plan("GET /Taxinvoice?cfg=UNITCOST", cost);
      await wire.client.read({ ...unitCost, acting: { brn: "1016075579", product: "110" } });
    });
  }
});

Deno.test("read() is not made again after a refusal", async () => {
  const cases: [Reply, ReturnType<typeof providerError>][] = [
    [() => refusal(-11000005, "없는 문서"), providerError("-11000005", false, "없는 문서")],
    [() => refusal(-11000005, ""), providerError("-11000005", false, "Popbill refused GET /Taxinvoice with -11000005")],
    [() => refusal(-11000005, "없는 문서", 200), providerError("-11000005", false, "없는 문서")],
    [() => json({ code: "-11000005" }, 400), providerError("-11000005", false)],
    [
      () => gatewayPage(404),
      providerError("http", false, /GET \/Taxinvoice at Popbill: HTTP 404 without an error code$/),
    ],
    [() => json({ message: "?" }, 400), providerError("http", false)],
    [() => new Response(null, { status: 302, headers: { location: "/" } }), providerError("http", false)],
  ];
  for (const [reply, error] of cases) {
    const wire = testWire();
    wire.plan("GET /Taxinvoice?cfg=UNITCOST", reply);
    await rejects(wire.client.read(unitCost), error);
    strictEqual(wire.received.length, 1);
  }
});

Deno.test("change() is never made again, whatever fails", async (t) => {
  const issue = { ...unitCost, path: "/Taxinvoice", override: "ISSUE", body: {} };
  for (const [name, reply, error] of passing) {
    await t.step(name, async () => {
      const wire = testWire({ timeoutMs: 20 });
      wire.plan("ISSUE /Taxinvoice", reply, done);
      // Only a call that the vendor turned away for its load may be made again by the caller.
      await rejects(wire.client.change(issue), { ...error, retryable: error.code === "-10010032" });
      strictEqual(wire.received.length, 1);
      deepStrictEqual(wire.pauses, []);
    });
  }
});

Deno.test("readPdf() gives the bytes of a PDF and refuses anything else", async () => {
  const wire = testWire();
  const bytes = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d, 0xff, 0x00, 0x0a]);
  const pdf = () => new Response(bytes, { headers: { "content-type": "application/pdf;charset=utf-8" } });
  wire.plan("GET /d?PDF", pdf);
  deepStrictEqual(await wire.client.readPdf({ ...unitCost, path: "/d?PDF" }), bytes);
  wire.plan("GET /d?PDF", () => gatewayPage(200));
  await rejects(
    wire.client.readPdf({ ...unitCost, path: "/d?PDF" }),
    providerError("http", true, /the answer is no pdf$/),
  );
  wire.plan("GET /d?PDF", () => refusal(-11010018, "임시저장 문서"));
  await rejects(
    wire.client.readPdf({ ...unitCost, path: "/d?PDF" }),
    providerError("-11010018", false, "임시저장 문서"),
  );
});

Deno.test("No error carries the secret key, the token or the query", async () => {
  const acting = { brn: member, product: "180" } as const;
  for (const [, reply] of passing) {
    const wire = testWire({ timeoutMs: 20 });
    wire.plan("GET /q?AccountNumber=1310205386", reply);
    const error = await wire.client.read({ acting, path: "/q?AccountNumber=1310205386" }).then(() => null, (e) => e);
    ok(error instanceof ProviderError);
    const told = `${error.stack} ${Deno.inspect(error)} ${JSON.stringify(error)}`;
    for (const secret of [secretKey, "token-1", "1310205386"]) ok(!told.includes(secret), `${secret} in ${told}`);
  }
});
