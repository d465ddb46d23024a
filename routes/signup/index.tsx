import { page, Title } from "fresh";
import { z } from "zod";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { Button } from "../../components/Button.tsx";
import { Field, PasswordField } from "../../components/Field.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { apply } from "../../lib/msps/application_apply.ts";
import { businessNumberField, emailField, lineField, newPasswordField, phoneField } from "../../lib/web/fields.ts";
import { formOf, type FormState, readForm } from "../../lib/web/form.ts";
import { fieldTexts } from "../../lib/web/i18n/fields.ts";
import { signupTexts } from "../../lib/web/i18n/signup.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";
import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";
import { signupTools } from "./_tools.ts";

function applicationSchema(lang: Lang) {
  const t = signupTexts[lang];
  return z.object({
    company: lineField({ lang, label: t.company, most: 70, printed: true }),
    brn: businessNumberField({ lang, label: t.brn }),
    representative: lineField({ lang, label: t.representative, most: 30, printed: true }),
    contactName: lineField({ lang, label: t.contactName, most: 30, printed: true }),
    email: emailField({ lang, label: t.email }),
    phone: phoneField({ lang, label: t.phone }),
    password: newPasswordField({ lang, label: t.password }),
    passwordAgain: z.unknown().optional(),
  }).refine((typed) => typed.passwordAgain === typed.password, {
    path: ["passwordAgain"],
    message: fieldTexts[lang].passwordsDiffer,
  });
}

/** 「회원가입」. */
export const handler = define.handlers({
  GET: () => page({ form: formOf() }),
  async POST(ctx) {
    const { app, lang, visitor } = ctx.state;
    const form = await readForm(ctx.req, applicationSchema(lang), { lang });
    if (!form.ok) return page({ form: withoutPasswords(form) }, { status: 422 });
    const { password, passwordAgain: _, ...fields } = form.value;
    const applied = await apply(signupTools(app), {
      fields: { ...fields, lang },
      password,
      fromAddress: visitor.ip,
      at: app.clock.now(),
    });
    if (applied.ok) return ctx.redirect(paths.signupReceived());
    app.log.warn("signup_throttled", { ip: visitor.ip });
    const refused = withoutPasswords({ values: form.values, errors: { "": signupTexts[lang].throttled } });
    return page({ form: refused }, { status: 429 });
  },
});

export default define.page<typeof handler>(function SignupPage({ data, state }) {
  const t = signupTexts[state.lang];
  const { form } = data;
  return (
    <AuthLayout
      title={t.title}
      lead={t.lead}
      wide
      lang={state.lang}
      flash={state.flash}
      foot={
        <p>
          {t.haveLogin} <a class="link" href={paths.login()}>{t.login}</a>
        </p>
      }
    >
      <Title>{t.title}</Title>
      <Form action={paths.signup()} csrf={state.csrf} form={form}>
        <Field name="company" label={t.company} form={form} required autocomplete="organization" />
        <Field name="brn" label={t.brn} form={form} required inputmode="numeric" hint={t.brnHint} />
        <Field name="representative" label={t.representative} form={form} required />
        <Field name="contactName" label={t.contactName} form={form} required autocomplete="name" />
        <Field
          name="email"
          label={t.email}
          form={form}
          type="email"
          required
          autocomplete="username"
          hint={t.emailHint}
        />
        <Field name="phone" label={t.phone} form={form} type="tel" required autocomplete="tel" />
        <PasswordField
          name="password"
          label={t.password}
          form={form}
          required
          autocomplete="new-password"
          hint={t.passwordHint}
        />
        <PasswordField
          name="passwordAgain"
          label={t.passwordAgain}
          form={form}
          required
          autocomplete="new-password"
        />
        <FormActions>
          <Button tone="primary">{t.submit}</Button>
        </FormActions>
      </Form>
    </AuthLayout>
  );
});

function withoutPasswords(form: FormState): FormState {
  const { password: _, passwordAgain: __, ...values } = form.values;
  return { values, errors: form.errors };
}
