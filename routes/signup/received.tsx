import { Title } from "fresh";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { signupTexts } from "../../lib/web/i18n/signup.ts";
import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";

/** Says the same to whoever applied, whatever became of it (R33). */
export default define.page(function SignupReceivedPage({ state }) {
  const t = signupTexts[state.lang];
  return (
    <AuthLayout title={t.receivedTitle} lead={t.receivedLead} lang={state.lang}>
      <Title>{t.receivedTitle}</Title>
      <p>{t.receivedNext}</p>
      <p class="muted mt-3">{t.receivedHelp}</p>
      <p class="mt-6">
        <a class="link" href={paths.signup()}>{t.again}</a>
      </p>
    </AuthLayout>
  );
});
