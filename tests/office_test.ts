import { ok, strictEqual } from "node:assert/strict";
import { formatAmount } from "../lib/money.ts";
import { statementWorkbook } from "../lib/statements/workbook.ts";
import { samplePrint } from "./fixtures/statement_prints.ts";

// LibreOffice is not on every machine; REQUIRE_OFFICE=1 (CI) makes its absence a failure.
const office = await isThere("soffice");
const ignore = !office && Deno.env.get("REQUIRE_OFFICE") !== "1";

async function isThere(command: string): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args: ["--version"], stdout: "null", stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What LibreOffice makes of a workbook in another format. */
async function converted(workbook: Uint8Array, format: "csv" | "pdf"): Promise<Uint8Array> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${directory}/bill.xlsx`, workbook);
    const profile = `-env:UserInstallation=file://${directory}/profile`;
    const filter = format === "csv" ? "csv:Text - txt - csv (StarCalc):44,34,76,1" : "pdf";
    const { success, stderr } = await new Deno.Command("soffice", {
      args: [profile, "--headless", "--convert-to", filter, "--outdir", directory, `${directory}/bill.xlsx`],
      stdout: "null",
      stderr: "piped",
    }).output();
    ok(success, new TextDecoder().decode(stderr));
    return await Deno.readFile(`${directory}/bill.${format}`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test({ name: "the bill opens in LibreOffice and shows the statement's figures", ignore }, async () => {
  const print = samplePrint();
  const workbook = await statementWorkbook(print);
  const csv = new TextDecoder().decode(await converted(workbook, "csv"));
  for (const amount of [print.document.supplyAmount, print.document.taxAmount, print.document.totalAmount]) {
    ok(csv.includes(formatAmount(amount)), `${formatAmount(amount)} in\n${csv}`);
  }
  ok(csv.includes(print.document.customer.name));
  strictEqual(/#(REF|VALUE|NAME|DIV)/.test(csv), false, csv);
  const pdf = await converted(workbook, "pdf");
  strictEqual(new TextDecoder().decode(pdf.slice(0, 5)), "%PDF-");
});
