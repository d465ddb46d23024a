import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { Bench } from "./bench_for_tests.ts";
import { bench, issue, moment, totals } from "./bench_for_tests.ts";

const path = "/Taxinvoice/SELL/T-202601-000042";

async function xmlOf(on: Bench, mgtKey: string): Promise<string> {
  return String((await on.ask(`/Taxinvoice/SELL/${mgtKey}?XML`)).json.retObject);
}

Deno.test("getXML answers the standard document, well formed, with its texts escaped", async () => {
  const on = await bench("2026-02-03 10:15:02");
  await issue(on, { invoiceeCorpName: `A&B <"샘플"> '\u0001상사`, remark1: "2026년 1월", credit: "1320000" });
  const xml = await xmlOf(on, "T-202601-000042");
  strictEqual(
    xml.slice(xml.indexOf("<TaxInvoiceDocument>")),
    `<TaxInvoiceDocument><IssueID>202601318888888800000001</IssueID><TypeCode>0101</TypeCode>` +
      `<DescriptionText>2026년 1월</DescriptionText><IssueDateTime>20260131</IssueDateTime>` +
      `<PurposeCode>02</PurposeCode></TaxInvoiceDocument>\n` +
      `<TaxInvoiceTradeSettlement><InvoicerParty><ID>9988800011</ID><NameText>예시클라우드 주식회사</NameText>` +
      `<SpecifiedPerson><NameText>김예시</NameText></SpecifiedPerson></InvoicerParty>` +
      `<InvoiceeParty><ID>9988101011</ID><NameText>A&amp;B &lt;&quot;샘플&quot;&gt; '상사</NameText>` +
      `<SpecifiedOrganization><BusinessTypeCode>01</BusinessTypeCode></SpecifiedOrganization>` +
      `<SpecifiedPerson><NameText>이샘플</NameText></SpecifiedPerson>` +
      `<PrimaryDefinedContact><URICommunication>ap@example.org</URICommunication></PrimaryDefinedContact></InvoiceeParty>` +
      `<SpecifiedPaymentMeans><TypeCode>40</TypeCode><PaidAmount>1320000</PaidAmount></SpecifiedPaymentMeans>` +
      `<SpecifiedMonetarySummation><ChargeTotalAmount>1200000</ChargeTotalAmount>` +
      `<TaxTotalAmount>120000</TaxTotalAmount><GrandTotalAmount>1320000</GrandTotalAmount>` +
      `</SpecifiedMonetarySummation></TaxInvoiceTradeSettlement>\n` +
      `<TaxInvoiceTradeLineItem><SequenceNumeric>1</SequenceNumeric><InvoiceAmount>1200000</InvoiceAmount>` +
      `<ChargeableUnitQuantity>1</ChargeableUnitQuantity><NameText>클라우드 이용료</NameText>` +
      `<PurchaseExpiryDateTime>20260131</PurchaseExpiryDateTime>` +
      `<TotalTax><CalculatedAmount>120000</CalculatedAmount></TotalTax>` +
      `<UnitPrice><UnitAmount>1200000</UnitAmount></UnitPrice></TaxInvoiceTradeLineItem>\n</TaxInvoice>\n`,
  );
  match(xml, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<TaxInvoice xmlns="urn:kr:or:kec:standard:Tax:/);
});

Deno.test("getXML names the class of an amended and of a zero-rated document", async () => {
  const on = await bench("2026-02-03 10:15");
  const orgNTSConfirmNum = String((await issue(on)).json.ntsConfirmNum);
  await issue(on, { invoicerMgtKey: "T-Z", taxType: "영세", ...totals(1000, 0) });
  on.clock.moveTo(moment("2026-02-05 10:00"));
  const amended = { modifyCode: 2, orgNTSConfirmNum, writeDate: "20260205", ...totals(-1000, -100) };
  await issue(on, { invoicerMgtKey: "T-A", ...amended });
  await issue(on, { invoicerMgtKey: "T-AZ", ...amended, taxType: "영세", ...totals(-1000, 0) });
  match(await xmlOf(on, "T-Z"), /<TypeCode>0102</);
  const xml = await xmlOf(on, "T-A");
  match(xml, /<TypeCode>0201</);
  match(xml, /<AmendmentStatusCode>02<\/AmendmentStatusCode><PurposeCode>02</);
  match(xml, new RegExp(`<OriginalIssueID>${orgNTSConfirmNum}</OriginalIssueID></TaxInvoiceDocument>`));
  match(await xmlOf(on, "T-AZ"), /<TypeCode>0202</);
});

Deno.test("getPDF answers a PDF with an embedded font", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  const response = await on.raw(`${path}?PDF`);
  strictEqual(response.headers.get("content-type"), "application/pdf;charset=utf-8");
  const content = new TextDecoder("latin1").decode(await response.arrayBuffer());
  strictEqual(content.slice(0, 5), "%PDF-");
  match(content, /FontFile3/);
  match(content, /%%EOF\s*$/);
});

