/** The page sizes of a table (「10개 보기」), rows. */
export const pageSizes = [10, 25, 50, 100] as const;
export type PageSize = typeof pageSizes[number];

/** What a query has to know of a table's column. */
export interface QueryColumn {
  readonly key: string;
  /** The header sorts by it. */
  readonly sortable?: boolean;
  /** Left out until the user asks for it; the first column is never left out. */
  readonly hidden?: boolean;
}

/** What a table can be asked: the columns, the order it starts in, and its filters. */
export interface TableShape {
  readonly columns: readonly QueryColumn[];
  readonly sort: string;
  readonly dir?: SortDirection;
  readonly size?: PageSize;
  /** The names of further filters, each with the values that it knows. */
  readonly filters?: Readonly<Record<string, (text: string) => boolean>>;
}

export type SortDirection = "asc" | "desc";

/** What a table shows: search text, filters, order, page and hidden columns, as the URL says (U9). */
export interface TableQuery {
  readonly shape: TableShape;
  readonly q: string;
  readonly sort: string;
  readonly dir: SortDirection;
  /** From 1. */
  readonly page: number;
  /** Rows. */
  readonly size: PageSize;
  /** Keys of the columns left out. */
  readonly hidden: readonly string[];
  readonly filters: Readonly<Record<string, string>>;
}

/** What of a query a link changes; any change but of the page or the columns goes back to the first page. */
export type QueryChanges = Partial<Omit<TableQuery, "shape">>;

const mostSearchText = 200;
const mostPage = 1_000_000;

/** Reads a query from the URL; what it does not know is ignored (U9). `shown` are the columns that the user last chose. */
export function parseTableQuery(
  params: URLSearchParams,
  shape: TableShape,
  options: { readonly shown?: readonly string[] } = {},
): TableQuery {
  const sort = params.get("sort");
  const known = shape.columns.some((column) => column.sortable && column.key === sort);
  const dir = params.get("dir");
  const page = params.get("page") ?? "";
  const shown = params.getAll("col");
  return {
    shape,
    q: searchText(params.get("q") ?? ""),
    sort: known && sort !== null ? sort : shape.sort,
    dir: dir === "asc" || dir === "desc" ? dir : shape.dir ?? "asc",
    page: /^[1-9]\d{0,6}$/.test(page) ? Math.min(Number(page), mostPage) : 1,
    size: pageSizes.find((size) => String(size) === params.get("size")) ?? startSize(shape),
    hidden: hiddenColumns(shape, shown.length > 0 ? shown : options.shown ?? []),
    filters: knownFilters(params, shape),
  };
}

/** The query as a relative link, `?q=…`; what the table starts with is left out, so equal queries have equal links. */
export function formatTableQuery(query: TableQuery, changes: QueryChanges = {}): string {
  return `?${new URLSearchParams(queryFields(query, changes))}`;
}

/** The query as pairs of name and value, in a fixed order: for links and for hidden fields of GET forms. */
export function queryFields(query: TableQuery, changes: QueryChanges = {}): [name: string, value: string][] {
  const { shape } = query;
  const keepsPage = Object.keys(changes).every((key) => key === "page" || key === "hidden");
  const next = { ...query, page: keepsPage ? query.page : 1, ...changes };
  const sameColumns = sameSet(next.hidden, hiddenColumns(shape, []));
  const fields: [string, string][] = [];
  if (next.q !== "") fields.push(["q", next.q]);
  for (const name of Object.keys(shape.filters ?? {})) {
    const value = next.filters[name];
    if (value !== undefined && value !== "") fields.push([name, value]);
  }
  if (next.sort !== shape.sort || next.dir !== (shape.dir ?? "asc")) {
    fields.push(["sort", next.sort], ["dir", next.dir]);
  }
  if (next.page !== 1) fields.push(["page", String(next.page)]);
  if (next.size !== startSize(shape)) fields.push(["size", String(next.size)]);
  if (!sameColumns) { for (const key of shownColumns(shape, next.hidden)) fields.push(["col", key]); }
  return fields;
}

/** Whether anything narrows the rows: tells 「결과 없음」 from 「아직 없음」 (U14). */
export function isFiltered(query: TableQuery): boolean {
  return query.q !== "" || Object.keys(query.filters).length > 0;
}

/** The last page of `total` rows; 1 when there is none. */
export function lastPage(query: TableQuery, total: number): number {
  return Math.max(1, Math.ceil(total / query.size));
}

/** The same query on a page that exists: rows may have gone since the link was made. */
export function withinPages(query: TableQuery, total: number): TableQuery {
  return { ...query, page: Math.min(query.page, lastPage(query, total)) };
}

/** How many rows come before the page: the `offset` of SQL. */
export function rowsBefore(query: TableQuery): number {
  return (query.page - 1) * query.size;
}

/** The keys of the columns that are shown, in the table's order. */
export function shownColumns(shape: TableShape, hidden: readonly string[]): string[] {
  return shape.columns.map((column) => column.key).filter((key) => !hidden.includes(key));
}

function searchText(text: string): string {
  return text.replaceAll("\0", "").trim().slice(0, mostSearchText);
}

function startSize(shape: TableShape): PageSize {
  return shape.size ?? 10;
}

function hiddenColumns(shape: TableShape, shown: readonly string[]): string[] {
  const known = shape.columns.some((column) => shown.includes(column.key));
  return shape.columns.slice(1)
    .filter((column) => known ? !shown.includes(column.key) : column.hidden)
    .map((column) => column.key);
}

function knownFilters(params: URLSearchParams, shape: TableShape): Record<string, string> {
  const known: Record<string, string> = {};
  for (const [name, isKnown] of Object.entries(shape.filters ?? {})) {
    const value = searchText(params.get(name) ?? "");
    if (value !== "" && isKnown(value)) known[name] = value;
  }
  return known;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}
