import type { DecisionRefusal } from "../../../lib/msps/application.ts";
import { signupTexts } from "../../../lib/web/i18n/signup.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";

/** Why an application is not decided so, in a sentence. */
export function decisionRefusalText(refusal: DecisionRefusal, lang: Lang): string {
  const t = signupTexts[lang];
  switch (refusal.kind) {
    case "decided_already":
      return t.decided_already(t[refusal.state], refusal.by ?? "-");
    case "no_application":
    case "brn_taken":
    case "email_taken":
      return t[refusal.kind];
  }
}
