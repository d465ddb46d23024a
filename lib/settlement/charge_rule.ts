import type { LocalDate } from "../calendar.ts";
import type { Won } from "../money.ts";

/** 구분 of a charge rule: 기타 비용, 할인, VM 할인. */
export const ruleKinds = ["extra", "discount", "vm_discount"] as const;
export type RuleKind = typeof ruleKinds[number];

/** The server lines of a VM discount unless the rule says otherwise: demandType codes, running and stopped use. */
export const defaultServerCodes: readonly string[] = ["SVR", "VSVR"];

/** 요율 규칙: one version of a rule, entered as a positive amount or rate. Exactly one of the two is set. */
export interface ChargeRule {
  readonly id: string;
  readonly version: number;
  /** Shown order, from 1. */
  readonly position: number;
  readonly kind: RuleKind;
  readonly name: string;
  /** Won, counted whole in every usage month. */
  readonly fixedAmount: Won | null;
  /** 1 = 0.01 %. */
  readonly rateBps: number | null;
  /** demandType codes of a VM discount; empty otherwise. */
  readonly serverCodes: readonly string[];
  /** Counts in runs from this Seoul day on (the day after it was registered). */
  readonly countsFrom: LocalDate;
}
