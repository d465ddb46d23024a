import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { formatAmount, won } from "../money.ts";
import { InvariantError } from "../prelude.ts";
import { chargeRow, pngFile, sampleLogo, samplePrint } from "../../tests/fixtures/statement_prints.ts";
import { statementPdf } from "./document_pdf.ts";
import type { StatementPrint } from "./document.ts";

const long = "대한민국클라우드전환지원및디지털혁신인프라운영서비스통합관리전문기업주식회사가나";

Deno.test("statementPdf() writes equal bytes for an equal print", async () => {
  const print = samplePrint({ lines: 30, logo: sampleLogo() });
  deepStrictEqual(await statementPdf(print), await statementPdf(print));
  const draft = samplePrint({ draft: true });
  deepStrictEqual(await statementPdf(draft), await statementPdf(draft));
});

Deno.test("statementPdf() keeps the statement on one A4 page and the lines on landscape pages", async () => {
  const arrears = [
    { usageMonth: yearMonth("2024-10"), amount: won(320_000) },
    { usageMonth: yearMonth("2024-11"), amount: won(1_204_500) },
  ];
  const cases: readonly (readonly [StatementPrint, readonly string[]])[] = [
    [samplePrint({ lines: 1 }), ["595x842", "842x595"]],
    [samplePrint({ lines: 0, charges: [] }), ["595x842", "842x595"]],
    [samplePrint({ lines: 1, arrears, noticeText: "안내 ".repeat(300) }), ["595x842", "842x595"]],
    [samplePrint({ lines: 1, charges: manyCharges }), ["595x842", "595x842", "842x595"]],
  ];
  for (const [print, pages] of cases) deepStrictEqual(pageSizes(await statementPdf(print)), pages);
});

Deno.test("statementPdf() draws logos that pdfkit alone would fail on, and goes without a broken one", async () => {
  const palette = pngFile({
    width: 2,
    height: 2,
    bits: 4,
    colour: 3,
    raw: Uint8Array.from([0, 0x01, 0, 0x10]),
    palette: [0, 105, 110, 0, 0, 0],
    alpha: [255, 0],
  });
  const images = async (content: Uint8Array) => {
    const bytes = await statementPdf(samplePrint({ lines: 1, logo: { type: "png", content } }));
    return latin(bytes).split("/Subtype /Image").length - 1;
  };
  strictEqual(await images(palette), 1);
  strictEqual(await images(palette.slice(0, -20)), 0);
  strictEqual(await images(sampleLogo().content), 2); // The picture and its transparency.
});

Deno.test("statementPdf() stops where the figures do not add up", async () => {
  const print = samplePrint();
  await rejects(statementPdf({ ...print, lines: [] }), InvariantError);
});

Deno.test({
  name: "statementPdf() says what the statement says, as text (needs pdftotext)",
  ignore: !hasPdftotext(),
  async fn() {
    const print = samplePrint({
      lines: 60,
      usageMonths: [yearMonth("2024-11"), yearMonth("2024-12")],
      customer: { name: long, contactName: "=1+1" },
      state: "provisional",
      arrears: [{ usageMonth: yearMonth("2024-10"), amount: won(320_000) }],
    });
    const { document } = print;
    const text = await textOf(await statementPdf(print));
    const said = [
      "요금청구서",
      "잠정 — 확정 전 금액으로, 바뀔 수 있습니다.",
      "2024-12-0001",
      "2024-11-01 ~ 2024-12-31",
      "2025년 1월",
      "2025-01-31 (금)",
      "123-45-67891",
      "한빛클라우드(주)",
      "총 납부금액 (VAT 포함)",
      `${formatAmount(document.totalAmount)}원`,
      "클라우드 사용요금",
      "소프트웨어 라이선스",
      "소계 (공급가액)",
      "부가세",
      "합계",
      "2024년 10월 이용분",
      "320,000",
      "입금 계좌",
      "안내사항",
      "상세내역",
      "회원약정요금제",
      "납부예상요금",
      "-30,002",
      "=1+1",
    ];
    for (const part of said) ok(text.includes(part), part);
    ok(text.replaceAll(/\s/g, "").includes(long));
    for (const row of document.rows) ok(text.includes(formatAmount(row.billedAmount)), row.label);
    const pages = text.split("\f").slice(0, -1);
    pages.forEach((page, index) => ok(page.replaceAll(" ", "").includes(`${index + 1}/${pages.length}`), page));
    for (const page of pages.slice(1)) ok(page.includes("상세내역") && page.includes("납부예상요금"));
  },
});

const manyCharges = Array.from({ length: 60 }, (_, index) => chargeRow("extra", `기타 비용 ${index}`, won(1_000)));

function pageSizes(bytes: Uint8Array): string[] {
  const boxes = latin(bytes).matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g);
  return [...boxes].map((box) => `${Math.round(Number(box[1]))}x${Math.round(Number(box[2]))}`);
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function hasPdftotext(): boolean {
  if (Deno.permissions.querySync({ name: "run", command: "pdftotext" }).state !== "granted") return false;
  try {
    return new Deno.Command("pdftotext", { args: ["-v"], stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const child = new Deno.Command("pdftotext", { args: ["-layout", "-", "-"], stdin: "piped", stdout: "piped" }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(bytes);
  await writer.close();
  return new TextDecoder().decode((await output).stdout);
}
