import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { localDate } from "../calendar.ts";
import { type Won, won } from "../money.ts";
import { amountLine } from "./content.ts";
import { exampleContent, exampleRecipient, exampleSupplier } from "./content_example.ts";
import { contentProblems, contentWarnings } from "./content_problems.ts";
import type { Party, TaxInvoiceContent, TaxInvoiceLine } from "./tax_invoice.ts";

const today = localDate("2026-02-06");

function fieldsOf(content: TaxInvoiceContent): string[] {
  return contentProblems(content, { today }).map((problem) => problem.field);
}

function ofAmounts(supplyAmount: Won, taxAmount: Won, changes: Partial<TaxInvoiceContent> = {}): TaxInvoiceContent {
  const writeDate = localDate("2026-01-31");
  return exampleContent({
    lines: [amountLine({ date: writeDate, name: "클라우드 이용료", supplyAmount, taxAmount })],
    supplyAmount,
    taxAmount,
    totalAmount: won(supplyAmount + taxAmount),
    ...changes,
  });
}

function ofLine(changes: Partial<TaxInvoiceLine>): TaxInvoiceContent {
  return exampleContent({ lines: exampleContent().lines.map((line) => ({ ...line, ...changes })) });
}

Deno.test("contentProblems() finds nothing in a sound document", () => {
  deepStrictEqual(contentProblems(exampleContent(), { today }), []);
  deepStrictEqual(contentWarnings(exampleContent()), []);
});

Deno.test("contentProblems() asks for the recipient's representative in a Korean sentence", () => {
  const recipient: Party = { ...exampleRecipient, representative: " " };
  deepStrictEqual(contentProblems(exampleContent({ recipient }), { today }), [{
    field: "recipient.representative",
    text: "공급받는자 대표자명: 비어 있습니다. 입력해야 세금계산서를 발행할 수 있습니다.",
  }]);
});

Deno.test("contentProblems() holds each text of a party to Popbill's length, boundary included", () => {
  const limits = {
    name: 200,
    representative: 100,
    address: 300,
    bizType: 100,
    bizItem: 100,
    contactName: 100,
    phone: 20,
    email: 100,
  };
  for (const [field, max] of Object.entries(limits)) {
    const fits = { ...exampleSupplier, [field]: "가".repeat(max) };
    const tooLong = { ...exampleSupplier, [field]: "가".repeat(max + 1) };
    deepStrictEqual(fieldsOf(exampleContent({ supplier: fits })), [], field);
    deepStrictEqual(fieldsOf(exampleContent({ supplier: tooLong })), [`supplier.${field}`], field);
    deepStrictEqual(fieldsOf(exampleContent({ recipient: tooLong })), [`recipient.${field}`], field);
  }
});

Deno.test("contentProblems() wants ten digits of a business number and none or four of a branch", () => {
  const cases = [
    [{ brn: "101-60-75579" }, ["recipient.brn"]],
    [{ brn: "101607557" }, ["recipient.brn"]],
    [{ brn: "" }, ["recipient.brn"]],
    [{ branchNo: "0001" }, []],
    [{ branchNo: "1" }, ["recipient.branchNo"]],
    [{ name: "" }, ["recipient.name"]],
  ] as const;
  for (const [changes, expected] of cases) {
    const recipient = { ...exampleRecipient, ...changes };
    deepStrictEqual(fieldsOf(exampleContent({ recipient })), [...expected], JSON.stringify(changes));
  }
});

Deno.test("contentProblems() refuses a write date after today and a key that Popbill would not take", () => {
  deepStrictEqual(fieldsOf(exampleContent({ writeDate: localDate("2026-02-06") })), []);
  deepStrictEqual(fieldsOf(exampleContent({ writeDate: localDate("2026-02-07") })), ["writeDate"]);
  deepStrictEqual(fieldsOf(exampleContent({ documentKey: "A".repeat(24) })), []);
  for (const documentKey of ["", "A".repeat(25), "2026/01", "키"]) {
    deepStrictEqual(fieldsOf(exampleContent({ documentKey })), ["documentKey"], documentKey);
  }
});

Deno.test("contentProblems() takes three remarks of 150 characters", () => {
  const long = "가".repeat(150);
  deepStrictEqual(fieldsOf(exampleContent({ remarks: [long, long, long] })), []);
  deepStrictEqual(fieldsOf(exampleContent({ remarks: ["", `${long}나`] })), ["remarks.1"]);
  deepStrictEqual(fieldsOf(exampleContent({ remarks: ["", "", "", ""] })), ["remarks"]);
});

Deno.test("contentProblems() holds the tax to 10 % of the supply amount ± 1,000 won", () => {
  const cases = [
    [1_000_000, 101_000, []],
    [1_000_000, 101_001, ["taxAmount"]],
    [1_000_000, 99_000, []],
    [1_000_000, 98_999, ["taxAmount"]],
    [-1_000_000, -101_000, []],
    [-1_000_000, -101_001, ["taxAmount"]],
    [20_009, 1_001, []],
    [20_009, 1_000, ["taxAmount"]], // 1,000.9 away
    [1_005, -1, ["taxAmount"]], // near enough, but of the other sign
    [-1_005, 1, ["taxAmount"]],
    [5, 0, []],
    [0, 0, ["supplyAmount"]],
  ] as const;
  for (const [supply, tax, expected] of cases) {
    deepStrictEqual(fieldsOf(ofAmounts(won(supply), won(tax))), [...expected], `${supply} ${tax}`);
  }
});

