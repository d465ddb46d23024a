import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { registerMember } from "./mod.ts";
import type { Bench } from "./bench_for_tests.ts";
import { bench, document, issue, moment, stateOf, totals } from "./bench_for_tests.ts";

const approvalNo = "202601318888888800000001";

/** A bench on which the original is accepted by the NTS. */
async function accepted(change: Record<string, unknown> = {}): Promise<Bench> {
  const on = await bench("2026-02-03 10:15");
  await issue(on, change);
  on.clock.moveTo(moment("2026-02-20 09:00"));
  return on;
}

function amendment(modifyCode: number, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    invoicerMgtKey: "T-A",
    modifyCode,
    orgNTSConfirmNum: approvalNo,
    writeDate: "20260220",
    ...totals(-1_200_000, -120_000),
    ...change,
  };
}

Deno.test("registIssue refuses an amendment that breaks a rule, and takes its twin", async () => {
  const cases: readonly (readonly [Record<string, unknown>, number])[] = [
    [amendment(0), -11001009],
    [amendment(7), -11001009],
    [{ ...amendment(2), modifyCode: null }, -11001009],
    [amendment(2, { orgNTSConfirmNum: "" }), -11004011],
    [amendment(2, { orgNTSConfirmNum: approvalNo.slice(1) }), -11004010],
    [amendment(2, { orgNTSConfirmNum: "2026013188888888000000ff" }), -11001055],
    [amendment(2, { taxType: "면세", ...totals(-1000, 0) }), -11001081],
    [amendment(3, totals(1000, 100)), -11001010],
    [amendment(4, totals(0, 0)), -11001010],
    [amendment(3), 1],
    [amendment(4), 1],
    [amendment(4, totals(-1_200_010, -120_001)), -11001118],
    [amendment(2, totals(-200_000, -20_000)), 1],
    [amendment(2, totals(200_000, 20_000)), 1],
    [amendment(2, { writeDate: "20260221" }), -11002009],
    [amendment(1, { writeDate: "20260131" }), 1],
    [amendment(1, { writeDate: "20260131", ...totals(2_400_000, 240_000) }), 1],
    [amendment(5), -11002052],
    [amendment(5, { writeDate: "20260131" }), 1],
    [amendment(5, { writeDate: "20260131", taxType: "영세", ...totals(1_200_000, 0) }), 1],
    [amendment(6, { writeDate: "20260131" }), 1],
  ];
  for (const [change, code] of cases) {
    const on = await accepted();
    strictEqual((await issue(on, change)).json.code, code, JSON.stringify(change));
  }
});

Deno.test("registIssue refuses to amend what the NTS has not accepted", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  const change = amendment(2, { writeDate: "20260203" });
  for (const at of ["2026-02-03 10:15", "2026-02-04 15:11:59"]) {
    on.clock.moveTo(moment(at));
    strictEqual((await issue(on, change)).json.code, -11001056, at);
  }
  on.clock.moveTo(moment("2026-02-04 15:12"));
  strictEqual((await issue(on, change)).json.code, 1);
  const rejected = await accepted({ invoiceeCorpName: "전송실패상사" });
  strictEqual((await issue(rejected, amendment(2))).json.code, -11001056);
});

Deno.test("registIssue refuses to amend another supplier's document, and an exempt one by a taxed", async () => {
  const on = await accepted({ taxType: "면세", ...totals(1_200_000, 0) });
  strictEqual((await issue(on, amendment(2))).json.code, -11001080);
  const corpNum = "9988801005";
  await registerMember(on.context, { corpNum, corpName: "다른클라우드", ceoName: "최다른" });
  const body = document({ ...amendment(2), invoicerCorpNum: corpNum });
  strictEqual((await on.ask("/Taxinvoice", { verb: "ISSUE", corpNum, body })).json.code, -11001057);
});

Deno.test("registIssue takes reason 5 until the 20th after the taxable period, reasons 1 and 6 without forceIssue", async () => {
  const on = await accepted();
  on.clock.moveTo(moment("2026-07-20 23:59"));
  strictEqual((await issue(on, amendment(5, { writeDate: "20260131" }))).json.code, 1);
  on.clock.moveTo(moment("2026-07-21 00:00"));
  const late = amendment(5, { writeDate: "20260131", invoicerMgtKey: "T-B", forceIssue: true });
  strictEqual((await issue(on, late)).json.code, -11002010);
  strictEqual((await issue(on, amendment(6, { writeDate: "20260131", invoicerMgtKey: "T-C" }))).json.code, 1);
  strictEqual((await issue(on, amendment(2, { invoicerMgtKey: "T-D" }))).json.code, -11002014);
});

Deno.test("the two documents of reason 1 both reach 304 and carry the original's number", async () => {
  const on = await accepted();
  await issue(on, amendment(1, { writeDate: "20260131" }));
  await issue(on, amendment(1, { writeDate: "20260131", invoicerMgtKey: "T-B", ...totals(1_100_000, 110_000) }));
  on.clock.moveTo(moment("2026-02-23 15:12"));
  deepStrictEqual([await stateOf(on, "T-A"), await stateOf(on, "T-B")], [304, 304]);
  const detail = (await on.ask("/Taxinvoice/SELL/T-B?Detail")).json;
  deepStrictEqual([detail.modifyCode, detail.orgNTSConfirmNum, detail.ntsconfirmNum], [
    1,
    approvalNo,
    "202601318888888800000003",
  ]);
});
