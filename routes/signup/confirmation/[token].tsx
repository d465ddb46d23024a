import { page, Title } from "fresh";
import { AuthLayout } from "../../../components/AuthLayout.tsx";
import { Button } from "../../../components/Button.tsx";
import { Form, FormActions } from "../../../components/Form.tsx";
import { DescriptionList } from "../../../components/Lists.tsx";
import { BusinessNumber, Moment } from "../../../components/Value.tsx";
import type { Application, LinkRefusal } from "../../../lib/msps/application.ts";
import { confirmLink, readLink } from "../../../lib/msps/application_apply.ts";
import type { Result } from "../../../lib/prelude.ts";
import { signupTexts } from "../../../lib/web/i18n/signup.ts";
import { paths } from "../../../lib/web/paths.ts";
import { define } from "../../_state.ts";
import { signupTools } from "../_tools.ts";

/** The confirmation link: opening it only shows the application (mail scanners open links too), the button confirms. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app } = ctx.state;
    return shown(await readLink(app.db, { token: ctx.params.token ?? "", at: app.clock.now() }));
  },
  async POST(ctx) {
    const { app } = ctx.state;
    const confirmed = await confirmLink(signupTools(app), { token: ctx.params.token ?? "", at: app.clock.now() });
    return confirmed.ok ? ctx.redirect(paths.signupConfirmed()) : shown(confirmed);
  },
});

export default define.page<typeof handler>(function ConfirmationPage({ data, state, params }) {
  const t = signupTexts[state.lang];
  const { application, refusal } = data;
  if (refusal !== null || application === null) {
    return (
      <AuthLayout title={t.linkTitle} lead={t[refusal ?? "unknown_link"]} lang={state.lang}>
        <Title>{t.linkTitle}</Title>
        <a class="link" href={refusal === "link_used" ? paths.login() : paths.signup()}>
          {refusal === "link_used" ? t.login : t.again}
        </a>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t.confirmTitle} lead={t.confirmLead} lang={state.lang}>
      <Title>{t.confirmTitle}</Title>
      <DescriptionList
        rows={[
          [t.company, application.company],
          [t.brn, <BusinessNumber key="brn" brn={application.brn} />],
          [t.contactName, application.contactName],
          [t.email, application.email],
          [t.appliedAt, <Moment key="appliedAt" at={application.appliedAt} />],
        ]}
      />
      <p class="muted mt-3">{t.confirmStranger}</p>
      <Form action={paths.signupConfirmation(params.token ?? "")} csrf={state.csrf}>
        <FormActions>
          <Button tone="primary">{t.confirm}</Button>
        </FormActions>
      </Form>
    </AuthLayout>
  );
});

function shown(found: Result<Application, LinkRefusal>) {
  const application: Application | null = found.ok ? found.value : null;
  const refusal: LinkRefusal["kind"] | null = found.ok ? null : found.refusal.kind;
  const status = { unknown_link: 404, link_expired: 410, link_used: 410, already_pending: 409 };
  return page({ application, refusal }, { status: refusal === null ? 200 : status[refusal] });
}
