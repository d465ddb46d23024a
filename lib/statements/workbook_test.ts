import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as XLSX from "@e965/xlsx";
import ExcelJS from "exceljs";
import { yearMonth } from "../calendar.ts";
import { won, zeroWon } from "../money.ts";
import { InvariantError } from "../prelude.ts";
import { chargeRow, sampleCharges, sampleLogo, samplePrint } from "../../tests/fixtures/statement_prints.ts";
import type { StatementPrint } from "./document.ts";
import { statementWorkbook } from "./workbook.ts";

const quarter = [yearMonth("2024-10"), yearMonth("2024-11"), yearMonth("2024-12")];
const prints: Readonly<Record<string, StatementPrint>> = {
  plain: samplePrint({ lines: 60, logo: sampleLogo() }),
  "200 lines": samplePrint({ lines: 200 }),
  "three months": samplePrint({ lines: 45, usageMonths: quarter }),
  "negative adjustments alone": samplePrint({ lines: 0, charges: [chargeRow("manual", "환급", won(-5_500))] }),
  "nothing charged": samplePrint({ lines: 0, charges: [] }),
};

Deno.test("statementWorkbook() writes sums as formulas whose cached results equal the statement to the won", async () => {
  for (const [name, print] of Object.entries(prints)) {
    const { document } = print;
    const sheet = sheetOf(await reread(print), "요금청구서");
    const amounts = [
      ["소계 (공급가액)", document.supplyAmount],
      ["부가세", document.taxAmount],
      ["합계", document.totalAmount],
    ] as const;
    for (const [label, amount] of amounts) {
      const cell = sheet.getCell(rowOf(sheet, label), 6);
      strictEqual(cell.result ?? cell.value, Number(amount), `${name}: ${label}`);
    }
    strictEqual(sheet.getCell("D12").result, Number(document.totalAmount), name);
    strictEqual(sheet.getCell("D12").formula, `F${rowOf(sheet, "합계")}`, name);
    const sumRow = rowOf(sheet, "소계 (공급가액)");
    const first = rowOf(sheet, "구분") + 1;
    strictEqual(sheet.getCell(sumRow, 6).formula, `SUM(F${first}:F${sumRow - 1})`, name);
    const billed = Array.from({ length: sumRow - first }, (_, index) => Number(sheet.getCell(first + index, 6).value));
    strictEqual(billed.reduce((sum, value) => sum + value, 0), Number(document.supplyAmount), name);
  }
});

Deno.test("statementWorkbook() caches in every SUBTOTAL of 「상세내역」 what a reader would compute", async () => {
  for (const [name, print] of Object.entries(prints)) {
    const sheet = sheetOf(await reread(print), "상세내역");
    let subtotals = 0;
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        const range = /^SUBTOTAL\(9,([A-Z]+)(\d+):[A-Z]+(\d+)\)$/.exec(cell.formula ?? "");
        if (!range) return;
        let sum = 0;
        for (let at = Number(range[2]); at <= Number(range[3]); at++) {
          const value = sheet.getCell(`${range[1]}${at}`).value;
          if (typeof value === "number") sum += value;
        }
        strictEqual(cell.result, sum, `${name}: ${cell.address}`);
        subtotals++;
      })
    );
    ok(subtotals >= 6, name);
    const net = headers(sheet).indexOf("납부예상요금") + 1;
    const ofUse = print.document.rows.filter((row) => row.group === "usage" || row.group === "license");
    const expected = ofUse.reduce((sum, row) => sum + row.billedAmount, 0n);
    strictEqual(sheet.getCell(sheet.rowCount, net).result, Number(expected), name);
  }
});

Deno.test("statementWorkbook() shows another reader the same formulas and results", async () => {
  const bytes = await statementWorkbook(samplePrint({ lines: 45, usageMonths: quarter }));
  const workbook = XLSX.read(bytes, { cellFormula: true });
  deepStrictEqual(workbook.SheetNames, ["요금청구서", "상세내역"]);
  const reread = await new ExcelJS.Workbook().xlsx.load(bytes.slice().buffer);
  for (const name of workbook.SheetNames) {
    let formulas = 0;
    sheetOf(reread, name).eachRow((row) =>
      row.eachCell((cell) => {
        if (!cell.formula || cell.isMerged && cell.master !== cell) return;
        const other = workbook.Sheets[name]?.[cell.address];
        deepStrictEqual([other?.t, other?.f, other?.v], ["n", cell.formula, cell.result], `${name}!${cell.address}`);
        formulas++;
      })
    );
    ok(formulas >= 6, name);
  }
});

