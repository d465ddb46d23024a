import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readAnswer } from "./answer.ts";
import { jsonNumber } from "./json.ts";

const operation = "getRegionList";

Deno.test("readAnswer() gives what stands under the outer key, wherever returnCode stands", () => {
  const body = `{"getRegionListResponse":{"returnCode":"0","requestId":"r","totalRows":1,"regionList":[]}}`;
  deepStrictEqual(readAnswer({ operation, status: 200, body }), {
    ok: true,
    value: { returnCode: "0", requestId: "r", totalRows: jsonNumber("1"), regionList: [] },
  });
});

Deno.test("readAnswer() reads every error envelope, codes as text or number", () => {
  const cases = [
    [
      401,
      `{"error":{"errorCode":"200","message":"Authentication Failed","details":"Invalid authentication information."}}`,
      "200",
      "NCP getRegionList 호출이 실패했습니다 (HTTP 401, 코드 200): Authentication Failed (Invalid authentication information.)",
      false,
    ],
    [
      401,
      `{"error":{"errorCode":210,"message":"Permission Denied","details":null}}`,
      "210",
      "NCP getRegionList 호출이 실패했습니다 (HTTP 401, 코드 210): Permission Denied",
      false,
    ],
    [
      429,
      `{"error":{"errorCode":"410","message":"Throttle Limited"}}`,
      "410",
      "NCP getRegionList 호출이 실패했습니다 (HTTP 429, 코드 410): Throttle Limited",
      true,
    ],
    [
      404,
      `{"error":{"code":"77202","message":"No permission"}}`,
      "77202",
      "NCP getRegionList 호출이 실패했습니다 (HTTP 404, 코드 77202): No permission",
      false,
    ],
    [
      403,
      `{"responseError":{"returnCode":"1103","returnMessage":"Forbidden."}}`,
      "1103",
      "NCP getRegionList 호출이 실패했습니다 (HTTP 403, 코드 1103): Forbidden.",
      false,
    ],
    [
      503,
      `{"responseError":{"returnCode":500,"returnMessage":"Endpoint Error"}}`,
      "500",
      "NCP getRegionList 호출이 실패했습니다 (HTTP 503, 코드 500): Endpoint Error",
      true,
    ],
  ] as const;
  for (const [status, body, code, message, retryable] of cases) {
    deepStrictEqual(readAnswer({ operation, status, body }), { ok: false, refusal: { code, message, retryable } });
  }
});

Deno.test("readAnswer() tells the status and the first part of a body that is no envelope", () => {
  const body = `<html>\n  <body>${"x".repeat(300)}`;
  deepStrictEqual(readAnswer({ operation, status: 502, body }), {
    ok: false,
    refusal: {
      code: "http_502",
      message: `NCP getRegionList 호출이 실패했습니다 (HTTP 502): <html> <body>${"x".repeat(187)}…`,
      retryable: true,
    },
  });
  deepStrictEqual(readAnswer({ operation, status: 302, body: "" }), {
    ok: false,
    refusal: { code: "http_302", message: "NCP getRegionList 호출이 실패했습니다 (HTTP 302): ", retryable: false },
  });
});

Deno.test("readAnswer() refuses a 200 that is no success", () => {
  const cases = [
    [`{"getRegionListResponse":{"returnCode":"900","returnMessage":"Unexpected"}}`, "900", true],
    [`{"getRegionListResponse":{"returnCode":900}}`, "900", true],
    [`{"responseError":{"returnCode":"1103","returnMessage":"Forbidden."}}`, "1103", true],
    [`{"getRegionListResponse":{"totalRows":0}}`, "schema", false],
    [`{"getPriceListResponse":{"returnCode":"0"}}`, "schema", false],
    [`{"getRegionListResponse":[]}`, "schema", false],
    [`[]`, "schema", false],
    [`{"getRegionListResponse":{"returnCode":"0","totalRo`, "body", true],
    [`<getRegionListResponse><returnCode>0</returnCode></getRegionListResponse>`, "body", true],
    ["", "body", true],
  ] as const;
  for (const [body, code, retryable] of cases) {
    const read = readAnswer({ operation, status: 200, body });
    strictEqual(read.ok, false, body);
    if (read.ok) continue;
    deepStrictEqual([read.refusal.code, read.refusal.retryable], [code, retryable], body);
  }
});
