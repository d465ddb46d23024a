import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { toBase64, utf8 } from "../../bytes.ts";
import type { Asking, Bench } from "./bench_for_tests.ts";
import { bench, document, issue, moment } from "./bench_for_tests.ts";

async function submission(documents: readonly unknown[], submitId = "BATCH-1"): Promise<Asking> {
  const body = JSON.stringify({ forceIssue: false, invoices: documents });
  const digest = toBase64(new Uint8Array(await crypto.subtle.digest("SHA-1", utf8(body))));
  return { verb: "BULKISSUE", body, headers: { "x-pb-message-digest": digest, "x-pb-submit-id": submitId } };
}

async function submit(on: Bench, documents: readonly unknown[], submitId?: string) {
  return (await on.ask("/Taxinvoice", await submission(documents, submitId))).json;
}

Deno.test("the digest of popbill-api.md 2.5 is the one that bulkSubmit expects", async () => {
  const { headers } = await submission([]);
  strictEqual(headers?.["x-pb-message-digest"], "39z/v8vKiAPDbNySa6l7c/5ZuO0=");
});

Deno.test("bulkSubmit issues each document for itself, two seconds later", async () => {
  const on = await bench("2026-02-03 10:15:00");
  await issue(on, { invoicerMgtKey: "T-1" });
  const documents = [document({ invoicerMgtKey: "T-1" }), document({ invoicerMgtKey: "T-2" })];
  strictEqual((await submit(on, documents)).code, 1);
  on.clock.moveTo(moment("2026-02-03 10:15:01"));
  const waiting = (await on.ask("/Taxinvoice/BULK/BATCH-1/State")).json;
  deepStrictEqual([waiting.txState, waiting.submitCount, "issueResult" in waiting], [0, 2, false]);
  on.clock.moveTo(moment("2026-02-03 10:15:02"));
  const done = (await on.ask("/Taxinvoice/BULK/BATCH-1/State")).json;
  deepStrictEqual([done.txState, done.successCount, done.failCount, done.txEndDT], [2, 1, 1, "20260203101502"]);
  deepStrictEqual(done.issueResult, [
    {
      invoicerMgtKey: "T-1",
      trusteeMgtKey: null,
      code: -11001038,
      message: "같은 공급자 문서번호가 사용 중입니다.",
      ntsconfirmNum: null,
      issueDT: null,
    },
    {
      invoicerMgtKey: "T-2",
      trusteeMgtKey: null,
      code: 1,
      message: "",
      ntsconfirmNum: "202601318888888800000002",
      issueDT: "20260203101502",
    },
  ]);
});

Deno.test("bulkSubmit refuses what is wrong of the submission as a whole", async () => {
  const on = await bench("2026-02-03 10:15");
  const good = [document()];
  const asking = await submission(good);
  const change = async (headers: Record<string, string>) =>
    (await on.ask("/Taxinvoice", { ...asking, headers: { ...asking.headers, ...headers } })).json.code;
  strictEqual(await change({ "x-pb-submit-id": "" }), -11010019);
  strictEqual(await change({ "x-pb-submit-id": "B".repeat(37) }), -11010020);
  strictEqual(await change({ "x-pb-message-digest": "" }), -11010021);
  strictEqual(await change({ "x-pb-message-digest": "39z/v8vKiAPDbNySa6l7c/5ZuO0=" }), -11010022);
  const cases = [
    [[], -11010024],
    [Array.from({ length: 101 }, (_, index) => document({ invoicerMgtKey: `T-${index}` })), -11010036],
    [[document({ issueType: "" })], -11010025],
    [[document({ issueType: "역발행" })], -11010026],
    [[document({ invoicerMgtKey: "" })], -11010027],
    [[document({ invoicerCorpNum: "9988801005" })], -11010028],
    [[document(), document()], -11010029],
    [good, 1],
    [good, -11010034],
  ] as const;
  for (const [documents, code] of cases) strictEqual((await submit(on, documents)).code, code);
  strictEqual((await on.ask("/Taxinvoice/BULK/NONE/State")).json.code, -11010035);
});
