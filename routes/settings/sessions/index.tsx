import { page, Title } from "fresh";
import { Button } from "../../../components/Button.tsx";
import { Chip } from "../../../components/Chip.tsx";
import { Form } from "../../../components/Form.tsx";
import { PageHead, Panel } from "../../../components/Panel.tsx";
import { liveSessions } from "../../../lib/auth/session.ts";
import type { OwnSession } from "../../../lib/auth/session_store.ts";
import { seoulMinute } from "../../../lib/calendar.ts";
import { deviceText } from "../../../lib/web/device.ts";
import { authTexts } from "../../../lib/web/i18n/auth.ts";
import { paths } from "../../../lib/web/paths.ts";
import { define, type State } from "../../_state.ts";

/** 「내 세션」: the devices that are signed in, and the way to end them. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app, signedIn } = ctx.state;
    if (!signedIn) return ctx.redirect(paths.login());
    const sessions = await liveSessions(app.db, { userId: signedIn.user.id, at: app.clock.now() });
    return page({ sessions, currentId: signedIn.sessionId });
  },
});

export default define.page<typeof handler>(function SessionsPage({ data, state }) {
  const t = authTexts[state.lang];
  const others = data.sessions.length - 1;
  return (
    <>
      <Title>{t.sessions}</Title>
      <PageHead
        title={t.sessions}
        lead={t.sessionsLead}
        actions={
          <Form action={paths.otherSessionsRemoval()} csrf={state.csrf} class="inline">
            <Button tone="danger" reason={others > 0 ? null : t.onlyHere}>{t.endOthers}</Button>
          </Form>
        }
      />
      <Panel flush>
        <div class="table-scroll" tabindex={0} role="region" aria-label={t.sessions}>
          <table class="grid-table">
            <thead>
              <tr>
                <th scope="col">{t.device}</th>
                <th scope="col">{t.ip}</th>
                <th scope="col">{t.startedAt}</th>
                <th scope="col">{t.seenAt}</th>
                <th scope="col">{t.actions}</th>
              </tr>
            </thead>
            <tbody>
              {data.sessions.map((session) => (
                <SessionRow key={session.sessionId} session={session} state={state} currentId={data.currentId} />
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
});

function SessionRow(
  props: { readonly session: OwnSession; readonly state: State; readonly currentId: string },
) {
  const { session, state } = props;
  const t = authTexts[state.lang];
  return (
    <tr>
      <th scope="row">{deviceText(session.userAgent) ?? t.unknownDevice}</th>
      <td class="whitespace-nowrap">{session.ip}</td>
      <td class="whitespace-nowrap">{seoulMinute(session.createdAt)}</td>
      <td class="whitespace-nowrap">{seoulMinute(session.lastSeenAt)}</td>
      <td>
        {session.sessionId === props.currentId
          ? <Chip tone="ok">{t.here}</Chip>
          : (
            <Form action={paths.sessionRemoval(session.sessionId)} csrf={state.csrf} class="inline">
              <Button small>{t.endSession}</Button>
            </Form>
          )}
      </td>
    </tr>
  );
}
