import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { issueDocument } from "./issue.ts";
import { findMember } from "./members.ts";
import { registerMember, simulatedLink } from "./mod.ts";
import { readDocument, readOptions } from "./sent_document.ts";
import { bench, document, issue, stateOf, totals } from "./bench_for_tests.ts";

const at = "2026-02-03 10:15:02";

/** Lines as sent, each changed a little. */
function lines(...changes: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { detailList: changes.map((change, index) => ({ serialNum: index + 1, ...change })) };
}

Deno.test("registIssue answers the confirm number and leaves the document at 300", async () => {
  const on = await bench(at);
  deepStrictEqual(await issue(on), {
    status: 200,
    json: {
      code: 1,
      message: "발행 완료",
      ntsConfirmNum: "202601318888888800000001",
      issueDT: "20260203101502",
    },
  });
  deepStrictEqual((await on.ask("/Taxinvoice/SELL/T-202601-000042")).json, {
    itemKey: "026020310150200001",
    stateCode: 300,
    taxType: "과세",
    purposeType: "청구",
    modifyCode: null,
    issueType: "정발행",
    lateIssueYN: false,
    interOPYN: true,
    writeDate: "20260131",
    invoicerCorpName: "예시클라우드 주식회사",
    invoicerCorpNum: simulatedLink.corpNum,
    invoicerMgtKey: "T-202601-000042",
    invoicerPrintYN: false,
    invoiceeCorpName: "샘플상사",
    invoiceeCorpNum: "9988101011",
    invoiceeMgtKey: null,
    invoiceePrintYN: false,
    trusteeCorpName: null,
    trusteeCorpNum: null,
    trusteeMgtKey: null,
    trusteePrintYN: false,
    supplyCostTotal: "1200000",
    taxTotal: "120000",
    stateMemo: "",
    regDT: "20260203101502",
    issueDT: "20260203101502",
    stateDT: "20260203101502",
    openYN: false,
    openDT: null,
    ntsconfirmNum: "202601318888888800000001",
    ntssendDT: null,
    ntsresultDT: null,
    ntsresult: null,
    ntssendErrCode: null,
    closeDownState: 1,
    closeDownStateDate: null,
  });
});

