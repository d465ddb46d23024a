import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { fixedClock, localDate, seoulMoment } from "../calendar.ts";
import { won } from "../money.ts";
import { collectableParts, popbillBank } from "./bank.ts";
import { dropped, gatewayPage, json, providerError, refusal, type TestWire, testWire } from "./wire_for_tests.ts";

const msp = "1015996388";
const bankAccount = { bankCode: "0088", accountNumber: "1310205386", name: "정산 계좌" };
const clock = fixedClock(seoulMoment(localDate("2026-02-10"), "09:00"));
const jobId = "026020310000000001";
const start = (from: string, to: string) =>
  `POST /EasyFin/Bank/BankAccount?BankCode=0088&AccountNumber=1310205386&SDate=${from}&EDate=${to}`;
const state = `GET /EasyFin/Bank/${jobId}/State`;
const page = (number: number) =>
  `GET /EasyFin/Bank/${jobId}?TradeType=I&SearchString=&Page=${number}&PerPage=1000&Order=A`;
const range = { from: localDate("2026-02-01"), to: localDate("2026-02-03") };
const startFebruary = start("20260201", "20260203");
const completed = () => json({ jobID: jobId, jobState: 3, errorCode: 1, errorReason: "" });
const noLines = () => json({ code: 1, total: 0, perPage: 1_000, pageNum: 1, pageCount: 0, list: [] });

/** The example of popbill-api.md 8.2. */
const line = {
  tid: "01912181100000000120260203000003",
  accountID: "1310205386",
  trdate: "20260203",
  trserial: 3,
  trdt: "20260203142210",
  accIn: "1320000",
  accOut: "0",
  balance: "45210000",
  remark1: "샘플상사",
  remark2: "인터넷뱅킹",
  remark3: "",
  remark4: "강남지점",
  regDT: "20260203150001",
  memo: "",
};

function feedOn(wire: TestWire) {
  return popbillBank(wire.client, { now: clock.now, sleep: wire.sleep });
}

function collectingWire(): TestWire {
  const wire = testWire();
  wire.plan(startFebruary, () => json({ jobID: jobId }));
  wire.plan(state, completed);
  wire.plan(page(1), () => json({ code: 1, total: 1, perPage: 1_000, pageNum: 1, pageCount: 1, list: [line] }));
  return wire;
}

Deno.test("accounts() gives the bank accounts in use", async () => {
  const wire = testWire();
  const path = "GET /EasyFin/Bank/ListBankAccount";
  const listed = (accountNumber: string, inUse: number | string) => ({
    bankCode: "0088",
    accountNumber,
    accountName: accountNumber === "2" ? null : "정산 계좌",
    accountType: "법인",
    state: inUse,
  });
  wire.plan(path, () => json([listed("1", 1), listed("2", "1"), listed("3", 0), listed("4", 2)]), () => json([{}]));
  deepStrictEqual(await feedOn(wire).accounts(msp), [
    { bankCode: "0088", accountNumber: "1", name: "정산 계좌" },
    { bankCode: "0088", accountNumber: "2", name: "" },
  ]);
  await rejects(
    feedOn(wire).accounts(msp),
    providerError("schema", false, /: 0\.bankCode .* 0\.accountNumber .* 0\.state /),
  );
});

Deno.test("deposits() collects a range and maps its lines", async () => {
  const wire = collectingWire();
  deepStrictEqual(await feedOn(wire).deposits(msp, bankAccount, range), [{
    bankLineId: "01912181100000000120260203000003",
    bankCode: "0088",
    accountNumber: "1310205386",
    depositedAt: seoulMoment(localDate("2026-02-03"), "14:22:10"),
    amount: won(1_320_000),
    depositorName: "샘플상사",
    remark: "인터넷뱅킹 강남지점",
  }]);
  deepStrictEqual(wire.received.map((call) => call.name), [startFebruary, state, page(1)]);
});

Deno.test("deposits() leaves out lines without a deposit and reads amounts as numbers too", async () => {
  const wire = collectingWire();
  const list = [
    { ...line, tid: "a", accIn: "0", accOut: "5000" },
    { ...line, tid: "b", accIn: 5_000, remark1: null, remark2: null, remark4: undefined },
    { ...line, tid: "c", accIn: "-5000" },
  ];
  wire.plan(page(1), () => json({ pageCount: "1", list }));
  const found = await feedOn(wire).deposits(msp, bankAccount, range);
  deepStrictEqual(
    found.map(({ bankLineId, amount, depositorName, remark }) => [bankLineId, amount, depositorName, remark]),
    [
      ["b", won(5_000), "", ""],
    ],
  );
});

Deno.test("deposits() reads every page", async () => {
  const wire = collectingWire();
  for (const number of [1, 2, 3]) {
    wire.plan(page(number), () => json({ pageCount: 3, list: [{ ...line, tid: `page ${number}` }] }));
  }
  const found = await feedOn(wire).deposits(msp, bankAccount, range);
  deepStrictEqual(found.map(({ bankLineId }) => bankLineId), ["page 1", "page 2", "page 3"]);
});

Deno.test("deposits() polls every 2 s until the job is done", async () => {
  const wire = collectingWire();
  const running = (jobState: number | string) => () => json({ jobState, errorCode: null, errorReason: null });
  wire.plan(state, running(1), running("2"), running(2), completed);
  strictEqual((await feedOn(wire).deposits(msp, bankAccount, range)).length, 1);
  deepStrictEqual(wire.pauses, [2_000, 2_000, 2_000, 2_000]);
});

