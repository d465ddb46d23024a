import { Field, PasswordField } from "../../../components/Field.tsx";
import { keyField } from "../../../lib/web/fields.ts";
import type { FormState } from "../../../lib/web/form.ts";
import { settingsTexts } from "../../../lib/web/i18n/settings.ts";
import type { Lang } from "../../../lib/web/i18n/texts.ts";

/** The two fields of a key pair. */
export function pairShape(lang: Lang) {
  const t = settingsTexts[lang];
  return {
    accessKey: keyField({ lang, label: t.accessKey, most: 100 }),
    secretKey: keyField({ lang, label: t.secretKey, most: 200 }),
  };
}

/** ACCESS KEY and SECRET KEY; the latter is never written back into the page. */
export function PairFields(props: { readonly form: FormState; readonly lang: Lang }) {
  const t = settingsTexts[props.lang];
  return (
    <>
      <Field name="accessKey" label={t.accessKey} form={props.form} required autocomplete="off" />
      <PasswordField
        name="secretKey"
        label={t.secretKey}
        form={props.form}
        required
        autocomplete="off"
        hint={t.secretHint}
      />
    </>
  );
}

/** A form to be drawn again, without its SECRET KEY (R36). */
export function withoutSecret(form: FormState): FormState {
  const { secretKey: _, ...values } = form.values;
  return { values, errors: form.errors };
}
