import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ProviderError } from "../prelude.ts";
import type { Fetch } from "../simulator.ts";
import { ncpClient } from "./client.ts";
import { jsonNumber } from "./json.ts";
import { sign, verify } from "./signature.ts";
import { testKeys, testNowMs, testOptions, wireAnswer } from "./testing.ts";

const call = {
  keys: testKeys,
  path: "/product/getProductList",
  parameters: [["regionCode", "KR"], ["productName", "서버 +&"]],
} as const;

/** Answers with the given responses in turn, then with success; notes every request. */
function scripted(...answers: (() => Response | Promise<Response>)[]): { fetch: Fetch; requests: Request[] } {
  const requests: Request[] = [];
  const fetch: Fetch = async (request) => {
    requests.push(request);
    return await answers[requests.length - 1]?.() ?? wireAnswer(request, { totalRows: 0 });
  };
  return { fetch, requests };
}

function throttled(retryAfter?: string): Response {
  const body = { error: { errorCode: "410", message: "Throttle Limited" } };
  return Response.json(body, { status: 429, headers: retryAfter ? { "retry-after": retryAfter } : {} });
}

Deno.test("get() sends one query, signed exactly as sent", async () => {
  const { fetch, requests } = scripted();
  const answer = await ncpClient(testOptions(fetch)).get(call);
  const query = "regionCode=KR&productName=%EC%84%9C%EB%B2%84%20%2B%26&responseFormatType=json";
  const [request] = requests;
  ok(request);
  strictEqual(request.method, "GET");
  strictEqual(request.redirect, "manual");
  strictEqual(request.url, `https://public.example.com/billing/v1/product/getProductList?${query}`);
  const pathAndQuery = `/billing/v1/product/getProductList?${query}`;
  deepStrictEqual(Object.fromEntries(request.headers), {
    "x-ncp-apigw-timestamp": String(testNowMs),
    "x-ncp-iam-access-key": testKeys.accessKey,
    "x-ncp-apigw-signature-v2": await sign({ method: "GET", pathAndQuery, timestamp: String(testNowMs), ...testKeys }),
  });
  const body = `{"getProductListResponse":{"totalRows":0,"requestId":"r","returnCode":"0","returnMessage":"success"}}`;
  deepStrictEqual(answer, {
    content: { totalRows: jsonNumber("0"), requestId: "r", returnCode: "0", returnMessage: "success" },
    page: { operation: "getProductList", query, fetchedAt: new Date(testNowMs), body },
  });
});

Deno.test("get() goes to the host of the key's zone", async () => {
  const { fetch, requests } = scripted();
  const client = ncpClient(testOptions(fetch));
  for (const zone of ["gov", "fin"] as const) await client.get({ ...call, keys: { ...testKeys, zone } });
  deepStrictEqual(requests.map((request) => new URL(request.url).host), ["gov.example.com", "fin.example.com"]);
});

Deno.test("get() backs off on 429, 5xx and broken connections and signs each attempt anew", async () => {
  const { fetch, requests } = scripted(
    () => throttled(),
    () => new Response("down", { status: 503 }),
    () => Promise.reject(new TypeError("connection reset")),
  );
  const options = testOptions(fetch);
  await ncpClient(options).get(call);
  deepStrictEqual(options.waits, [750, 1_500, 3_000]);
  const headersOf = (name: string) => requests.map((request) => request.headers.get(name) ?? "");
  const timestamps = headersOf("x-ncp-apigw-timestamp");
  deepStrictEqual(timestamps, [0, 750, 2_250, 5_250].map((passed) => String(testNowMs + passed)));
  const signatures = headersOf("x-ncp-apigw-signature-v2");
  strictEqual(new Set(signatures).size, 4);
  for (const [index, request] of requests.entries()) {
    const { pathname, search } = new URL(request.url);
    const timestamp = timestamps[index] ?? "";
    const signed = { method: "GET", pathAndQuery: pathname + search, timestamp, ...testKeys };
    strictEqual(await verify({ ...signed, signature: signatures[index] ?? "" }, Number(timestamp)), true);
  }
});

Deno.test("get() gives up after four attempts with the last failure", async () => {
  const { fetch, requests } = scripted(...Array.from({ length: 5 }, () => () => throttled()));
  await rejects(
    ncpClient(testOptions(fetch)).get(call),
    new ProviderError(
      "ncp",
      "410",
      "NCP getProductList 호출이 실패했습니다 (HTTP 429, 코드 410): Throttle Limited [인증키 EXAM****]",
      true,
    ),
  );
  strictEqual(requests.length, 4);
});

Deno.test("get() waits as long as Retry-After asks, in seconds or until a date", async () => {
  const { fetch } = scripted(() => throttled("7"), () => throttled(new Date(testNowMs + 20_000).toUTCString()));
  const options = testOptions(fetch);
  await ncpClient(options).get(call);
  deepStrictEqual(options.waits, [7_000, 13_000]);
});