Deno.test("deposits() gives up after 60 s", async () => {
  const wire = collectingWire();
  wire.plan(state, () => json({ jobState: 2 }));
  await rejects(feedOn(wire).deposits(msp, bankAccount, range), providerError("timeout", true));
  strictEqual(wire.pauses.length, 30);
});

Deno.test("deposits() tells why the bank refused and does not ask it again", async () => {
  const cases = [
    [-18020019, "비밀번호 오류", false],
    [-18010008, "수집 실패", false],
    [-18020044, "30초 후 재시도", true],
  ] as const;
  for (const [errorCode, errorReason, retryable] of cases) {
    const wire = collectingWire();
    wire.plan(state, () => json({ jobState: 3, errorCode, errorReason }));
    await rejects(
      feedOn(wire).deposits(msp, bankAccount, range),
      providerError(String(errorCode), retryable, errorReason),
    );
    deepStrictEqual(wire.received.map((call) => call.name), [startFebruary, state]);
  }
});

Deno.test("deposits() waits while another job of the bank account runs, four starts at most", async () => {
  const busy = () => refusal(-18000003, "수집 진행 중");
  const wire = collectingWire();
  wire.plan(startFebruary, busy, busy, busy, () => json({ jobID: jobId }));
  strictEqual((await feedOn(wire).deposits(msp, bankAccount, range)).length, 1);
  deepStrictEqual(wire.pauses, [10_000, 10_000, 10_000, 2_000]);
  const stuck = collectingWire();
  stuck.plan(startFebruary, busy);
  await rejects(feedOn(stuck).deposits(msp, bankAccount, range), providerError("-18000003", true, "수집 진행 중"));
  strictEqual(stuck.received.length, 4);
});

Deno.test("deposits() starts a job once when its answer is lost, but asks again for states and pages", async () => {
  const lost = collectingWire();
  lost.plan(startFebruary, dropped, () => json({ jobID: jobId }));
  await rejects(feedOn(lost).deposits(msp, bankAccount, range), providerError("network", false));
  strictEqual(lost.received.length, 1);
  const wire = collectingWire();
  wire.plan(state, dropped, completed);
  wire.plan(page(1), () => gatewayPage(502), noLines);
  deepStrictEqual(await feedOn(wire).deposits(msp, bankAccount, range), []);
});

Deno.test("deposits() names the field that is missing", async () => {
  const cases = [
    [startFebruary, {}, /: jobID /],
    [state, {}, /: jobState /],
    [page(1), { list: [] }, /: pageCount /],
    [page(1), { pageCount: 1, list: [{ ...line, tid: undefined }] }, /: list\.0\.tid /],
    [page(1), { pageCount: 1, list: [{ ...line, trdt: null }] }, /: list\.0\.trdt /],
    [page(1), { pageCount: 1, list: [{ ...line, accIn: "1.5" }] }, /: list\.0\.accIn /],
  ] as const;
  for (const [name, answer, message] of cases) {
    const wire = collectingWire();
    wire.plan(name, () => json(answer));
    await rejects(feedOn(wire).deposits(msp, bankAccount, range), providerError("schema", false, message));
  }
});

Deno.test("deposits() collects a long range part by part", async () => {
  const wire = collectingWire();
  wire.plan(start("20260105", "20260204"), () => json({ jobID: jobId }));
  wire.plan(start("20260205", "20260210"), () => json({ jobID: jobId }));
  const long = { from: localDate("2026-01-05"), to: localDate("2026-02-28") };
  strictEqual((await feedOn(wire).deposits(msp, bankAccount, long)).length, 2);
});

Deno.test("collectableParts() splits at a month, three months back at most, today at last", () => {
  const cases = [
    // from, to, today, parts
    ["2026-02-03", "2026-02-03", "2026-02-10", ["2026-02-03 2026-02-03"]],
    ["2026-01-05", "2026-02-04", "2026-02-10", ["2026-01-05 2026-02-04"]],
    ["2026-01-05", "2026-02-05", "2026-02-10", ["2026-01-05 2026-02-04", "2026-02-05 2026-02-05"]],
    ["2026-01-31", "2026-02-28", "2026-03-10", ["2026-01-31 2026-02-27", "2026-02-28 2026-02-28"]],
    ["2025-01-01", "2025-12-09", "2026-02-10", ["2025-11-10 2025-12-09"]],
    ["2025-11-09", "2025-11-10", "2026-02-10", ["2025-11-10 2025-11-10"]],
    ["2025-11-01", "2025-11-09", "2026-02-10", []],
    ["2026-02-09", "2026-02-28", "2026-02-10", ["2026-02-09 2026-02-10"]],
    ["2026-02-11", "2026-02-28", "2026-02-10", []],
    ["2026-02-05", "2026-02-04", "2026-02-10", []],
    ["2026-01-01", "2026-05-31", "2026-05-31", [
      "2026-02-28 2026-03-27",
      "2026-03-28 2026-04-27",
      "2026-04-28 2026-05-27",
      "2026-05-28 2026-05-31",
    ]],
  ] as const;
  for (const [from, to, today, parts] of cases) {
    const found = collectableParts({ from: localDate(from), to: localDate(to) }, localDate(today));
    deepStrictEqual(found.map((part) => `${part.from} ${part.to}`), parts, `${from} ${to}`);
  }
});
