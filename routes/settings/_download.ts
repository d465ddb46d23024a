import { seoulDate } from "../../lib/calendar.ts";
import { workbookType } from "../../lib/web/export.ts";

/** An xlsx to be saved under a name with its day: 「계정관리 2025-01-06.xlsx」; Korean survives (R42, RFC 6266). */
export function downloadOf(body: ReadableStream<Uint8Array>, file: { name: string; now: Date }): Response {
  const name = `${file.name} ${seoulDate(file.now)}.xlsx`.replaceAll(/[\p{Cc}"\\/]/gu, "_");
  const plain = name.replaceAll(/[^\x20-\x7e]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`);
  return new Response(body, {
    headers: {
      "Content-Type": workbookType,
      "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    },
  });
}
