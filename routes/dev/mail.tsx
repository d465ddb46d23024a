import { HttpError, page, Title } from "fresh";
import { EmptyState, PageHead, Panel } from "../../components/Panel.tsx";
import { parseMoment, seoulMinute } from "../../lib/calendar.ts";
import { newestAccountMails } from "../../lib/notices/account_mails.ts";
import { databaseMemory } from "../../lib/simulator_memory.ts";
import { authTexts } from "../../lib/web/i18n/auth.ts";
import { define } from "../_state.ts";

interface KeptSms {
  readonly to: string;
  readonly text: string;
  readonly at: string;
}

const most = 50;

/** In development: the mails about accounts and the SMS that were, or would have been, sent; never in production. */
export const handler = define.handlers({
  async GET(ctx) {
    const { app } = ctx.state;
    if (app.config.appEnv !== "development") throw new HttpError(404);
    const kept = await databaseMemory(app.db, "sens").list<KeptSms>("message");
    const smses = kept.map((each) => each.value).reverse().slice(0, most);
    return page({ mails: await newestAccountMails(app.db, most), smses });
  },
});

export default define.page<typeof handler>(function SentMessagesPage({ data, state }) {
  const t = authTexts[state.lang];
  return (
    <main id="main" class="content">
      <Title>{t.messages}</Title>
      <PageHead title={t.messages} lead={t.messagesLead} />
      <Panel title={t.smses}>
        {data.smses.length === 0 && <EmptyState title={t.noSmses} />}
        {data.smses.map((sms, index) => (
          <article key={index} class="mb-4">
            <p class="muted text-sm">{momentText(sms.at)} · {sms.to}</p>
            <p>{sms.text}</p>
          </article>
        ))}
      </Panel>
      <Panel title={t.mails}>
        {data.mails.length === 0 && <EmptyState title={t.noMails} />}
        {data.mails.map((mail) => (
          <article key={mail.id} class="mb-8">
            <h3 class="font-semibold">{mail.subject}</h3>
            <p class="muted text-sm">
              {seoulMinute(mail.createdAt)} · {mail.address} · {mail.state}
              {mail.reason === null ? "" : ` · ${mail.reason}`}
            </p>
            <p class="mt-2 whitespace-pre-wrap break-words">{linked(mail.bodyText)}</p>
          </article>
        ))}
      </Panel>
    </main>
  );
});

/** A text whose links of ours can be followed. */
function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? <a key={index} class="link" href={part}>{part}</a> : part
  );
}

function momentText(at: string): string {
  const moment = parseMoment(at);
  return moment === null ? at : seoulMinute(moment);
}
