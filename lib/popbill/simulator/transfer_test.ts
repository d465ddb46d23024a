import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { advance, registerMember, setBusinessState } from "./mod.ts";
import type { Bench } from "./bench_for_tests.ts";
import { bench, buyerNum, document, issue, moment, stateOf, totals } from "./bench_for_tests.ts";

const path = "/Taxinvoice/SELL/T-202601-000042";

async function stateAt(on: Bench, text: string): Promise<unknown> {
  on.clock.moveTo(moment(text));
  return await stateOf(on);
}

Deno.test("an issued document leaves at 15:00 of the next transfer day and is answered twelve minutes later", async () => {
  const cases = [
    ["a Tuesday", "2026-02-03 10:15", "2026-02-04"],
    ["a Friday", "2026-02-06 10:15", "2026-02-09"],
    ["the day before 설날", "2026-02-13 10:15", "2026-02-19"],
    ["the day before 근로자의 날 (a Friday)", "2026-04-30 10:15", "2026-05-04"],
    ["just before midnight", "2026-02-03 23:59:59", "2026-02-04"],
  ] as const;
  for (const [label, issuedAt, day] of cases) {
    const on = await bench(issuedAt);
    const writeDate = issuedAt.slice(0, 10).replaceAll("-", "");
    strictEqual((await issue(on, { writeDate })).json.code, 1, label);
    const seen = [];
    for (
      const time of ["14:59:59", "15:00:00", "15:01:59", "15:02", "15:04:59", "15:05", "15:11:59", "15:12"]
    ) seen.push(await stateAt(on, `${day} ${time}`));
    deepStrictEqual(seen, [300, 301, 301, 302, 302, 303, 303, 304], label);
  }
});

Deno.test("advance() dates each step at its own moment, however late it is called", async () => {
  const on = await bench("2026-02-03 10:15:02");
  await issue(on);
  on.clock.moveTo(moment("2026-03-01 09:00"));
  await advance(on.context);
  await advance(on.context);
  const { stateCode, stateDT, ntssendDT, ntsresultDT, ntsresult } = (await on.ask(path)).json;
  deepStrictEqual([stateCode, stateDT, ntssendDT, ntsresultDT, ntsresult], [
    304,
    "20260204151200",
    "20260204150500",
    "20260204151200",
    "SUC001",
  ]);
  const logs = await (await on.raw(`${path}/Logs`)).json();
  deepStrictEqual(logs.map((log: Record<string, unknown>) => [log.docLogType, log.regDT]), [
    [300, "20260203101502"],
    [301, "20260204150000"],
    [302, "20260204150200"],
    [303, "20260204150500"],
    [304, "20260204151200"],
  ]);
});

Deno.test("sendToNTS makes the document 301 at once and final within seconds", async () => {
  const on = await bench("2026-02-03 10:15:00");
  await issue(on);
  strictEqual((await on.ask(path, { verb: "NTS" })).json.code, 1);
  strictEqual(await stateOf(on), 301);
  strictEqual((await on.ask(path, { verb: "CANCELISSUE" })).json.code, -11002030);
  strictEqual((await on.ask(path, { verb: "NTS" })).json.code, -11004005);
  const seen = [];
  for (const second of ["02", "03", "07", "08"]) seen.push(await stateAt(on, `2026-02-03 10:15:${second}`));
  deepStrictEqual(seen, [302, 303, 303, 304]);
  strictEqual(await stateAt(on, "2026-02-04 15:30"), 304);
});

Deno.test("cancelIssue works until 14:59:59 and not from 15:00:00 on", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  await issue(on, { invoicerMgtKey: "T-2" });
  on.clock.moveTo(moment("2026-02-04 14:59:59"));
  deepStrictEqual((await on.ask(path, { verb: "CANCELISSUE", body: { memo: "금액 오류" } })).json.code, 1);
  const { stateCode, stateMemo } = (await on.ask(path)).json;
  deepStrictEqual([stateCode, stateMemo], [600, "금액 오류"]);
  on.clock.moveTo(moment("2026-02-04 15:00:00"));
  strictEqual((await on.ask("/Taxinvoice/SELL/T-2", { verb: "CANCELISSUE" })).json.code, -11002030);
  strictEqual((await on.ask(path, { verb: "CANCELISSUE" })).json.code, -11002030);
  strictEqual((await on.ask(path, { verb: "NTS" })).json.code, -11004002);
  strictEqual(await stateAt(on, "2026-02-05 15:00"), 600);
});

