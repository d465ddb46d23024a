import { Title } from "fresh";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { signupTexts } from "../../lib/web/i18n/signup.ts";
import { paths } from "../../lib/web/paths.ts";
import { define } from "../_state.ts";

/** After the e-mail was confirmed: what comes next. */
export default define.page(function SignupConfirmedPage({ state }) {
  const t = signupTexts[state.lang];
  return (
    <AuthLayout title={t.confirmedTitle} lead={t.confirmedLead} lang={state.lang}>
      <Title>{t.confirmedTitle}</Title>
      <a class="link" href={paths.login()}>{t.login}</a>
    </AuthLayout>
  );
});
