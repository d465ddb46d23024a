import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { sql } from "../lib/db/mod.ts";
import { demoBrn } from "../lib/month/demo.ts";
import { RefusedInput } from "../lib/prelude.ts";
import { customerOf, fileCustomer, monthFileOf, placesOn, type Ran, rowCounts } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";

const server = await postgresServer();
const newPlace = placesOn(server);
const day = (date: string) => `${date}T10:00:00+09:00`;

function discounts(ran: Ran) {
  return customerOf(ran.report, "1000001").charges.filter((charge) => charge.kind === "discount");
}

Deno.test("month applies what the file changes as an edit: rules, rates and lists count from the next day, what is omitted stays", async () => {
  const place = await newPlace();
  const fileWith = (rateBps: number, pcpRateBps: number, pcpExcludedDetails: readonly string[]) =>
    monthFileOf([
      fileCustomer(1, { chargeRules: [{ kind: "discount", name: "할인", rateBps }], address: "서울" }),
      fileCustomer(21, { memberNo: "2000001", cloudAccount: "공공-PCP", pcpRateBps }),
    ], { settings: { roundingUnit: 1, pcpExcludedDetails } });
  const pcp = (ran: Ran) => customerOf(ran.report, "2000001").charges.map((charge) => charge.amount);
  const first = await place.run({ file: fileWith(500, 700, []), now: day("2025-01-06") });
  deepStrictEqual(discounts(first).map((charge) => charge.amount), [-55_598]);
  deepStrictEqual(pcp(first), [-9_345]);

  const changed = fileWith(1_000, 1_000, ["VSVR"]);
  const sameDay = await place.run({ file: changed, now: day("2025-01-06") });
  deepStrictEqual(discounts(sameDay).map((charge) => charge.amount), [-55_598]);
  deepStrictEqual(pcp(sameDay), [-9_345]);
  const counts = await rowCounts(place);
  const nextDay = await place.run({ file: changed, now: day("2025-01-07") });
  deepStrictEqual(discounts(nextDay).map(({ amount, trace }) => [amount, trace.ruleVersion, trace.countsFrom]), [
    [-111_196, 2, "2025-01-07"],
  ]);
  deepStrictEqual(pcp(nextDay), [-6_133]);
  deepStrictEqual(await rowCounts(place), counts, "the same file again changes nothing");

  // What is omitted: a customer, its rules, its address, the settings. What is new: a customer.
  const partly = monthFileOf([
    fileCustomer(1, { name: "바뀐 이름", address: undefined, contact: { phone: "02-0000-0001" } }),
    fileCustomer(2),
  ]);
  const last = await place.run({ file: partly, now: day("2025-01-07") });
  deepStrictEqual(last.report.customers.map((customer) => [customer.memberNo, customer.name, customer.supplyAmount]), [
    ["1000001", "바뀐 이름", 1_000_766],
    ["2000001", "예시고객 21", 127_367],
    ["1000002", "예시고객 2", 635_355],
  ]);
  deepStrictEqual(
    await place.query(sql`
      select name, address, contact_email as email, contact_phone as phone from customers order by serial limit 1`),
    [{ name: "바뀐 이름", address: "서울", email: "billing-1@example.com", phone: "02-0000-0001" }],
  );
});

Deno.test("month settles a customer whose member number was corrected through the new link alone", async () => {
  const place = await newPlace();
  const fileWith = (changes: Readonly<Record<string, unknown>>) => monthFileOf([fileCustomer(1, changes)]);
  await place.run({ file: fileWith({}), now: day("2025-01-06") });
  const corrected = await place.run({ file: fileWith({ memberNo: "1000003" }), now: day("2025-01-06") });
  deepStrictEqual(corrected.report.customers.map((customer) => [customer.memberNo, customer.listAmount]), [
    ["1000003", 164_653],
  ]);
  // The month before stays with the old link.
  const args = ["--month", "2024-11"];
  const before = await place.run({ file: fileWith({ memberNo: "1000003" }), now: day("2025-01-06"), args });
  deepStrictEqual(before.report.customers.map((customer) => [customer.memberNo, customer.listAmount]), [
    ["1000001", 1_101_403],
  ]);
});

