import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { sql } from "../lib/db/mod.ts";
import { customerOf, fileCustomer, monthFileOf, placesOn, type Ran } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";

const server = await postgresServer();
const newPlace = placesOn(server);
const issue = ["--send", "--issue", "next-day"];

/** Supply amount, number of the bill, state of the tax invoice. */
function standing(ran: Ran) {
  return ran.report.customers.map((customer) => [
    customer.memberNo,
    customer.supplyAmount,
    customer.statement === null ? null : customer.statement.number ?? "draft",
    customer.taxInvoice.state,
  ]);
}

Deno.test("month bills a cycle of three months in its last, each month with a tax invoice of its own or one for all", async () => {
  const place = await newPlace();
  const file = monthFileOf([
    fileCustomer(1, { cycleMonths: 3, chargeRules: [{ kind: "extra", name: "기술지원", amount: 100_000 }] }),
    fileCustomer(3, { cycleMonths: 3, taxBasis: "period" }),
    fileCustomer(2, { cycleStart: "2024-03" }),
  ]);
  const run = (month: string, now: string, args: readonly string[] = issue) =>
    place.run({ file, now: `${now}T10:00:00+09:00`, args: ["--month", month, ...args] });
  deepStrictEqual(standing(await run("2024-01", "2024-02-06")), [
    ["1000001", 1_231_090, null, "scheduled"],
    ["1000003", 165_870, null, "not_issued"],
  ]);
  deepStrictEqual(standing(await run("2024-02", "2024-03-06")), [
    ["1000001", 1_169_550, null, "scheduled"],
    ["1000003", 160_940, null, "not_issued"],
  ]);
  const march = await run("2024-03", "2024-04-08");
  deepStrictEqual(standing(march), [
    ["1000001", 1_228_760, "2024-03-0001", "scheduled"],
    ["1000003", 165_870, "2024-03-0002", "scheduled"],
    ["1000002", 637_340, "2024-03-0003", "scheduled"],
  ]);
  deepStrictEqual(march.report.failures, []);
  // VAT is the sum of the months' VAT, never computed on the sum.
  deepStrictEqual(
    await place.query(sql`
      select s.number, s.supply_amount as supply, s.tax_amount as tax, s.total_amount as total
      from statements s order by s.number`),
    [
      { number: "2024-03-0001", supply: 3_629_400n, tax: 362_940n, total: 3_992_340n },
      { number: "2024-03-0002", supply: 492_680n, tax: 49_268n, total: 541_948n },
      { number: "2024-03-0003", supply: 637_340n, tax: 63_734n, total: 701_074n },
    ],
  );
  deepStrictEqual(
    await place.query(sql`
      select kind, to_char(period_from, 'YYYY-MM') as "from", to_char(usage_month, 'YYYY-MM') as "to",
        write_date::text as day, supply_amount as supply from tax_invoices order by customer_id, usage_month`),
    [
      { kind: "month", from: "2024-01", to: "2024-01", day: "2024-01-31", supply: 1_231_090n },
      { kind: "month", from: "2024-02", to: "2024-02", day: "2024-02-29", supply: 1_169_550n },
      { kind: "month", from: "2024-03", to: "2024-03", day: "2024-03-31", supply: 1_228_760n },
      { kind: "period", from: "2024-01", to: "2024-03", day: "2024-04-08", supply: 492_680n },
      { kind: "month", from: "2024-03", to: "2024-03", day: "2024-03-31", supply: 637_340n },
    ],
  );
  deepStrictEqual(customerOf(march.report, "1000001").payment, { paidAmount: 0, outstandingAmount: 3_992_340 });
});

Deno.test("month of a period's last month pulls the months before it first", async () => {
  const place = await newPlace();
  const file = monthFileOf([fileCustomer(1, { cycleMonths: 3 })]);
  const now = "2024-04-08T10:00:00+09:00";
  const march = await place.run({ file, now, args: ["--month", "2024-03", "--send"] });
  const pulled = march.said.flatMap((line) => /NCP에서 (\S+) 이용내역을 가져옵니다/.exec(line)?.[1] ?? []);
  deepStrictEqual(pulled, ["2024-01", "2024-02", "2024-03"]);
  deepStrictEqual(standing(march), [["1000001", 1_128_760, "2024-03-0001", "not_issued"]]);
  deepStrictEqual(march.report.customers[0]?.payment.outstandingAmount, 1_244_199 + 1_176_505 + 1_241_636);
});

Deno.test("month refuses to send and issue provisional amounts unless it is told to", async () => {
  const place = await newPlace();
  const file = monthFileOf([fileCustomer(1)]);
  const now = "2025-01-04T10:00:00+09:00";
  const refused = await place.run({ file, now, args: issue });
  strictEqual(refused.report.state, "provisional");
  deepStrictEqual(standing(refused), [["1000001", 1_111_960, "draft", "not_issued"]]);
  deepStrictEqual(refused.report.failures.map(({ memberNo, step }) => [memberNo, step]), [
    ["1000001", "statement"],
    ["1000001", "tax_invoice"],
  ]);
  for (const { reason } of refused.report.failures) {
    match(reason, /^잠정 금액입니다\. 2025-01-06 09:00 이후에 .*\(--provisional\)\.$/);
  }
  const allowed = await place.run({ file, now, args: [...issue, "--provisional"] });
  deepStrictEqual(allowed.report.failures, []);
  deepStrictEqual(standing(allowed), [["1000001", 1_111_960, "2024-12-0001", "scheduled"]]);
  // The same moment a minute before the day's end of the morning's refresh is provisional, at nine it is confirmed.
  const states = [];
  for (const time of ["08:59:00", "09:00:00"]) {
    const edge = await place.run({
      file: monthFileOf([fileCustomer(2)]),
      now: `2025-01-06T${time}+09:00`,
    });
    states.push(customerOf(edge.report, "1000002").state);
  }
  deepStrictEqual(states, ["provisional", "confirmed"]);
});

Deno.test("month refuses a late tax invoice with its rate unless it is told to: 1 % up to the final return, 2 % after it", async () => {
  const place = await newPlace();
  const file = monthFileOf([fileCustomer(1)]);
  // The 10th is a Friday. The final return moves from Saturday the 25th past the holidays of the Lunar New Year to the 31st.
  const cases = [
    ["2025-01-10", null],
    ["2025-01-13", /1%\(11,119원\).*\(2025-01-31 \(금\)\)이 지나면 2%.*\(--late\)/],
    ["2025-01-31", /1%\(11,119원\)/],
    ["2025-02-01", /2%\(22,239원\).*\(--late\)/],
  ] as const;
  for (const [day, text] of cases.slice(1)) {
    const { report } = await place.run({ file, now: `${day}T10:00:00+09:00`, args: ["--issue", "next-day"] });
    strictEqual(report.failures.length, 1, day);
    strictEqual(report.failures[0]?.step, "tax_invoice");
    match(report.failures[0]?.reason ?? "", text ?? /$^/);
    strictEqual(report.customers[0]?.taxInvoice.state, "not_issued");
  }
  const late = await place.run({ file, now: "2025-02-01T10:00:00+09:00", args: ["--issue", "next-day", "--late"] });
  deepStrictEqual(late.report.failures, []);
  deepStrictEqual(standing(late), [["1000001", 1_111_960, "2024-12-0001", "scheduled"]]);
  const inTime = await newPlace();
  const last = await inTime.run({ file, now: "2025-01-10T23:00:00+09:00", args: ["--issue", "next-day"] });
  deepStrictEqual([last.report.failures, standing(last)], [[], [["1000001", 1_111_960, "2024-12-0001", "scheduled"]]]);
});
