import { HttpError, page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { DescriptionList } from "../../../../components/Lists.tsx";
import { Notice, PageHead, Panel } from "../../../../components/Panel.tsx";
import { Moment } from "../../../../components/Value.tsx";
import { actorOf } from "../../../../lib/auth/actor.ts";
import { replacePair, showKey } from "../../../../lib/msps/cloud_accounts.ts";
import { versionField } from "../../../../lib/web/fields.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { formOf, readForm } from "../../../../lib/web/form.ts";
import { settingsTexts } from "../../../../lib/web/i18n/settings.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define, type State } from "../../../_state.ts";
import { mspOf } from "../../_msp.ts";
import { namesText } from "../../_names.ts";
import { StaleNotice } from "../../_stale.tsx";
import { PairFields, pairShape, withoutSecret } from "../_pair.tsx";
import { keyErrors, keyTools, zoneText } from "../_tools.ts";

/** One key; its pair is replaced under the same name, once NCP has answered the new one. */
export const handler = define.handlers({
  async GET(ctx) {
    return page({ ...await wanted(ctx.state, ctx.params.id), form: formOf(), stale: false });
  },
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const found = await wanted(ctx.state, ctx.params.id);
    const schema = z.object({ ...pairShape(lang), version: versionField() });
    const form = await readForm(ctx.req, schema, { lang });
    if (!form.ok) return page({ ...found, form: withoutSecret(form), stale: false }, { status: 422 });
    const { version, ...pair } = form.value;
    const { id, name } = found.key;
    const replaced = await replacePair(keyTools(app), {
      id,
      version,
      pair,
      mspId: mspOf(ctx.state),
      actor: actorOf(ctx.state),
    });
    if (replaced.ok) {
      const text = settingsTexts[lang].keyReplaced(name);
      return withFlash(ctx.redirect(paths.keys()), { tone: "ok", text });
    }
    const { refusal } = replaced;
    if (refusal.kind === "stale") {
      const shown = withoutSecret({ values: form.values, errors: {} });
      return page({ ...found, key: refusal.current, form: shown, stale: true }, { status: 409 });
    }
    const shown = withoutSecret({ values: form.values, errors: keyErrors(refusal, lang) });
    return page({ ...found, form: shown, stale: false }, { status: 422 });
  },
});

export default define.page<typeof handler>(function KeyPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { key, customers, form, stale } = data;
  const end = (text: string) => `····${text.slice(-4)}`;
  return (
    <>
      <Title>{key.name}</Title>
      <PageHead
        title={key.name}
        lead={t.replaceLead}
        actions={<LinkButton href={paths.keyRemoval(key.id)} tone="danger">{t.remove}</LinkButton>}
      />
      {key.accessKeyEnd === null && <Notice tone="bad">{t.unreadableLead}</Notice>}
      {stale && (
        <StaleNotice
          lang={state.lang}
          fields={[{
            label: t.accessKey,
            current: end(key.accessKeyEnd ?? ""),
            typed: end(form.values.accessKey ?? ""),
          }]}
        />
      )}
      <Panel>
        <DescriptionList
          rows={[
            [t.zone, zoneText(key.zone, state.lang)],
            [t.accountType, key.type === "pcp" ? t.pcp : t.ordinary],
            [
              t.accessKey,
              key.accessKeyEnd === null ? t.unreadable : <code key="accessKey">{end(key.accessKeyEnd)}</code>,
            ],
            [t.registeredOn, <Moment key="registeredOn" at={key.createdAt} />],
            [t.keySetOn, <Moment key="keySetOn" at={key.keySetAt} />],
            [t.usedBy, customers.length === 0 ? "-" : namesText(customers, state.lang)],
          ]}
        />
      </Panel>
      <Panel title={t.replaceKey} lead={t.keyGuide}>
        <Form action={paths.key(key.id)} csrf={state.csrf} form={form}>
          <input type="hidden" name="version" value={String(key.version)} />
          <PairFields form={form} lang={state.lang} />
          <FormActions>
            <LinkButton href={paths.keys()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.verifyAndReplace}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

async function wanted(state: State, id: string | undefined) {
  const found = await showKey(state.app, { mspId: mspOf(state), id: id ?? "", now: state.app.clock.now() });
  if (!found) throw new HttpError(404, settingsTexts[state.lang].no_key);
  return found;
}
