import type { LocalDate } from "../calendar.ts";
import { formatWon, minWon, negateWon, shareOf, sumWon, type Won, zeroWon } from "../money.ts";
import { invariant } from "../prelude.ts";
import type { UsageSums } from "../usage/usage_sums.ts";
import type { Charge, Trace } from "./charge.ts";
import type { ChargeRule } from "./charge_rule.ts";
import { maxPcpRateBps, maxRateBpsOf } from "./rule_entry.ts";
import { bareTrace } from "./trace.ts";

/** What the rates of the rules are taken of; won. */
export interface RuleBases {
  readonly ncpAmount: Won;
  readonly sums: UsageSums;
  readonly passDiscounts: boolean;
}

/** PCP 약정 할인: a rate (1 = 0.01 %) of the list amount, without the excluded demandTypeDetail codes (B4.4). */
export interface PcpTerms {
  readonly rateBps: number;
  readonly excludedDetails: readonly string[];
  /** The Seoul day from which rate and list count in runs. */
  readonly countsFrom: LocalDate;
}

/** The charge of one rule (B4.3): a share or a fixed amount, cut toward zero to whole won. */
export function ruleCharge(rule: ChargeRule, bases: RuleBases): Charge {
  checkRule(rule);
  const { base, baseAmount } = baseOf(rule, bases);
  const size = sizeOf(rule, baseAmount);
  return {
    kind: rule.kind,
    name: rule.name,
    amount: rule.kind === "extra" ? size : negateWon(size),
    trace: {
      base,
      baseAmount,
      rateBps: rule.rateBps,
      fixedAmount: rule.fixedAmount,
      ruleId: rule.id,
      ruleVersion: rule.version,
      countsFrom: rule.countsFrom,
      codes: base === "server_lines" ? rule.serverCodes : [],
      note: baseNote(baseAmount, rule.fixedAmount),
    },
  };
}

/** The PCP discount (B4.4): its rate of the list amount of the lines that are not excluded, cut once. */
export function pcpCharge(pcp: PcpTerms, sums: UsageSums): Charge {
  invariant(pcp.rateBps >= 0 && pcp.rateBps <= maxPcpRateBps, `a PCP rate is 0–10000 basis points, not ${pcp.rateBps}`);
  const excluded = new Set(pcp.excludedDetails);
  const counted = [...sums.byDetail].filter(([code]) => !excluded.has(code));
  const baseAmount = sumWon(counted.map(([, part]) => part.use));
  return {
    kind: "pcp_discount",
    name: "PCP 약정 할인",
    amount: negateWon(shareOf(atLeastZero(baseAmount), pcp.rateBps)),
    trace: {
      ...bareTrace,
      base: "list_amount",
      baseAmount,
      rateBps: pcp.rateBps,
      countsFrom: pcp.countsFrom,
      codes: pcp.excludedDetails,
      note: baseNote(baseAmount, null),
    },
  };
}

// A fixed VM discount has a base as well: it is at most the server lines.
function baseOf(rule: ChargeRule, bases: RuleBases): Pick<Trace, "base" | "baseAmount"> {
  if (rule.kind === "vm_discount") return { base: "server_lines", baseAmount: serverAmount(rule.serverCodes, bases) };
  return rule.rateBps === null
    ? { base: "fixed", baseAmount: null }
    : { base: "ncp_amount", baseAmount: bases.ncpAmount };
}

function sizeOf(rule: ChargeRule, baseAmount: Won | null): Won {
  const fixedAmount = rule.fixedAmount ?? zeroWon;
  if (baseAmount === null) return fixedAmount;
  const countedAmount = atLeastZero(baseAmount);
  return rule.rateBps === null ? minWon(fixedAmount, countedAmount) : shareOf(countedAmount, rule.rateBps);
}

function serverAmount(codes: readonly string[], bases: RuleBases): Won {
  const parts = [...new Set(codes)].flatMap((code) => bases.sums.byDemandType.get(code) ?? []);
  return sumWon(parts.map((part) => bases.passDiscounts ? part.net : part.use));
}

function atLeastZero(amount: Won): Won {
  return amount < zeroWon ? zeroWon : amount;
}

function baseNote(baseAmount: Won | null, fixedAmount: Won | null): string | null {
  if (baseAmount === null) return null;
  if (baseAmount < zeroWon) return `기준 금액 ${formatWon(baseAmount)}이 0원보다 작아 0원으로 계산합니다.`;
  if (fixedAmount !== null && fixedAmount > baseAmount) {
    return `고정 VM 할인은 서버 이용금액 ${formatWon(baseAmount)}까지만 적용합니다.`;
  }
  return null;
}

function checkRule(rule: ChargeRule): void {
  const entered = rule.rateBps ?? rule.fixedAmount;
  invariant(
    entered !== null && (rule.rateBps === null || rule.fixedAmount === null),
    "a charge rule has either a fixed amount or a rate",
  );
  invariant(entered >= 0, "a charge rule is entered as a positive amount or rate");
  invariant((rule.rateBps ?? 0) <= maxRateBpsOf(rule.kind), "the rate of a charge rule is within its range");
}
