import type { Worksheet } from "exceljs";
import { sumWon, wonToJson } from "../money.ts";
import type { StatementDocument } from "./document.ts";
import { arrearsNote, noticeLines, textLines } from "./print_content.ts";
import { colours } from "./print_look.ts";
import { formulaValue, lineCount, monthValue, put, raiseRow, textValue } from "./workbook_cells.ts";
import { summaryWidths } from "./workbook_head.ts";
import { cellStyle, formats } from "./workbook_styles.ts";

const styles = {
  label: cellStyle({ bold: true, lines: "t" }),
  month: cellStyle({ format: 'yyyy"년" m"월 이용분"', lines: "t" }),
  won: cellStyle({ format: formats.won, lines: "t", align: "right", shrink: true }),
  sumWon: cellStyle({ format: formats.won, lines: "t", align: "right", shrink: true, bold: true }),
  text: cellStyle({ format: formats.text, lines: "t", wrap: true }),
  line: cellStyle({ format: formats.text, wrap: true }),
  note: cellStyle({ size: 8, colour: colours.muted, wrap: true }),
};
const textColumns = summaryWidths.slice(1).reduce((sum, width) => sum + width, 0);

/** Writes what stands beneath the table: 미납 금액, 입금 계좌, 안내사항. Returns the last row. */
export function writeFoot(sheet: Worksheet, document: StatementDocument, spacer: number): number {
  sheet.getRow(spacer).height = 12;
  let row = writeArrears(sheet, document.arrears, spacer + 1);
  const accounts = textLines(document.bankAccountText);
  if (accounts.length > 0) row = writeTexts(sheet, { label: "입금 계좌", lines: accounts }, row);
  const notice = noticeLines(document);
  if (notice.length > 0) row = writeTexts(sheet, { label: "안내사항", lines: notice }, row);
  return row - 1;
}

function writeArrears(sheet: Worksheet, arrears: StatementDocument["arrears"], from: number): number {
  put(sheet, `A${from}`, { value: "미납 금액", style: styles.label });
  let row = from;
  for (const { usageMonth, amount } of arrears) {
    put(sheet, `B${row}:E${row}`, { value: monthValue(usageMonth), style: styles.month });
    put(sheet, `F${row}`, { value: wonToJson(amount), style: styles.won });
    raiseRow(sheet, row++, 1);
  }
  if (arrears.length === 0) {
    put(sheet, `B${row}:F${row}`, { value: "없음", style: styles.text });
    raiseRow(sheet, row++, 1);
    return row;
  }
  if (arrears.length > 1) {
    const sum = sumWon(arrears.map((month) => month.amount));
    put(sheet, `B${row}:E${row}`, { value: "미납 금액 합계", style: styles.text });
    put(sheet, `F${row}`, { value: formulaValue(`SUM(F${from}:F${row - 1})`, sum), style: styles.sumWon });
    raiseRow(sheet, row++, 1);
  }
  put(sheet, `B${row}:F${row}`, { value: arrearsNote, style: styles.note });
  raiseRow(sheet, row++, 1);
  return row;
}

function writeTexts(sheet: Worksheet, block: { label: string; lines: readonly string[] }, from: number): number {
  put(sheet, `A${from}`, { value: block.label, style: styles.label });
  block.lines.forEach((line, index) => {
    const row = from + index;
    put(sheet, `B${row}:F${row}`, { value: textValue(line), style: index === 0 ? styles.text : styles.line });
    raiseRow(sheet, row, lineCount(line, { width: textColumns, size: 9 }));
  });
  return from + block.lines.length;
}
