import { deepStrictEqual, doesNotMatch, match } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { parseTableQuery, type TableShape } from "../lib/web/table_query.ts";
import { type Column, DataTable, type DataTableProps } from "./DataTable.tsx";
import { LangContext } from "./lang.ts";
import { pagesAround } from "./TablePages.tsx";

interface Line {
  readonly name: string;
  readonly total: string;
}

const columns: readonly Column<Line>[] = [
  { key: "name", label: "고객사", sortable: true, cell: (line) => line.name },
  { key: "total", label: "당월 요금", align: "right", sortable: true, cell: (line) => line.total },
  { key: "memo", label: "메모", hidden: true, cell: () => "메모" },
];
const shape: TableShape = { columns, sort: "name", filters: { zone: () => true } };
const lines = [{ name: "<b>가온</b>", total: "1,000" }];

function table(search: string, props: Partial<DataTableProps<Line>> = {}): string {
  const query = parseTableQuery(new URLSearchParams(search), shape);
  const own = { columns, rows: lines, total: 36, query, caption: "고객사", empty: { none: "아직 고객사가 없습니다." } };
  return render(<DataTable {...own} {...props} />);
}

Deno.test("DataTable tells the order to eye and ear, and turns it by a link", () => {
  const html = table("sort=total&dir=desc&q=a&page=2");
  match(
    html,
    /<th[^>]*aria-sort="descending"[^>]*><a class="sort-link" href="\?q=a&amp;sort=total&amp;dir=asc">당월 요금/,
  );
  match(html, /<th[^>]*aria-sort="none"[^>]*><a class="sort-link" href="\?q=a">고객사/);
});

Deno.test("DataTable escapes its cells, and makes the first one the row's link", () => {
  const html = table("", { rowHref: () => "/customers/1" });
  match(html, /<a class="row-link" href="\/customers\/1">&lt;b(>|&gt;)가온/);
});

Deno.test("DataTable hides columns, and offers them by a form that keeps the rest", () => {
  const html = table("q=a&zone=gov&size=25");
  doesNotMatch(html, /<th[^>]*>메모/);
  match(html, /<input type="checkbox"[^>]*name="col" value="memo"/);
  match(html, /<input +type="hidden" name="zone" value="gov"[^>]*>/);
  match(html, /<input +type="hidden" name="size" value="25"[^>]*>/);
  match(table("col=name&col=memo"), /<th[^>]*>메모/);
});

Deno.test("DataTable shows count and sums of the filter", () => {
  const sums = { total: "36,000" };
  match(table("", { sums }), /<th scope="row" colspan="1">전체 36개 합계<\/th><td +class="num">36,000/);
  match(table("q=a", { sums }), /조건에 맞는 36개 합계/);
  match(table("page=4"), /36개 중 31–36/);
});

Deno.test("DataTable offers all page sizes and the pages around", () => {
  const html = table("page=2");
  for (const size of [10, 25, 50, 100]) match(html, new RegExp(`>${size}개 보기<`));
  match(html, /aria-current="page">2<\/a>/);
  match(html, /href="\?page=3" aria-label="다음 쪽"/);
});

Deno.test("DataTable tells 「아직 없음」 from 「결과 없음」, each with its next step", () => {
  const none = table("", { rows: [], total: 0 });
  match(none, /아직 고객사가 없습니다\./);
  doesNotMatch(none, /type="search"|초기화/);
  const noMatch = table("q=zzz", { rows: [], total: 0 });
  match(noMatch, /조건에 맞는 결과가 없습니다\..*<a href="\?" class="btn[^>]*>초기화/s);
  match(noMatch, /value="zzz"/);
});

Deno.test("DataTable speaks the language of the page", () => {
  const query = parseTableQuery(new URLSearchParams(), shape);
  const html = render(
    <LangContext.Provider value="en">
      <DataTable columns={columns} rows={lines} total={36} query={query} caption="Customers" empty={{ none: "-" }} />
    </LangContext.Provider>,
  );
  match(html, /1–10 of 36/);
  doesNotMatch(html.replaceAll(/고객사|당월 요금|메모|가온/g, ""), /[가-힣]/);
});

Deno.test("pagesAround() leaves out pages, but never just one", () => {
  const cases = [
    [1, 1, [1]],
    [1, 4, [1, 2, 3, 4]],
    [1, 5, [1, 2, null, 5]],
    [2, 4, [1, 2, 3, 4]],
    [1, 10, [1, 2, null, 10]],
    [5, 10, [1, null, 4, 5, 6, null, 10]],
    [4, 10, [1, 2, 3, 4, 5, null, 10]],
    [10, 10, [1, null, 9, 10]],
  ] as const;
  for (const [page, last, pages] of cases) deepStrictEqual(pagesAround(page, last), [...pages], `${page} of ${last}`);
});