Deno.test("month leaves no use of the old member number where the new one cannot be pulled", async () => {
  const place = await newPlace();
  await place.run({ file: monthFileOf([fileCustomer(1)]), now: day("2025-01-06") });
  const { report } = await place.run({
    file: monthFileOf([fileCustomer(1, { memberNo: "9000901" })]),
    now: day("2025-01-06"),
    args: ["--send"],
  });
  deepStrictEqual([report.customers, report.failures.map(({ memberNo, step }) => [memberNo, step])], [
    [],
    [["9000901", "pull"]],
  ]);
});

Deno.test("month bills from an earlier month on where the file moves the start of billing back", async () => {
  const place = await newPlace();
  const args = ["--month", "2024-11"];
  const late = monthFileOf([fileCustomer(1, { cycleStart: "2024-12" })]);
  const none = await place.run({ file: late, now: day("2025-01-06"), args });
  deepStrictEqual([none.report.customers, none.report.failures], [[], []]);
  const early = monthFileOf([fileCustomer(1, { cycleStart: "2024-11" })]);
  const { report } = await place.run({ file: early, now: day("2025-01-06"), args });
  deepStrictEqual(report.customers.map((customer) => customer.listAmount), [1_101_403]);
});

Deno.test("month with an earlier APP_NOW keeps the newer figures of NCP", async () => {
  const place = await newPlace();
  // Member 1000007 has corrections that come after the 2nd.
  const file = monthFileOf([fileCustomer(7)]);
  const newer = await place.run({ file, now: day("2025-01-06") });
  strictEqual(newer.report.customers[0]?.listAmount, 640_756);
  for (const now of ["2025-01-02T08:00:00+09:00", day("2025-01-06")]) {
    const { report } = await place.run({ file, now });
    deepStrictEqual(
      report.customers.map((customer) => [customer.listAmount, customer.ncpAmount, customer.supplyAmount]),
      [[640_756, 590_468, 590_460]],
      now,
    );
  }
});

Deno.test("month renews the MSP's certificate at the simulated Popbill before it ends", async () => {
  const place = await newPlace();
  const file = monthFileOf([fileCustomer(1)]);
  await place.run({ file, now: day("2024-02-06"), args: ["--month", "2024-01"] });
  const { report } = await place.run({ file, now: day("2025-01-08"), args: ["--issue", "next-day"] });
  deepStrictEqual([report.failures, report.customers[0]?.taxInvoice.state], [[], "scheduled"]);
});

Deno.test("month refuses a file that does not fit what is registered, and changes nothing", async () => {
  const place = await newPlace();
  const customers = [fileCustomer(1), fileCustomer(2)];
  await place.run({ file: monthFileOf(customers), now: day("2025-01-06") });
  const counts = await rowCounts(place);
  const file = monthFileOf(customers);
  const otherType = {
    ...file,
    cloudAccounts: file.cloudAccounts.map((account) => account.name === "민간" ? { ...account, type: "pcp" } : account),
  };
  const cases = [
    [monthFileOf([fileCustomer(1, { memberNo: "1000002" }), fileCustomer(3)]), /회원번호 1000002은\(는\) "예시고객 2"/],
    [otherType, /인증키 "민간"은\(는\) 이미 다른 존이나 종류로 등록되어 있습니다/],
    [monthFileOf(customers, { msp: { brn: demoBrn(9_002) } }), /msp\.ownerEmail: owner@example\.com은\(는\) 이미/],
  ] as const;
  for (const [wrong, text] of cases) {
    await rejects(place.run({ file: wrong, now: day("2025-01-06") }), (error) => {
      ok(error instanceof RefusedInput && text.test(error.message), String(error));
      return true;
    });
  }
  deepStrictEqual(await rowCounts(place), counts);
});

Deno.test({
  name: "month run twice at once registers, bills, mails and issues once",
  // Two connections are needed.
  ignore: server === null,
  fn: async () => {
    const place = await newPlace();
    const file = monthFileOf([fileCustomer(1), fileCustomer(2)]);
    const run = () => place.run({ file, now: day("2025-01-06"), args: ["--send", "--issue", "next-day"] });
    const both = await Promise.all([run(), run()]);
    for (const { report } of both) {
      deepStrictEqual(report.failures, []);
      deepStrictEqual(report.customers.map((customer) => customer.statement?.number), ["2024-12-0001", "2024-12-0002"]);
    }
    const { msps, customers, statements, tax_invoices, receivables, notices, documents } = await rowCounts(place);
    deepStrictEqual([msps, customers, statements, tax_invoices, receivables, notices, documents], [
      1n,
      2n,
      2n,
      2n,
      2n,
      2n,
      2n,
    ]);
  },
});
