/** Subject and both bodies of a mail, ready for the port. */
export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A business mail: greeting, opening, a table of labels and values, closing paragraphs, signature. */
export interface MailParts {
  readonly subject: string;
  readonly customerName: string;
  /** 담당자; "" where none is named. */
  readonly contactName: string;
  readonly mspName: string;
  readonly opening: readonly string[];
  /** A value may hold line breaks; a row without a value is left out. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly closing: readonly string[];
}

/** Writes the parts as plain text and as HTML that says the same, every given text escaped. */
export function composeMail(parts: MailParts): ComposedMail {
  const greeting = `${parts.customerName} ${parts.contactName === "" ? "담당자" : parts.contactName}님께`;
  const opening = [`안녕하십니까. ${parts.mspName}입니다.`, ...parts.opening];
  const rows = parts.rows.filter(([, value]) => value.trim() !== "");
  const signature = `${parts.mspName} 드림`;
  return {
    subject: parts.subject,
    text: [
      greeting,
      opening.join("\n"),
      rows.map(([label, value]) => `- ${label}: ${value.trim().replaceAll(/\r?\n/g, "\n  ")}`).join("\n"),
      parts.closing.join("\n"),
      `감사합니다.\n${signature}\n`,
    ].join("\n\n"),
    html: [
      "<!doctype html>",
      `<html lang="ko"><head><meta charset="utf-8"><title>${escapeHtml(parts.subject)}</title></head>`,
      '<body style="font-family: sans-serif; line-height: 1.6; color: #222;">',
      paragraph([greeting]),
      paragraph(opening),
      '<table style="border-collapse: collapse;">',
      ...rows.map(htmlRow),
      "</table>",
      paragraph(parts.closing),
      paragraph(["감사합니다.", signature]),
      "</body></html>",
      "",
    ].join("\n"),
  };
}

/** A text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function paragraph(lines: readonly string[]): string {
  return `<p>${lines.map(escapeHtml).join("<br>\n")}</p>`;
}

function htmlRow([label, value]: readonly [string, string]): string {
  const cell = "border: 1px solid #ccc; padding: 4px 12px;";
  const lines = value.trim().split(/\r?\n/).map(escapeHtml).join("<br>");
  return `<tr><th scope="row" style="${cell} text-align: left;">${
    escapeHtml(label)
  }</th><td style="${cell}">${lines}</td></tr>`;
}
