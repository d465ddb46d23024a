import { page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../components/Button.tsx";
import { Field } from "../../../components/Field.tsx";
import { Form, FormActions } from "../../../components/Form.tsx";
import { PageHead, Panel } from "../../../components/Panel.tsx";
import { addFactor } from "../../../lib/auth/register_factor.ts";
import { type FactorKind, factorKinds } from "../../../lib/auth/second_factor.ts";
import { sendCode } from "../../../lib/auth/send_code.ts";
import { withFlash } from "../../../lib/web/flash.ts";
import { formOf, type FormState, readForm } from "../../../lib/web/form.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import { paths } from "../../../lib/web/paths.ts";
import { sendRefusalText } from "../../_auth.ts";
import { define, type State } from "../../_state.ts";
import { askFresh, factorErrors, ownerOf } from "./_owner.ts";

/** Begins to add a second factor: its name, and where its codes go; the first code confirms it. */
export const handler = define.handlers({
  GET(ctx) {
    const kind = kindOf(ctx.url);
    return askFresh(ctx.state, paths.newFactor(kind)) ?? page({ kind, form: formOf() });
  },
  async POST(ctx) {
    const kind = kindOf(ctx.url);
    const refused = askFresh(ctx.state, paths.newFactor(kind));
    if (refused) return refused;
    const owner = ownerOf(ctx.state);
    const { app, lang, visitor } = owner;
    const form = await readForm(ctx.req, z.object({ name: textField, address: textField }), { lang });
    if (!form.ok) return page({ kind, form }, { status: 422 });
    if (kind === "sms" && !canSms(ctx.state)) {
      return page({ kind, form: { values: form.values, errors: { "": authTexts[lang].noSms } } }, { status: 422 });
    }
    const added = await addFactor(owner, { ...form.value, kind });
    if (!added.ok) {
      return page({ kind, form: { values: form.values, errors: factorErrors(added.refusal, lang) } }, { status: 422 });
    }
    const answer = ctx.redirect(paths.factor(added.value));
    if (kind === "totp") return answer;
    const { id: userId, name } = owner.signedIn.user;
    const sent = await sendCode(app, { userId, factorId: added.value, name, visitor, lang });
    return sent.ok ? answer : withFlash(answer, { tone: "bad", text: sendRefusalText(sent.refusal, lang) });
  },
});

export default define.page<typeof handler>(function NewFactorPage({ data, state }) {
  const t = authTexts[state.lang];
  const { kind, form } = data;
  const title = { sms: t.addSms, email: t.addEmail, totp: t.addTotp }[kind];
  return (
    <>
      <Title>{title}</Title>
      <PageHead title={title} lead={t.twoFactorLead} />
      <Panel>
        <Form action={paths.newFactor(kind)} csrf={state.csrf} form={form}>
          <Field name="name" label={t.name} form={form} required hint={t.nameHint} maxlength={40} />
          <AddressField kind={kind} form={form} state={state} />
          <FormActions>
            <LinkButton href={paths.twoFactor()}>{t.cancel}</LinkButton>
            <Button tone="primary" reason={kind === "sms" && !canSms(state) ? t.noSms : null}>{t.continue}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

// Whether a name or an address may be taken is the domain's to say.
const textField = z.string().default("");

function AddressField(props: { readonly kind: FactorKind; readonly form: FormState; readonly state: State }) {
  const { form, state } = props;
  const t = authTexts[state.lang];
  switch (props.kind) {
    case "totp":
      return null;
    case "sms":
      return (
        <Field name="address" label={t.phone} form={form} type="tel" required autocomplete="tel" hint={t.phoneHint} />
      );
    case "email":
      return (
        <Field
          name="address"
          label={t.email}
          form={form}
          type="email"
          required
          autocomplete="email"
          value={state.signedIn?.user.email}
        />
      );
  }
}

function kindOf(url: URL): FactorKind {
  return factorKinds.find((kind) => kind === url.searchParams.get("kind")) ?? "totp";
}

/** Whether SMS can leave: the real SENS needs a registered sender. */
function canSms(state: State): boolean {
  const { sens } = state.app.config;
  return sens === null || sens.from !== null;
}
