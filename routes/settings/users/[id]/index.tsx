import { HttpError, page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { DescriptionList } from "../../../../components/Lists.tsx";
import { PageHead, Panel } from "../../../../components/Panel.tsx";
import { Moment } from "../../../../components/Value.tsx";
import { requireFresh } from "../../../../lib/auth/fresh.ts";
import { inMsp } from "../../../../lib/db/mod.ts";
import type { SubUser } from "../../../../lib/msps/users.ts";
import { editSubUser } from "../../../../lib/msps/users_edit.ts";
import { readSubUser } from "../../../../lib/msps/users_store.ts";
import { versionField } from "../../../../lib/web/fields.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { formOf, type FormState, readForm } from "../../../../lib/web/form.ts";
import { settingsTexts } from "../../../../lib/web/i18n/settings.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define, type State } from "../../../_state.ts";
import { mspOf } from "../../_msp.ts";
import { StaleNotice } from "../../_stale.tsx";
import { UserFields, userShape } from "../_fields.tsx";
import { askedBy, userRefusalText, userTools } from "../_tools.ts";

/** One member or reseller: edited, stopped and let in again, invited anew. */
export const handler = define.handlers({
  async GET(ctx) {
    const user = await wanted(ctx.state, ctx.params.id);
    return requireFresh(ctx.state, paths.user(user.id)) ?? page({ user, form: formOf(), stale: false });
  },
  async POST(ctx) {
    const { lang } = ctx.state;
    const t = settingsTexts[lang];
    const user = await wanted(ctx.state, ctx.params.id);
    const stopped = requireFresh(ctx.state, paths.user(user.id));
    if (stopped) return stopped;
    const schema = z.object({ ...userShape(lang), version: versionField() });
    const form = await readForm(ctx.req, schema, { lang });
    if (!form.ok) return page({ user, form, stale: false }, { status: 422 });
    const { version, ...fields } = form.value;
    const edited = await editSubUser(userTools(ctx.state), { ...askedBy(ctx.state), id: user.id, version, fields });
    if (edited.ok) {
      const { name, role, affiliation, email } = edited.value;
      const isSame = name === fields.name && role === fields.role && affiliation === fields.affiliation &&
        email === fields.email;
      const text = isSame ? t.unchanged : t.userSaved(fields.name);
      return withFlash(ctx.redirect(paths.users()), { tone: "ok", text });
    }
    const { refusal } = edited;
    if (refusal.kind === "stale") {
      return page({ user: refusal.current, form: { values: form.values, errors: {} }, stale: true }, { status: 409 });
    }
    const errors = { role: userRefusalText(refusal, { lang, then: "edit" }) };
    return page({ user, form: { values: form.values, errors }, stale: false }, { status: 422 });
  },
});

export default define.page<typeof handler>(function UserPage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { user, form, stale } = data;
  return (
    <>
      <Title>{user.name}</Title>
      <PageHead
        title={t.editUser}
        lead={user.name}
        actions={<LinkButton href={paths.userRemoval(user.id)} tone="danger">{t.remove}</LinkButton>}
      />
      {stale && <StaleNotice lang={state.lang} fields={staleFields(user, { form, state })} />}
      <Panel>
        <DescriptionList
          rows={[
            [t.login, user.login],
            [t.state, user.disabledAt === null ? t.active : t.disabled],
            [t.lastLogin, user.lastLoginAt === null ? t.never : <Moment key="lastLogin" at={user.lastLoginAt} />],
          ]}
        />
        <div class="form-actions mt-4">
          <Form action={paths.userInvitation(user.id)} csrf={state.csrf} class="contents">
            <Button>{t.inviteAgain}</Button>
          </Form>
          <Form action={paths.userState(user.id)} csrf={state.csrf} class="contents">
            <Button name="state" value={user.disabledAt === null ? "disabled" : "active"}>
              {user.disabledAt === null ? t.disable : t.enable}
            </Button>
          </Form>
        </div>
      </Panel>
      <Panel>
        <Form action={paths.user(user.id)} csrf={state.csrf} form={form}>
          <input type="hidden" name="version" value={String(user.version)} />
          <UserFields form={form} lang={state.lang} user={user} />
          <FormActions>
            <LinkButton href={paths.users()}>{t.cancel}</LinkButton>
            <Button tone="primary">{t.save}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

function staleFields(user: SubUser, options: { form: FormState; state: State }) {
  const { form, state } = options;
  const t = settingsTexts[state.lang];
  const roleText = (role: string | undefined) => role === "member" || role === "reseller" ? t[role] : "";
  return [
    { label: t.userRole, current: t[user.role], typed: roleText(form.values.role) },
    { label: t.userName, current: user.name, typed: form.values.name ?? "" },
    { label: t.affiliation, current: user.affiliation, typed: form.values.affiliation ?? "" },
    { label: t.userEmail, current: user.email, typed: form.values.email ?? "" },
  ];
}

async function wanted(state: State, id: string | undefined): Promise<SubUser> {
  const mspId = mspOf(state);
  const user = await inMsp(state.app.db, mspId, (tx) => readSubUser(tx, mspId, { id: id ?? "" }));
  if (!user) throw new HttpError(404, settingsTexts[state.lang].no_user);
  return user;
}
