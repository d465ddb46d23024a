import type { StatementDocument } from "./document.ts";

const customerChars = 60;
const customerBytes = 180;

/**
 * The name under which the bill is downloaded and mailed, at most 120 characters and 255 bytes:
 * `요금청구서_가온테크_2024-12_2024-12-0001.xlsx`. What a file system refuses or a reader cannot see becomes `_`.
 */
export function statementFileName(document: StatementDocument, extension: "xlsx" | "xls" | "pdf"): string {
  const first = document.usageMonths.at(0) ?? document.periodFrom.slice(0, 7);
  const last = document.usageMonths.at(-1) ?? first;
  const period = first === last ? last : `${first}~${last}`;
  const customer = shortened(safePart(document.customer.name)) || "고객사";
  return `요금청구서_${customer}_${period}_${safePart(document.number ?? "미발행")}.${extension}`;
}

// Reserved by Windows: \ / : * ? " < > |. Controls and format characters (NUL, line breaks, bidi overrides) hide what a
// name says or break a header.
function safePart(text: string): string {
  return text.toWellFormed().normalize("NFC").replaceAll(/[\\/:*?"<>|\p{C}\p{Zl}\p{Zp}]/gu, "_").trim().replace(
    /^\.+/,
    "_",
  );
}

function shortened(text: string): string {
  let kept = "";
  let bytes = 0;
  for (const character of text) {
    bytes += new TextEncoder().encode(character).length;
    if (kept.length + character.length > customerChars || bytes > customerBytes) break;
    kept += character;
  }
  return kept.trimEnd();
}
