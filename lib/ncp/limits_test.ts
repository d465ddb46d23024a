import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { concurrencyLimit, dailyBudget } from "./limits.ts";

Deno.test("concurrencyLimit() runs at most so many of a key at a time, in their order, and frees places after failures", async () => {
  const limited = concurrencyLimit(2);
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const works = gates.map((gate, index) =>
    limited("a", () => {
      started.push(index);
      return gate.promise;
    })
  );
  await turn();
  deepStrictEqual(started, [0, 1]);
  gates[1]?.reject(new Error("failed"));
  await rejects(works[1] ?? Promise.resolve(), /failed/);
  await turn();
  deepStrictEqual(started, [0, 1, 2]);
  gates.forEach((gate, index) => gate.resolve(index));
  deepStrictEqual(await Promise.all([works[0], works[2], works[3]]), [0, 2, 3]);
  deepStrictEqual(started, [0, 1, 2, 3]);
});

Deno.test("concurrencyLimit() holds keys apart", async () => {
  const limited = concurrencyLimit(1);
  const gate = Promise.withResolvers<void>();
  const held = limited("a", () => gate.promise);
  strictEqual(await limited("b", () => Promise.resolve("b ran")), "b ran");
  gate.resolve();
  await held;
});

Deno.test("dailyBudget() counts per key and starts anew with the UTC day", () => {
  let nowMs = Date.UTC(2025, 0, 6, 23, 59, 59, 999);
  const spend = dailyBudget(2, () => nowMs);
  deepStrictEqual([spend("a"), spend("a"), spend("a"), spend("b")], [true, true, false, true]);
  nowMs += 1;
  deepStrictEqual([spend("a"), spend("a"), spend("a")], [true, true, false]);
});

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
