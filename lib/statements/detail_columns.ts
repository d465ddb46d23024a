import type { LocalDate, YearMonth } from "../calendar.ts";
import { sumWon, type Won } from "../money.ts";
import type { DetailRow, StatementDocument } from "./document.ts";

/** A column of 「상세내역」. `width` is in characters of the sheet; on paper it is a share of the page. */
export type DetailColumn =
  & { readonly header: string; readonly width: number }
  & (
    | { readonly kind: "text"; readonly of: (row: DetailRow) => string }
    | { readonly kind: "decimal"; readonly of: (row: DetailRow) => string }
    | AmountOf
    | { readonly kind: "day"; readonly of: (row: DetailRow) => LocalDate | null }
    | { readonly kind: "month"; readonly of: (row: DetailRow) => YearMonth }
  );

/** How an amount column reads its won; `discount` columns show a dash for 0. */
export interface AmountOf {
  readonly kind: "amount" | "discount";
  readonly of: (row: DetailRow) => Won;
}

const monthColumn: DetailColumn = { header: "이용월", width: 9, kind: "month", of: (row) => row.usageMonth };

const columns: readonly DetailColumn[] = [
  { header: "서비스", width: 14, kind: "text", of: (row) => row.category },
  { header: "구분", width: 16, kind: "text", of: (row) => row.demandType },
  { header: "리전", width: 6, kind: "text", of: (row) => row.region },
  { header: "상세", width: 32, kind: "text", of: detailText },
  { header: "요금제", width: 9, kind: "text", of: (row) => row.plan },
  { header: "사용량", width: 12, kind: "decimal", of: (row) => row.quantity },
  { header: "단위", width: 13, kind: "text", of: (row) => row.unit },
  { header: "단가", width: 9.5, kind: "decimal", of: (row) => row.unitPrice },
  { header: "이용요금", width: 12, kind: "amount", of: (row) => row.useAmount },
  { header: "약정", width: 10.5, kind: "discount", of: (row) => row.promiseDiscount },
  { header: "회원요금제", width: 10.5, kind: "discount", of: (row) => row.memberPriceDiscount },
  { header: "회원약정요금제", width: 13.5, kind: "discount", of: (row) => row.memberPromiseDiscountAdd },
  { header: "기타 할인", width: 10.5, kind: "discount", of: (row) => row.otherDiscount },
  { header: "납부예상요금", width: 12.5, kind: "amount", of: (row) => row.netAmount },
  { header: "시작일", width: 11.5, kind: "day", of: (row) => row.startedOn },
  { header: "종료일", width: 11.5, kind: "day", of: (row) => row.endedOn },
];

/** The columns of 「상세내역」 (spec/statement.md), with 이용월 before them where the bill covers several months. */
export function detailColumns(document: StatementDocument): readonly DetailColumn[] {
  return document.usageMonths.length > 1 ? [monthColumn, ...columns] : columns;
}

/** Whether the column holds won, and so has a sum. */
export function isAmount(column: DetailColumn): column is DetailColumn & AmountOf {
  return column.kind === "amount" || column.kind === "discount";
}

/** The sum of an amount column over the lines, in won. */
export function sumOfColumn(column: AmountOf, lines: readonly DetailRow[]): Won {
  return sumWon(lines.map(column.of));
}

function detailText(row: DetailRow): string {
  return [row.detail, row.instanceName].filter((text) => text !== "").join("\n");
}