Deno.test("get() does not wait longer than its bound in all", async () => {
  const cases = [[["61"], []], [["60"], [60_000]], [["40", "30"], [40_000]]] as const;
  for (const [retryAfters, waits] of cases) {
    const { fetch } = scripted(...retryAfters.map((seconds) => () => throttled(seconds)));
    const options = testOptions(fetch);
    const outcome = await ncpClient(options).get(call).catch((error: unknown) => error);
    strictEqual(outcome instanceof ProviderError, retryAfters[0] !== "60");
    deepStrictEqual(options.waits, waits);
  }
});

Deno.test("get() never repeats what NCP refused, nor a 200 that it cannot read", async () => {
  const answers = [
    ...[400, 401, 403, 404].map((status) => new Response("no", { status })),
    Response.json({ getProductListResponse: { returnCode: "900", returnMessage: "failed" } }),
    new Response(`{"getProductListRes`),
  ];
  for (const answer of answers) {
    const { fetch, requests } = scripted(() => answer);
    await rejects(ncpClient(testOptions(fetch)).get(call), ProviderError);
    strictEqual(requests.length, 1);
  }
});

Deno.test("get() ends an attempt that takes too long, also while the body comes", async () => {
  const silent: Fetch = () => new Promise(() => {});
  const trickling: Fetch = () => Promise.resolve(new Response(new ReadableStream({ start() {} })));
  for (const fetch of [silent, trickling]) {
    const options = testOptions(fetch);
    await rejects(
      ncpClient({ ...options, timeoutMs: 10, maxAttempts: 2 }).get(call),
      new ProviderError(
        "ncp",
        "timeout",
        "NCP getProductList 응답이 0.01초 안에 오지 않았습니다 [인증키 EXAM****]",
        true,
      ),
    );
    deepStrictEqual(options.waits, [750]);
  }
});

Deno.test("get() aborts the request of an attempt that takes too long", async () => {
  const signals: AbortSignal[] = [];
  const fetch: Fetch = (request) => {
    signals.push(request.signal);
    return new Promise(() => {});
  };
  await rejects(ncpClient({ ...testOptions(fetch), timeoutMs: 10, maxAttempts: 1 }).get(call), { code: "timeout" });
  deepStrictEqual(signals.map((signal) => signal.aborted), [true]);
});

Deno.test("get() tells neither secret nor signature nor the whole access key, whatever NCP repeats", async () => {
  let signature = "";
  const echo = (request: Request) => {
    signature = request.headers.get("x-ncp-apigw-signature-v2") ?? "";
    return [signature, testKeys.secretKey, testKeys.accessKey].join(" ");
  };
  const fetches: Fetch[] = [
    (request) => Promise.resolve(new Response(echo(request), { status: 400 })),
    (request) => Promise.reject(new TypeError(echo(request))),
    (request) =>
      Promise.resolve(Response.json({ error: { errorCode: "200", message: echo(request) } }, { status: 401 })),
  ];
  for (const fetch of fetches) {
    await rejects(ncpClient(testOptions(fetch)).get(call), (error: Error) => {
      const told = `${error.stack} ${JSON.stringify(error)}`;
      for (const hidden of [signature, testKeys.secretKey, testKeys.accessKey]) {
        ok(hidden !== "" && !told.includes(hidden), told);
      }
      return told.includes("EXAM****");
    });
  }
});

Deno.test("get() runs at most four calls of a key at a time, those of another key beside them", async () => {
  let running = 0;
  const peaks: Record<string, number> = {};
  const byKey = new Map<string, number>();
  const fetch: Fetch = async (request) => {
    const key = request.headers.get("x-ncp-iam-access-key") ?? "";
    byKey.set(key, (byKey.get(key) ?? 0) + 1);
    peaks[key] = Math.max(peaks[key] ?? 0, byKey.get(key) ?? 0);
    peaks["all"] = Math.max(peaks["all"] ?? 0, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    byKey.set(key, (byKey.get(key) ?? 0) - 1);
    running--;
    return wireAnswer(request, { totalRows: 0 });
  };
  const client = ncpClient(testOptions(fetch));
  const pairs = ["KEY-A", "KEY-B"].map((accessKey) => ({ ...testKeys, accessKey }));
  await Promise.all(Array.from({ length: 12 }, () => pairs.map((keys) => client.get({ ...call, keys }))).flat());
  deepStrictEqual(peaks, { "KEY-A": 4, "KEY-B": 4, all: 8 });
});

Deno.test("get() stops at the daily budget of a key, attempts counted, until the next UTC day", async () => {
  const { fetch, requests } = scripted(() => throttled());
  let nowMs = Date.UTC(2025, 0, 6, 23, 59, 59);
  const client = ncpClient({ ...testOptions(fetch), dailyBudget: 2, wallClockMs: () => nowMs });
  await client.get(call);
  await rejects(
    client.get(call),
    new ProviderError("ncp", "budget", "NCP 하루 호출 한도 2회를 다 썼습니다 [인증키 EXAM****]", false),
  );
  strictEqual(requests.length, 2);
  nowMs += 1_000;
  await client.get(call);
  strictEqual(requests.length, 3);
});
