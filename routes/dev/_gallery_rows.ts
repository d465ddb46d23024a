import type { Status } from "../../components/status_words.ts";
import { parseYearMonth } from "../../lib/calendar.ts";
import { type Won, won } from "../../lib/money.ts";
import { rowsBefore, type TableQuery, type TableShape } from "../../lib/web/table_query.ts";

/** An invented line of the gallery's table. */
export interface GalleryRow {
  readonly name: string;
  readonly contact: string;
  readonly zone: string;
  readonly number: string;
  readonly total: Won;
  readonly cycle: string;
  readonly statement: Status;
  readonly taxInvoice: Status;
}

const names = [
  "가온테크",
  "나루소프트",
  "다온미디어",
  "라임에듀",
  "마루데이터",
  "바른물류",
  "사람과숲",
  "아람게임즈",
  "자연과학원",
  "차오름커머스",
  "카이로스튜디오",
  "타래출판",
  "파도소리여행",
  "하늘길항공정비기술연구조합서울특별시지부제이공공클라우드운영센터관리팀",
  "<b>가짜 & 태그</b>",
  "=SUM(A1:A9)",
];
const zones: readonly [string, ...string[]] = ["민간", "공공-PCP", "금융", "공공"];
const contacts: readonly [string, ...string[]] = ["김하늘", "이도윤", "박서준", "정유나"];
const statements: readonly [Status, ...Status[]] = ["sent_again", "not_sent", "held", "sent", "provisional"];
const taxInvoices: readonly [Status, ...Status[]] = [
  "issued",
  "not_issued",
  "cancellable",
  "transferring",
  "issue_failed",
];

/** Thirty-six invented lines; names, long and hostile ones among them, belong to nobody. */
export const galleryRows: readonly GalleryRow[] = Array.from({ length: 36 }, (_, index) => ({
  name: (names[index % names.length] ?? "") + (index < names.length ? "" : ` ${index}`),
  contact: pick(contacts, index),
  zone: pick(zones, index),
  number: String(1_000_001 + index),
  total: won(index === 5 ? -1_452_550 : (index * 7_919_317 + 1_082_752) % 40_000_000),
  cycle: index % 5 === 3 ? "분기" : "매월",
  statement: pick(statements, index),
  taxInvoice: pick(taxInvoices, index),
}));

/** What the gallery's table can be asked. */
export const galleryShape: TableShape = {
  columns: [
    { key: "name", sortable: true },
    { key: "zone" },
    { key: "number", sortable: true },
    { key: "total", sortable: true },
    { key: "cycle" },
    { key: "statement" },
    { key: "taxInvoice" },
    { key: "contact", hidden: true },
  ],
  sort: "number",
  filters: { zone: (text) => zones.includes(text), month: (text) => parseYearMonth(text) !== null },
};

/** The zones as choices. */
export const galleryZones = zones.map((zone) => ({ value: zone, label: zone }));

/** The lines of the filter, in order. */
export function matching(query: TableQuery): GalleryRow[] {
  const zone = query.filters.zone;
  const found = galleryRows.filter((row) =>
    (zone === undefined || row.zone === zone) && `${row.name} ${row.number}`.includes(query.q)
  );
  const sign = query.dir === "asc" ? 1 : -1;
  return found.sort((a, b) => sign * compare(a, b, query.sort));
}

/** The lines of the page. */
export function pageOf(rows: readonly GalleryRow[], query: TableQuery): readonly GalleryRow[] {
  return rows.slice(rowsBefore(query), rowsBefore(query) + query.size);
}

function compare(a: GalleryRow, b: GalleryRow, key: string): number {
  if (key === "total") return Number(a.total - b.total);
  return key === "name" ? a.name.localeCompare(b.name, "ko") : a.number.localeCompare(b.number);
}

function pick<T>(choices: readonly [T, ...T[]], index: number): T {
  return choices[index % choices.length] ?? choices[0];
}
