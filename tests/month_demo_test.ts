import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import exceljs from "exceljs";
import type { MonthReport, ReportCustomer } from "../lib/month/report.ts";
import { reportTable } from "../lib/month/table.ts";
import { placesOn, type Ran, rowCounts } from "./support_month.ts";

const newPlace = placesOn(null);
const size = { SIMULATOR_MEMBERS: "5" };
const args = ["--send", "--issue", "next-day"];

/** What a charge comes to, from its trace alone. */
function retraced(charge: ReportCustomer["charges"][number]): number {
  const { base, baseAmount, rateBps, fixedAmount } = charge.trace;
  if (base === "sum") return Number(baseAmount) < 0 ? -Number(baseAmount) : -(Number(baseAmount) % 10);
  const size = rateBps === null ? Number(fixedAmount) : Math.trunc(Number(baseAmount) * Number(rateBps) * 1e-4 + 1e-9);
  return charge.kind === "extra" ? size : -size;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}

function checkIdentities(report: MonthReport): void {
  const { customers, totals } = report;
  for (const customer of customers) {
    const { charges, ncpAmount, supplyAmount, taxAmount, totalAmount, payment } = customer;
    strictEqual(ncpAmount + sum(charges.map((charge) => charge.amount)), supplyAmount, customer.memberNo);
    strictEqual(supplyAmount + taxAmount, totalAmount, customer.memberNo);
    strictEqual(payment.paidAmount + payment.outstandingAmount, totalAmount, customer.memberNo);
    for (const charge of charges) strictEqual(charge.amount, retraced(charge), `${customer.memberNo} ${charge.name}`);
  }
  deepStrictEqual(totals, {
    customers: customers.length,
    supplyAmount: sum(customers.map((customer) => customer.supplyAmount)),
    taxAmount: sum(customers.map((customer) => customer.taxAmount)),
    totalAmount: sum(customers.map((customer) => customer.totalAmount)),
  });
}

/** The last number of the row of sheet 「요금청구서」 whose first text is `label`. */
async function printed(path: string, labels: readonly string[]): Promise<unknown[]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  deepStrictEqual(workbook.worksheets.map((sheet) => sheet.name), ["요금청구서", "상세내역"]);
  const found = new Map<string, unknown>();
  workbook.worksheets[0]?.eachRow((row) => {
    const values = (Array.isArray(row.values) ? row.values : []).filter((value) => value !== null);
    const label = values.find((value) => typeof value === "string");
    const last = values.at(-1);
    const value = typeof last === "object" && last !== null && "result" in last ? last.result : last;
    if (typeof label === "string" && !found.has(label)) found.set(label, value);
  });
  return labels.map((label) => found.get(label));
}

async function checkFiles(customer: ReportCustomer): Promise<void> {
  const { statement } = customer;
  ok(statement);
  deepStrictEqual(
    await printed(statement.xlsx, ["소계 (공급가액)", "부가세", "합계"]),
    [customer.supplyAmount, customer.taxAmount, customer.totalAmount],
  );
  const pdf = new TextDecoder("latin1").decode(await Deno.readFile(statement.pdf));
  ok(pdf.startsWith("%PDF-") && pdf.trimEnd().endsWith("%%EOF"), statement.pdf);
  for (const path of [statement.xlsx, statement.pdf]) ok(path.includes(`${customer.name}_2024-12_${statement.number}`));
}

Deno.test("month without a file runs the demo from the pull to the payment, and again without doing anything twice", async () => {
  const place = await newPlace();
  const path = `${place.directory}/report.json`;
  const first: Ran = await place.run({
    env: size,
    args: [...args, "--until", "2025-01-07T16:00:00+09:00", "--report", path],
  });
  const { report } = first;
  deepStrictEqual(JSON.parse(await Deno.readTextFile(path)), report);
  deepStrictEqual([report.usageMonth, report.state, report.failures], ["2024-12", "confirmed", []]);
  deepStrictEqual(
    report.customers.map(({ memberNo, supplyAmount, taxAmount, totalAmount }) => [
      memberNo,
      supplyAmount,
      taxAmount,
      totalAmount,
    ]),
    [
      ["1000001", 1_111_960, 111_196, 1_223_156],
      ["1000002", 703_580, 70_358, 773_938],
      ["1000003", 264_650, 26_465, 291_115],
      ["2000001", 117_480, 11_748, 129_228],
      ["3000001", 223_890, 22_389, 246_279],
    ],
  );
  checkIdentities(report);
  for (const [index, customer] of report.customers.entries()) {
    strictEqual(customer.statement?.number, `2024-12-000${index + 1}`);
    strictEqual(customer.statement?.mail, "kept");
    strictEqual(customer.taxInvoice.state, "completed");
    match(customer.taxInvoice.approvalNo ?? "", /^20241231[0-9a-z]{16}$/);
    match(customer.taxInvoice.documentKey ?? "", /^[A-Za-z0-9_-]{1,24}$/);
    deepStrictEqual(customer.payment, { paidAmount: customer.totalAmount, outstandingAmount: 0 });
    await checkFiles(customer);
  }
  deepStrictEqual([...Deno.readDirSync(`${place.directory}/out`)].length, 10);
  match(first.said.join("\n"), /업무 시각 2025-01-06 09:0\d\n고객사 5곳의 2024-12 이용월을 정산합니다\./);
  match(reportTable(report), /가온테크 +1000001 +확정 +1,111,960 +111,196 +1,223,156 +2024-12-0001 .*발행 완료 +0\n/);
  match(reportTable(report), /\n합계 .*5곳 .*\n모든 고객사를 마쳤습니다\.$/);

  const counts = await rowCounts(place);
  // Earlier than what the first run did: what the simulators were told is still there.
  const again = await place.run({ env: size, args, now: "2025-01-06T09:00:00+09:00" });
  deepStrictEqual(again.report, report);
  ok(
    again.said.includes("요금청구서 0건을 발송합니다.") && again.said.includes("세금계산서 0건의 발행을 요청했습니다."),
  );
  deepStrictEqual(await rowCounts(place), counts);
  deepStrictEqual([...Deno.readDirSync(`${place.directory}/out`)].length, 10);
});
