import { page, Title } from "fresh";
import { z } from "zod";
import { Button } from "../../components/Button.tsx";
import { Field } from "../../components/Field.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { DescriptionList } from "../../components/Lists.tsx";
import { Notice, PageHead, Panel } from "../../components/Panel.tsx";
import { BusinessNumber, Day } from "../../components/Value.tsx";
import { actorOf } from "../../lib/auth/actor.ts";
import { seoulDate } from "../../lib/calendar.ts";
import { inMsp } from "../../lib/db/mod.ts";
import { editProfile } from "../../lib/msps/profile.ts";
import { type Profile, type ProfileFields, readProfile } from "../../lib/msps/profile_store.ts";
import { emailField, lineField, phoneField, versionField } from "../../lib/web/fields.ts";
import { withFlash } from "../../lib/web/flash.ts";
import { formOf, type FormState, readForm } from "../../lib/web/form.ts";
import { settingsTexts } from "../../lib/web/i18n/settings.ts";
import type { Lang } from "../../lib/web/i18n/texts.ts";
import { paths } from "../../lib/web/paths.ts";
import { define, type State } from "../_state.ts";
import { mspOf } from "./_msp.ts";
import { StaleNotice } from "./_stale.tsx";

const fieldNames = [
  "name",
  "representative",
  "contactName",
  "bizType",
  "bizItem",
  "address",
  "phone",
  "fax",
  "email",
] as const satisfies readonly (keyof ProfileFields)[];

// Lengths are those of the standard tax invoice (tax-invoice-rules.md 6.2), so that nothing is cut on the way.
function profileSchema(lang: Lang) {
  const t = labels(lang);
  const line = (label: string, most: number) => lineField({ lang, label, most, printed: true });
  const optionalLine = (label: string, most: number) => lineField({ lang, label, most, printed: true, optional: true });
  return z.object({
    name: line(t.name, 70),
    representative: line(t.representative, 30),
    contactName: line(t.contactName, 30),
    bizType: optionalLine(t.bizType, 40),
    bizItem: optionalLine(t.bizItem, 40),
    address: optionalLine(t.address, 150),
    phone: phoneField({ lang, label: t.phone }),
    fax: phoneField({ lang, label: t.fax, optional: true }),
    email: emailField({ lang, label: t.email }),
    version: versionField(),
  });
}

/** 「회원정보」: the owner edits, a member reads. */
export const handler = define.handlers({
  async GET(ctx) {
    return page({ profile: await profileOf(ctx.state), form: formOf(), stale: false });
  },
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const form = await readForm(ctx.req, profileSchema(lang), { lang });
    if (!form.ok) return page({ profile: await profileOf(ctx.state), form, stale: false }, { status: 422 });
    const { version, ...fields } = form.value;
    const edited = await editProfile(app.db, { mspId: mspOf(ctx.state), actor: actorOf(ctx.state), version, fields });
    if (!edited.ok) {
      const shown: FormState = { values: form.values, errors: {} };
      return page({ profile: edited.refusal.current, form: shown, stale: true }, { status: 409 });
    }
    const changed = fieldNames.some((name) => edited.value[name] !== fields[name]);
    const text = changed ? settingsTexts[lang].saved : settingsTexts[lang].unchanged;
    return withFlash(ctx.redirect(paths.profile()), { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function ProfilePage({ data, state }) {
  const t = settingsTexts[state.lang];
  const { profile, form, stale } = data;
  const isOwner = state.signedIn?.user.role === "owner";
  return (
    <>
      <Title>{t.profile}</Title>
      <PageHead title={t.profile} lead={t.profileLead} />
      {stale && <StaleNotice lang={state.lang} fields={staleFields(profile, { form, lang: state.lang })} />}
      {!isOwner && <Notice tone="info">{t.ownerEdits}</Notice>}
      <Panel>
        <DescriptionList
          rows={[
            [t.brn, <BusinessNumber key="brn" brn={profile.brn} />],
            [t.ownerLogin, profile.ownerLogin],
            [t.joinedOn, <Day key="joinedOn" day={seoulDate(profile.createdAt)} />],
            ...(isOwner ? [] : fieldNames.map((name) => [labels(state.lang)[name], profile[name] || "-"] as const)),
          ]}
        />
        {isOwner && <p class="field-hint">{t.brnHint}</p>}
      </Panel>
      {isOwner && <ProfileForm profile={profile} form={form} state={state} />}
    </>
  );
});

function ProfileForm(props: { readonly profile: Profile; readonly form: FormState; readonly state: State }) {
  const { profile, form, state } = props;
  const t = settingsTexts[state.lang];
  const label = labels(state.lang);
  const field = (name: keyof ProfileFields) => ({ name, label: label[name], form, value: profile[name] });
  return (
    <Panel>
      <Form action={paths.profile()} csrf={state.csrf} form={form}>
        <input type="hidden" name="version" value={String(profile.version)} />
        <Field {...field("name")} required autocomplete="organization" />
        <Field {...field("representative")} required />
        <Field {...field("contactName")} required autocomplete="name" />
        <Field {...field("bizType")} />
        <Field {...field("bizItem")} />
        <Field {...field("address")} autocomplete="street-address" />
        <Field {...field("phone")} required type="tel" autocomplete="tel" />
        <Field {...field("fax")} type="tel" />
        <Field {...field("email")} required type="email" autocomplete="email" />
        <FormActions>
          <Button tone="primary">{t.save}</Button>
        </FormActions>
      </Form>
    </Panel>
  );
}

function labels(lang: Lang): Readonly<Record<keyof ProfileFields, string>> {
  const { company: name, representative, contactName, bizType, bizItem, address, phone, fax, email } =
    settingsTexts[lang];
  return { name, representative, contactName, bizType, bizItem, address, phone, fax, email };
}

function staleFields(profile: Profile, options: { form: FormState; lang: Lang }) {
  const { form, lang } = options;
  return fieldNames.map((name) => ({
    label: labels(lang)[name],
    current: profile[name],
    typed: form.values[name] ?? "",
  }));
}

async function profileOf(state: State): Promise<Profile> {
  const mspId = mspOf(state);
  return await inMsp(state.app.db, mspId, (tx) => readProfile(tx, mspId));
}
