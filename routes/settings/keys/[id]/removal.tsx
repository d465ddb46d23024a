import { HttpError, page, Title } from "fresh";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { PageHead, Panel } from "../../../../components/Panel.tsx";
import { actorOf } from "../../../../lib/auth/actor.ts";
import { deleteKey, showKey } from "../../../../lib/msps/cloud_accounts.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { settingsTexts } from "../../../../lib/web/i18n/settings.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define, type State } from "../../../_state.ts";
import { mspOf } from "../../_msp.ts";
import { namesText } from "../../_names.ts";
import { keyErrors, keyTools } from "../_tools.ts";

/** Deletes a key, once asked; not possible while customers are pulled with it. */
export const handler = define.handlers({
  async GET(ctx) {
    return page({ ...await wanted(ctx.state, ctx.params.id) });
  },
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const found = await wanted(ctx.state, ctx.params.id);
    const deleted = await deleteKey(keyTools(app), {
      id: found.key.id,
      mspId: mspOf(ctx.state),
      actor: actorOf(ctx.state),
    });
    if (deleted.ok) {
      const text = settingsTexts[lang].keyRemoved(found.key.name);
      return withFlash(ctx.redirect(paths.keys()), { tone: "ok", text });
    }
    const { refusal } = deleted;
    // Drawn again, the page names the customers beside its button.
    if (refusal.kind === "in_use") return page({ ...found, customers: refusal.customers }, { status: 409 });
    const text = refusal.kind === "stale" ? settingsTexts[lang].staleTitle : Object.values(keyErrors(refusal, lang))[0];
    return withFlash(ctx.redirect(paths.keys()), { tone: "bad", text: text ?? "" });
  },
});

export default define.page<typeof handler>(function KeyRemovalPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { key, customers } = data;
  const reason = customers.length === 0 ? null : t.in_use(namesText(customers, state.lang));
  const title = t.removeKeyTitle(key.name);
  return (
    <>
      <Title>{title}</Title>
      <PageHead title={title} />
      <Panel>
        <p>{t.removeKeyLead}</p>
        <Form action={paths.keyRemoval(key.id)} csrf={state.csrf} class="form mt-4">
          <FormActions>
            <LinkButton href={paths.keys()}>{t.cancel}</LinkButton>
            <Button tone="danger" reason={reason}>{t.remove}</Button>
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
