import type { AuditFilter } from "../../../lib/audit_log_store.ts";
import { parseLocalDate } from "../../../lib/calendar.ts";
import { parseTableQuery, type TableQuery } from "../../../lib/web/table_query.ts";

const isDay = (text: string) => parseLocalDate(text) !== null;
const isWord = (text: string) => /^[a-z_]{1,60}$/.test(text);

const shape = {
  columns: [
    { key: "at", sortable: true },
    { key: "actor" },
    { key: "kind" },
    { key: "action" },
    { key: "changes" },
    { key: "from" },
    { key: "source", hidden: true },
    { key: "device", hidden: true },
    { key: "objectId", hidden: true },
  ],
  sort: "at",
  dir: "desc",
  size: 25,
  filters: { actor: (text: string) => text.length <= 200, kind: isWord, action: isWord, from: isDay, until: isDay },
} as const;

/** What the activity log shows, as the URL says. */
export function auditQuery(params: URLSearchParams): TableQuery {
  return parseTableQuery(params, shape);
}

/** The same, as the store asks for it. */
export function auditFilter(query: TableQuery): AuditFilter {
  const { actor, kind, action, from, until } = query.filters;
  return {
    actor: actor ?? null,
    kind: kind ?? null,
    action: action ?? null,
    from: parseLocalDate(from ?? ""),
    until: parseLocalDate(until ?? ""),
    q: query.q,
  };
}
