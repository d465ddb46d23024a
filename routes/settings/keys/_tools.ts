import type { KeyRefusal, KeyTools } from "../../../lib/msps/cloud_accounts.ts";
import type { ConsoleApp } from "../../../lib/web/console_app.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import type { Zone } from "../../../lib/zone.ts";
import { namesText } from "../_names.ts";

/** What the keys need of the running product. */
export function keyTools(app: ConsoleApp): KeyTools {
  return { db: app.db, secrets: app.secrets, verify: (keys) => app.source.verify(keys) };
}

/** How a zone is called in the page's language. */
export function zoneText(zone: Zone, lang: Lang): string {
  const t = settingsTexts[lang];
  return { public: t.zonePublic, gov: t.zoneGov, fin: t.zoneFin }[zone];
}

/** What a refused key shows: the field that is to blame ("" the whole form) and the sentence. */
export function keyErrors(refusal: Exclude<KeyRefusal, { kind: "stale" }>, lang: Lang): Record<string, string> {
  const t = settingsTexts[lang];
  switch (refusal.kind) {
    case "name_taken":
      return { name: t.name_taken };
    case "refused_by_ncp":
      return { accessKey: t.refused_by_ncp(sentence(refusal.reason)) };
    case "not_checked":
      return { "": t.not_checked(sentence(refusal.reason)) };
    case "in_use":
      return { "": t.in_use(namesText(refusal.customers, lang)) };
    case "no_key":
      return { "": t.no_key };
  }
}

function sentence(reason: string): string {
  return /[.!?]$/.test(reason.trim()) ? reason.trim() : `${reason.trim()}.`;
}
