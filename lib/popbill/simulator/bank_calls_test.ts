import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { bench, issue, moment } from "./bench_for_tests.ts";

const bankAccount = "BankCode=0004&AccountNumber=99099888000111";

function jobPath(from: string, to: string, of = bankAccount): string {
  return `/EasyFin/Bank/BankAccount?${of}&SDate=${from}&EDate=${to}`;
}

Deno.test("ListBankAccount answers the one account of a registered member", async () => {
  const on = await bench("2026-02-03 10:15:02");
  const [first, ...more] = await (await on.raw("/EasyFin/Bank/ListBankAccount")).json();
  deepStrictEqual([first.bankCode, first.accountNumber, first.accountName, first.state, more], [
    "0004",
    "99099888000111",
    "예시클라우드 주식회사 수납",
    1,
    [],
  ]);
  strictEqual((await on.ask("/EasyFin/Bank/BankAccount/0004/99099888000111")).json.accountNumber, "99099888000111");
  strictEqual((await on.ask("/EasyFin/Bank/BankAccount/0004/1")).json.code, -18000002);
});

Deno.test("requestJob keeps to one month at a time, three months back and no day to come", async () => {
  const cases = [
    ["20260203", "20260203", 0],
    ["20260103", "20260203", 0],
    ["20260102", "20260203", -18000031],
    ["20251103", "20251203", 0],
    ["20251102", "20251202", -18000030],
    ["20260203", "20260204", -18000018],
    ["20260203", "20260202", -18000017],
    ["2026020", "20260203", -18010039],
    ["20260203", "x", -18010041],
    ["", "20260203", -18010038],
    ["20260203", "", -18010040],
  ] as const;
  for (const [from, to, code] of cases) {
    const on = await bench("2026-02-03 10:15");
    const answer = await on.ask(jobPath(from, to), { verb: "POST" });
    strictEqual(answer.json.code ?? 0, code, `${from} ${to}`);
    if (code === 0) match(String(answer.json.jobID), /^0260203\d{11}$/);
  }
  const on = await bench("2026-02-03 10:15");
  const unknown = jobPath("20260203", "20260203", "BankCode=0004&AccountNumber=1");
  strictEqual((await on.ask(unknown, { verb: "POST" })).json.code, -18000002);
});

Deno.test("a job is read after its second poll, and blocks its account until then", async () => {
  const on = await bench("2026-02-03 10:15");
  const path = jobPath("20260203", "20260203");
  const { jobID } = (await on.ask(path, { verb: "POST" })).json;
  strictEqual((await on.ask(path, { verb: "POST" })).json.code, -18000003);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}`)).json.code, -18010007);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}/State`)).json.jobState, 2);
  const done = (await on.ask(`/EasyFin/Bank/${jobID}/State`)).json;
  deepStrictEqual([done.jobState, done.errorCode, done.startDate, done.endDate], [3, 1, "20260203", "20260203"]);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}`)).json.total, 0);
  strictEqual((await on.ask(path, { verb: "POST" })).status, 200);
  strictEqual((await (await on.raw("/EasyFin/Bank/JobList")).json()).length, 2);
});

Deno.test("a job that nobody polls is done after twenty seconds, and forgotten after an hour of the wall", async () => {
  const on = await bench("2026-02-03 10:15");
  const { jobID } = (await on.ask(jobPath("20260203", "20260203"), { verb: "POST" })).json;
  on.passMs(19_999);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}`)).json.code, -18010007);
  on.passMs(1);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}`)).json.code, 1);
  on.passMs(3_580_000);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}`)).json.code, -18000007);
});

Deno.test("search pages, orders and looks for text; summary adds up; a memo is kept", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on, { invoicerMgtKey: "T-1", invoiceeCorpName: "정확상사" });
  await issue(on, { invoicerMgtKey: "T-2", invoiceeCorpName: "정확전자" });
  on.clock.moveTo(moment("2026-02-04 11:00"));
  const { jobID } = (await on.ask(jobPath("20260203", "20260204"), { verb: "POST" })).json;
  on.passMs(20_000);
  const page = (await on.ask(`/EasyFin/Bank/${jobID}?TradeType=I&Page=2&PerPage=1&Order=A`)).json;
  const [line, ...more] = page.list as { remark1: string; tid: string }[];
  deepStrictEqual([page.total, page.perPage, page.pageNum, page.pageCount, line?.remark1, more], [
    2,
    1,
    2,
    2,
    "정확전자",
    [],
  ]);
  deepStrictEqual((await on.ask(`/EasyFin/Bank/${jobID}/Summary?TradeType=I,O`)).json, {
    count: 3,
    cntAccIn: 2,
    cntAccOut: 1,
    totalAccIn: "2640000",
    totalAccOut: "330000",
  });
  const memo = `/EasyFin/Bank/SaveMemo?TID=${line?.tid}&Memo=${encodeURIComponent("1월분")}`;
  strictEqual((await on.ask(memo, { verb: "POST" })).json.code, 1);
  const found = (await on.ask(`/EasyFin/Bank/${jobID}?SearchString=${encodeURIComponent("1월")}`)).json;
  strictEqual(found.total, 1);
  strictEqual((await on.ask("/EasyFin/Bank/SaveMemo?TID=1&Memo=x", { verb: "POST" })).json.code, -18000009);
});

Deno.test("a job shows nothing that happened after it was asked for", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  on.clock.moveTo(moment("2026-02-04 10:59"));
  const { jobID } = (await on.ask(jobPath("20260203", "20260204"), { verb: "POST" })).json;
  on.clock.moveTo(moment("2026-02-04 11:01"));
  on.passMs(20_000);
  strictEqual((await on.ask(`/EasyFin/Bank/${jobID}?TradeType=I`)).json.total, 0);
});
