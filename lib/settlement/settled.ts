import type { YearMonth } from "../calendar.ts";
import type { CustomerId } from "../ids.ts";
import { type Won, won } from "../money.ts";
import type { CategorySum } from "../usage/category_sum.ts";
import type { AdjustmentLine, Charge, Trace } from "./charge.ts";
import type { Settlement } from "./charges.ts";

/** 정산 as stored: a customer's usage month with how it stands and where its use lies. */
export interface SettledMonth extends Settlement {
  readonly customerId: CustomerId;
  readonly usageMonth: YearMonth;
  readonly state: "provisional" | "confirmed";
  readonly asOf: Date;
  /** When the run was that computed it: rules counted by its Seoul day. */
  readonly settledAt: Date;
  readonly categories: readonly CategorySum[];
  readonly lineCount: number;
  /** What NCP charges the MSP, won without VAT; null where it does not say. */
  readonly cost: Won | null;
  /** Set once a bill or tax invoice stands on it: it is not computed again. */
  readonly frozenBy: "statement" | "tax_invoice" | null;
}

/** The jsonb columns of a settlement: amounts are decimal text. */
export interface StoredParts {
  readonly adjustments: readonly StoredAmounts<AdjustmentLine>[];
  readonly charges: readonly (StoredAmounts<Omit<Charge, "trace">> & { readonly trace: StoredAmounts<Trace> })[];
  readonly categories: readonly StoredAmounts<CategorySum>[];
}

type StoredAmounts<T> = {
  readonly [K in keyof T]: T[K] extends Won ? string : T[K] extends Won | null ? string | null : T[K];
};

/** Reads the parts back. */
export function partsOf(stored: StoredParts): Pick<SettledMonth, "adjustments" | "charges" | "categories"> {
  const orNull = (text: string | null) => text === null ? null : won(text);
  return {
    adjustments: stored.adjustments.map((line) => ({
      ...line,
      ncpAmount: won(line.ncpAmount),
      amount: won(line.amount),
    })),
    charges: stored.charges.map((charge) => ({
      ...charge,
      amount: won(charge.amount),
      trace: {
        ...charge.trace,
        baseAmount: orNull(charge.trace.baseAmount),
        fixedAmount: orNull(charge.trace.fixedAmount),
      },
    })),
    categories: stored.categories.map((sum) => ({
      ...sum,
      useAmount: won(sum.useAmount),
      discountAmount: won(sum.discountAmount),
    })),
  };
}