/** What is changed of a good document, and the code that it brings; 1 is its accepted twin or boundary. */
const rules: readonly (readonly [Record<string, unknown>, number])[] = [
  [{ writeDate: null }, -11001001],
  [{ writeDate: "20260230" }, -11001103],
  [{ writeDate: "2026-01-31" }, -11001103],
  [{ issueType: "" }, -11001003],
  [{ issueType: "역발행", modifyCode: 1 }, -11001054],
  [{ taxType: "무세" }, -11001005],
  [{ purposeType: "" }, -11001004],
  [{ purposeType: "영수" }, 1],
  [{ chargeDirection: "" }, -11001012],
  [{ chargeDirection: "역과금" }, -11001006],
  [{ invoicerCorpNum: "" }, -11001013],
  [{ invoicerCorpNum: "9988800012" }, -11001014],
  [{ invoicerCorpNum: "9988801005" }, -11001000],
  [{ invoicerMgtKey: "" }, -11001035],
  [{ invoicerMgtKey: "K".repeat(25) }, -11001120],
  [{ invoicerMgtKey: "K".repeat(24) }, 1],
  [{ invoicerMgtKey: "T 1" }, -11001120],
  [{ invoicerCorpName: "  " }, -11001015],
  [{ invoicerCEOName: "" }, -11001016],
  [{ invoicerTaxRegID: "123" }, -11001019],
  [{ invoicerTaxRegID: "0001" }, 1],
  [{ invoicerAddr: "가".repeat(301) }, -11001084],
  [{ invoicerAddr: "가".repeat(300) }, 1],
  [{ invoicerBizType: "가".repeat(101) }, -11001066],
  [{ invoicerBizClass: "가".repeat(101) }, -11001067],
  [{ invoicerTEL: "0".repeat(21) }, -11001085],
  [{ invoiceeType: "" }, -11001053],
  [{ invoiceeCorpNum: "" }, -11001020],
  [{ invoiceeCorpNum: "998810101" }, -11001061],
  [{ invoiceeCorpNum: "9988101012" }, -11001021],
  [{ invoiceeCorpNum: "1234567890" }, 1],
  [{ invoiceeType: "개인" }, -11001062],
  [{ invoiceeType: "외국인", invoiceeCorpNum: "9999999999998" }, -11001063],
  [{ invoiceeType: "외국인", invoiceeCorpNum: "9999999999999" }, -11001007],
  [{ invoiceeType: "외국인", invoiceeCorpNum: "9999999999999", remark1: "M12345678" }, 1],
  [{ invoiceeCorpName: "" }, -11001022],
  [{ invoiceeCEOName: null }, -11001023],
  [{ invoiceeTaxRegID: "12" }, -11001026],
  [{ invoiceeCorpName: "가".repeat(201) }, -11001088],
  [{ invoiceeEmail1: "a".repeat(101) }, -11001092],
  [{ remark1: "가".repeat(151) }, -11001100],
  [{ remark3: "가".repeat(150) }, 1],
  [{ memo: "가".repeat(201) }, -11001087],
  [{ supplyCostTotal: "" }, -11001041],
  [{ supplyCostTotal: "1200000.0" }, -11001041],
  [{ supplyCostTotal: 1200000 }, -11010003],
  [{ taxTotal: "" }, -11001042],
  [{ totalAmount: "" }, -11001043],
  [{ totalAmount: "1320001" }, -11001044],
  [totals(-10, 1), -11001045],
  [totals(1_000_000, 101_000), 1],
  [totals(1_000_000, 101_001), -11001133],
  [totals(1_000_000, 99_000), 1],
  [totals(1_000_000, 98_999), -11001133],
  [{ taxType: "영세", ...totals(1_000_000, 1) }, -11001034],
  [{ taxType: "영세", ...totals(1_000_000, 0) }, 1],
  [{ taxType: "면세", ...totals(1_000_000, 1) }, -11001072],
  [{ credit: "1320000" }, 1],
  [{ cash: "320000", credit: "1000000" }, 1],
  [{ credit: "1320001" }, -11001046],
  [{ credit: "x" }, -11001046],
  [{ detailList: [] }, 1],
  [lines(...Array.from({ length: 99 }, () => ({}))), 1],
  [lines(...Array.from({ length: 100 }, () => ({}))), -11001047],
  [lines({ serialNum: 0 }), -11001048],
  [lines({ serialNum: null }), -11001048],
  [lines({ serialNum: 1 }, { serialNum: 1 }), -11001105],
  [lines({ itemName: "가".repeat(101) }), -11001064],
  [lines({ spec: "가".repeat(61) }), -11001112],
  [lines({ remark: "가".repeat(101) }), -11001117],
  [lines({ qty: "1.234" }), -11001050],
  [lines({ qty: "1234567890.12" }), -11001050],
  [lines({ qty: "-1.25" }), 1],
  [lines({ unitCost: "1.234" }), -11001051],
  [lines({ supplyCost: "1.5" }), -11001049],
  [lines({ tax: "x" }), -11001052],
  [lines({ tax: "60000" }, { tax: "60000" }), 1],
  [lines({ tax: "60000" }, { tax: "60001" }), -11001073],
  [lines({ purchaseDT: "20260132" }), -11010003],
  [{ addContactList: [{ serialNum: 1, contactName: "박담당", email: "b@example.org" }] }, 1],
  [{ addContactList: [{ serialNum: 1, contactName: "", email: "b@example.org" }] }, -11001075],
  [{ addContactList: [{ serialNum: 1, contactName: "박담당", email: "" }] }, -11001076],
  [{ addContactList: [{ serialNum: 0, contactName: "박담당", email: "b@example.org" }] }, -11001106],
  [{ writeDate: "20260203" }, 1],
  [{ writeDate: "20260204" }, -11002009],
  [{ writeSpecification: true, invoiceeType: "외국인", invoiceeCorpNum: "9999999999999", remark1: "M1" }, -11005022],
];

Deno.test("registIssue refuses each broken rule with its code, and takes the twin on the right side of the boundary", async () => {
  const on = await bench(at);
  for (const [index, [change, code]] of rules.entries()) {
    const answer = await issue(on, { invoicerMgtKey: `T-${index}`, ...change });
    deepStrictEqual([answer.status, answer.json.code], [code === 1 ? 200 : 400, code], JSON.stringify(change));
  }
});

Deno.test("registIssue refuses a body that is no JSON", async () => {
  const on = await bench(at);
  strictEqual((await on.ask("/Taxinvoice", { verb: "ISSUE", body: "{" })).json.code, -11010003);
});

