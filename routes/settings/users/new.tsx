import { page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../components/Button.tsx";
import { RadioField } from "../../../components/Choice.tsx";
import { Field, PasswordField } from "../../../components/Field.tsx";
import { Form, FormActions } from "../../../components/Form.tsx";
import { PageHead, Panel } from "../../../components/Panel.tsx";
import { requireFresh } from "../../../lib/auth/fresh.ts";
import { randomToken } from "../../../lib/auth/token.ts";
import { addSubUser } from "../../../lib/msps/users_edit.ts";
import { hashPassword } from "../../../lib/password.ts";
import { choiceField, loginField, newPasswordField } from "../../../lib/web/fields.ts";
import { withFlash } from "../../../lib/web/flash.ts";
import { formOf, type FormState, readForm } from "../../../lib/web/form.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";
import { define } from "../../_state.ts";
import { UserFields, userShape } from "./_fields.tsx";
import { askedBy, invite, userRefusalText, userTools } from "./_tools.ts";

/** The password is asked for only where the owner sets it. */
function userSchema(lang: Lang) {
  const t = settingsTexts[lang];
  const password = newPasswordField({ lang, label: t.initialPassword });
  return z.object({
    ...userShape(lang),
    login: loginField({ lang, label: t.login }),
    start: choiceField({ lang, label: t.howToStart, of: ["invite", "initial"] }),
    password: z.unknown().optional(),
  }).transform((typed, context) => {
    const { password: given, start, ...rest } = typed;
    if (start === "invite") return { ...rest, password: null };
    const parsed = password.safeParse(given);
    if (parsed.success) return { ...rest, password: parsed.data };
    context.addIssue({ code: "custom", path: ["password"], message: parsed.error.issues[0]?.message ?? "" });
    return z.NEVER;
  });
}

/** 「계정 등록」: by an invitation, or with a password that the owner sets. */
export const handler = define.handlers({
  GET: (ctx) => requireFresh(ctx.state, paths.newUser()) ?? page({ form: formOf() }),
  async POST(ctx) {
    const { lang } = ctx.state;
    const t = settingsTexts[lang];
    const stopped = requireFresh(ctx.state, paths.newUser());
    if (stopped) return stopped;
    const form = await readForm(ctx.req, userSchema(lang), { lang });
    if (!form.ok) return page({ form: withoutPassword(form) }, { status: 422 });
    const { login, password, ...fields } = form.value;
    const added = await addSubUser(userTools(ctx.state), {
      ...askedBy(ctx.state),
      fields,
      login,
      invited: password === null,
      // An invited user has a password that nobody knows until the link sets one.
      passwordHash: await hashPassword(password ?? randomToken()),
      then: async (tx, id) => {
        if (password === null) await invite(ctx.state, tx, { ...fields, login, id });
      },
    });
    if (added.ok) {
      const text = password === null ? t.userInvited(fields.name) : t.userAdded(fields.name);
      return withFlash(ctx.redirect(paths.users()), { tone: "ok", text });
    }
    const { refusal } = added;
    const text = refusal.kind === "stale" ? t.staleTitle : userRefusalText(refusal, { lang, then: "edit" });
    const errors = { [refusal.kind === "login_taken" ? "login" : ""]: text };
    return page({ form: withoutPassword({ values: form.values, errors }) }, { status: 422 });
  },
});

export default define.page<typeof handler>(function NewUserPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { form } = data;
  return (
    <>
      <Title>{t.addUser}</Title>
      <PageHead title={t.addUser} lead={t.usersLead} />
      <Panel>
        <Form action={paths.newUser()} csrf={state.csrf} form={form}>
          <UserFields form={form} lang={state.lang} />
          <Field name="login" label={t.login} form={form} required hint={t.loginHint} autocomplete="off" />
          <RadioField
            name="start"
            label={t.howToStart}
            form={form}
            value="invite"
            required
            options={[
              { value: "invite", label: t.invite, hint: t.inviteHint },
              { value: "initial", label: t.initial, hint: t.initialHint },
            ]}
          />
          <PasswordField name="password" label={t.initialPassword} form={form} autocomplete="new-password" />
          <FormActions>
            <LinkButton href={paths.users()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.addUser}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

function withoutPassword(form: FormState): FormState {
  const { password: _, ...values } = form.values;
  return { values, errors: form.errors };
}