Deno.test("statementWorkbook() has the columns of the specification, 이용월 only for several months", async () => {
  const columns =
    "서비스 구분 리전 상세 요금제 사용량 단위 단가 이용요금 약정 회원요금제 회원약정요금제 기타_할인 납부예상요금 시작일 종료일"
      .split(" ").map((header) => header.replace("_", " "));
  deepStrictEqual(headers(sheetOf(await reread(samplePrint()), "상세내역")), columns);
  const several = sheetOf(await reread(samplePrint({ lines: 9, usageMonths: quarter })), "상세내역");
  deepStrictEqual(headers(several), ["이용월", ...columns]);
  deepStrictEqual(several.getCell("A3").value, new Date("2024-10-01T00:00:00Z"));
  strictEqual(several.getCell("A3").numFmt, "yyyy-mm");
});

Deno.test("statementWorkbook() writes numbers as numbers and days as whole serial numbers", async () => {
  const print = samplePrint({
    lines: 1,
    editLine: (line) => ({ ...line, quantity: "744.500000", unitPrice: "0.0045" }),
  });
  const workbook = XLSX.read(await statementWorkbook(print), { cellNF: true });
  const detail = workbook.Sheets["상세내역"] ?? {};
  const line = print.lines[0];
  deepStrictEqual([detail["F3"].t, detail["F3"].v, detail["F3"].z], ["n", 744.5, "#,##0.0;[Red]-#,##0.0"]);
  deepStrictEqual([detail["H3"].t, detail["H3"].v, detail["H3"].z], ["n", 0.0045, "#,##0.0000;[Red]-#,##0.0000"]);
  deepStrictEqual([detail["I3"].t, detail["I3"].v], ["n", Number(line?.useAmount)]);
  deepStrictEqual([detail["O3"].t, detail["O3"].v], ["n", 44_987]); // 2023-03-02
  const summary = workbook.Sheets["요금청구서"] ?? {};
  const serials = { E5: 45_663, E6: 45_627, F6: 45_657, E7: 45_658, E8: 45_667, E9: 45_688, E16: 45_688 };
  for (const [address, serial] of Object.entries(serials)) {
    deepStrictEqual([summary[address].t, summary[address].v], ["n", serial], address);
  }
  strictEqual(summary["E9"].z, 'yyyy-mm-dd" (금)"');
});

Deno.test("statementWorkbook() keeps a text that looks like a formula as the text that it is", async () => {
  const texts = ['=HYPERLINK("http://example.com","x")', "+1", "-1", "@x", "\tx", "=1+1\nx", "a_x0041_b", "<b>&\"'"];
  for (const text of texts) {
    const print = samplePrint({
      lines: 1,
      customer: { name: text, contactName: text, cloudAccountName: text },
      noticeText: text,
      bankAccountText: text,
      charges: [chargeRow("extra", text, won(1_000))],
      editLine: (line) => ({ ...line, detail: "", instanceName: text, plan: text, unit: text, region: text }),
    });
    const workbook = await reread(print);
    const sheet = sheetOf(workbook, "요금청구서");
    strictEqual(sheet.getCell("B11").value, text);
    strictEqual(sheet.getCell("B11").numFmt, "@");
    strictEqual(sheet.getCell(rowOf(sheet, "기타 비용"), 2).value, text);
    const detail = sheetOf(workbook, "상세내역");
    for (const address of ["C3", "D3", "E3", "G3"]) {
      strictEqual(detail.getCell(address).value, text, address);
      strictEqual(detail.getCell(address).numFmt, "@");
    }
  }
});

Deno.test("statementWorkbook() leaves out of a text only what a workbook cannot hold", async () => {
  const name = "\0=가온\u0007테크\uFFFE\uD800";
  const sheet = sheetOf(await reread(samplePrint({ customer: { name } })), "요금청구서");
  strictEqual(sheet.getCell("B11").value, "=가온테크\uFFFD");
});

Deno.test("statementWorkbook() gives a name of 40 characters the lines that it needs", async () => {
  const name = "대한민국클라우드전환지원및디지털혁신인프라운영서비스통합관리전문기업주식회사가나";
  strictEqual(name.length, 40);
  const sheet = sheetOf(await reread(samplePrint({ customer: { name }, supplier: { name } })), "요금청구서");
  strictEqual(sheet.getCell("B11").value, name);
  ok(sheet.getCell("B11").alignment.wrapText);
  ok((sheet.getRow(11).height ?? 0) > 40);
});

