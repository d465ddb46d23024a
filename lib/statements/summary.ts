import { minusWon, negateWon, sumWon, type Won, zeroWon } from "../money.ts";
import { invariant } from "../prelude.ts";
import type { AdjustmentLine, Charge, ChargeKind } from "../settlement/charge.ts";
import type { CategorySum } from "../usage/category_sum.ts";
import { categoryLabel, productCategories } from "../usage/product_category.ts";
import type { SummaryRow } from "./document.ts";

/** One usage month of a statement: what `settle()` gave, and its use by category. Won. */
export interface SummaryMonth {
  readonly settlement: {
    readonly adjustments: readonly AdjustmentLine[];
    readonly charges: readonly Charge[];
    readonly supplyAmount: Won;
  };
  readonly categories: readonly CategorySum[];
}

/** The rows of the bill's summary table in the order of `statement.md`; they add up to the supply amount. */
export function summaryRows(months: readonly SummaryMonth[]): readonly SummaryRow[] {
  const categories = months.flatMap((month) => month.categories).sort((a, b) => rankOf(a) - rankOf(b));
  const adjustments = months.flatMap((month) => month.settlement.adjustments);
  const charges = months.flatMap((month) => month.settlement.charges);
  const rows = merge([
    ...categories.filter((sum) => sum.useAmount !== zeroWon || sum.discountAmount !== zeroWon).map(usageRow),
    ...charges.map(chargeRow),
    ...adjustments.filter((line) => line.amount !== zeroWon).map(adjustmentRow),
  ]).sort((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group));
  invariant(
    sumWon(rows.map((row) => row.billedAmount)) === sumWon(months.map((month) => month.settlement.supplyAmount)),
    "the rows of a statement add up to its supply amount",
  );
  return rows;
}

const groupOrder: readonly SummaryRow["group"][] = [
  "usage",
  "license",
  "extra",
  "discount",
  "ncp_adjustment",
  "manual",
  "round_off",
];

const groups: Readonly<Record<ChargeKind, SummaryRow["group"]>> = {
  extra: "extra",
  discount: "discount",
  vm_discount: "discount",
  pcp_discount: "discount",
  manual: "manual",
  zero_floor: "round_off",
  round_off: "round_off",
};

// Known categories in NCP's order, 「미분류」 after them.
function rankOf(sum: CategorySum): number {
  const rank = productCategories.indexOf(sum.category);
  return rank < 0 ? productCategories.length : rank;
}

function usageRow(sum: CategorySum): SummaryRow {
  return {
    group: sum.isLicense ? "license" : "usage",
    label: sum.isLicense ? "소프트웨어 라이선스" : categoryLabel(sum.category),
    listAmount: sum.useAmount,
    discountAmount: sum.discountAmount,
    billedAmount: minusWon(sum.useAmount, sum.discountAmount),
  };
}

function chargeRow(charge: Charge): SummaryRow {
  const group = groups[charge.kind];
  return {
    group,
    label: charge.name,
    listAmount: null,
    discountAmount: group === "discount" ? negateWon(charge.amount) : null,
    billedAmount: charge.amount,
  };
}

function adjustmentRow(line: AdjustmentLine): SummaryRow {
  return {
    group: "ncp_adjustment",
    label: line.name,
    listAmount: null,
    discountAmount: null,
    billedAmount: line.amount,
  };
}

// Rows of one group and label are one row, whatever months they come from.
function merge(rows: readonly SummaryRow[]): SummaryRow[] {
  const merged = new Map<string, SummaryRow>();
  for (const row of rows) {
    const key = `${row.group} ${row.label}`;
    const known = merged.get(key);
    merged.set(key, known ? addRows(known, row) : row);
  }
  return [...merged.values()];
}

function addRows(a: SummaryRow, b: SummaryRow): SummaryRow {
  return {
    group: a.group,
    label: a.label,
    listAmount: addAmounts(a.listAmount, b.listAmount),
    discountAmount: addAmounts(a.discountAmount, b.discountAmount),
    billedAmount: sumWon([a.billedAmount, b.billedAmount]),
  };
}

function addAmounts(a: Won | null, b: Won | null): Won | null {
  return a === null || b === null ? null : sumWon([a, b]);
}
