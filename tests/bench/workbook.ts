import ExcelJS from "exceljs";
import type { StatementPrint } from "../../lib/statements/document.ts";
import { statementWorkbook } from "../../lib/statements/workbook.ts";
import { sampleLogo, samplePrint } from "../fixtures/statement_prints.ts";
import { type Figure, ms, times } from "./figure.ts";
import { median, residentMb, scaled, timed } from "./timing.ts";

const lines = 200;

/** The xlsx of one 200-line bill against the same cells through bare exceljs, and memory over 2,000 of them. */
export async function workbook(options: { scale: number }): Promise<readonly Figure[]> {
  const print = samplePrint({ lines, logo: sampleLogo() });
  const bare = await bareWorkbook(print);
  const bills = scaled(2_000, { scale: options.scale, least: 200 });
  // Both grow warm before either is timed; then they take turns.
  const rounds = Math.min(100, bills / 4);
  for (let round = 0; round < 30; round++) await Promise.all([statementWorkbook(print), bare()]);
  const taken = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    taken.bare.push(await timed(bare));
    taken.ours.push(await timed(() => statementWorkbook(print)));
  }
  const [oursMs, bareMs] = [median(taken.ours), median(taken.bare)];
  const warmMb = residentMb();
  for (let bill = 0; bill < bills; bill++) await statementWorkbook(print);
  const afterMb = residentMb();
  return [{
    work: `${lines}줄 청구서의 xlsx`,
    ours: ms(oursMs),
    floor: ms(bareMs),
    compared: times(oursMs, bareMs),
    aim: { most: 1.3 },
    note:
      `로고와 서식 포함, 번갈아 ${rounds}번의 중앙값. 바닥값: 같은 값, 같은 서식, 같은 그림을 exceljs에 그대로 넣고 저장.`,
  }, {
    work: `xlsx ${bills.toLocaleString("ko-KR")}개를 만든 뒤의 메모리`,
    ours: { value: afterMb, unit: "MB" },
    floor: { value: warmMb, unit: "MB" },
    compared: { value: afterMb - warmMb, unit: "MB" },
    // Flat: the heap moves by some 10 MB by itself; 2,000 bills of 20 KB kept would be 40 MB at least.
    aim: { most: 30 },
    note: "한 프로세스의 RSS. 바닥값: 데운 뒤, 그 일을 하기 전.",
  }];
}

/** Writes the cells of our own workbook with nothing but exceljs: cells, merged blocks, widths, heights, views, logo. */
async function bareWorkbook(print: StatementPrint): Promise<() => Promise<unknown>> {
  const bytes = await statementWorkbook(print);
  const source = await new ExcelJS.Workbook().xlsx.load(bytes.slice().buffer);
  const sheets = source.worksheets.map((sheet) => ({
    name: sheet.name,
    options: { views: sheet.views, pageSetup: sheet.pageSetup, headerFooter: sheet.headerFooter },
    widths: sheet.columns.map((column) => ({ width: column.width ?? 9 })),
    heights: Array.from({ length: sheet.rowCount }, (_, index) => sheet.getRow(index + 1).height),
    merged: sheet.model.merges,
    cells: cellsOf(sheet),
  }));
  const logo = print.logo?.content.toBase64() ?? "";
  return async () => {
    const copy = new ExcelJS.Workbook();
    for (const from of sheets) {
      const sheet = copy.addWorksheet(from.name, from.options);
      sheet.columns = from.widths;
      for (const { row, column, value, style } of from.cells) {
        const cell = sheet.getCell(row, column);
        cell.value = value;
        cell.style = style;
      }
      from.heights.forEach((height, index) => sheet.getRow(index + 1).height = height);
      for (const range of from.merged) sheet.mergeCells(range);
      if (from === sheets[0]) sheet.addImage(copy.addImage({ base64: logo, extension: "png" }), "A2:A2");
    }
    await copy.xlsx.writeBuffer();
  };
}

function cellsOf(sheet: ExcelJS.Worksheet) {
  const cells: { row: number; column: number; value: ExcelJS.CellValue; style: Partial<ExcelJS.Style> }[] = [];
  sheet.eachRow((row, rowNumber) =>
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      const value = cell.master === cell ? cell.value : null;
      cells.push({ row: rowNumber, column, value, style: cell.style });
    })
  );
  return cells;
}
