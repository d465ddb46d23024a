import { page, Title } from "fresh";
import { z } from "zod";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { Button } from "../../components/Button.tsx";
import { PasswordField } from "../../components/Field.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { Tabs } from "../../components/Tabs.tsx";
import { logIn, type LoginRefusal } from "../../lib/auth/log_in.ts";
import { endSession } from "../../lib/auth/log_out.ts";
import { ownPath } from "../../lib/auth/own_path.ts";
import { confirmedFactors } from "../../lib/auth/second_factor_store.ts";
import { sendCode } from "../../lib/auth/send_code.ts";
import type { UserId } from "../../lib/auth/signed_in.ts";
import { newestOpen } from "../../lib/msps/application_store.ts";
import { readForm } from "../../lib/web/form.ts";
import { authTexts } from "../../lib/web/i18n/auth.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";
import { paths } from "../../lib/web/paths.ts";
import { refusedForm, waitText, withCookie, withoutSecrets } from "../_auth.ts";
import { define, type State } from "../_state.ts";
import { loginNameSchema, type LoginTab, NameFields, nameLabels, nameOf, tabOf, tabPath } from "./_name.tsx";

function schemaOf(tab: LoginTab, lang: Lang) {
  const t = authTexts[lang];
  return loginNameSchema(tab, lang).extend({
    password: z.string().min(1, t.empty(t.password)).max(1_000, t.wrong),
  });
}

/** 「로그인」: the owner's and operator's tab, and the one of members and resellers. */
export const handler = define.handlers({
  GET(ctx) {
    const next = ownPath(ctx.url.searchParams.get("next")) ?? paths.home();
    if (ctx.state.signedIn) return ctx.redirect(next);
    return page({ form: { values: {}, errors: {} } });
  },
  async POST(ctx) {
    const { app, lang, visitor, signedIn } = ctx.state;
    const tab = tabOf(ctx.url);
    const form = await readForm(ctx.req, schemaOf(tab, lang), { lang, labels: nameLabels(lang) });
    if (!form.ok) return page({ form: { ...form, values: withoutSecrets(form.values) } }, { status: 422 });
    const result = await logIn(app, {
      name: nameOf(tab, form.value),
      password: form.value.password,
      visitor,
      lang,
      applicationOf: newestOpen,
    });
    if (!result.ok) {
      const status = result.refusal.kind === "throttled" ? 429 : 422;
      return page({ form: refusedForm(form, { "": refusalText(result.refusal, lang) }) }, { status });
    }
    if (signedIn) await endSession(ctx.state);
    const next = ownPath(ctx.url.searchParams.get("next")) ?? paths.home();
    if (!result.value.needsSecondFactor) return withCookie(ctx.redirect(next), result.value.cookie);
    await sendFirstCode(ctx.state, result.value.userId);
    return withCookie(ctx.redirect(paths.verify(next)), result.value.cookie);
  },
});

export default define.page<typeof handler>(function LoginPage({ data, state, url }) {
  const t = authTexts[state.lang];
  const tab = tabOf(url);
  const path = (of: LoginTab) => tabPath("/login", { tab: of, url });
  return (
    <AuthLayout
      title={t.login}
      lead={t.loginLead}
      lang={state.lang}
      flash={state.flash}
      foot={
        <p class="actions">
          <a class="link" href={tabPath(paths.forgot(), { tab, url: null })}>{t.forgot}</a>
          {state.app.config.signup === "open" && (
            <span>
              {t.noAccount} <a class="link" href={paths.signup()}>{t.signup}</a>
            </span>
          )}
        </p>
      }
    >
      <Title>{t.login}</Title>
      <Tabs
        label={t.tabs}
        tabs={[
          { href: path("main"), label: t.mainTab, current: tab === "main" },
          { href: path("sub"), label: t.subTab, current: tab === "sub" },
        ]}
      />
      <Form action={path(tab)} csrf={state.csrf} form={data.form} class="form mt-4">
        <NameFields tab={tab} lang={state.lang} form={data.form} />
        <PasswordField name="password" label={t.password} form={data.form} required autocomplete="current-password" />
        <FormActions>
          <Button tone="primary">{t.submit}</Button>
        </FormActions>
      </Form>
    </AuthLayout>
  );
});

// The code is on its way before the page asks for it; where it cannot be sent, that page has the button.
async function sendFirstCode(state: State, userId: UserId): Promise<void> {
  const [factor] = await confirmedFactors(state.app.db, userId);
  if (!factor || factor.kind === "totp") return;
  const { visitor, lang } = state;
  await sendCode(state.app, { userId, factorId: factor.id, name: "", visitor, lang });
}

function refusalText(refusal: LoginRefusal, lang: Lang): string {
  const t = authTexts[lang];
  switch (refusal.kind) {
    case "wrong":
      return t.wrong;
    case "disabled":
      return t.disabled;
    case "throttled":
      return t.throttled(waitText(refusal.waitMs, lang));
    case "application":
      return refusal.state === "rejected" ? t.application.rejected(refusal.reason) : t.application[refusal.state];
  }
}
