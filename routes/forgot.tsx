import { page, Title } from "fresh";
import { AuthLayout } from "../components/AuthLayout.tsx";
import { Button } from "../components/Button.tsx";
import { Form, FormActions } from "../components/Form.tsx";
import { Notice } from "../components/Panel.tsx";
import { Tabs } from "../components/Tabs.tsx";
import { requestReset } from "../lib/auth/reset_password.ts";
import { formOf, readForm } from "../lib/web/form.ts";
import { authTexts } from "../lib/web/i18n/auth.ts";
import { paths } from "../lib/web/paths.ts";
import { waitText } from "./_auth.ts";
import { define } from "./_state.ts";
import { loginNameSchema, type LoginTab, NameFields, nameLabels, nameOf, tabOf, tabPath } from "./login/_name.tsx";

/** 「비밀번호 찾기」: the answer is the same whether there is such a user or not (R33). */
export const handler = define.handlers({
  GET: () => page({ form: formOf(), isDone: false }),
  async POST(ctx) {
    const { app, lang, visitor } = ctx.state;
    const tab = tabOf(ctx.url);
    const form = await readForm(ctx.req, loginNameSchema(tab, lang), { lang, labels: nameLabels(lang) });
    if (!form.ok) return page({ form, isDone: false }, { status: 422 });
    const requested = await requestReset(app, { name: nameOf(tab, form.value), visitor, lang });
    if (requested.ok) return page({ form: formOf(), isDone: true });
    const errors = { "": authTexts[lang].throttled(waitText(requested.refusal.waitMs, lang)) };
    return page({ form: { values: form.values, errors }, isDone: false }, { status: 429 });
  },
});

export default define.page<typeof handler>(function ForgotPage({ data, state, url }) {
  const t = authTexts[state.lang];
  const tab = tabOf(url);
  const path = (of: LoginTab) => tabPath(paths.forgot(), { tab: of, url: null });
  return (
    <AuthLayout
      title={t.forgot}
      lead={t.forgotLead}
      lang={state.lang}
      foot={<a class="link" href={tabPath("/login", { tab, url: null })}>{t.login}</a>}
    >
      <Title>{t.forgot}</Title>
      {data.isDone
        ? (
          <Notice tone="ok" title={t.forgotDone}>
            <p>{t.forgotHelp}</p>
          </Notice>
        )
        : (
          <>
            <Tabs
              label={t.tabs}
              tabs={[
                { href: path("main"), label: t.mainTab, current: tab === "main" },
                { href: path("sub"), label: t.subTab, current: tab === "sub" },
              ]}
            />
            <Form action={path(tab)} csrf={state.csrf} form={data.form} class="form mt-4">
              <NameFields tab={tab} lang={state.lang} form={data.form} />
              <FormActions>
                <Button tone="primary">{t.forgotSubmit}</Button>
              </FormActions>
            </Form>
          </>
        )}
    </AuthLayout>
  );
});
