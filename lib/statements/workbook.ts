import { seoulMoment } from "../calendar.ts";
import type { StatementPrint } from "./document.ts";
import { printableLogo } from "./logo.ts";
import { checkPrint, madeOn } from "./print_content.ts";
import { addDetailSheet } from "./workbook_detail.ts";
import { addSummarySheet } from "./workbook_summary.ts";
import { textValue } from "./workbook_cells.ts";

/** The bill as xlsx (spec/statement.md): sheets 「요금청구서」 and 「상세내역」. Its sums equal the statement to the won. */
export async function statementWorkbook(print: StatementPrint): Promise<Uint8Array> {
  checkPrint(print);
  // Loaded with the first bill: at the start of the server it would take half a second.
  const { default: ExcelJS } = await import("exceljs");
  const workbook = new ExcelJS.Workbook();
  const made = seoulMoment(madeOn(print.document));
  workbook.creator = textValue(print.document.supplier.name);
  workbook.lastModifiedBy = workbook.creator;
  workbook.title = `요금청구서 ${print.document.number ?? "미발행"}`;
  workbook.created = made;
  workbook.modified = made;
  addSummarySheet(workbook, print, print.logo && printableLogo(print.logo));
  addDetailSheet(workbook, print);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
