import { AuthLayout } from "../components/AuthLayout.tsx";
import { Button, buttonClass } from "../components/Button.tsx";
import { Form, FormActions } from "../components/Form.tsx";
import { csrfField } from "../lib/web/form.ts";
import { Title } from "../lib/web/fresh.ts";
import { frameTexts } from "../lib/web/i18n/frame.ts";
import { paths } from "../lib/web/paths.ts";
import type { State } from "./_state.ts";

interface ResendPageProps {
  readonly state: State;
  /** Whether only somebody signed in may send it, and nobody is. */
  readonly isSignedOut: boolean;
  /** Where the form was posted to. */
  readonly action: string;
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

const secretName = /passw|secret|access|key|code|token|비밀/i;
const shownLength = 200;

/** A form that cannot be taken as it came, session ended or page out of date, with all that was typed, to be sent again. */
export function ResendPage({ state, isSignedOut, action, fields }: ResendPageProps) {
  const t = frameTexts[state.lang].resend;
  const title = isSignedOut ? t.signedOutTitle : t.staleTitle;
  const typed = [...fields].filter(([name]) => name !== csrfField);
  const kept = typed.filter(([name]) => !secretName.test(name)).flatMap(([name, all]) =>
    all.map((value) => [name, value])
  );
  return (
    <AuthLayout title={title} lead={isSignedOut ? t.signedOutLead : t.staleLead} lang={state.lang} wide>
      <Title>{title}</Title>
      <Form action={action} csrf={state.csrf}>
        {kept.length > 0 && <h2 class="font-semibold">{t.kept}</h2>}
        <ul class="grid gap-2">
          {kept.map(([name = "", value = ""], index) => (
            <li class="break-all" key={index}>
              {value === "" ? t.empty : value.slice(0, shownLength)}
              <input type="hidden" name={name} value={value} />
            </li>
          ))}
        </ul>
        {kept.length < typed.length && <p class="muted text-sm">{t.secretsLeftOut}</p>}
        <FormActions>
          {isSignedOut && (
            <a class={buttonClass({ tone: "plain" })} href={paths.login()} target="_blank" rel="noopener">
              {t.openLogin}
            </a>
          )}
          <Button tone="primary">{t.again}</Button>
        </FormActions>
      </Form>
    </AuthLayout>
  );
}
