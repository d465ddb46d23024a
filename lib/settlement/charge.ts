import type { Won } from "../money.ts";

/** Kinds of 청구 항목 beside usage; the order is the order of B4. */
export const chargeKinds = [
  "extra",
  "discount",
  "vm_discount",
  "pcp_discount",
  "manual",
  "zero_floor",
  "round_off",
] as const;
export type ChargeKind = typeof chargeKinds[number];

/** What an amount was computed from, so that it can be said and added up again (「왜 이 금액인가」). Amounts in won. */
export interface Trace {
  /** `ncp_amount`, `server_lines`, `list_amount`, `fixed`, `person`, `sum`. */
  readonly base: "ncp_amount" | "server_lines" | "list_amount" | "fixed" | "person" | "sum";
  /** The base before anything; null for a fixed amount. */
  readonly baseAmount: Won | null;
  /** Basis points; null for a fixed amount. */
  readonly rateBps: number | null;
  /** The entered fixed amount; null for a rate. */
  readonly fixedAmount: Won | null;
  /** The rule and the version of it that counted; null where no rule stands behind. */
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  /** The day (Seoul) from which that version counts in runs. */
  readonly countsFrom: string | null;
  /** demandType or demandTypeDetail codes that were counted or left out. */
  readonly codes: readonly string[];
  /** Why, in Korean, where it needs a word: a base below 0, a fixed VM discount at most its base, the zero floor. */
  readonly note: string | null;
}

/** 청구 항목: one line after the NCP amount, signed as it counts. */
export interface Charge {
  readonly kind: ChargeKind;
  readonly name: string;
  readonly amount: Won;
  readonly trace: Trace;
}

/** One NCP adjustment as a signed line: `amount` as passed on (0 when kept), `ncpAmount` as NCP has it. */
export interface AdjustmentLine {
  readonly kind: "product_discount" | "credit" | "customer_discount" | "coin" | "penalty" | "round_down" | "currency";
  readonly name: string;
  readonly ncpAmount: Won;
  readonly amount: Won;
}
