import { HttpError, page, Title } from "fresh";
import { z } from "zod";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { TextAreaField } from "../../../../components/Field.tsx";
import { Form, FormActions } from "../../../../components/Form.tsx";
import { PageHead, Panel } from "../../../../components/Panel.tsx";
import { actorOf } from "../../../../lib/auth/actor.ts";
import { reject } from "../../../../lib/msps/application_decide.ts";
import { readApplication } from "../../../../lib/msps/application_store.ts";
import { linesField } from "../../../../lib/web/fields.ts";
import { withFlash } from "../../../../lib/web/flash.ts";
import { formOf, readForm } from "../../../../lib/web/form.ts";
import { signupTexts } from "../../../../lib/web/i18n/signup.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define, type State } from "../../../_state.ts";
import { signupTools } from "../../../signup/_tools.ts";
import { decisionRefusalText } from "../_refusal.ts";

const reasonLength = 1_000;

/** 「반려」 with its reason. */
export const handler = define.handlers({
  async GET(ctx) {
    return page({ application: await wanted(ctx.state, ctx.params.id), form: formOf() });
  },
  async POST(ctx) {
    const { app, lang } = ctx.state;
    const t = signupTexts[lang];
    const application = await wanted(ctx.state, ctx.params.id);
    const schema = z.object({ reason: linesField({ lang, label: t.reason, most: reasonLength }) });
    const form = await readForm(ctx.req, schema, { lang });
    if (!form.ok) return page({ application, form }, { status: 422 });
    const rejected = await reject(signupTools(app), {
      id: application.id,
      reason: form.value.reason,
      actor: actorOf(ctx.state),
    });
    if (!rejected.ok) {
      const errors = { "": decisionRefusalText(rejected.refusal, lang) };
      return page({ application, form: { values: form.values, errors } }, { status: 409 });
    }
    const text = t.rejectDone(application.company);
    return withFlash(ctx.redirect(paths.applications()), { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function RejectionPage({ data, state }) {
  const t = signupTexts[state.lang];
  const { application, form } = data;
  const title = t.rejectTitle(application.company);
  return (
    <>
      <Title>{title}</Title>
      <PageHead title={title} />
      <Panel>
        <Form action={paths.applicationRejection(application.id)} csrf={state.csrf} form={form}>
          <TextAreaField
            name="reason"
            label={t.reason}
            form={form}
            required
            hint={t.reasonHint}
            maxlength={reasonLength}
          />
          <FormActions>
            <LinkButton href={paths.application(application.id)}>{t.cancel}</LinkButton>
            <Button tone="danger">{t.reject}</Button>
          </FormActions>
        </Form>
      </Panel>
    </>
  );
});

async function wanted(state: State, id: string | undefined) {
  const application = await readApplication(state.app.db, id ?? "");
  if (!application) throw new HttpError(404, signupTexts[state.lang].no_application);
  return application;
}
