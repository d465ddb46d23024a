import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { localDate, seoulMoment } from "../calendar.ts";
import { won } from "../money.ts";
import { registIssueBody } from "./tax_invoice_body.ts";
import { ordinary, supplier } from "./tax_invoice_for_tests.ts";
import { popbillIssuer, vendorState } from "./tax_invoices.ts";
import { dropped, gatewayPage, json, providerError, refusal, type Reply, silent, testWire } from "./wire_for_tests.ts";

const member = supplier.brn;
const key = ordinary.documentKey;
const path = `/Taxinvoice/SELL/${key}`;
const onTime = { forceLate: false, memo: "2026-01 정산 확정" };
const done = () => json({ code: 1, message: "성공" });
const issued = {
  code: 1,
  message: "발행 완료",
  ntsConfirmNum: "2026013188888888000001a7",
  issueDT: "20260203101502",
};

/** The example of popbill-api.md 5.8. */
const answered = {
  itemKey: "026020310150200001",
  stateCode: 304,
  taxType: "과세",
  purposeType: "청구",
  modifyCode: null,
  issueType: "정발행",
  lateIssueYN: false,
  interOPYN: true,
  writeDate: "20260131",
  invoicerCorpNum: member,
  invoicerMgtKey: key,
  invoiceeCorpNum: "1016075579",
  invoiceeMgtKey: null,
  supplyCostTotal: "1200000",
  taxTotal: "120000",
  issueDT: "20260203101502",
  stateDT: "20260204151233",
  ntsresult: "SUC001",
  ntsconfirmNum: "2026013188888888000001a7",
  ntssendDT: "20260204150312",
  ntsresultDT: "20260204151230",
  ntssendErrCode: "SUC001",
  stateMemo: "",
  regDT: "20260203101502",
};

function at(day: string, time: string): Date {
  return seoulMoment(localDate(day), time);
}

Deno.test("issue() sends one registIssue as the supplier and gives the approval number", async () => {
  const wire = testWire();
  wire.plan("ISSUE /Taxinvoice", () => json(issued));
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).issue(ordinary, onTime), {
    approvalNo: "2026013188888888000001a7",
    issuedAt: at("2026-02-03", "10:15:02"),
  });
  strictEqual(JSON.parse(wire.tokenRequests[0]?.body ?? "").access_id, member);
  strictEqual(wire.received.length, 1);
  strictEqual(wire.received[0]?.method, "POST");
  strictEqual(wire.received[0].body, JSON.stringify(registIssueBody(ordinary, onTime)));
});

Deno.test("issue() does without issueDT", async () => {
  for (const issueDT of [undefined, null, ""]) {
    const wire = testWire();
    wire.plan("ISSUE /Taxinvoice", () => json({ ...issued, issueDT }));
    const { issuedAt } = await popbillIssuer(wire.client, { mayMail: () => true }).issue(ordinary, onTime);
    strictEqual(issuedAt, null);
  }
});

Deno.test("issue() is sent once when its outcome stays unknown, and status() then tells it", async (t) => {
  const cases: [string, Reply, string][] = [
    ["no answer", silent, "timeout"],
    ["broken connection", dropped, "network"],
    ["502 page", () => gatewayPage(502), "http"],
    ["503 page", () => gatewayPage(503), "http"],
    ["200 page", () => gatewayPage(200), "http"],
    ["no approval number", () => json({ code: 1, message: "발행 완료" }), "http"],
    ["empty approval number", () => json({ ...issued, ntsConfirmNum: "" }), "http"],
  ];
  for (const [name, reply, code] of cases) {
    await t.step(name, async () => {
      const wire = testWire({ timeoutMs: 20 });
      const issuer = popbillIssuer(wire.client, { mayMail: () => true });
      wire.plan("ISSUE /Taxinvoice", reply, () => json(issued));
      await rejects(issuer.issue(ordinary, onTime), providerError(code, false));
      deepStrictEqual(wire.received.map((call) => call.name), ["ISSUE /Taxinvoice"]);
      wire.plan(`GET ${path}`, () => json({ ...answered, stateCode: 300 }));
      strictEqual((await issuer.status(member, key))?.state, "issued");
    });
  }
});

