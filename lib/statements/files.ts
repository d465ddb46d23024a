import { gunzipSync } from "node:zlib";
import type { Tx } from "../db/mod.ts";
import { putFile, readFile, type StoredFile } from "../files.ts";
import type { FileId, MspId } from "../ids.ts";
import { readMsp } from "../msps/store.ts";
import { invariant } from "../prelude.ts";
import { detailFromJson } from "./document_json.ts";
import type { Logo, StatementPrint } from "./document.ts";
import { statementPdf } from "./document_pdf.ts";
import { statementFileName } from "./file_name.ts";
import type { Statement } from "./statement.ts";
import { readFrozenLines, setFiles } from "./store.ts";
import { statementWorkbook } from "./workbook.ts";

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The files of an issued statement: what was uploaded in its place, or xlsx and PDF made once of its frozen content. */
export async function statementFiles(tx: Tx, mspId: MspId, statement: Statement): Promise<readonly StoredFile[]> {
  if (statement.uploadedFileId !== null) return [await storedFile(tx, mspId, statement.uploadedFileId)];
  if (statement.xlsxFileId !== null && statement.pdfFileId !== null) {
    return [await storedFile(tx, mspId, statement.xlsxFileId), await storedFile(tx, mspId, statement.pdfFileId)];
  }
  const files = await makeFiles(await frozenPrint(tx, mspId, statement));
  const [xlsxFileId, pdfFileId] = [await putFile(tx, mspId, files.xlsx), await putFile(tx, mspId, files.pdf)];
  await setFiles(tx, mspId, { id: statement.id, xlsxFileId, pdfFileId });
  return [files.xlsx, files.pdf];
}

/** Makes xlsx and PDF of a print. */
export async function makeFiles(print: StatementPrint): Promise<{ xlsx: StoredFile; pdf: StoredFile }> {
  return {
    xlsx: {
      name: statementFileName(print.document, "xlsx"),
      type: xlsxType,
      content: await statementWorkbook(print),
    },
    pdf: {
      name: statementFileName(print.document, "pdf"),
      type: "application/pdf",
      content: await statementPdf(print),
    },
  };
}

async function frozenPrint(tx: Tx, mspId: MspId, statement: Statement): Promise<StatementPrint> {
  const lines = await readFrozenLines(tx, mspId, statement.id);
  invariant(statement.document && lines, "an issued statement has a frozen document and lines");
  return {
    document: statement.document,
    lines: detailFromJson(new TextDecoder().decode(gunzipSync(lines))),
    logo: await readLogo(tx, mspId),
  };
}

/** The MSP's logo; null where none is registered. */
export async function readLogo(tx: Tx, mspId: MspId): Promise<Logo | null> {
  const { logoFileId } = await readMsp(tx, mspId);
  const file = logoFileId === null ? null : await readFile(tx, mspId, logoFileId);
  return file ? { type: file.type === "image/png" ? "png" : "jpeg", content: file.content } : null;
}

async function storedFile(tx: Tx, mspId: MspId, id: FileId): Promise<StoredFile> {
  const file = await readFile(tx, mspId, id);
  invariant(file, "a statement's file exists");
  return file;
}
