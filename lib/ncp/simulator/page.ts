import type { SimulatedMember } from "./member.ts";
import type { MonthBook } from "./month_book.ts";
import { type Operation, passes } from "./operations.ts";
import type { Row } from "./wire.ts";

/** One page of an operation's rows, in the order of the members, with the number of rows on all pages. */
export interface Page {
  readonly totalRows: number;
  readonly rows: readonly Row[];
}

/** Makes the rows of the page only: members before and after it are counted, where an operation allows it, not computed. */
export function pageOf(
  operation: Operation,
  of: {
    members: readonly SimulatedMember[];
    books: readonly MonthBook[];
    params: URLSearchParams;
    pageNo: number;
    pageSize: number;
  },
): Page {
  const from = (of.pageNo - 1) * of.pageSize;
  const to = from + of.pageSize;
  const filtered = Object.keys(operation.filters).some((parameter) => of.params.has(parameter));
  const rows: Row[] = [];
  let totalRows = 0;
  for (const member of of.members) {
    const known = operation.oneRowAMonth && !filtered
      ? (member.traits.noUse && operation.about !== "partner" ? 0 : of.books.length)
      : null;
    const outside = known !== null && (totalRows >= to || totalRows + known <= from);
    const ofMember = outside ? [] : operation.rows(member, of.books)
      .filter((row) => !filtered || passes(row, { filters: operation.filters, params: of.params }));
    rows.push(...ofMember.slice(Math.max(0, from - totalRows), Math.max(0, to - totalRows)));
    totalRows += known ?? ofMember.length;
  }
  return { totalRows, rows };
}
