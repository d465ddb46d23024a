import { formatTableQuery, lastPage, pageSizes, rowsBefore, type TableQuery } from "../lib/web/table_query.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./lang.ts";
import { Menu } from "./Menu.tsx";
import { countText } from "./table_rows.tsx";

interface PagesProps {
  readonly query: TableQuery;
  readonly total: number;
  readonly id: string;
}

/** Beneath a table: rows a page, which of how many, and the pages. */
export function TablePages(props: PagesProps) {
  const words = useWords();
  const { query, total } = props;
  const last = lastPage(query, total);
  const from = Math.min(rowsBefore(query) + 1, total);
  const to = Math.min(rowsBefore(query) + query.size, total);
  return (
    <div class="table-pages">
      <Menu id={`${props.id}-size`} label={words.rowsPerPage(query.size)} class="btn btn-plain btn-xs">
        <ul class="menu-list">
          {pageSizes.map((size) => (
            <li key={size}>
              <a
                class="menu-link"
                href={formatTableQuery(query, { size })}
                aria-current={size === query.size ? "true" : undefined}
              >
                {words.rowsPerPage(size)}
              </a>
            </li>
          ))}
        </ul>
      </Menu>
      <p class="tabular-nums">{words.range(countText(from), countText(to), countText(total))}</p>
      {last > 1 && (
        <nav class="pages" aria-label={words.pages}>
          <Step query={query} page={query.page - 1} last={last} name={words.previousPage} icon="chevronLeft" />
          {pagesAround(query.page, last).map((page, index) =>
            page === null ? <span key={`gap-${index}`} class="page-gap" aria-hidden="true">…</span> : (
              <a
                key={page}
                class="page-link"
                href={formatTableQuery(query, { page })}
                aria-current={page === query.page ? "page" : undefined}
              >
                {page}
              </a>
            )
          )}
          <Step query={query} page={query.page + 1} last={last} name={words.nextPage} icon="chevronRight" />
        </nav>
      )}
    </div>
  );
}

/** First, last, and the neighbours of a page; null stands for the pages left out. */
export function pagesAround(page: number, last: number): (number | null)[] {
  const near = [1, page - 1, page, page + 1, last].filter((each) => each >= 1 && each <= last);
  const pages = [...new Set(near)].sort((a, b) => a - b);
  return pages.flatMap((each, index) => {
    const before = pages[index - 1];
    if (before === undefined || each === before + 1) return [each];
    return each === before + 2 ? [before + 1, each] : [null, each];
  });
}

interface StepProps {
  readonly query: TableQuery;
  readonly page: number;
  readonly last: number;
  readonly name: string;
  readonly icon: "chevronLeft" | "chevronRight";
}

function Step(props: StepProps) {
  if (props.page < 1 || props.page > props.last) {
    return (
      <span class="page-link page-off" aria-hidden="true">
        <Icon name={props.icon} size={14} />
      </span>
    );
  }
  return (
    <a class="page-link" href={formatTableQuery(props.query, { page: props.page })} aria-label={props.name}>
      <Icon name={props.icon} size={14} />
    </a>
  );
}
