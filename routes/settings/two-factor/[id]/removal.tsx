import { HttpError, page, Title } from "fresh";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { Notice, PageHead, Panel } from "../../../../components/Panel.tsx";
import { removeFactor } from "../../../../lib/auth/register_factor.ts";
import { confirmedFactors } from "../../../../lib/auth/second_factor_store.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { authTexts } from "../../../../lib/web/i18n/auth.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";
import { askFresh, factorOf, ownerOf } from "../_owner.ts";

/** Deletes a second factor, once asked, and once the current one is proved. */
export const handler = define.handlers({
  async GET(ctx) {
    const factor = await factorOf(ctx.state, ctx.params.id);
    const refused = askFresh(ctx.state, paths.factorRemoval(factor.id));
    if (refused) return refused;
    const { app, signedIn } = ownerOf(ctx.state);
    return page({ factor, isLast: (await confirmedFactors(app.db, signedIn.user.id)).length === 1 });
  },
  async POST(ctx) {
    const factor = await factorOf(ctx.state, ctx.params.id);
    const refused = askFresh(ctx.state, paths.factorRemoval(factor.id));
    if (refused) return refused;
    const removed = await removeFactor(ownerOf(ctx.state), factor.id);
    if (!removed.ok) throw new HttpError(404);
    const text = authTexts[ctx.state.lang].removed(factor.name);
    return withFlash(ctx.redirect(`${paths.twoFactor()}?changed=1`), { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function FactorRemovalPage({ data, state }) {
  const t = authTexts[state.lang];
  const title = t.removeTitle(data.factor.name);
  return (
    <>
      <Title>{title}</Title>
      <PageHead title={title} />
      <Panel>
        {data.isLast
          ? (
            <Notice tone="warn">
              <p>{t.removeLast}</p>
            </Notice>
          )
          : <p>{t.removeLead}</p>}
        <Form action={paths.factorRemoval(data.factor.id)} csrf={state.csrf} class="mt-4">
          <FormActions>
            <LinkButton href={paths.twoFactor()}>{t.cancel}</LinkButton>
            <Button tone="danger">{t.remove}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});
