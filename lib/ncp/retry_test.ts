import { strictEqual } from "node:assert/strict";
import { backoffMs, retryAfterMs } from "./retry.ts";

Deno.test("backoffMs() doubles up to 16 s and leaves half to chance", () => {
  const cases = [[1, 500, 1_000], [2, 1_000, 2_000], [3, 2_000, 4_000], [5, 8_000, 16_000], [
    9,
    8_000,
    16_000,
  ]] as const;
  for (const [attempt, least, most] of cases) {
    strictEqual(backoffMs(attempt, () => 0), least, `${attempt}`);
    strictEqual(backoffMs(attempt, () => 1), most, `${attempt}`);
  }
});

Deno.test("retryAfterMs() reads seconds and HTTP dates", () => {
  const nowMs = Date.UTC(2025, 0, 6, 0, 0, 0);
  const cases = [
    [null, 0],
    ["7", 7_000],
    [" 0 ", 0],
    ["Mon, 06 Jan 2025 00:00:09 GMT", 9_000],
    ["Sun, 05 Jan 2025 23:59:59 GMT", 0],
    ["soon", 0],
    ["", 0],
  ] as const;
  for (const [header, waitMs] of cases) strictEqual(retryAfterMs(header, nowMs), waitMs, `${header}`);
});
