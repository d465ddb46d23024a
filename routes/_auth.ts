import type { SendRefusal } from "../lib/auth/second_factor.ts";
import { authTexts } from "../lib/web/i18n/auth.ts";
import type { Lang } from "../lib/web/i18n/texts.ts";
import type { FormState } from "../lib/web/form.ts";

/** How long to wait, for people: seconds below a minute, else minutes, rounded up. */
export function waitText(waitMs: number, lang: Lang): string {
  const t = authTexts[lang];
  return waitMs < 60_000 ? t.seconds(String(Math.ceil(waitMs / 1_000))) : t.minutes(String(Math.ceil(waitMs / 60_000)));
}

/** The answer with a cookie of the session. */
export function withCookie(response: Response, line: string): Response {
  const answer = new Response(response.body, response);
  answer.headers.append("Set-Cookie", line);
  return answer;
}

/** A form to be drawn again with what was typed, but no secret, and one more sentence. */
export function refusedForm(
  form: { readonly values: Record<string, string> },
  errors: Record<string, string>,
): FormState {
  return { values: withoutSecrets(form.values), errors };
}

/** What was typed, without what is never written back into a page. */
export function withoutSecrets(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secretFields.has(name)));
}

/** Why no code was sent. */
export function sendRefusalText(refusal: SendRefusal, lang: Lang): string {
  const t = authTexts[lang];
  switch (refusal.kind) {
    case "too_soon":
      return t.tooSoon(waitText(refusal.waitMs, lang));
    case "not_sent":
      return t.notSent;
    case "gone":
      return t.factorGone;
  }
}

const secretFields: ReadonlySet<string> = new Set([
  "password",
  "currentPassword",
  "newPassword",
  "passwordAgain",
  "code",
]);