Deno.test("statementWorkbook() says 「잠정」 and 「미발행」 where the bill is so, and nothing where it stands", async () => {
  const cases = [
    [{ draft: true, state: "provisional" }, "미발행 · 잠정 — 확정 전 금액으로, 바뀔 수 있습니다.", "미발행"],
    [{ draft: true }, "미발행 — 발행 전 초안입니다.", "미발행"],
    [{ state: "provisional" }, "잠정 — 확정 전 금액으로, 바뀔 수 있습니다.", "2024-12-0001"],
    [{}, null, "2024-12-0001"],
  ] as const;
  for (const [options, mark, number] of cases) {
    const workbook = await reread(samplePrint(options));
    const sheet = sheetOf(workbook, "요금청구서");
    strictEqual(sheet.getCell("B3").value, mark);
    strictEqual(sheet.getCell("E4").value, number);
    const subtitle = String(sheetOf(workbook, "상세내역").getCell("P1").value);
    ok(subtitle.startsWith(mark === null ? "가온테크" : mark.split(" — ")[0] ?? ""), subtitle);
  }
});

Deno.test("statementWorkbook() lists 미납 금액 of earlier months and adds them up beneath the total", async () => {
  const arrears = [
    { usageMonth: yearMonth("2024-10"), amount: won(320_000) },
    { usageMonth: yearMonth("2024-11"), amount: won(-1_500) },
  ];
  const sheet = sheetOf(await reread(samplePrint({ arrears })), "요금청구서");
  const row = rowOf(sheet, "미납 금액");
  deepStrictEqual(sheet.getCell(row, 2).value, new Date("2024-10-01T00:00:00Z"));
  deepStrictEqual([row, row + 1].map((at) => sheet.getCell(at, 6).value), [320_000, -1_500]);
  strictEqual(sheet.getCell(row + 2, 6).result, 318_500);
  const none = sheetOf(await reread(samplePrint()), "요금청구서");
  strictEqual(none.getCell(rowOf(none, "미납 금액"), 2).value, "없음");
});

Deno.test("statementWorkbook() prints sheet 1 on one A4 page and sheet 2 one page wide with its head repeated", async () => {
  const workbook = await reread(samplePrint({ lines: 60, logo: sampleLogo() }));
  const sheet = sheetOf(workbook, "요금청구서");
  const { paperSize, fitToPage, fitToWidth, fitToHeight, printArea } = sheet.pageSetup;
  deepStrictEqual([paperSize, fitToPage, fitToWidth, fitToHeight], [9, true, 1, 1]);
  ok(printArea?.startsWith("A1:F"));
  strictEqual(sheet.getImages().length, 1);
  const detail = sheetOf(workbook, "상세내역");
  strictEqual(detail.pageSetup.orientation, "landscape");
  strictEqual(detail.pageSetup.printTitlesRow, "1:2");
  const view = detail.views[0];
  ok(view?.state === "frozen" && view.ySplit === 2);
  strictEqual(detail.autoFilter, `A2:P${detail.rowCount - 1}`);
});

Deno.test("statementWorkbook() stops where rows, tax or usage lines do not add up", async () => {
  const print = samplePrint({ charges: sampleCharges });
  const broken: readonly StatementPrint[] = [
    { ...print, document: { ...print.document, supplyAmount: won(print.document.supplyAmount + 10n) } },
    { ...print, document: { ...print.document, taxAmount: won(print.document.taxAmount + 1n) } },
    { ...print, lines: print.lines.map((line, index) => index === 0 ? { ...line, netAmount: zeroWon } : line) },
  ];
  for (const wrong of broken) await rejects(statementWorkbook(wrong), InvariantError);
});

async function reread(print: StatementPrint): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  const bytes = await statementWorkbook(print);
  return await workbook.xlsx.load(bytes.slice().buffer);
}

function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  ok(sheet, `sheet ${name}`);
  return sheet;
}

function rowOf(sheet: ExcelJS.Worksheet, label: string): number {
  for (let row = 1; row <= sheet.rowCount; row++) if (sheet.getCell(row, 1).value === label) return row;
  throw new Error(`no row "${label}"`);
}

function headers(sheet: ExcelJS.Worksheet): unknown[] {
  const values: unknown[] = [];
  sheet.getRow(2).eachCell((cell) => values.push(cell.value));
  return values;
}