Deno.test("of a cancellation and a transfer at once only one goes through", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  const answers = await Promise.all([on.ask(path, { verb: "CANCELISSUE" }), on.ask(path, { verb: "NTS" })]);
  strictEqual(answers.filter((answer) => answer.json.code === 1).length, 1);
});

Deno.test("delete frees the key of a cancelled or rejected document, and is refused of any other", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  strictEqual((await on.ask(path, { verb: "DELETE" })).json.code, -11002005);
  await on.ask(path, { verb: "CANCELISSUE" });
  strictEqual((await issue(on)).json.code, -11001038);
  strictEqual((await on.ask(path, { verb: "DELETE" })).json.code, 1);
  strictEqual((await on.ask(path)).json.code, -11000005);
  strictEqual((await issue(on)).json.code, 1);
  strictEqual(await stateAt(on, "2026-02-04 15:12"), 304);
  strictEqual((await on.ask(path, { verb: "DELETE" })).json.code, -11002005);
});

Deno.test("the NTS accepts or rejects by the buyer, the lines and the word that asks for it", async () => {
  const cases = [
    [{}, "SUC001"],
    [{ invoiceeCorpName: "전송실패상사" }, "ERR099"],
    [{ invoiceeCorpNum: "9984400017" }, "ERR009"],
    [{ invoiceeCorpNum: "9985500013" }, "SUC001"],
    [{ invoiceeCorpNum: "9986600019" }, "ERR002"],
    [{ detailList: [{ serialNum: 1, supplyCost: "1199999", tax: "120000" }] }, "ERR007"],
    [{ detailList: [{ serialNum: 1, supplyCost: "1200000" }] }, "SUC001"],
    [{ detailList: [] }, "SUC001"],
    [totals(-1_200_000, -120_000), "SUC001"],
  ] as const;
  for (const [change, result] of cases) {
    const on = await bench("2026-02-03 10:15");
    strictEqual((await issue(on, change)).json.code, 1, result);
    on.clock.moveTo(moment("2026-02-04 15:12"));
    const { stateCode, ntsresult, ntssendErrCode } = (await on.ask(path)).json;
    deepStrictEqual([stateCode, ntsresult, ntssendErrCode], [result === "SUC001" ? 304 : 305, result, result]);
  }
});

Deno.test("setBusinessState() decides what the NTS says when the document arrives", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  await setBusinessState(on.context, { brn: buyerNum, state: 2 });
  strictEqual(await stateAt(on, "2026-02-04 15:12"), 305);
});

Deno.test("a member with the digits 78 transfers at issue, so that nothing can be cancelled", async () => {
  const on = await bench("2026-02-03 10:15:00");
  const corpNum = "9987800012";
  await registerMember(on.context, { corpNum, corpName: "즉시전송", ceoName: "정즉시" });
  deepStrictEqual((await on.ask("/Taxinvoice/SendToNTSConfig", { corpNum })).json, { sendToNTS: true });
  deepStrictEqual((await on.ask("/Taxinvoice/SendToNTSConfig")).json, { sendToNTS: false });
  await on.ask("/Taxinvoice", { verb: "ISSUE", corpNum, body: document({ invoicerCorpNum: corpNum }) });
  strictEqual((await on.ask(path, { corpNum })).json.stateCode, 301);
  strictEqual((await on.ask(path, { corpNum, verb: "CANCELISSUE" })).json.code, -11002030);
  on.clock.moveTo(moment("2026-02-03 10:15:08"));
  strictEqual((await on.ask(path, { corpNum })).json.stateCode, 304);
});
