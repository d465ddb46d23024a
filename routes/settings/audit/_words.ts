import { visible } from "../../../lib/audit_log.ts";
import { auditTexts } from "../../../lib/web/i18n/audit.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";

/** The word for a kind, an action or a field of the log; what has none is shown as it is written. */
export function auditWord(area: "kinds" | "actions" | "fields", name: string, lang: Lang): string {
  const words: Readonly<Record<string, string>> = auditTexts[lang][area];
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? visible(name);
}

const fieldsOfWords: ReadonlySet<string> = new Set(["role", "zone", "type", "invited"]);

/** The value of a field of the log: a word where the field holds one of a few, else as it is. */
export function valueWord(field: string, options: { value: string; lang: Lang }): string {
  const { value, lang } = options;
  const words: Readonly<Record<string, string>> = auditTexts[lang].values;
  return (fieldsOfWords.has(field) && Object.hasOwn(words, value) ? words[value] : undefined) ?? value;
}