Deno.test("contentProblems() wants no tax on a zero-rated document", () => {
  deepStrictEqual(fieldsOf(ofAmounts(won(1_000_000), won(0), { taxType: "zero_rated" })), []);
  deepStrictEqual(fieldsOf(ofAmounts(won(1_000_000), won(1), { taxType: "zero_rated" })), ["taxAmount"]);
});

Deno.test("contentProblems() wants total = supply + tax and lines that add up to both", () => {
  deepStrictEqual(fieldsOf(exampleContent({ totalAmount: won(1_100_001) })), ["totalAmount"]);
  deepStrictEqual(fieldsOf(ofLine({ supplyAmount: won(999_999) })), ["lines"]);
  deepStrictEqual(fieldsOf(ofLine({ taxAmount: won(99_999) })), ["lines"]);
  deepStrictEqual(fieldsOf(exampleContent({ lines: [] })), ["lines", "lines", "lines"]);
  const digits = won(10n ** 18n);
  deepStrictEqual(fieldsOf(ofAmounts(digits, won(10n ** 17n))), ["supplyAmount", "totalAmount", "lines.0.unitPrice"]);
});

Deno.test("contentProblems() takes 1 to 99 lines", () => {
  const line = amountLine({ date: localDate("2026-01-31"), name: "줄", supplyAmount: won(100), taxAmount: won(10) });
  const of = (count: number) =>
    ofAmounts(won(100 * count), won(10 * count), { lines: Array.from({ length: count }, () => line) });
  deepStrictEqual(fieldsOf(of(99)), []);
  deepStrictEqual(fieldsOf(of(100)), ["lines"]);
});

Deno.test("contentProblems() holds the texts, quantity and unit price of a line", () => {
  const cases: readonly [Partial<TaxInvoiceLine>, string | null][] = [
    [{ name: "가".repeat(100) }, null],
    [{ name: "가".repeat(101) }, "lines.0.name"],
    [{ spec: "가".repeat(60) }, null],
    [{ spec: "가".repeat(61) }, "lines.0.spec"],
    [{ remark: "가".repeat(101) }, "lines.0.remark"],
    [{ quantity: "1.25" }, null],
    [{ quantity: "1.255" }, "lines.0.quantity"],
    [{ quantity: "1234567890123" }, "lines.0.quantity"],
    [{ quantity: "" }, "lines.0.quantity"],
    [{ quantity: "-1" }, "lines.0.quantity"],
    [{ unitPrice: "10.5" }, null],
    [{ unitPrice: "-1000000" }, "lines.0.unitPrice"],
    [{ unitPrice: "1,000" }, "lines.0.unitPrice"],
  ];
  for (const [changes, field] of cases) {
    deepStrictEqual(fieldsOf(ofLine(changes)), field ? [field] : [], JSON.stringify(changes));
  }
});

Deno.test("contentProblems() wants a negative line's sign in its quantity", () => {
  const sound = ofAmounts(won(-1_000), won(-100));
  deepStrictEqual(fieldsOf(sound), []);
  const lines = sound.lines.map((line) => ({ ...line, quantity: "1" }));
  deepStrictEqual(fieldsOf({ ...sound, lines }), ["lines.0.quantity"]);
});

Deno.test("contentProblems() wants a whole approval number, and only negatives of a return or a cancelled contract", () => {
  const originalApprovalNo = "2026013188888888000001a7";
  const of = (reason: "return" | "contract_cancelled" | "supply_change") => ({
    amendment: { reason, originalApprovalNo },
  });
  deepStrictEqual(fieldsOf(exampleContent(of("supply_change"))), []);
  deepStrictEqual(fieldsOf(exampleContent(of("return"))), ["supplyAmount"]);
  deepStrictEqual(fieldsOf(exampleContent(of("contract_cancelled"))), ["supplyAmount"]);
  deepStrictEqual(fieldsOf(ofAmounts(won(-1_000), won(-100), of("return"))), []);
  const short = { amendment: { reason: "supply_change", originalApprovalNo: "20260131" } } as const;
  deepStrictEqual(fieldsOf(exampleContent(short)), ["amendment.originalApprovalNo"]);
});

Deno.test("contentWarnings() speaks from the schema's length up to Popbill's", () => {
  const of = (length: number) =>
    contentWarnings(exampleContent({ recipient: { ...exampleRecipient, name: "가".repeat(length) } }));
  deepStrictEqual(of(70), []);
  deepStrictEqual(of(71), [{
    field: "recipient.name",
    text: "공급받는자 상호: 71자입니다. 국세청 표준은 70자까지여서 뒤가 잘릴 수 있습니다.",
  }]);
  strictEqual(of(201).length, 0); // refused already
});
