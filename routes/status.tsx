import { seoulMinute } from "../lib/calendar.ts";
import { serviceLines } from "../lib/config.ts";
import { newestGoodPullAt } from "../lib/usage/months_store.ts";
import { HttpError, page, Title } from "../lib/web/fresh.ts";
import { frameTexts } from "../lib/web/i18n/frame.ts";
import { paths } from "../lib/web/paths.ts";
import { define } from "./_state.ts";

/** What runs and what is simulated: for everybody in development, for the operator in production. */
export const handler = define.handlers({
  async GET({ state, redirect }) {
    const { app, signedIn } = state;
    if (app.config.appEnv === "production" && signedIn?.user.role !== "operator") {
      if (!signedIn) return redirect(paths.login(paths.status()));
      throw new HttpError(403, frameTexts[state.lang].notAllowed);
    }
    const checks = await app.readiness();
    const syncedAt = checks.database ? await newestGoodPullAt(app.db) : null;
    const waiting = checks.queue ? [...(await app.jobs.waiting()).values()] : [];
    return page({
      checks,
      services: serviceLines(app.config),
      now: seoulMinute(app.clock.now()),
      syncedAt: syncedAt === null ? null : seoulMinute(syncedAt),
      waiting: waiting.reduce((sum, count) => sum + count, 0),
    });
  },
});

export default define.page<typeof handler>(function StatusPage({ data, state }) {
  const t = frameTexts[state.lang].status;
  const labels = new Map(Object.entries({ database: t.database, migrations: t.migrations, queue: t.queue }));
  return (
    <main class="mx-auto grid w-full max-w-3xl gap-4 px-5 py-10">
      <Title>{t.title}</Title>
      <h1 class="text-xl font-bold">{t.title}</h1>
      <p class="muted">{t.lead(data.now, data.syncedAt ?? t.never)}</p>
      <section class="panel grid gap-2 p-5">
        <h2 class="font-semibold">{t.checks}</h2>
        <ul class="grid gap-1">
          {Object.entries(data.checks).map(([name, isGood]) => (
            <li key={name}>
              {labels.get(name) ?? name}: {isGood ? `✓ ${t.good}` : `✗ ${t.bad}`}
            </li>
          ))}
          <li>{t.waiting(data.waiting)}</li>
        </ul>
      </section>
      <section class="panel grid gap-2 p-5">
        <h2 class="font-semibold">{t.services}</h2>
        <ul class="grid gap-1">{data.services.map((line) => <li class="break-words" key={line}>{line}</li>)}</ul>
      </section>
      <section class="panel grid gap-2 p-5">
        <h2 class="font-semibold">{t.possible}</h2>
        <ul class="grid gap-1">
          <li>
            {t.month}: <code class="break-words">deno task month --month 2024-12 --send --issue next-day</code>
          </li>
          <li>
            {t.health}: <code>/health/live</code>, <code>/health/ready</code>, <code>/metrics</code>
          </li>
        </ul>
      </section>
    </main>
  );
});
