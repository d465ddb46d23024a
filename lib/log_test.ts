import { deepStrictEqual, ok as isTrue, strictEqual } from "node:assert/strict";
import { lineLog, memoryLog } from "./log.ts";
import { ProviderError } from "./prelude.ts";

const now = () => new Date("2025-01-06T00:12:00Z");
const time = "2025-01-06T09:12:00+09:00";

function only(lines: readonly string[]): string {
  strictEqual(lines.length, 1);
  return lines[0] ?? "";
}

Deno.test("lineLog() writes one JSON object a line, with UTC offset, level and event first", () => {
  const written: [string, string][] = [];
  const log = lineLog((line, level) => void written.push([level, line]), { now });
  log.info("usage_synced", { customers: 36, ms: 1_204n, at: now() });
  log.error("job_failed");
  deepStrictEqual(written, [
    [
      "info",
      `{"time":"${time}","level":"info","event":"usage_synced","customers":36,"ms":"1204","at":"2025-01-06T00:12:00.000Z"}`,
    ],
    ["error", `{"time":"${time}","level":"error","event":"job_failed"}`],
  ]);
});

Deno.test("memoryLog() masks what stands under the name of a secret, however deep", () => {
  const log = memoryLog({ now });
  log.warn("vendor_refused", {
    secretKey: "hidden",
    password: "hidden",
    headers: [{ Authorization: "hidden", "x-ncp-apigw-signature-v2": "hidden", "x-ncp-iam-access-key": "hidden" }],
    session: { csrfToken: "hidden", cookie: "hidden" },
    documentKey: "202412-0001",
  });
  strictEqual(
    only(log.lines),
    `{"time":"${time}","level":"warn","event":"vendor_refused","secretKey":"***","password":"***",` +
      `"headers":[{"Authorization":"***","x-ncp-apigw-signature-v2":"***","x-ncp-iam-access-key":"***"}],` +
      `"session":{"csrfToken":"***","cookie":"***"},"documentKey":"202412-0001"}`,
  );
});

Deno.test("memoryLog() masks secrets that travel inside a text", () => {
  const cases = [
    [
      "GET https://api.example.com/status?serviceKey=hidden%2B&x=1",
      "GET https://api.example.com/status?serviceKey=***&x=1",
    ],
    ["confmKey=hidden", "confmKey=***"],
    ["connect postgres://clabill:hidden@db.example.com/clabill", "connect postgres://***@db.example.com/clabill"],
    ["Authorization: Bearer hidden", "Authorization: Bearer ***"],
    ["LINKHUB EXAMPLE hiddenhiddenhiddenhidden=", "LINKHUB ***"],
    ["/login?resetToken=hidden", "/login?resetToken=***"],
    ["to a@example.com", "to a@example.com"],
  ] as const;
  for (const [text, told] of cases) {
    const log = memoryLog({ now });
    log.info("called", { text });
    strictEqual(only(log.lines), `{"time":"${time}","level":"info","event":"called","text":${JSON.stringify(told)}}`);
  }
});

Deno.test("memoryLog() tells an error with its cause and code, secrets masked", () => {
  const log = memoryLog({ now });
  const cause = new ProviderError("ncp", "200", "refused https://user:hidden@example.com", false);
  log.error("sync_failed", { error: new Error("outer password=hidden", { cause }) });
  const line = only(log.lines);
  isTrue(!line.includes("hidden"), line);
  const { error } = JSON.parse(line);
  deepStrictEqual([error.name, error.message], ["Error", "outer password=***"]);
  deepStrictEqual(
    [error.cause.name, error.cause.vendor, error.cause.code, error.cause.retryable, error.cause.message],
    ["ProviderError", "ncp", "200", false, "refused https://***@example.com"],
  );
});

Deno.test("memoryLog() cannot be made to write a second line or to change time, level and event", () => {
  const log = memoryLog({ now });
  const forged = 'x"}\n{"level":"error"}\r\u2028\u2029\u0085\u202e\0';
  log.info(forged, { time: "1999", level: "error", event: "other", [forged]: forged });
  const line = only(log.lines);
  isTrue(!/[\p{Cc}\u2028\u2029\u202e]/u.test(line), line);
  deepStrictEqual(JSON.parse(line), { time, level: "info", event: forged, [forged]: forged });
});

Deno.test("memoryLog() survives circles, endless texts, functions and bytes", () => {
  const log = memoryLog({ now });
  const circle: Record<string, unknown> = { bytes: new Uint8Array(3), act: () => 1, none: null };
  circle.self = circle;
  log.info("odd", { circle, long: "가".repeat(5_000) });
  const told = JSON.parse(only(log.lines));
  strictEqual(told.long, "가".repeat(2_000));
  deepStrictEqual([told.circle.bytes, told.circle.act, told.circle.none], ["3 bytes", "function", null]);
  strictEqual(told.circle.self.self.self.self.self.self, "…");
});
