import type { Trace } from "./charge.ts";

/** A trace that says nothing yet: no base, no rule, no note. */
export const bareTrace: Trace = {
  base: "fixed",
  baseAmount: null,
  rateBps: null,
  fixedAmount: null,
  ruleId: null,
  ruleVersion: null,
  countsFrom: null,
  codes: [],
  note: null,
};
