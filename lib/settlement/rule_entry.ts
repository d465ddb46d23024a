import { formatWon, type Won, won } from "../money.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import type { ChargeRule, RuleKind } from "./charge_rule.ts";

/** A charge rule as a person typed it; `fixedAmount` in won (commas allowed), `rate` in percent, "" where left empty. */
export interface EnteredRule {
  readonly kind: RuleKind;
  readonly name: string;
  readonly fixedAmount: string;
  readonly rate: string;
  /** demandType codes of a VM discount; not read for the other kinds. */
  readonly serverCodes: readonly string[];
}

/** What a person decides of a rule; exactly one of `fixedAmount` (won) and `rateBps` (1 = 0.01 %) is set. */
export type RuleContent = Pick<ChargeRule, "kind" | "name" | "fixedAmount" | "rateBps" | "serverCodes">;

/** Why an entered rule is refused. */
export type RuleProblem =
  | { readonly kind: "name_missing" }
  | { readonly kind: "name_too_long"; readonly length: number }
  | { readonly kind: "fixed_and_rate" }
  | { readonly kind: "fixed_or_rate_missing" }
  | { readonly kind: "fixed_unreadable"; readonly entered: string }
  | { readonly kind: "fixed_negative" }
  | { readonly kind: "fixed_too_high" }
  | { readonly kind: "server_codes_missing" }
  | RateProblem;

/** Why an entered percent rate is refused. */
export type RateProblem =
  | { readonly kind: "rate_unreadable"; readonly entered: string }
  | { readonly kind: "rate_negative" }
  | { readonly kind: "rate_too_fine"; readonly entered: string }
  | { readonly kind: "rate_too_high"; readonly maxBps: number };

const maxNameLength = 40;
const maxFixedAmount = won(999_999_999_999);

/** The highest rate of a rule: 1,000 % for 기타 비용, 100 % for the discounts (B4.3). */
export function maxRateBpsOf(kind: RuleKind): number {
  return kind === "extra" ? 100_000 : 10_000;
}

/** The highest PCP rate, in basis points; `readRate()` reads one (B4.4). */
export const maxPcpRateBps = 10_000;

/** Reads an entered rule, or says why not; the ranges are those of B4.3. */
export function readRule(entered: EnteredRule): Result<RuleContent, RuleProblem> {
  const name = entered.name.trim();
  const length = [...name].length;
  if (length === 0) return refuse({ kind: "name_missing" });
  if (length > maxNameLength) return refuse({ kind: "name_too_long", length });
  const hasFixed = entered.fixedAmount.trim() !== "";
  const hasRate = entered.rate.trim() !== "";
  if (hasFixed && hasRate) return refuse({ kind: "fixed_and_rate" });
  if (!hasFixed && !hasRate) return refuse({ kind: "fixed_or_rate_missing" });
  const serverCodes = entered.kind === "vm_discount" ? readCodes(entered.serverCodes) : [];
  if (entered.kind === "vm_discount" && serverCodes.length === 0) return refuse({ kind: "server_codes_missing" });
  const content = { kind: entered.kind, name, serverCodes };
  if (hasFixed) {
    const fixed = readFixedAmount(entered.fixedAmount);
    return fixed.ok ? ok({ ...content, fixedAmount: fixed.value, rateBps: null }) : fixed;
  }
  const rate = readRate(entered.rate, maxRateBpsOf(entered.kind));
  return rate.ok ? ok({ ...content, fixedAmount: null, rateBps: rate.value }) : rate;
}

/** Reads a percent with up to two decimals ("3.33", "3.33%") as basis points (333). */
export function readRate(entered: string, maxBps: number): Result<number, RateProblem> {
  const parts = /^(-?)(\d+)(?:\.(\d+))?\s*%?$/.exec(entered.trim());
  if (!parts) return refuse({ kind: "rate_unreadable", entered });
  const [, sign = "", whole = "", decimals = ""] = parts;
  const kept = decimals.replace(/0+$/, "");
  if (kept.length > 2) return refuse({ kind: "rate_too_fine", entered });
  const rateBps = Number(whole + kept.padEnd(2, "0"));
  if (sign && rateBps > 0) return refuse({ kind: "rate_negative" });
  if (rateBps > maxBps) return refuse({ kind: "rate_too_high", maxBps });
  return ok(rateBps);
}

/** The problem in a Korean sentence that names the field, what is wrong and what would be right. */
export function ruleProblemText(problem: RuleProblem): string {
  switch (problem.kind) {
    case "name_missing":
      return `항목명이 비어 있습니다. ${maxNameLength}자까지 입력할 수 있습니다.`;
    case "name_too_long":
      return `항목명이 ${problem.length}자입니다. ${maxNameLength}자까지 입력할 수 있습니다.`;
    case "fixed_and_rate":
      return "고정 금액과 비율을 함께 입력했습니다. 둘 중 하나만 입력해야 합니다.";
    case "fixed_or_rate_missing":
      return "고정 금액과 비율이 모두 비어 있습니다. 둘 중 하나를 입력해야 합니다.";
    case "fixed_unreadable":
      return `고정 금액 "${problem.entered}"을(를) 읽을 수 없습니다. 100,000처럼 원 단위 정수로 입력해야 합니다.`;
    case "fixed_negative":
      return "고정 금액이 0원보다 작습니다. 할인도 0원 이상으로 입력하며, 계산할 때 뺍니다.";
    case "fixed_too_high":
      return `고정 금액이 너무 큽니다. ${formatWon(maxFixedAmount)}까지 입력할 수 있습니다.`;
    case "server_codes_missing":
      return "VM 할인의 서버 코드가 비어 있습니다. SVR, VSVR처럼 하나 이상 입력해야 합니다.";
    case "rate_unreadable":
      return `비율 "${problem.entered}"을(를) 읽을 수 없습니다. 3.33처럼 숫자로 입력해야 합니다.`;
    case "rate_negative":
      return "비율이 0%보다 작습니다. 할인도 0% 이상으로 입력하며, 계산할 때 뺍니다.";
    case "rate_too_fine":
      return `비율 "${problem.entered}"의 소수가 너무 깁니다. 소수점 아래 둘째 자리까지 입력할 수 있습니다.`;
    case "rate_too_high":
      return `비율이 너무 큽니다. ${(problem.maxBps / 100).toLocaleString("ko-KR")}%까지 입력할 수 있습니다.`;
  }
}

function readFixedAmount(entered: string): Result<Won, RuleProblem> {
  const parts = /^(-?(?:\d+|\d{1,3}(?:,\d{3})+))\s*원?$/.exec(entered.trim());
  if (!parts?.[1]) return refuse({ kind: "fixed_unreadable", entered });
  const amount = won(parts[1].replaceAll(",", ""));
  if (amount < 0n) return refuse({ kind: "fixed_negative" });
  return amount > maxFixedAmount ? refuse({ kind: "fixed_too_high" }) : ok(amount);
}

function readCodes(entered: readonly string[]): string[] {
  return [...new Set(entered.map((code) => code.trim().toUpperCase()).filter((code) => code !== ""))];
}
