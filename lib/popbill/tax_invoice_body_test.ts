import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { won } from "../money.ts";
import { amendmentReasons, type TaxInvoiceContent } from "../tax_invoices/tax_invoice.ts";
import { registIssueBody } from "./tax_invoice_body.ts";
import { amended, ordinary } from "./tax_invoice_for_tests.ts";

const onTime = { forceLate: false, memo: "" };

/** The body as it goes over the wire. */
function sent(content: TaxInvoiceContent, options = onTime): unknown {
  return JSON.parse(JSON.stringify(registIssueBody(content, options)));
}

const parties = {
  invoicerCorpNum: "1015996388",
  invoicerCorpName: "예시클라우드 주식회사",
  invoicerCEOName: "김예시",
  invoicerAddr: "서울특별시 강남구 예시로 1",
  invoicerBizType: "정보통신업",
  invoicerBizClass: "클라우드 서비스",
  invoicerContactName: "정산팀",
  invoicerTEL: "02-000-0000",
  invoicerEmail: "billing@example.com",
  invoiceeType: "사업자",
  invoiceeCorpNum: "1016075579",
  invoiceeTaxRegID: "0001",
  invoiceeCorpName: "샘플상사",
  invoiceeCEOName: "이샘플",
  invoiceeContactName1: "구매팀",
  invoiceeEmail1: "ap@example.org",
};

/** What every taxable claim of these parties carries. */
const claim = {
  issueType: "정발행",
  taxType: "과세",
  chargeDirection: "정과금",
  purposeType: "청구",
  ...parties,
  forceIssue: false,
};

Deno.test("registIssueBody() writes an ordinary document, empty fields left out", () => {
  deepStrictEqual(sent(ordinary, { forceLate: false, memo: "2026-01 정산 확정" }), {
    ...claim,
    invoicerMgtKey: "INV-202601-000042",
    writeDate: "20260131",
    supplyCostTotal: "1200000",
    taxTotal: "120000",
    totalAmount: "1320000",
    credit: "1320000",
    remark1: "2026년 1월 클라우드 이용료",
    detailList: [{
      serialNum: 1,
      purchaseDT: "20260131",
      itemName: "네이버클라우드 서비스_2026년 1월",
      qty: "1",
      unitCost: "1200000",
      supplyCost: "1200000",
      tax: "120000",
    }],
    memo: "2026-01 정산 확정",
  });
});

Deno.test("registIssueBody() writes a smaller supply value as one negative document with reason 2", () => {
  const content = amended({
    documentKey: "AMD-202602-000001",
    reason: "supply_change",
    writeDate: "2026-02-20",
    supply: -200_000,
    tax: -20_000,
    remarks: ["당초 작성일자 20260131"],
  });
  deepStrictEqual(sent(content), {
    ...claim,
    invoicerMgtKey: "AMD-202602-000001",
    writeDate: "20260220",
    supplyCostTotal: "-200000",
    taxTotal: "-20000",
    totalAmount: "-220000",
    credit: "-220000",
    remark1: "당초 작성일자 20260131",
    modifyCode: 2,
    orgNTSConfirmNum: "2026013188888888000001a7",
    detailList: [{
      serialNum: 1,
      purchaseDT: "20260220",
      itemName: "네이버클라우드 서비스_2026년 1월",
      spec: "월",
      qty: "-1",
      unitCost: "200000",
      supplyCost: "-200000",
      tax: "-20000",
      remark: "수정",
    }],
  });
});

Deno.test("registIssueBody() writes a wrong entry as a pair with reason 1: the negative and the corrected document", () => {
  const common = { reason: "entry_error", writeDate: "2026-01-31" } as const;
  const negative = amended({ ...common, documentKey: "AMD-1-A", supply: -1_200_000, tax: -120_000 });
  const corrected = amended({ ...common, documentKey: "AMD-1-B", supply: 1_100_000, tax: 110_000 });
  const pair = { ...claim, writeDate: "20260131", modifyCode: 1, orgNTSConfirmNum: "2026013188888888000001a7" };
  const line = {
    serialNum: 1,
    purchaseDT: "20260131",
    itemName: "네이버클라우드 서비스_2026년 1월",
    spec: "월",
    remark: "수정",
  };
  deepStrictEqual(sent(negative), {
    ...pair,
    invoicerMgtKey: "AMD-1-A",
    supplyCostTotal: "-1200000",
    taxTotal: "-120000",
    totalAmount: "-1320000",
    credit: "-1320000",
    detailList: [{ ...line, qty: "-1", unitCost: "1200000", supplyCost: "-1200000", tax: "-120000" }],
  });
  deepStrictEqual(sent(corrected), {
    ...pair,
    invoicerMgtKey: "AMD-1-B",
    supplyCostTotal: "1100000",
    taxTotal: "110000",
    totalAmount: "1210000",
    credit: "1210000",
    detailList: [{ ...line, qty: "1", unitCost: "1100000", supplyCost: "1100000", tax: "110000" }],
  });
});

Deno.test("registIssueBody() numbers the amendment reasons 1 to 6", () => {
  const codes = amendmentReasons.map((reason) =>
    registIssueBody(
      amended({ documentKey: "A", reason, writeDate: "2026-01-31", supply: -10, tax: -1 }),
      onTime,
    )
  ).map((body) => "modifyCode" in body ? body.modifyCode : null);
  deepStrictEqual(codes, [1, 2, 3, 4, 5, 6]);
});

Deno.test("registIssueBody() writes a zero-rated receipt as 영세, 영수, paid in cash", () => {
  const content: TaxInvoiceContent = {
    ...ordinary,
    taxType: "zero_rated",
    purpose: "receipt",
    taxAmount: won(0),
    totalAmount: won(1_200_000),
  };
  const body = registIssueBody(content, onTime);
  strictEqual(body.taxType, "영세");
  strictEqual(body.purposeType, "영수");
  strictEqual(body.taxTotal, "0");
  strictEqual("cash" in body && body.cash, "1200000");
  strictEqual("credit" in body, false);
});

Deno.test("registIssueBody() carries a forced late issue, three remarks and every line in order", () => {
  const [line] = ordinary.lines;
  const lines = Array.from({ length: 99 }, () => line).filter((one) => one !== undefined);
  const body = registIssueBody({ ...ordinary, lines, remarks: ["하나", "", "셋"] }, { forceLate: true, memo: "" });
  strictEqual(body.forceIssue, true);
  deepStrictEqual([body.remark1, body.remark2, body.remark3], ["하나", undefined, "셋"]);
  deepStrictEqual(body.detailList.map((one) => one.serialNum), Array.from({ length: 99 }, (_, index) => index + 1));
});

Deno.test("registIssueBody() takes no fourth remark and no hundredth line", () => {
  const [line] = ordinary.lines;
  const lines = Array.from({ length: 100 }, () => line).filter((one) => one !== undefined);
  throws(() => registIssueBody({ ...ordinary, remarks: ["1", "2", "3", "4"] }, onTime), { name: "InvariantError" });
  throws(() => registIssueBody({ ...ordinary, lines }, onTime), { name: "InvariantError" });
});
