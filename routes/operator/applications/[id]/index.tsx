import { HttpError, page, Title } from "fresh";
import { Button, LinkButton } from "../../../../components/Button.tsx";
import { Chip } from "../../../../components/Chip.tsx";
import { Form } from "../../../../components/Form.tsx";
import { DescriptionList } from "../../../../components/Lists.tsx";
import { Notice, PageHead, Panel } from "../../../../components/Panel.tsx";
import { BusinessNumber, Moment } from "../../../../components/Value.tsx";
import { approvalRefusal } from "../../../../lib/msps/application.ts";
import { readApplication } from "../../../../lib/msps/application_store.ts";
import { signupTexts } from "../../../../lib/web/i18n/signup.ts";
import { paths } from "../../../../lib/web/paths.ts";
import { define } from "../../../_state.ts";
import { decisionRefusalText } from "../_refusal.ts";
import { stateTones } from "../_state_tones.ts";

/** One application, to be approved or rejected. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, lang } = ctx.state;
    const application = await readApplication(app.db, ctx.params.id ?? "");
    if (!application) throw new HttpError(404, signupTexts[lang].no_application);
    return page({ application });
  },
});

export default define.page<typeof handler>(function ApplicationPage({ data, state }) {
  const t = signupTexts[state.lang];
  const { application } = data;
  const isPending = application.state === "pending";
  const refusal = approvalRefusal(application);
  const refusalText = refusal && decisionRefusalText(refusal, state.lang);
  return (
    <>
      <Title>{application.company}</Title>
      <PageHead
        title={application.company}
        lead={<Chip tone={stateTones[application.state]}>{t[application.state]}</Chip>}
        actions={<LinkButton href={paths.applications()} tone="ghost">{t.backToList}</LinkButton>}
      />
      {isPending && refusalText && <Notice tone="warn">{refusalText}</Notice>}
      <Panel>
        <DescriptionList
          rows={[
            [t.company, application.company],
            [t.brn, <BusinessNumber key="brn" brn={application.brn} />],
            [t.representative, application.representative],
            [t.contactName, application.contactName],
            [t.email, application.email],
            [t.phone, application.phone],
            [t.appliedAt, <Moment key="appliedAt" at={application.appliedAt} />],
            [t.confirmedAt, application.confirmedAt ? <Moment key="confirmedAt" at={application.confirmedAt} /> : "-"],
            [t.fromAddress, application.fromAddress],
            ...(application.decidedAt === null ? [] : [
              [t.decidedAt, <Moment key="decidedAt" at={application.decidedAt} />] as const,
              [t.decidedBy, application.decidedBy] as const,
            ]),
            ...(application.reason === null
              ? []
              : [[t.reason, <span key="reason" class="whitespace-pre-line">{application.reason}</span>] as const]),
          ]}
        />
        {isPending && (
          <div class="form-actions mt-4">
            <Form action={paths.applicationApproval(application.id)} csrf={state.csrf} class="contents">
              <Button tone="primary" reason={refusalText}>{t.approve}</Button>
            </Form>
            <LinkButton href={paths.applicationRejection(application.id)} tone="danger">{t.reject}</LinkButton>
          </div>
        )}
      </Panel>
    </>
  );
});
