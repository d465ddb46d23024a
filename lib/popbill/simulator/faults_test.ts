import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { slowly, slownessMs } from "./faults.ts";
import { popbillMisbehaviours } from "./mod.ts";
import { bench, document, issue, stateOf } from "./bench_for_tests.ts";

Deno.test("「응답없음」 breaks the connection after the issue, once for each key", async () => {
  const on = await bench("2026-02-03 10:15");
  const change = { invoiceeCorpName: "응답없음상사" };
  await rejects(issue(on, change), TypeError);
  strictEqual(await stateOf(on), 300);
  strictEqual((await issue(on, change)).json.code, -11001038);
  await rejects(issue(on, { ...change, invoicerMgtKey: "T-2" }), TypeError);
});

Deno.test("「502」 and 「혼잡」 fail before the issue, once for each key", async () => {
  const on = await bench("2026-02-03 10:15");
  const broken = await on.raw("/Taxinvoice", { verb: "ISSUE", body: document({ invoiceeCorpName: "502상사" }) });
  deepStrictEqual([broken.status, broken.headers.get("content-type")], [502, "text/html;charset=utf-8"]);
  await broken.text();
  strictEqual((await on.ask("/Taxinvoice/SELL/T-202601-000042")).json.code, -11000005);
  strictEqual((await issue(on, { invoiceeCorpName: "502상사" })).json.code, 1);
  const busy = { invoicerMgtKey: "T-2", invoiceeCorpName: "혼잡상사" };
  strictEqual((await issue(on, busy)).json.code, -10010032);
  strictEqual((await issue(on, busy)).json.code, 1);
});

Deno.test("「지연」 issues at once and holds up only its own answer", async () => {
  const on = await bench("2026-02-03 10:15");
  const before = performance.now();
  const slow = issue(on, { invoiceeCorpName: "지연상사" });
  while (await stateOf(on) !== 300) await new Promise((resolve) => setTimeout(resolve, 5));
  strictEqual(performance.now() - before < slownessMs, true);
  strictEqual((await slow).json.code, 1);
  strictEqual(performance.now() - before >= slownessMs, true);
});

Deno.test("slowly() rejects with the reason of a request that is given up", async () => {
  const controller = new AbortController();
  const waiting = slowly(new Response(), controller.signal);
  controller.abort(new DOMException("too slow", "TimeoutError"));
  await rejects(waiting, { name: "TimeoutError" });
  await rejects(slowly(new Response(), AbortSignal.abort()), { name: "AbortError" });
});

Deno.test("popbillMisbehaviours lists every word once", () => {
  const inputs = popbillMisbehaviours.map((each) => each.input);
  strictEqual(new Set(inputs).size, inputs.length);
  for (
    const word of ["전송실패", "응답없음", "지연", "502", "혼잡", "정확", "일부입금", "다른이름", "합산입금", "미입금"]
  ) {
    strictEqual(inputs.filter((input) => input.includes(`「${word}」`)).length, 1, word);
  }
});
