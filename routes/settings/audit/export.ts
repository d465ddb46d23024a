import { changeLine, type ShownEntry, visible } from "../../../lib/audit_log.ts";
import { auditEntriesAfter, type AuditFilter } from "../../../lib/audit_log_store.ts";
import { seoulText } from "../../../lib/calendar.ts";
import { type Db, inMsp } from "../../../lib/db/mod.ts";
import type { MspId } from "../../../lib/ids.ts";
import { exportWorkbook } from "../../../lib/web/export.ts";
import { auditTexts } from "../../../lib/web/i18n/audit.ts";
import { define } from "../../_state.ts";
import { downloadOf } from "../_download.ts";
import { mspOf } from "../_msp.ts";
import { auditFilter, auditQuery } from "./_query.ts";
import { auditWord } from "./_words.ts";

/** The activity log as xlsx, with the filter of the page applied; moments carry their offset from UTC (R46). */
export const handler = define.handlers({
  GET(ctx) {
    const { app, lang } = ctx.state;
    const t = auditTexts[lang];
    const filter = auditFilter(auditQuery(ctx.url.searchParams));
    const body = exportWorkbook({
      title: t.title,
      rows: entriesInParts(app.db, { mspId: mspOf(ctx.state), filter }),
      columns: [
        { label: t.at, width: 26, value: (entry) => seoulText(entry.at) },
        { label: t.actor, width: 26, value: (entry) => visible(entry.actor) },
        { label: t.source, value: (entry) => t.sources[entry.source] },
        { label: t.from, value: (entry) => visible(entry.fromAddress) },
        { label: t.kind, value: (entry) => auditWord("kinds", entry.objectKind, lang) },
        { label: t.objectId, width: 38, value: (entry) => visible(entry.objectId) },
        { label: t.action, value: (entry) => auditWord("actions", entry.action, lang) },
        { label: t.changes, width: 60, value: (entry) => changeLine(entry) },
        { label: t.device, width: 40, value: (entry) => visible(entry.userAgent) },
      ],
    });
    return downloadOf(body, { name: t.title, now: app.clock.now() });
  },
});

const partSize = 1_000;

/** The entries a thousand at a time, each in a transaction of its own, so that a long log neither fills memory nor holds a connection. */
async function* entriesInParts(
  db: Db,
  options: { mspId: MspId; filter: AuditFilter },
): AsyncGenerator<ShownEntry> {
  const { mspId, filter } = options;
  let after: ShownEntry | null = null;
  while (true) {
    const last: ShownEntry | null = after;
    const part: ShownEntry[] = await inMsp(
      db,
      mspId,
      (tx) => auditEntriesAfter(tx, mspId, { filter, after: last, limit: partSize }),
    );
    yield* part;
    after = part.at(-1) ?? null;
    if (part.length < partSize) return;
  }
}
