import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { habitOfKey } from "./deposits.ts";
import type { Transaction } from "./bank_lines.ts";
import type { Bench } from "./bench_for_tests.ts";
import { bench, issue, moment, totals } from "./bench_for_tests.ts";

const bankAccount = "BankCode=0004&AccountNumber=99099888000111";
const path = "/Taxinvoice/SELL/T-202601-000042";

/** The transactions from 2026-02-03 to a day, read as a client reads them; `query` goes to the search. */
async function transactions(on: Bench, at: string, query = "TradeType=I&Order=A"): Promise<readonly Transaction[]> {
  on.clock.moveTo(moment(at));
  const range = `SDate=20260203&EDate=${at.slice(0, 10).replaceAll("-", "")}`;
  const { jobID } = (await on.ask(`/EasyFin/Bank/BankAccount?${bankAccount}&${range}`, { verb: "POST" })).json;
  for (let polls = 0; polls < 2; polls++) await on.ask(`/EasyFin/Bank/${jobID}/State`);
  return await (await on.raw(`/EasyFin/Bank/${jobID}?${query}`)).json().then((answer) => answer.list);
}

/** Day and time, won, sender. */
async function deposits(on: Bench, at: string): Promise<readonly (readonly string[])[]> {
  return (await transactions(on, at)).map((line) => [line.trdt, line.accIn, line.remark1]);
}

Deno.test("a buyer pays exactly at 11:00 of the next business day, under its name cut to ten characters", async () => {
  const on = await bench("2026-02-06 10:15");
  await issue(on, { invoiceeCorpName: "정확하게입금하는샘플상사주식회사" });
  deepStrictEqual(await deposits(on, "2026-02-09 10:59:59"), []);
  const [line] = await transactions(on, "2026-02-09 11:00");
  deepStrictEqual(line, {
    tid: "01999888000110000120260209000002",
    accountID: "99099888000111",
    trdate: "20260209",
    trserial: 2,
    trdt: "20260209110000",
    accIn: "1320000",
    accOut: "0",
    balance: "20990000",
    remark1: "정확하게입금하는샘플",
    remark2: "인터넷뱅킹",
    remark3: "",
    remark4: "",
    regDT: "20260209110000",
    memo: "",
  });
});

Deno.test("a word in the buyer's name chooses how it pays", async () => {
  const cases = [
    ["일부입금상사", [["20260204110000", "660001", "일부입금상사"], ["20260206110000", "660002", "일부입금상사"]]],
    ["다른이름상사", [["20260204110000", "1320003", "이샘플"]]],
    ["합산입금상사", []],
    ["미입금상사", []],
    ["샘플상사", [["20260204110000", "1320003", "샘플상사"]]],
  ] as const;
  for (const [invoiceeCorpName, expected] of cases) {
    const on = await bench("2026-02-03 10:15");
    await issue(on, { invoiceeCorpName, ...totals(1_200_003, 120_000) });
    deepStrictEqual(await deposits(on, "2026-02-28 09:00"), expected, invoiceeCorpName);
  }
});

Deno.test("the second part of a partial payment is moved past a weekend", async () => {
  const on = await bench("2026-02-04 10:15");
  await issue(on, { invoiceeCorpName: "일부입금상사" });
  deepStrictEqual((await deposits(on, "2026-02-28 09:00")).map(([at]) => at), ["20260205110000", "20260209110000"]);
});

Deno.test("「합산입금」 pays two documents of one buyer by one sum, once the second is due", async () => {
  const on = await bench("2026-02-03 10:15");
  const buyer = { invoiceeCorpName: "합산입금상사" };
  await issue(on, buyer);
  on.clock.moveTo(moment("2026-02-10 10:15"));
  await issue(on, { ...buyer, invoicerMgtKey: "T-2", ...totals(1_000, 100) });
  await issue(on, { ...buyer, invoicerMgtKey: "T-3", ...totals(5_000, 500) });
  deepStrictEqual(await deposits(on, "2026-02-28 09:00"), [["20260211110000", "1321100", "합산입금상사"]]);
});

