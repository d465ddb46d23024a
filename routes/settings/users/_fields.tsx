import { RadioField } from "../../../components/Choice.tsx";
import { Field } from "../../../components/Field.tsx";
import { subRoles, type SubUserFields } from "../../../lib/msps/users.ts";
import { choiceField, emailField, lineField } from "../../../lib/web/fields.ts";
import type { FormState } from "../../../lib/web/form.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";

/** The fields that a new user and an edited one share. */
export function userShape(lang: Lang) {
  const t = settingsTexts[lang];
  return {
    role: choiceField({ lang, label: t.userRole, of: subRoles }),
    name: lineField({ lang, label: t.userName, most: 30, printed: true }),
    affiliation: lineField({ lang, label: t.affiliation, most: 70, optional: true }),
    email: emailField({ lang, label: t.userEmail }),
  };
}

/** 계정 타입, 이름, 소속, 이메일 주소. */
export function UserFields(
  props: { readonly form: FormState; readonly lang: Lang; readonly user?: SubUserFields },
) {
  const t = settingsTexts[props.lang];
  const { form, user } = props;
  return (
    <>
      <RadioField
        name="role"
        label={t.userRole}
        form={form}
        value={user?.role}
        required
        options={[
          { value: "member", label: t.member, hint: t.memberHint },
          { value: "reseller", label: t.reseller, hint: t.resellerHint },
        ]}
      />
      <Field name="name" label={t.userName} form={form} value={user?.name} required autocomplete="off" />
      <Field name="affiliation" label={t.affiliation} form={form} value={user?.affiliation} autocomplete="off" />
      <Field
        name="email"
        label={t.userEmail}
        form={form}
        value={user?.email}
        type="email"
        required
        autocomplete="off"
      />
    </>
  );
}
