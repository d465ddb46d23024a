import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { localDate, yearMonth } from "../calendar.ts";
import { won } from "../money.ts";
import { amountLine, composeContent, type ComposeInput, copyContent } from "./content.ts";
import { exampleContent, exampleRecipient, exampleSupplier } from "./content_example.ts";

const december: ComposeInput = {
  documentKey: "202412-1-1",
  months: [{ usageMonth: yearMonth("2024-12"), supplyAmount: won(650_060), taxAmount: won(65_006) }],
  writeDate: localDate("2024-12-31"),
  supplier: exampleSupplier,
  recipient: exampleRecipient,
  vatRounding: "cut",
};

const quarter: ComposeInput = {
  ...december,
  months: [
    { usageMonth: yearMonth("2024-11"), supplyAmount: won(1_005), taxAmount: won(100) },
    { usageMonth: yearMonth("2024-12"), supplyAmount: won(1_005), taxAmount: won(100) },
    { usageMonth: yearMonth("2025-01"), supplyAmount: won(1_005), taxAmount: won(100) },
  ],
};

Deno.test("composeContent() writes one line of quantity 1 whose unit price is the supply amount", () => {
  deepStrictEqual(composeContent(december), {
    documentKey: "202412-1-1",
    taxType: "taxable",
    purpose: "claim",
    writeDate: "2024-12-31",
    supplier: exampleSupplier,
    recipient: exampleRecipient,
    lines: [{
      date: "2024-12-31",
      name: "네이버클라우드 서비스_2024년 12월",
      spec: "",
      quantity: "1",
      unitPrice: "650060",
      supplyAmount: 650_060n,
      taxAmount: 65_006n,
      remark: "",
    }],
    supplyAmount: 650_060n,
    taxAmount: 65_006n,
    totalAmount: 715_066n,
    remarks: [],
    amendment: null,
  });
});

Deno.test("composeContent() of a period adds its months' taxes and never taxes the sum again", () => {
  const content = composeContent(quarter);
  deepStrictEqual([content.supplyAmount, content.taxAmount, content.totalAmount], [3_015n, 300n, 3_315n]); // not 301
  strictEqual(content.lines[0]?.name, "네이버클라우드 서비스_2024년 11월 ~ 2025년 1월");
});

Deno.test("composeContent() takes an edited unit price as the supply amount, VAT by B4.6", () => {
  const cases = [
    ["cut", 1_005, 100],
    ["half_up", 1_005, 101],
    ["up", 1_001, 101],
  ] as const;
  for (const [vatRounding, unitPrice, tax] of cases) {
    const content = composeContent({ ...december, vatRounding, edited: { unitPrice: won(unitPrice) } });
    deepStrictEqual([content.supplyAmount, content.taxAmount], [BigInt(unitPrice), BigInt(tax)], vatRounding);
    strictEqual(content.lines[0]?.unitPrice, String(unitPrice));
    strictEqual(content.lines[0]?.taxAmount, content.taxAmount);
  }
});

Deno.test("composeContent() keeps the bill's tax where the unit price was typed but not changed", () => {
  const content = composeContent({ ...december, vatRounding: "up", edited: { unitPrice: won(650_060) } });
  strictEqual(content.taxAmount, 65_006n);
});

Deno.test("composeContent() of a period lets an edited unit price move its last month alone", () => {
  const content = composeContent({ ...quarter, edited: { unitPrice: won(3_020) } });
  deepStrictEqual([content.supplyAmount, content.taxAmount], [3_020n, 301n]); // 100 + 100 + tax of 1,010
});

Deno.test("composeContent() takes an edited item name and leaves the amounts", () => {
  const content = composeContent({ ...december, edited: { lineName: "클라우드 이용료" } });
  strictEqual(content.lines[0]?.name, "클라우드 이용료");
  strictEqual(content.supplyAmount, 650_060n);
});

Deno.test("amountLine() carries a negative sign in the quantity, never in the unit price", () => {
  const shared = { date: localDate("2026-02-20"), name: "차액" };
  const line = amountLine({ ...shared, supplyAmount: won(-200_000), taxAmount: won(-20_000) });
  deepStrictEqual([line.quantity, line.unitPrice, line.supplyAmount], ["-1", "200000", -200_000n]);
});

Deno.test("copyContent() amends nothing and moves every date", () => {
  const amended = exampleContent({
    remarks: ["당초 작성일자 20260131"],
    amendment: { reason: "supply_change", originalApprovalNo: "2026013188888888000001a7" },
  });
  const options = { documentKey: "202601-1-2", writeDate: localDate("2026-02-20") };
  const copy = copyContent(amended, options);
  deepStrictEqual([copy.amendment, copy.remarks, copy.writeDate, copy.documentKey], [
    null,
    [],
    "2026-02-20",
    "202601-1-2",
  ]);
  strictEqual(copy.lines[0]?.date, "2026-02-20");
  deepStrictEqual(copyContent(exampleContent({ remarks: ["계약 7호"] }), options).remarks, ["계약 7호"]);
});
