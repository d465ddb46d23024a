import { page, Title } from "fresh";
import { Button, LinkButton } from "../../../components/Button.tsx";
import { Form } from "../../../components/Form.tsx";
import { EmptyState, Notice, PageHead, Panel } from "../../../components/Panel.tsx";
import { recoveryCodesLeft } from "../../../lib/auth/code_store.ts";
import { type FactorKind, factorKinds, type SecondFactor } from "../../../lib/auth/second_factor.ts";
import { confirmedFactors } from "../../../lib/auth/second_factor_store.ts";
import { liveSessions } from "../../../lib/auth/session.ts";
import { seoulMinute } from "../../../lib/calendar.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import { paths } from "../../../lib/web/paths.ts";
import { define, type State } from "../../_state.ts";
import { ownerOf } from "./_owner.ts";

/** 「2차 인증 설정」: the own second factors and recovery codes. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, signedIn } = ownerOf(ctx.state);
    const userId = signedIn.user.id;
    const factors = await confirmedFactors(app.db, userId);
    const codesLeft = await recoveryCodesLeft(app.db, userId);
    const sessions = await liveSessions(app.db, { userId, at: app.clock.now() });
    // After a change the other sessions are offered to be ended (R32).
    const offersEnding = ctx.url.searchParams.has("changed") && sessions.length > 1;
    return page({ factors, codesLeft, offersEnding });
  },
});

export default define.page<typeof handler>(function TwoFactorPage({ data, state }) {
  const t = authTexts[state.lang];
  const { factors } = data;
  return (
    <>
      <Title>{t.twoFactor}</Title>
      <PageHead title={t.twoFactor} lead={t.twoFactorLead} actions={<AddButtons state={state} />} />
      {data.offersEnding && <EndOthers state={state} />}
      <Panel title={t.methods} flush={factors.length > 0}>
        {factors.length === 0
          ? <EmptyState icon="key" title={t.none} lead={t.noneLead} />
          : <FactorTable factors={factors} state={state} />}
      </Panel>
      <Panel title={t.recovery} lead={t.recoveryLead}>
        {factors.length === 0 ? <p class="muted">{t.recoveryNone}</p> : (
          <div class="actions">
            <p class="grow">{t.recoveryLeft(String(data.codesLeft))}</p>
            <LinkButton href={paths.recoveryCodes()}>{t.recoveryRenew}</LinkButton>
          </div>
        )}
      </Panel>
    </>
  );
});

function AddButtons(props: { readonly state: State }) {
  const t = authTexts[props.state.lang];
  const words: Readonly<Record<FactorKind, string>> = { sms: t.addSms, email: t.addEmail, totp: t.addTotp };
  return (
    <>
      {factorKinds.map((kind) => (
        <LinkButton key={kind} href={paths.newFactor(kind)} icon="plus">{words[kind]}</LinkButton>
      ))}
    </>
  );
}

function EndOthers(props: { readonly state: State }) {
  const t = authTexts[props.state.lang];
  return (
    <Notice tone="warn" title={t.endOthersTitle}>
      <p>{t.endOthersLead}</p>
      <Form action={paths.otherSessionsRemoval()} csrf={props.state.csrf} class="mt-3">
        <Button tone="danger" small>{t.endOthers}</Button>
      </Form>
    </Notice>
  );
}

function FactorTable(props: { readonly factors: readonly SecondFactor[]; readonly state: State }) {
  const t = authTexts[props.state.lang];
  return (
    <div class="table-scroll mt-3" tabindex={0} role="region" aria-label={t.twoFactor}>
      <table class="grid-table">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.address}</th>
            <th scope="col">{t.registeredAt}</th>
            <th scope="col">{t.lastUsedAt}</th>
            <th scope="col">{t.actions}</th>
          </tr>
        </thead>
        <tbody>
          {props.factors.map((factor) => (
            <tr key={factor.id}>
              <th scope="row">{factor.name}</th>
              <td>{t.kinds[factor.kind]}</td>
              <td class="whitespace-nowrap">{factor.address ?? "-"}</td>
              <td class="whitespace-nowrap">{seoulMinute(factor.createdAt)}</td>
              <td class="whitespace-nowrap">{factor.lastUsedAt ? seoulMinute(factor.lastUsedAt) : t.never}</td>
              <td>
                <span class="actions">
                  <LinkButton href={paths.factorName(factor.id)} small>{t.edit}</LinkButton>
                  <LinkButton href={paths.factorRemoval(factor.id)} small tone="ghost">{t.remove}</LinkButton>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
