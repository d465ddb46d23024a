import type { ComponentChildren } from "preact";
import { formatTableQuery, isFiltered, type TableQuery } from "../lib/web/table_query.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./lang.ts";

interface HeadColumn {
  readonly key: string;
  readonly label: string;
  readonly align?: "left" | "right" | undefined;
  readonly sortable?: boolean;
}

const counts = new Intl.NumberFormat("ko-KR");

/** A count with its thousands parted. */
export function countText(count: number): string {
  return counts.format(count);
}

/** The columns that are not hidden, in order. */
export function columnsToShow<C extends HeadColumn>(columns: readonly C[], hidden: readonly string[]): readonly C[] {
  return columns.filter((column) => !hidden.includes(column.key));
}

/** The heads of the columns: links that sort, with the order told to eye and ear (U7). */
export function TableHead(props: { readonly columns: readonly HeadColumn[]; readonly query: TableQuery }) {
  return (
    <thead>
      <tr>
        {props.columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            class={column.align === "right" ? "num" : undefined}
            aria-sort={sortOf(column, props.query)}
          >
            {column.sortable ? <SortLink column={column} query={props.query} /> : column.label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The last line of a table: how many rows the filter has, and their sums (U5). */
export function TableFoot(
  props: {
    readonly columns: readonly HeadColumn[];
    readonly sums: Readonly<Record<string, ComponentChildren>>;
    readonly query: TableQuery;
    readonly total: number;
  },
) {
  const words = useWords();
  const total = countText(props.total);
  const label = isFiltered(props.query) ? words.sumOfFilter(total) : words.sumOfAll(total);
  const firstSum = props.columns.findIndex((column) => props.sums[column.key] !== undefined);
  const labelSpan = firstSum < 0 ? props.columns.length : firstSum;
  return (
    <tfoot>
      <tr>
        {labelSpan > 0 && <th scope="row" colspan={labelSpan}>{label}</th>}
        {props.columns.slice(labelSpan).map((column) => (
          <td key={column.key} class={column.align === "right" ? "num" : undefined}>{props.sums[column.key]}</td>
        ))}
      </tr>
    </tfoot>
  );
}

function SortLink(props: { readonly column: HeadColumn; readonly query: TableQuery }) {
  const { column, query } = props;
  const sorted = query.sort === column.key;
  // Of money one wants the largest first.
  const first = column.align === "right" ? "desc" : "asc";
  const dir = !sorted ? first : query.dir === "asc" ? "desc" : "asc";
  return (
    <a class="sort-link" href={formatTableQuery(query, { sort: column.key, dir })}>
      {column.label}
      <Icon name={!sorted ? "sortNone" : query.dir === "asc" ? "sortUp" : "sortDown"} size={14} />
    </a>
  );
}

function sortOf(column: HeadColumn, query: TableQuery) {
  if (!column.sortable) return undefined;
  if (query.sort !== column.key) return "none" as const;
  return query.dir === "asc" ? "ascending" as const : "descending" as const;
}
