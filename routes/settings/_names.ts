import { settingsTexts } from "../../lib/web/i18n/settings.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";

const mostNames = 10;

/** The names of customers in a sentence: the first ten, and how many more. */
export function namesText(names: readonly string[], lang: Lang): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length <= mostNames ? shown : settingsTexts[lang].andMore(shown, String(names.length - mostNames));
}