Deno.test("issue() gives the vendor's number when it is refused", async () => {
  const cases = [
    [-11001038, "문서번호 중복", false],
    [-11002014, "지연발행", false],
    [-99005001, "파트너 포인트 부족", false],
    [-10010032, "동시 호출 초과", true],
  ] as const;
  for (const [code, message, retryable] of cases) {
    const wire = testWire();
    wire.plan("ISSUE /Taxinvoice", () => refusal(code, message));
    await rejects(
      popbillIssuer(wire.client, { mayMail: () => true }).issue(ordinary, onTime),
      providerError(String(code), retryable, message),
    );
    strictEqual(wire.received.length, 1);
  }
});

Deno.test("status() reads a document of the vendor", async () => {
  const wire = testWire();
  wire.plan(`GET ${path}`, () => json(answered));
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).status(member, key), {
    documentKey: key,
    state: "completed",
    vendorCode: 304,
    approvalNo: "2026013188888888000001a7",
    issuedAt: at("2026-02-03", "10:15:02"),
    transferredAt: at("2026-02-04", "15:03:12"),
    resultAt: at("2026-02-04", "15:12:30"),
    resultCode: "SUC001",
    taxType: "taxable",
    recipientBrn: "1016075579",
    supplyAmount: won(1_200_000),
    taxAmount: won(120_000),
  });
});

Deno.test("status() reads a draft whose fields are null, empty or missing, and a code written as text", async () => {
  const wire = testWire();
  const draft = {
    invoicerMgtKey: key,
    stateCode: "100",
    taxType: "영세",
    issueDT: null,
    ntsconfirmNum: "",
    ntssendDT: "",
  };
  const content = { invoiceeCorpNum: "1016075579", supplyCostTotal: "-1200000", taxTotal: "0" };
  wire.plan(`GET ${path}`, () => json({ ...draft, ...content }));
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).status(member, key), {
    documentKey: key,
    state: "draft",
    vendorCode: 100,
    approvalNo: null,
    issuedAt: null,
    transferredAt: null,
    resultAt: null,
    resultCode: null,
    taxType: "zero_rated",
    recipientBrn: "1016075579",
    supplyAmount: won(-1_200_000),
    taxAmount: won(0),
  });
});

Deno.test("status() is null for a key that the vendor does not know, and only then", async () => {
  const wire = testWire();
  const issuer = popbillIssuer(wire.client, { mayMail: () => true });
  wire.plan(`GET ${path}`, () => refusal(-11000005, "없는 문서"));
  strictEqual(await issuer.status(member, key), null);
  wire.plan(`GET ${path}`, () => refusal(-11001000, "권한 없음"));
  await rejects(issuer.status(member, key), providerError("-11001000", false, "권한 없음"));
});

Deno.test("status() names the field that is missing or wrong", async () => {
  const cases: [object, RegExp][] = [
    [{ stateCode: undefined }, /to GET \/Taxinvoice\/SELL\/INV-202601-000042: stateCode /],
    [{ invoicerMgtKey: null }, /: invoicerMgtKey /],
    [{ taxType: "면세" }, /: taxType /],
    [{ ntssendDT: "2026-02-04" }, /: ntssendDT /],
  ];
  for (const [change, message] of cases) {
    const wire = testWire();
    wire.plan(`GET ${path}`, () => json({ ...answered, ...change }));
    await rejects(
      popbillIssuer(wire.client, { mayMail: () => true }).status(member, key),
      providerError("schema", false, message),
    );
  }
});

Deno.test("vendorState() knows every stateCode of 정발행 and calls any other unknown", () => {
  const cases = [
    [100, "draft"],
    [200, "unknown"],
    [300, "issued"],
    [301, "transferring"],
    [302, "transferring"],
    [303, "transferring"],
    [304, "completed"],
    [305, "rejected"],
    [310, "unknown"],
    [399, "unknown"],
    [400, "unknown"],
    [500, "unknown"],
    [600, "cancelled"],
  ] as const;
  for (const [code, state] of cases) strictEqual(vendorState(code), state, String(code));
});

