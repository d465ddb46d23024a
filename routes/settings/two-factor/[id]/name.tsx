import { HttpError, page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Field } from "../../../../components/Field.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { PageHead, Panel } from "../../../../components/Panel.tsx";
import { renameFactor } from "../../../../lib/auth/register_factor.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { formOf, readForm } from "../../../../lib/web/form.ts";
import { authTexts } from "../../../../lib/web/i18n/auth.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";
import { factorErrors, factorOf, ownerOf } from "../_owner.ts";

/** Renames a second factor. */
export const handler = define.handlers({
  async GET(ctx) {
    const factor = await factorOf(ctx.state, ctx.params.id);
    return page({ factor, form: formOf({ name: factor.name }) });
  },
  async POST(ctx) {
    const { lang } = ctx.state;
    const factor = await factorOf(ctx.state, ctx.params.id);
    const form = await readForm(ctx.req, z.object({ name: z.string().default("") }), { lang });
    if (!form.ok) return page({ factor, form }, { status: 422 });
    const { name } = form.value;
    const renamed = await renameFactor(ownerOf(ctx.state), { factorId: factor.id, name });
    if (renamed.ok) {
      const text = authTexts[lang].renamed(name.trim());
      return withFlash(ctx.redirect(paths.twoFactor()), { tone: "ok", text });
    }
    if (renamed.refusal.kind === "gone") throw new HttpError(404);
    const errors = factorErrors(renamed.refusal, lang);
    return page({ factor, form: { values: form.values, errors } }, { status: 422 });
  },
});

export default define.page<typeof handler>(function FactorNamePage({ data, state }) {
  const t = authTexts[state.lang];
  return (
    <>
      <Title>{t.edit}</Title>
      <PageHead title={t.edit} lead={t.kinds[data.factor.kind]} />
      <Panel>
        <Form action={paths.factorName(data.factor.id)} csrf={state.csrf} form={data.form}>
          <Field name="name" label={t.name} form={data.form} required hint={t.nameHint} maxlength={40} />
          <FormActions>
            <LinkButton href={paths.twoFactor()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.save}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});