Deno.test("registIssue refuses a line tax on a zero-rated document, and takes a zero", async () => {
  const on = await bench(at);
  const zeroRated = { taxType: "영세", supplyCostTotal: "1000", taxTotal: "0", totalAmount: "1000" };
  strictEqual((await issue(on, { ...zeroRated, ...lines({ tax: "1" }) })).json.code, -11001077);
  strictEqual((await issue(on, { ...zeroRated, ...lines({ tax: "0" }) })).json.code, 1);
});

Deno.test("registIssue takes a late document only with forceIssue, from the day after the moved 10th on", async () => {
  // 10 January 2026 is a Saturday: December 2025 may be issued until Monday the 12th.
  const december = { writeDate: "20251231" };
  strictEqual((await issue(await bench("2026-01-12 23:59:59"), december)).json.code, 1);
  const on = await bench("2026-01-13 00:00");
  strictEqual((await issue(on, december)).json.code, -11002014);
  strictEqual((await issue(on, { ...december, forceIssue: true })).json.code, 1);
  strictEqual((await on.ask("/Taxinvoice/SELL/T-202601-000042")).json.lateIssueYN, true);
});

Deno.test("registIssue refuses without certificate and with an expired one, and CertCheck says the same", async () => {
  const on = await bench(at);
  const expired = "9987700015";
  await registerMember(on.context, { corpNum: expired, corpName: "만료테크", ceoName: "박만료" });
  const answer = await on.ask("/Taxinvoice", {
    verb: "ISSUE",
    corpNum: expired,
    body: document({ invoicerCorpNum: expired }),
  });
  strictEqual(answer.json.code, -10004003);
  strictEqual((await on.ask("/Taxinvoice/CertCheck", { corpNum: expired })).json.code, -10004003);
  strictEqual((await on.ask("/Taxinvoice/CertCheck")).json.code, 1);
  deepStrictEqual((await on.ask("/Taxinvoice?cfg=CERT")).json, { certificateExpiration: "20270103235959" });
  on.clock.moveTo(new Date("2027-01-04T00:00:00+09:00"));
  strictEqual((await on.ask("/Taxinvoice/CertCheck")).json.code, -10004003);
});

Deno.test("registIssue gives one document to twenty calls at once with one key", async () => {
  const on = await bench(at);
  const answers = await Promise.all(Array.from({ length: 20 }, () => issue(on)));
  deepStrictEqual(answers.map((answer) => answer.json.code).toSorted(), [...Array(19).fill(-11001038), 1]);
  strictEqual((await on.ask("/Taxinvoice/SELL?DType=I&SDate=20260203&EDate=20260203")).json.total, 1);
});

Deno.test("issueDocument() gives a key to one even among callers that no queue keeps apart", async () => {
  const on = await bench(at);
  const member = await findMember(on.context, simulatedLink.corpNum);
  if (!member) throw new TypeError("the demo MSP is a member");
  const issuing = { member, content: readDocument(document()), options: readOptions({}), at: on.clock.now() };
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => issueDocument(on.context, issuing)));
  strictEqual(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1);
  on.clock.moveTo(new Date("2026-02-04T15:12:00+09:00"));
  strictEqual(await stateOf(on), 304);
});

Deno.test("registIssue keeps keys apart by supplier, and numbers confirm numbers per write date", async () => {
  const on = await bench(at);
  const other = "9988801005";
  await registerMember(on.context, { corpNum: other, corpName: "다른클라우드", ceoName: "최다른" });
  strictEqual((await issue(on)).json.ntsConfirmNum, "202601318888888800000001");
  const theirs = await on.ask("/Taxinvoice", {
    verb: "ISSUE",
    corpNum: other,
    body: document({ invoicerCorpNum: other }),
  });
  strictEqual(theirs.json.ntsConfirmNum, "202601318888888800000002");
  const another = { invoicerMgtKey: "T-2", writeDate: "20260201" };
  strictEqual((await issue(on, another)).json.ntsConfirmNum, "202602018888888800000001");
});

Deno.test("popbillSimulator() over the same memory finds what another issued", async () => {
  const on = await bench(at);
  await issue(on);
  const again = on.restarted();
  strictEqual(await stateOf(again), 300);
  strictEqual((await issue(again)).json.code, -11001038);
});