Deno.test("nothing is paid of a cancelled document and of a negative one", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  await on.ask(path, { verb: "CANCELISSUE" });
  await issue(on, { invoicerMgtKey: "T-2", ...totals(-1000, -100) });
  deepStrictEqual(await deposits(on, "2026-02-28 09:00"), []);
});

Deno.test("of the amendments only a supply amount that rises is paid", async () => {
  const on = await bench("2026-02-03 10:15");
  const orgNTSConfirmNum = (await issue(on)).json.ntsConfirmNum;
  on.clock.moveTo(moment("2026-02-05 10:00"));
  const corrected = { modifyCode: 1, orgNTSConfirmNum, ...totals(1_100_000, 110_000) };
  strictEqual((await issue(on, { invoicerMgtKey: "T-1", ...corrected })).json.code, 1);
  const raised = { modifyCode: 2, orgNTSConfirmNum, writeDate: "20260205", ...totals(1_000, 100) };
  strictEqual((await issue(on, { invoicerMgtKey: "T-2", ...raised })).json.code, 1);
  deepStrictEqual(await deposits(on, "2026-02-28 09:00"), [
    ["20260204110000", "1320000", "샘플상사"],
    ["20260206110000", "1100", "샘플상사"],
  ]);
});

Deno.test("a document cancelled after it was paid stays paid, and its key issued again is paid again", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  on.clock.moveTo(moment("2026-02-04 11:30"));
  await on.ask(path, { verb: "CANCELISSUE" });
  await on.ask(path, { verb: "DELETE" });
  await issue(on, totals(1_000, 100));
  deepStrictEqual(await deposits(on, "2026-02-28 09:00"), [
    ["20260204110000", "1320000", "샘플상사"],
    ["20260205110000", "1100", "샘플상사"],
  ]);
});

Deno.test("withdrawals stand among the transactions, and TradeType=I never shows them", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  const all = await transactions(on, "2026-02-04 12:00", "Order=D");
  deepStrictEqual(all.map((line) => [line.trdt, line.accIn, line.accOut]), [
    ["20260204110000", "1320000", "0"],
    ["20260204093000", "0", "330000"],
  ]);
  deepStrictEqual((await transactions(on, "2026-02-04 13:00", "TradeType=I")).map((line) => line.accOut), ["0"]);
});

Deno.test("reading twice, or after a restart, gives the same ids", async () => {
  const on = await bench("2026-02-03 10:15");
  for (const key of ["T-1", "T-2", "T-3"]) await issue(on, { invoicerMgtKey: key });
  const ids = (lines: readonly Transaction[]) => lines.map((line) => line.tid);
  const first = ids(await transactions(on, "2026-02-04 12:00"));
  strictEqual(new Set(first).size, 3);
  deepStrictEqual(ids(await transactions(on.restarted(), "2026-02-05 12:00")), first);
});

Deno.test("habitOfKey() gives every habit its share, and one key always the same", () => {
  const counts = new Map<string, number>();
  for (let index = 0; index < 1000; index++) {
    const habit = habitOfKey(`T-202601-${index}`);
    counts.set(habit, (counts.get(habit) ?? 0) + 1);
  }
  deepStrictEqual([...counts.keys()].toSorted(), ["combined", "exact", "never", "other_name", "partial"]);
  strictEqual(habitOfKey("T-202601-7"), habitOfKey("T-202601-7"));
  strictEqual((counts.get("exact") ?? 0) > 550, true);
});

Deno.test("the first five documents are paid exactly, whatever their keys say", async () => {
  const on = await bench("2026-02-03 10:15");
  const others = Array.from({ length: 200 }, (_, index) => `N-${index}`).filter((key) => habitOfKey(key) === "never");
  strictEqual(others.length >= 6, true);
  for (const key of others.slice(0, 6)) await issue(on, { invoicerMgtKey: key });
  strictEqual((await deposits(on, "2026-02-28 09:00")).length, 5);
});
