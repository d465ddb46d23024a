import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setBusinessState } from "./mod.ts";
import { bench } from "./bench_for_tests.ts";

Deno.test("checkCorpNum answers by the fourth and fifth digit, and unregistered for a wrong check digit", async () => {
  const on = await bench("2026-02-03 10:15");
  const cases = [
    ["9988101011", "1", "10", null],
    ["9984400017", "2", "10", "2026-01-01"],
    ["9985500013", "3", "10", "2026-01-01"],
    ["9986600019", "0", null, null],
    ["9988101012", "0", null, null],
  ] as const;
  for (const [corpNum, state, taxType, stateDate] of cases) {
    deepStrictEqual((await on.ask(`/CloseDown?CN=${corpNum}`)).json, {
      corpNum,
      type: taxType,
      taxType,
      typeDate: null,
      state,
      stateDate,
      checkDate: "2026-02-03",
    });
  }
});

Deno.test("setBusinessState() goes before the digits", async () => {
  const on = await bench("2026-02-03 10:15");
  await setBusinessState(on.context, { brn: "9988101011", state: 3 });
  strictEqual((await on.ask("/CloseDown?CN=9988101011")).json.state, "3");
});

Deno.test("checkCorpNums keeps the order asked, and refuses an empty, a long and a wrong list", async () => {
  const on = await bench("2026-02-03 10:15");
  const list = await (await on.raw("/CloseDown", { body: ["9985500013", "998-81-01011"] })).json();
  deepStrictEqual(list.map((each: Record<string, unknown>) => [each.corpNum, each.state]), [
    ["9985500013", "3"],
    ["9988101011", "1"],
  ]);
  const code = async (body: unknown) => (await on.ask("/CloseDown", { body })).json.code;
  strictEqual(await code([]), -17000001);
  strictEqual(await code(Array(1001).fill("9988101011")), -17000002);
  strictEqual(await code(["12345"]), -17000003);
  strictEqual((await on.ask("/CloseDown")).json.code, -17000000);
  deepStrictEqual((await on.ask("/CloseDown/UnitCost")).json, { unitCost: "10" });
});
