import { page, Title } from "fresh";
import { z } from "zod";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { Button, LinkButton } from "../../components/Button.tsx";
import { PasswordField } from "../../components/Field.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { Notice } from "../../components/Panel.tsx";
import { isResetOpen, resetPassword } from "../../lib/auth/reset_password.ts";
import { newPasswordField } from "../../lib/web/fields.ts";
import { withFlash } from "../../lib/web/flash.ts";
import { formOf, readForm } from "../../lib/web/form.ts";
import { authTexts } from "../../lib/web/i18n/auth.ts";
import { fieldTexts } from "../../lib/web/i18n/fields.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";
import { paths } from "../../lib/web/paths.ts";
import { withoutSecrets } from "../_auth.ts";
import { define } from "../_state.ts";

function schemaOf(lang: Lang) {
  return z.object({
    newPassword: newPasswordField({ lang, label: authTexts[lang].next }),
    passwordAgain: z.unknown(),
  }).refine((typed) => typed.passwordAgain === typed.newPassword, {
    path: ["passwordAgain"],
    message: fieldTexts[lang].passwordsDiffer,
  });
}

/** Sets a password by a mailed link; reading the page changes nothing, so a mail scanner that opens it does no harm. */
export const handler = define.handlers({
  async GET(ctx) {
    const isOpen = await isResetOpen(ctx.state.app, ctx.params.token ?? "");
    return page({ form: formOf(), isOpen }, { status: isOpen ? 200 : 410 });
  },
  async POST(ctx) {
    const { app, lang, visitor } = ctx.state;
    const form = await readForm(ctx.req, schemaOf(lang), { lang });
    if (!form.ok) {
      return page({ form: { ...form, values: withoutSecrets(form.values) }, isOpen: true }, { status: 422 });
    }
    const token = ctx.params.token ?? "";
    const result = await resetPassword(app, { token, password: form.value.newPassword, visitor, lang });
    if (!result.ok) return page({ form: formOf(), isOpen: false }, { status: 410 });
    return withFlash(ctx.redirect(paths.login()), { tone: "ok", text: authTexts[lang].resetDone });
  },
});

export default define.page<typeof handler>(function ResetPage({ data, state, url }) {
  const t = authTexts[state.lang];
  return (
    <AuthLayout title={t.reset} lead={data.isOpen ? t.resetLead : undefined} lang={state.lang}>
      <Title>{t.reset}</Title>
      {data.isOpen
        ? (
          <Form action={url.pathname} csrf={state.csrf} form={data.form}>
            <PasswordField
              name="newPassword"
              label={t.next}
              form={data.form}
              required
              autocomplete="new-password"
              hint={t.passwordHint}
            />
            <PasswordField name="passwordAgain" label={t.again} form={data.form} required autocomplete="new-password" />
            <FormActions>
              <Button tone="primary">{t.resetSubmit}</Button>
            </FormActions>
          </Form>
        )
        : (
          <>
            <Notice tone="warn">
              <p>{t.resetGone}</p>
            </Notice>
            <p class="mt-4">
              <LinkButton href={paths.forgot()} tone="primary">{t.forgot}</LinkButton>
            </p>
          </>
        )}
    </AuthLayout>
  );
});
