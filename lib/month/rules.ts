import { firstDay, type LocalDate, yearMonth } from "../calendar.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import { won } from "../money.ts";
import { defaultServerCodes } from "../settlement/charge_rule.ts";
import { type CustomerRule, insertRuleVersion, listRuleVersions } from "../settlement/rules_store.ts";
import type { MonthFileCustomer, MonthFileRule } from "./file.ts";

/**
 * Registers the charge rules of a customer in the file. A rule is known again by its kind and name (the second of equal
 * ones by its place); a new one counts in runs from its `from`, a changed one as an edit from the day after (B4).
 */
export async function putRules(
  tx: Tx,
  options: {
    mspId: MspId;
    customerId: CustomerId;
    rules: readonly MonthFileRule[];
    entry: Pick<MonthFileCustomer, "cycleStart">;
    tomorrow: LocalDate;
  },
): Promise<void> {
  const { mspId, customerId, tomorrow } = options;
  if (options.rules.length === 0) return;
  const versions = await listRuleVersions(tx, mspId, [customerId]);
  const newest = [...Map.groupBy(versions, (version) => version.id).values()].flatMap((own) => own.at(-1) ?? []);
  const taken = new Set<string>();
  let position = Math.max(0, ...newest.map((rule) => rule.position));
  for (const rule of options.rules) {
    const known = newest.find((each) =>
      each.kind === rule.kind && each.name === rule.name.trim() && !each.ended && !taken.has(each.id)
    );
    if (known) taken.add(known.id);
    if (known && isSame(known, rule)) continue;
    await insertRuleVersion(tx, mspId, {
      ...contentOf(rule),
      customerId,
      id: known?.id ?? null,
      version: (known?.version ?? 0) + 1,
      position: known?.position ?? ++position,
      countsFrom: known ? tomorrow : rule.from ?? firstDay(options.entry.cycleStart ?? yearMonth("2024-01")),
      ended: false,
    });
  }
}

function contentOf(rule: MonthFileRule) {
  return {
    kind: rule.kind,
    name: rule.name.trim(),
    fixedAmount: rule.amount === undefined ? null : won(rule.amount),
    rateBps: rule.rateBps ?? null,
    serverCodes: rule.kind === "vm_discount" ? rule.serverCodes ?? defaultServerCodes : [],
  };
}

function isSame(known: CustomerRule, rule: MonthFileRule): boolean {
  const content = contentOf(rule);
  return known.fixedAmount === content.fixedAmount && known.rateBps === content.rateBps &&
    String(known.serverCodes) === String(content.serverCodes);
}
