import type { ComponentChildren } from "preact";
import { formatTableQuery, isFiltered, type TableQuery } from "../lib/web/table_query.ts";
import { LinkButton } from "./Button.tsx";
import { useWords } from "./lang.ts";
import { EmptyState } from "./Panel.tsx";
import { columnsToShow, TableFoot, TableHead } from "./table_rows.tsx";
import { TablePages } from "./TablePages.tsx";
import { ColumnChoice, TableSearch } from "./TableTools.tsx";

/** A column: `key` is its name in the URL; money and counts stand right. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly align?: "left" | "right" | undefined;
  readonly sortable?: boolean;
  /** Left out until the user asks for it. */
  readonly hidden?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

/** Props of `DataTable`. */
export interface DataTableProps<Row> {
  readonly columns: readonly Column<Row>[];
  /** The rows of the page. */
  readonly rows: readonly Row[];
  /** How many rows the filter has, on all pages. */
  readonly total: number;
  /** Sums of the filter, on all pages, by column (U5). */
  readonly sums?: Readonly<Record<string, ComponentChildren>> | undefined;
  readonly query: TableQuery;
  /** What the table holds; read out before it. */
  readonly caption: string;
  /** What stands there without rows: nothing yet, or nothing that matches (U14); a sentence or an `EmptyState`. */
  readonly empty: { readonly none: ComponentChildren; readonly noMatch?: ComponentChildren };
  readonly exportHref?: string | undefined;
  /** Where a row leads; its first cell becomes the link. */
  readonly rowHref?: ((row: Row) => string) | undefined;
  /** Quick views above the table: `Tabs`. */
  readonly tabs?: ComponentChildren;
  /** Tells two tables of one page apart. */
  readonly id?: string | undefined;
}

/** A list: search, sort, pages, columns to choose, sums, and what to do where it is empty; all by links and GET forms. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { query, total } = props;
  const words = useWords();
  const id = props.id ?? "table";
  const filtered = isFiltered(query);
  const columns = columnsToShow(props.columns, query.hidden);
  if (total === 0 && !filtered && !props.tabs) return <div class="panel">{emptyOf(props.empty.none)}</div>;
  return (
    <div class="panel table-panel">
      <div class="table-tools">
        {props.tabs}
        <div class="table-tools-end">
          <TableSearch query={query} id={id} caption={props.caption} />
          <ColumnChoice columns={props.columns} query={query} id={id} />
          {props.exportHref && (
            <LinkButton href={props.exportHref} tone="ghost" small icon="download" download>
              {words.exportXlsx}
            </LinkButton>
          )}
        </div>
      </div>
      {total === 0
        ? filtered ? <NoMatch query={query} sentence={props.empty.noMatch} /> : emptyOf(props.empty.none)
        : (
          <>
            <div class="table-scroll" tabindex={0} role="region" aria-label={props.caption}>
              <table class="grid-table">
                <caption class="sr-only">{props.caption}</caption>
                <TableHead columns={columns} query={query} />
                <tbody>
                  {props.rows.map((row, index) => (
                    <TableRow key={index} row={row} columns={columns} href={props.rowHref?.(row)} />
                  ))}
                </tbody>
                {props.sums && <TableFoot columns={columns} sums={props.sums} query={query} total={total} />}
              </table>
            </div>
            <TablePages query={query} total={total} id={id} />
          </>
        )}
    </div>
  );
}

/** Nothing matches: the page's own sentence, and the way to clear the filters. */
function NoMatch(props: { readonly query: TableQuery; readonly sentence: ComponentChildren }) {
  const words = useWords();
  const sentence = props.sentence ?? words.noMatch;
  if (typeof sentence !== "string") return <>{sentence}</>;
  const clear = (
    <LinkButton href={formatTableQuery(props.query, { q: "", filters: {} })} small>{words.clearFilters}</LinkButton>
  );
  return <EmptyState icon="search" title={sentence} lead={words.noMatchNext} action={clear} />;
}

function emptyOf(content: ComponentChildren) {
  return typeof content === "string" ? <EmptyState title={content} /> : content;
}

function TableRow<Row>(
  props: { readonly row: Row; readonly columns: readonly Column<Row>[]; readonly href: string | undefined },
) {
  return (
    <tr>
      {props.columns.map((column, index) => {
        const content = column.cell(props.row);
        return (
          <td key={column.key} class={column.align === "right" ? "num" : undefined}>
            {index === 0 && props.href ? <a class="row-link" href={props.href}>{content}</a> : content}
          </td>
        );
      })}
    </tr>
  );
}
