import { deepStrictEqual, match, ok } from "node:assert/strict";
import { sql } from "../lib/db/mod.ts";
import { brnOfKind, customerOf, fileCustomer, monthFileOf, placesOn, type Ran } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";

const server = await postgresServer();
const newPlace = placesOn(server);
const now = "2025-01-06T10:00:00+09:00";
const args = ["--send", "--issue", "next-day"];

/** Number of the bill, whether it was mailed, state of the tax invoice. */
function standing(ran: Ran) {
  return ran.report.customers.map((customer) => [
    customer.memberNo,
    customer.statement?.number ?? null,
    customer.statement?.mail ?? null,
    customer.taxInvoice.state,
  ]);
}

/** The one failure of every member that is named. */
function checkFailures(ran: Ran, expected: readonly (readonly [string, string, RegExp])[]): void {
  const told = ran.report.failures.map(({ memberNo, step }) => [memberNo, step]);
  deepStrictEqual(told.sort(), expected.map(([memberNo, step]) => [memberNo, step]).sort());
  for (const [memberNo, step, text] of expected) {
    const failure = ran.report.failures.find((each) => each.memberNo === memberNo && each.step === step);
    match(failure?.reason ?? "", text, memberNo);
  }
}

Deno.test("month takes every other customer through where NCP misbehaves for one", async () => {
  const place = await newPlace();
  const kinds = ["429", "504", "901", "902", "904", "905", "907"];
  const customers = kinds.map((kind, index) => fileCustomer(index + 11, { memberNo: `9000${kind}` }));
  const ran = await place.run({ file: monthFileOf([fileCustomer(1), ...customers]), now, args });
  checkFailures(ran, [
    ["9000504", "pull", /^2024-12: NCP getContractDemandCostList 호출이 실패했습니다 \(HTTP 504/],
    ["9000901", "pull", /useAmount: 정수가 아닙니다 \("\d+원"\)/],
    ["9000904", "pull", /KRW가 아닌 통화입니다 \("USD"\)/],
    ["9000902", "statement", /^보류된 청구서입니다\. 이용내역이 NCP 합계와 1곳에서 맞지 않습니다\./],
    ["9000902", "tax_invoice", /차이가 1,000원입니다/],
  ]);
  deepStrictEqual(ran.report.customers.map((customer) => [customer.memberNo, customer.taxInvoice.state]), [
    ["1000001", "scheduled"],
    ["9000429", "scheduled"],
    ["9000902", "not_issued"],
    ["9000905", "scheduled"],
    ["9000907", "scheduled"],
  ]);
  deepStrictEqual(ran.report.state, "provisional");
  deepStrictEqual(ran.report.customers.map((customer) => customer.statement?.number), [
    "2024-12-0001",
    "2024-12-0002",
    null,
    "2024-12-0003",
    "2024-12-0004",
  ]);
  ok(!JSON.stringify(ran.report).includes("SIMNCPPUBLICPARTNER1"), "no key is in the report");
});

Deno.test("month tells what is missing or refused for a customer, and sends and issues the rest once each", async () => {
  const place = await newPlace();
  const file = monthFileOf([
    fileCustomer(1, { contact: { name: "정산 담당" } }),
    fileCustomer(2, { representative: undefined }),
    fileCustomer(3, { name: "전송실패 상사" }),
    fileCustomer(4, { name: "응답없음 상사" }),
    fileCustomer(5, { name: "502 상사" }),
    fileCustomer(6, { brn: brnOfKind("44") }),
    fileCustomer(7, { brn: brnOfKind("66") }),
    fileCustomer(8, { brn: brnOfKind("55") }),
  ]);
  const ran = await place.run({ file, now, args });
  const lasting = [
    ["1000001", "statement", /^담당자 이메일이 비어 있습니다\./],
    ["1000002", "tax_invoice", /대표자명: 비어 있습니다/],
    ["1000006", "tax_invoice", /^공급받는자가 폐업한 사업자입니다/],
    ["1000007", "tax_invoice", /^공급받는자가 국세청에 등록되지 않은 사업자입니다/],
  ] as const;
  checkFailures(ran, lasting);
  deepStrictEqual(standing(ran), [
    ["1000001", "2024-12-0008", "none", "scheduled"],
    ["1000002", "2024-12-0001", "kept", "not_issued"],
    ["1000003", "2024-12-0002", "kept", "scheduled"],
    ["1000004", "2024-12-0003", "kept", "scheduled"],
    ["1000005", "2024-12-0004", "kept", "scheduled"],
    ["1000006", "2024-12-0005", "kept", "not_issued"],
    ["1000007", "2024-12-0006", "kept", "not_issued"],
    ["1000008", "2024-12-0007", "kept", "scheduled"],
  ]);
  const issued = sql`
    select count(*)::int as count from simulator_entries where kind like 'popbill.document:%' and key like '202412-%'`;
  deepStrictEqual(await place.query(issued), [{ count: 5 }], "no document is issued twice where an answer was lost");
  deepStrictEqual(
    await place.query(sql`
      select warning from tax_invoices t join customers c on c.id = t.customer_id where c.name = '예시고객 8'`),
    [{ warning: "공급받는자가 휴업 중입니다." }],
  );

  // The next afternoon the NTS has answered: one no. Nothing else is issued again, though the closed buyer is asked anew.
  const later = await place.run({ file, now: "2025-01-07T16:00:00+09:00", args: ["--send"] });
  deepStrictEqual(
    ["1000001", "1000003", "1000004", "1000005", "1000008"].map((memberNo) =>
      customerOf(later.report, memberNo).taxInvoice.state
    ),
    ["completed", "rejected", "completed", "completed", "completed"],
  );
  deepStrictEqual(await place.query(issued), [{ count: 5 }]);
  const rejected = await place.run({ file, now: "2025-01-07T16:00:00+09:00", args: ["--issue", "next-day"] });
  deepStrictEqual(
    ["1000004", "1000005"].map((no) => customerOf(rejected.report, no).taxInvoice),
    ["1000004", "1000005"].map((no) => customerOf(later.report, no).taxInvoice),
  );
});
