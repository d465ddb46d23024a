import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { sql } from "../lib/db/mod.ts";
import { customerOf, fileCustomer, monthFileOf, placesOn, type Ran } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";

const server = await postgresServer();
const newPlace = placesOn(server);
const now = "2025-01-06T10:00:00+09:00";

/** Member number, NCP amount, charges by name, supply, VAT. */
function amounts(ran: Ran) {
  return ran.report.customers.map((customer) => [
    customer.memberNo,
    customer.ncpAmount,
    customer.charges.map((charge) => [charge.name, charge.amount]),
    customer.supplyAmount,
    customer.taxAmount,
  ]);
}

const rules = [
  { kind: "extra", name: "기술지원", amount: 100_000 },
  { kind: "extra", name: "관리비", rateBps: 1_250 },
  { kind: "discount", name: "정액 할인", amount: 7_777 },
  { kind: "discount", name: "할인", rateBps: 500 },
  { kind: "vm_discount", name: "VM 할인", rateBps: 333 },
  // At most the server lines, 216,504.
  { kind: "vm_discount", name: "VM 정액", amount: 99_999_999 },
  { kind: "extra", name: "오늘부터", amount: 11, from: "2025-01-06" },
  { kind: "extra", name: "내일부터", amount: 5_000, from: "2025-01-07" },
];
/** 12.5 % of 635,355 is 79,419.375; 5 % is 31,767.75; 3.33 % of the servers' 216,504 is 7,209.58: each cut. */
const charged = [
  ["기술지원", 100_000],
  ["관리비", 79_419],
  ["정액 할인", -7_777],
  ["할인", -31_767],
  ["VM 할인", -7_209],
  ["VM 정액", -216_504],
  ["오늘부터", 11],
] as const;

const customers = [
  fileCustomer(1),
  fileCustomer(2, { chargeRules: rules }),
  fileCustomer(3, { chargeRules: [{ kind: "discount", name: "큰 할인", amount: 9_999_999 }] }),
  fileCustomer(7, { passDiscounts: false }),
  fileCustomer(21, { memberNo: "2000001", cloudAccount: "공공-PCP", pcpRateBps: 700 }),
];

Deno.test("month --config settles with the defaults: units of 10 won, VAT cut, discounts passed on, no exclusions", async () => {
  const place = await newPlace();
  const all = [...customers, fileCustomer(8), fileCustomer(17, { memberNo: "1000006" })]
    .map((customer) => customer.memberNo === "1000007" ? fileCustomer(7) : customer);
  const ran = await place.run({ file: monthFileOf(all), now });
  deepStrictEqual(amounts(ran), [
    ["1000001", 1_111_962, [["절사", -2]], 1_111_960, 111_196],
    ["1000002", 635_355, [...charged, ["절사", -8]], 551_520, 55_152],
    ["1000003", 164_653, [["큰 할인", -9_999_999], ["0원 처리", 9_835_346]], 0, 0],
    ["1000007", 590_468, [["절사", -8]], 590_460, 59_046],
    ["2000001", 133_500, [["PCP 약정 할인", -9_345], ["절사", -5]], 124_150, 12_415],
    ["1000008", 937_489, [["절사", -9]], 937_480, 93_748],
    ["1000006", 276_429, [["절사", -9]], 276_420, 27_642],
  ]);
  // The list amount is before the five line discounts (7) and before a credit (6).
  deepStrictEqual(["1000007", "1000006"].map((no) => customerOf(ran.report, no).listAmount), [640_756, 394_895]);
  deepStrictEqual(ran.report.failures, []);
  const nothing = customerOf(ran.report, "1000003");
  deepStrictEqual(
    [nothing.listAmount, nothing.totalAmount, nothing.statement, nothing.taxInvoice.state],
    [164_653, 0, null, "not_issued"],
  );
  const draft = customerOf(ran.report, "1000001");
  deepStrictEqual([draft.statement?.number, draft.statement?.mail], [null, "none"]);
  match(draft.statement?.pdf ?? "", /요금청구서_예시고객 1_2024-12_미발행\.pdf$/);
});

