import { HttpError, page, Title } from "fresh";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { PageHead, Panel } from "../../../../components/Panel.tsx";
import { requireFresh } from "../../../../lib/auth/fresh.ts";
import { inMsp } from "../../../../lib/db/mod.ts";
import { removeSubUser } from "../../../../lib/msps/users_edit.ts";
import { customersOfUser, readSubUser } from "../../../../lib/msps/users_store.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { settingsTexts } from "../../../../lib/web/i18n/settings.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define, type State } from "../../../_state.ts";
import { mspOf } from "../../_msp.ts";
import { namesText } from "../../_names.ts";
import { askedBy, userTools } from "../_tools.ts";

/** Deletes a user, once asked; not possible while a customer names the user. */
export const handler = define.handlers({
  async GET(ctx) {
    const found = await wanted(ctx.state, ctx.params.id);
    return requireFresh(ctx.state, paths.userRemoval(found.user.id)) ?? page(found);
  },
  async POST(ctx) {
    const t = settingsTexts[ctx.state.lang];
    const found = await wanted(ctx.state, ctx.params.id);
    const stopped = requireFresh(ctx.state, paths.userRemoval(found.user.id));
    if (stopped) return stopped;
    const removed = await removeSubUser(userTools(ctx.state), { ...askedBy(ctx.state), id: found.user.id });
    if (removed.ok) {
      const text = t.userRemoved(removed.value.name);
      return withFlash(ctx.redirect(paths.users()), { tone: "ok", text });
    }
    if (removed.refusal.kind !== "assigned") throw new HttpError(404, t.no_user);
    return page({ ...found, customers: removed.refusal.customers }, { status: 409 });
  },
});

export default define.page<typeof handler>(function UserRemovalPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { user, customers } = data;
  const title = t.removeUserTitle(user.name);
  const reason = customers.length === 0 ? null : t.deleteAssigned(namesText(customers, state.lang));
  return (
    <>
      <Title>{title}</Title>
      <PageHead title={title} lead={`${t[user.role]} · ${user.login}`} />
      <Panel>
        <p>{t.removeUserLead}</p>
        <Form action={paths.userRemoval(user.id)} csrf={state.csrf} class="form mt-4">
          <FormActions>
            <LinkButton href={paths.users()}>{t.cancel}</LinkButton>
            <Button tone="danger" reason={reason}>{t.remove}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

async function wanted(state: State, id: string | undefined) {
  const mspId = mspOf(state);
  const found = await inMsp(state.app.db, mspId, async (tx) => {
    const user = await readSubUser(tx, mspId, { id: id ?? "" });
    return user && { user, customers: (await customersOfUser(tx, mspId, user.id)).map((each) => each.name) };
  });
  if (!found) throw new HttpError(404, settingsTexts[state.lang].no_user);
  const customers: readonly string[] = found.customers;
  return { user: found.user, customers };
}
