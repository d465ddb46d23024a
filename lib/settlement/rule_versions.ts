import type { LocalDate } from "../calendar.ts";
import type { ChargeRule } from "./charge_rule.ts";

/** A stored version of a charge rule; an `ended` one takes the rule away from its `countsFrom` on. */
export type RuleVersion = ChargeRule & { readonly ended: boolean };

/** The versions that count in a run on `runDate` (Seoul), one a rule at most, in their shown order (B4). */
export function effectiveRules<V extends RuleVersion>(versions: readonly V[], runDate: LocalDate): readonly V[] {
  const inForce = new Map<string, V>();
  for (const version of versions) {
    const known = inForce.get(version.id);
    if (version.countsFrom <= runDate && (!known || known.version < version.version)) inForce.set(version.id, version);
  }
  return [...inForce.values()]
    .filter((version) => !version.ended)
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}