Deno.test("month --config applies each setting: units of 100 won, VAT up, written on the day of issue, exclusions, discounts kept", async () => {
  const place = await newPlace();
  const settings = {
    roundingUnit: 100,
    vatRounding: "up",
    writeDate: "issue_date",
    pcpExcludedDetails: ["SW", "SWST", "VSVR"],
  };
  const ran = await place.run({
    file: monthFileOf(customers, { settings }),
    now,
    args: ["--send", "--issue", "next-day"],
  });
  deepStrictEqual(amounts(ran), [
    ["1000001", 1_111_962, [["절사", -62]], 1_111_900, 111_190],
    ["1000002", 635_355, [...charged, ["절사", -28]], 551_500, 55_150],
    ["1000003", 164_653, [["큰 할인", -9_999_999], ["0원 처리", 9_835_346]], 0, 0],
    ["1000007", 609_683, [["절사", -83]], 609_600, 60_960],
    ["2000001", 133_500, [["PCP 약정 할인", -4_293], ["절사", -7]], 129_200, 12_920],
  ]);
  deepStrictEqual(ran.report.failures, []);
  deepStrictEqual(
    ran.report.customers.map((customer) => [customer.statement?.number ?? null, customer.taxInvoice.state]),
    [
      ["2024-12-0001", "scheduled"],
      ["2024-12-0002", "scheduled"],
      [null, "not_issued"],
      ["2024-12-0003", "scheduled"],
      ["2024-12-0004", "scheduled"],
    ],
  );
  const dates = await place.query(sql`select distinct write_date::text as day from tax_invoices`);
  deepStrictEqual(dates, [{ day: "2025-01-06" }]);
});

Deno.test("month --config counts whole won with a unit of 1, and rounds VAT as the setting says", async () => {
  const cases = [["cut", 111_196, 55_152], ["half_up", 111_196, 55_153], ["up", 111_197, 55_153]] as const;
  const place = await newPlace();
  for (const [vatRounding, first, second] of cases) {
    const file = monthFileOf(customers.slice(0, 2), { settings: { roundingUnit: 1, vatRounding } });
    const ran = await place.run({ file, now });
    deepStrictEqual(amounts(ran), [
      ["1000001", 1_111_962, [], 1_111_962, first],
      ["1000002", 635_355, charged, 551_528, second],
    ], vatRounding);
  }
});

Deno.test("month --issue now sends the tax invoices to the NTS at once", async () => {
  const place = await newPlace();
  const ran = await place.run({ file: monthFileOf([fileCustomer(1)]), now, args: ["--issue", "now"] });
  const [customer] = ran.report.customers;
  strictEqual(["transferring", "completed"].includes(customer?.taxInvoice.state ?? ""), true);
  match(customer?.taxInvoice.approvalNo ?? "", /^20241231/);
  // The bill is issued by the tax invoice, though it was not sent.
  deepStrictEqual([customer?.statement?.number, customer?.statement?.mail], ["2024-12-0001", "none"]);
  deepStrictEqual(customer?.payment, { paidAmount: 0, outstandingAmount: 1_223_156 });
});

Deno.test("month writes the drafts of two customers of one name to files of their own", async () => {
  const place = await newPlace();
  const file = monthFileOf([fileCustomer(1, { name: "같은 이름" }), fileCustomer(2, { name: "같은 이름" })]);
  const { report } = await place.run({ file, now });
  deepStrictEqual(report.customers.map((customer) => customer.statement?.xlsx.replace(/.*\//, "")), [
    "요금청구서_같은 이름_2024-12_미발행.xlsx",
    "1000002_요금청구서_같은 이름_2024-12_미발행.xlsx",
  ]);
});