Deno.test("statuses() asks a thousand keys at a time and leaves out unknown keys", async () => {
  const wire = testWire();
  const keys = Array.from({ length: 2_001 }, (_, index) => `K-${index}`);
  wire.plan("POST /Taxinvoice/SELL", async (request) => {
    const asked: string[] = await request.json();
    return json(asked.filter((one) => one !== "K-1").map((one) => ({ ...answered, invoicerMgtKey: one })));
  });
  const found = await popbillIssuer(wire.client, { mayMail: () => true }).statuses(member, keys);
  deepStrictEqual(wire.received.map((call) => JSON.parse(call.body).length), [1_000, 1_000, 1]);
  deepStrictEqual(found.map((status) => status.documentKey), keys.filter((one) => one !== "K-1"));
});

Deno.test("statuses() asks nothing for no keys, and names the field and its place when one is missing", async () => {
  const wire = testWire();
  const issuer = popbillIssuer(wire.client, { mayMail: () => true });
  deepStrictEqual(await issuer.statuses(member, []), []);
  strictEqual(wire.received.length, 0);
  wire.plan("POST /Taxinvoice/SELL", () => json([answered, { ...answered, stateCode: null }]));
  await rejects(issuer.statuses(member, ["a", "b"]), providerError("schema", false, /: 1\.stateCode /));
});

Deno.test("cancel() and transferNow() send their verb once", async () => {
  const wire = testWire();
  const issuer = popbillIssuer(wire.client, { mayMail: () => true });
  wire.plan(`CANCELISSUE ${path}`, done);
  wire.plan(`NTS ${path}`, done);
  await issuer.cancel(member, key, "금액 오류");
  await issuer.cancel(member, key, "");
  await issuer.transferNow(member, key);
  deepStrictEqual(wire.received.map((call) => [call.name, call.body]), [
    [`CANCELISSUE ${path}`, '{"memo":"금액 오류"}'],
    [`CANCELISSUE ${path}`, "{}"],
    [`NTS ${path}`, ""],
  ]);
});

Deno.test("cancel() and transferNow() are refused outside state 300, and not repeated when the outcome is unknown", async () => {
  const wire = testWire();
  const issuer = popbillIssuer(wire.client, { mayMail: () => true });
  wire.plan(`CANCELISSUE ${path}`, () => refusal(-11002022, "발행취소 불가"), dropped, done);
  wire.plan(`NTS ${path}`, () => refusal(-11004005, "전송 중"), () => gatewayPage(502), done);
  await rejects(issuer.cancel(member, key, ""), providerError("-11002022", false, "발행취소 불가"));
  await rejects(issuer.transferNow(member, key), providerError("-11004005", false, "전송 중"));
  await rejects(issuer.cancel(member, key, ""), providerError("network", false));
  await rejects(issuer.transferNow(member, key), providerError("http", false));
  strictEqual(wire.received.length, 4);
});

Deno.test("xml() gives the document as signed, pdf() its bytes", async () => {
  const wire = testWire();
  const issuer = popbillIssuer(wire.client, { mayMail: () => true });
  const retObject = '<?xml version="1.0" encoding="UTF-8"?>\n<TaxInvoice/>';
  wire.plan(`GET ${path}?XML`, () => json({ code: 1, message: "성공", retObject }), () => json({ code: 1 }));
  strictEqual(await issuer.xml(member, key), retObject);
  await rejects(issuer.xml(member, key), providerError("schema", false, /: retObject /));
  const bytes = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0xe2, 0xff, 0x00]);
  wire.plan(
    `GET ${path}?PDF`,
    () => new Response(bytes, { headers: { "content-type": "application/pdf;charset=utf-8" } }),
  );
  deepStrictEqual(await issuer.pdf(member, key), bytes);
});
