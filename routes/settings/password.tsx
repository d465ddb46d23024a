import { page, Title } from "fresh";
import { z } from "zod";
import { Button } from "../../components/Button.tsx";
import { PasswordField } from "../../components/Field.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { PageHead, Panel } from "../../components/Panel.tsx";
import { changePassword, type ChangeRefusal } from "../../lib/auth/change_password.ts";
import { newPasswordField } from "../../lib/web/fields.ts";
import { withFlash } from "../../lib/web/flash.ts";
import { formOf, readForm } from "../../lib/web/form.ts";
import { authTexts } from "../../lib/web/i18n/auth.ts";
import { fieldTexts } from "../../lib/web/i18n/fields.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";
import { paths } from "../../lib/web/paths.ts";
import { refusedForm, waitText, withCookie, withoutSecrets } from "../_auth.ts";
import { define } from "../_state.ts";

function schemaOf(lang: Lang) {
  const t = authTexts[lang];
  return z.object({
    currentPassword: z.string().min(1, t.empty(t.current)).max(1_000, t.currentWrong),
    newPassword: newPasswordField({ lang, label: t.next }),
    passwordAgain: z.unknown(),
  }).refine((typed) => typed.passwordAgain === typed.newPassword, {
    path: ["passwordAgain"],
    message: fieldTexts[lang].passwordsDiffer,
  });
}

/** 「비밀번호 변경」 of whoever is signed in. */
export const handler = define.handlers({
  GET: () => page({ form: formOf() }),
  async POST(ctx) {
    const { app, lang, visitor, signedIn } = ctx.state;
    if (!signedIn) return ctx.redirect(paths.login());
    const labels = { currentPassword: authTexts[lang].current };
    const form = await readForm(ctx.req, schemaOf(lang), { lang, labels });
    if (!form.ok) return page({ form: { ...form, values: withoutSecrets(form.values) } }, { status: 422 });
    const { currentPassword: current, newPassword: next } = form.value;
    const changed = await changePassword({ app, signedIn, visitor, lang }, { current, next });
    if (changed.ok) {
      const answer = withFlash(ctx.redirect(paths.password()), { tone: "ok", text: authTexts[lang].changed });
      return withCookie(answer, changed.value.cookie);
    }
    const status = changed.refusal.kind === "throttled" ? 429 : 422;
    return page({ form: refusedForm(form, refusalErrors(changed.refusal, lang)) }, { status });
  },
});

export default define.page<typeof handler>(function PasswordPage({ data, state }) {
  const t = authTexts[state.lang];
  const { form } = data;
  return (
    <>
      <Title>{t.changePassword}</Title>
      <PageHead title={t.changePassword} lead={t.changeLead} />
      <Panel>
        <Form action={paths.password()} csrf={state.csrf} form={form}>
          <PasswordField
            name="currentPassword"
            label={t.current}
            form={form}
            required
            autocomplete="current-password"
          />
          <PasswordField
            name="newPassword"
            label={t.next}
            form={form}
            required
            autocomplete="new-password"
            hint={t.passwordHint}
          />
          <PasswordField name="passwordAgain" label={t.again} form={form} required autocomplete="new-password" />
          <FormActions>
            <Button tone="primary">{t.change}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

function refusalErrors(refusal: ChangeRefusal, lang: Lang): Record<string, string> {
  const t = authTexts[lang];
  switch (refusal.kind) {
    case "wrong":
      return { currentPassword: t.currentWrong };
    case "same":
      return { newPassword: t.same };
    case "too_short":
      return { newPassword: t.tooShort };
    case "too_long":
      return { newPassword: t.tooLong };
    case "common":
      return { newPassword: t.common };
    case "stale":
      return { "": t.stale };
    case "throttled":
      return { "": t.throttled(waitText(refusal.waitMs, lang)) };
  }
}
