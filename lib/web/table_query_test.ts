import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  formatTableQuery,
  isFiltered,
  lastPage,
  pageSizes,
  parseTableQuery,
  rowsBefore,
  type TableShape,
  withinPages,
} from "./table_query.ts";

const shape: TableShape = {
  columns: [
    { key: "name", sortable: true },
    { key: "email" },
    { key: "total", sortable: true },
    { key: "memo", hidden: true },
  ],
  sort: "name",
  filters: { zone: (text) => ["public", "gov"].includes(text) },
};

function read(search: string) {
  return parseTableQuery(new URLSearchParams(search), shape);
}

Deno.test("parseTableQuery() reads what it knows", () => {
  deepStrictEqual(read("q=%EA%B0%80%EC%98%A8&zone=gov&sort=total&dir=desc&page=3&size=50&col=name&col=total"), {
    shape,
    q: "가온",
    sort: "total",
    dir: "desc",
    page: 3,
    size: 50,
    hidden: ["email", "memo"],
    filters: { zone: "gov" },
  });
});

Deno.test("parseTableQuery() ignores what it does not know", () => {
  const start = { shape, q: "", sort: "name", dir: "asc", page: 1, size: 10, hidden: ["memo"], filters: {} };
  const cases = [
    "",
    "nothing=1",
    "sort=email",
    "sort=; drop table users",
    "dir=up",
    "page=0",
    "page=-1",
    "page=1.5",
    "page=99999999",
    "size=11",
    "size=1000",
    "col=unheard_of",
    "zone=moon",
    "zone=",
    "q=%00%20",
  ];
  for (const search of cases) deepStrictEqual(read(search), start, search);
});

Deno.test("parseTableQuery() never hides the first column, and takes the remembered choice only where the URL is silent", () => {
  deepStrictEqual(read("col=total").hidden, ["email", "memo"]);
  const remembered = (search: string) =>
    parseTableQuery(new URLSearchParams(search), shape, { shown: ["name", "memo"] }).hidden;
  deepStrictEqual(remembered(""), ["email", "total"]);
  deepStrictEqual(remembered("col=email"), ["total", "memo"]);
});

Deno.test("parseTableQuery() cuts a search text after 200 characters", () => {
  strictEqual(read(`q=${"가".repeat(200)}`).q.length, 200);
  strictEqual(read(`q=${"가".repeat(201)}`).q.length, 200);
});

Deno.test("formatTableQuery() leaves out what the table starts with; a change goes back to the first page", () => {
  const query = read("q=a&page=3&zone=gov");
  const cases = [
    [{}, "?q=a&zone=gov&page=3"],
    [{ page: 1 }, "?q=a&zone=gov"],
    [{ page: 4 }, "?q=a&zone=gov&page=4"],
    [{ sort: "total" }, "?q=a&zone=gov&sort=total&dir=asc"],
    [{ size: 25 }, "?q=a&zone=gov&size=25"],
    [{ q: "", filters: {} }, "?"],
    [{ hidden: [] }, "?q=a&zone=gov&page=3&col=name&col=email&col=total&col=memo"],
    [{ hidden: ["memo"] }, "?q=a&zone=gov&page=3"],
  ] as const;
  for (const [changes, link] of cases) strictEqual(formatTableQuery(query, changes), link, link);
});

Deno.test("parseTableQuery() reads back what formatTableQuery() wrote", () => {
  const query = fc.record({
    q: fc.string({ maxLength: 20 }).map((text) => text.replaceAll("\0", "").trim()),
    sort: fc.constantFrom("name", "total"),
    dir: fc.constantFrom("asc" as const, "desc" as const),
    page: fc.integer({ min: 1, max: 999_999 }),
    size: fc.constantFrom(...pageSizes),
    hidden: fc.subarray(["email", "total", "memo"]),
    filters: fc.constantFrom({}, { zone: "gov" }),
  });
  fc.assert(fc.property(query, (changes) => {
    deepStrictEqual(read(formatTableQuery(read(""), changes).slice(1)), { shape, ...changes });
  }));
});

Deno.test("isFiltered() is about rows, not about order, page or columns", () => {
  strictEqual(isFiltered(read("sort=total&page=2&size=25&col=total")), false);
  strictEqual(isFiltered(read("q=a")), true);
  strictEqual(isFiltered(read("zone=gov")), true);
});

Deno.test("lastPage(), withinPages() and rowsBefore() at the edges of a page", () => {
  const cases = [[0, 1], [1, 1], [10, 1], [11, 2], [20, 2], [21, 3]] as const;
  for (const [total, pages] of cases) strictEqual(lastPage(read(""), total), pages, `${total}`);
  strictEqual(withinPages(read("page=9"), 21).page, 3);
  strictEqual(withinPages(read("page=2"), 21).page, 2);
  strictEqual(rowsBefore(read("page=3&size=25")), 50);
  strictEqual(rowsBefore(read("")), 0);
});
