import { page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../components/Button.tsx";
import { Field, SelectField } from "../../../components/Field.tsx";
import { RadioField } from "../../../components/Choice.tsx";
import { Form, FormActions } from "../../../components/Form.tsx";
import { PageHead, Panel } from "../../../components/Panel.tsx";
import { actorOf } from "../../../lib/auth/actor.ts";
import { addKey } from "../../../lib/msps/cloud_accounts.ts";
import { choiceField, lineField } from "../../../lib/web/fields.ts";
import { withFlash } from "../../../lib/web/flash.ts";
import { formOf, readForm } from "../../../lib/web/form.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";
import { paths } from "../../../lib/web/paths.ts";
import { zones } from "../../../lib/zone.ts";
import { define } from "../../_state.ts";
import { mspOf } from "../_msp.ts";
import { PairFields, pairShape, withoutSecret } from "./_pair.tsx";
import { keyErrors, keyTools, zoneText } from "./_tools.ts";

const types = ["ordinary", "pcp"] as const;

function keySchema(lang: Lang) {
  const t = settingsTexts[lang];
  return z.object({
    name: lineField({ lang, label: t.accountName, most: 30, printed: true }),
    zone: choiceField({ lang, label: t.zone, of: zones }),
    type: choiceField({ lang, label: t.accountType, of: types }),
    ...pairShape(lang),
  });
}

/** 「인증키 추가」: saved once NCP has answered the pair. */
export const handler = define.handlers({
  GET: () => page({ form: formOf() }),
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const form = await readForm(ctx.req, keySchema(lang), { lang });
    if (!form.ok) return page({ form: withoutSecret(form) }, { status: 422 });
    const { accessKey, secretKey, ...fields } = form.value;
    const added = await addKey(keyTools(app), {
      ...fields,
      pair: { accessKey, secretKey },
      mspId: mspOf(ctx.state),
      actor: actorOf(ctx.state),
    });
    if (added.ok) {
      const text = settingsTexts[lang].keyAdded(fields.name);
      return withFlash(ctx.redirect(paths.keys()), { tone: "ok", text });
    }
    const errors = added.refusal.kind === "stale" ? {} : keyErrors(added.refusal, lang);
    return page({ form: withoutSecret({ values: form.values, errors }) }, { status: 422 });
  },
});

export default define.page<typeof handler>(function NewKeyPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { form } = data;
  return (
    <>
      <Title>{t.addKey}</Title>
      <PageHead title={t.addKey} lead={t.keyGuide} />
      <Panel>
        <Form action={paths.newKey()} csrf={state.csrf} form={form}>
          <Field name="name" label={t.accountName} form={form} required hint={t.accountNameHint} autocomplete="off" />
          <SelectField
            name="zone"
            label={t.zone}
            form={form}
            required
            options={zones.map((zone) => ({ value: zone, label: zoneText(zone, state.lang) }))}
          />
          <RadioField
            name="type"
            label={t.accountType}
            form={form}
            value="ordinary"
            required
            options={[{ value: "ordinary", label: t.ordinary }, { value: "pcp", label: t.pcp }]}
          />
          <PairFields form={form} lang={state.lang} />
          <FormActions>
            <LinkButton href={paths.keys()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.verifyAndAdd}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});
