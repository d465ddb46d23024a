import { z } from "zod";
import { Field } from "../../components/Field.tsx";
import type { LoginName } from "../../lib/auth/user_store.ts";
import type { FormState } from "../../lib/web/form.ts";
import { authTexts } from "../../lib/web/i18n/auth.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";

/** 「메인 계정」 and 「서브 계정」. */
export type LoginTab = LoginName["tab"];

/** The tab that a page was opened with. */
export function tabOf(url: URL): LoginTab {
  return url.searchParams.get("tab") === "sub" ? "sub" : "main";
}

/** The path of a page at a tab; what else the page was opened with (`next`) goes along. */
export function tabPath(path: string, options: { readonly tab: LoginTab; readonly url: URL | null }): string {
  const query = new URLSearchParams();
  if (options.tab === "sub") query.set("tab", "sub");
  const next = options.url?.searchParams.get("next");
  if (next) query.set("next", next);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** What the fields of a login name are called, for the sentences about them. */
export function nameLabels(lang: Lang): Readonly<Record<string, string>> {
  const t = authTexts[lang];
  return { email: t.email, ownerEmail: t.ownerEmail, login: t.loginId, password: t.password };
}

/** The fields of a login name at a tab; whether there is such a user is not asked here. */
export function loginNameSchema(tab: LoginTab, lang: Lang) {
  const t = authTexts[lang];
  const field = (label: string) => z.string().trim().min(1, t.empty(label)).max(200, t.wrong);
  const unused = z.unknown().optional().transform(() => "");
  return z.object({
    email: tab === "main" ? field(t.email) : unused,
    ownerEmail: tab === "sub" ? field(t.ownerEmail) : unused,
    login: tab === "sub" ? field(t.loginId) : unused,
  });
}

/** The login name that was typed at a tab. */
export function nameOf(
  tab: LoginTab,
  typed: { readonly email: string; readonly ownerEmail: string; readonly login: string },
): LoginName {
  return tab === "main" ? { tab, email: typed.email } : { tab, ownerEmail: typed.ownerEmail, login: typed.login };
}

/** The fields of a login name. */
export function NameFields(props: { readonly tab: LoginTab; readonly lang: Lang; readonly form: FormState }) {
  const t = authTexts[props.lang];
  const { form } = props;
  if (props.tab === "main") {
    return <Field name="email" label={t.email} form={form} type="email" required autocomplete="username" />;
  }
  return (
    <>
      <Field name="ownerEmail" label={t.ownerEmail} form={form} type="email" required autocomplete="organization" />
      <Field name="login" label={t.loginId} form={form} required autocomplete="username" />
    </>
  );
}