Deno.test("getDetailInfo answers what was sent, with null where nothing was", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  const detail = (await on.ask(`${path}?Detail`)).json;
  const { invoicerMgtKey, totalAmount, remark1, stateCode, ntsconfirmNum } = detail;
  deepStrictEqual([invoicerMgtKey, totalAmount, remark1, stateCode, ntsconfirmNum], [
    "T-202601-000042",
    "1320000",
    null,
    300,
    "202601318888888800000001",
  ]);
});

Deno.test("getInfos leaves unknown keys out and takes a thousand", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  const body = ["T-202601-000042", ...Array.from({ length: 999 }, (_, index) => `N-${index}`)];
  const found = await (await on.raw("/Taxinvoice/SELL", { body })).json();
  deepStrictEqual(found.map((each: { invoicerMgtKey: string }) => each.invoicerMgtKey), ["T-202601-000042"]);
  strictEqual((await on.ask("/Taxinvoice/SELL", { body: [...body, "N-1000"] })).json.code, -11010003);
  strictEqual((await on.ask("/Taxinvoice/SELL", { body: [] })).json.code, -11010042);
});

Deno.test("the calls by key refuse an unknown key, key type and verb", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  strictEqual((await on.ask("/Taxinvoice/SELL/none")).json.code, -11000005);
  strictEqual((await on.ask("/Taxinvoice/BUY/T-202601-000042")).json.code, -11000005);
  strictEqual((await on.ask("/Taxinvoice/SALE/T-202601-000042")).json.code, -11010008);
  strictEqual((await on.ask(path, { verb: "ISSUE" })).json.code, -11002051);
  strictEqual((await on.ask(path, { verb: "FAX" })).status, 404);
});

Deno.test("search filters by date, state, type, lateness and text, newest first", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on, { invoicerMgtKey: "T-1" });
  await issue(on, { invoicerMgtKey: "T-2", invoiceeCorpName: "다온미디어" });
  await issue(on, { invoicerMgtKey: "T-3", writeDate: "20251231", forceIssue: true });
  await on.ask("/Taxinvoice/SELL/T-1", { verb: "CANCELISSUE" });
  const cases = [
    ["", ["T-3", "T-2", "T-1"]],
    ["Order=A", ["T-1", "T-2", "T-3"]],
    ["State=3**", ["T-3", "T-2"]],
    ["State=6**,304", ["T-1"]],
    ["Type=M", []],
    ["LateOnly=1", ["T-3"]],
    ["LateOnly=0", ["T-2", "T-1"]],
    ["TaxType=Z", []],
    ["MgtKey=T-2", ["T-2"]],
    [`QString=${encodeURIComponent("다온")}`, ["T-2"]],
    ["CloseDownState=1", ["T-3", "T-2", "T-1"]],
    ["CloseDownState=2", []],
  ] as const;
  for (const [query, expected] of cases) {
    const answer = (await on.ask(`/Taxinvoice/SELL?DType=I&SDate=20260203&EDate=20260203&${query}`)).json;
    const list = answer.list as { invoicerMgtKey: string }[];
    deepStrictEqual([answer.total, list.map((each) => each.invoicerMgtKey)], [expected.length, expected], query);
  }
  const written = (await on.ask("/Taxinvoice/SELL?DType=W&SDate=20260101&EDate=20260131")).json;
  strictEqual(written.total, 2);
  const refused = async (query: string) => (await on.ask(`/Taxinvoice/SELL?${query}`)).json.code;
  strictEqual(await refused("DType=I&SDate=20260101&EDate=20260701"), 1);
  strictEqual(await refused("DType=I&SDate=20260101&EDate=20260702"), -11001119);
  strictEqual(await refused("SDate=20260101&EDate=20260131"), -11010009);
  strictEqual(await refused("DType=I&EDate=20260131"), -11010049);
});

Deno.test("sendEmail keeps the mail, and refuses an address that is none", async () => {
  const on = await bench("2026-02-03 10:15");
  await issue(on);
  strictEqual((await on.ask(path, { verb: "EMAIL", body: { receiver: "ap@example.org" } })).json.code, 1);
  strictEqual((await on.ask(path, { verb: "EMAIL", body: { receiver: "ap" } })).json.code, -11005002);
  deepStrictEqual((await on.context.memory.list("popbill.email")).map((entry) => entry.value), [{
    receiver: "ap@example.org",
    mgtKey: "T-202601-000042",
    corpNum: "9988800011",
    sentOn: "2026-02-03",
  }]);
});
