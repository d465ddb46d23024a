import { Hono } from "hono";
import type { FunctionComponent } from "preact";
import { render } from "preact-render-to-string";
import { type Clock, seoulMinute } from "../lib/calendar.ts";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import { StatusPage, type StatusPageProps } from "../components/StatusPage.tsx";

/** What the pages and checks ask of the running product. */
export interface ConsoleParts {
  readonly services: readonly string[];
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly readiness: () => Promise<Record<string, boolean>>;
  readonly lastGoodSync: () => Promise<Date | null>;
  readonly waiting: () => Promise<ReadonlyMap<string, number>>;
}

/** The HTTP side: health, metrics, and a plain page that says what runs and what is simulated. */
export function consoleApp(parts: ConsoleParts): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const startedMs = performance.now();
    await next();
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "same-origin");
    context.header(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    const seconds = (performance.now() - startedMs) / 1_000;
    const route = context.res.status === 404 ? "없음" : context.req.path;
    parts.metrics.httpRequest({ method: context.req.method, route, status: context.res.status, seconds });
  });
  app.get("/health/live", (context) => context.json({ status: "ok" }));
  app.get("/health/ready", async (context) => {
    const checks = await parts.readiness();
    const ready = Object.values(checks).every(Boolean);
    const syncedAt = checks.database ? await parts.lastGoodSync() : null;
    const ageSeconds = syncedAt === null
      ? null
      : Math.round((parts.clock.now().getTime() - syncedAt.getTime()) / 1_000);
    return context.json(
      { status: ready ? "ready" : "not_ready", checks, lastSyncAgeSeconds: ageSeconds },
      ready ? 200 : 503,
    );
  });
  app.get("/metrics", async (context) => {
    const text = await parts.metrics.metricsText();
    return context.body(text, 200, { "Content-Type": parts.metrics.contentType });
  });
  app.get("/", async (context) => {
    const syncedAt = await parts.lastGoodSync();
    return context.html(page(StatusPage, {
      services: parts.services,
      checks: await parts.readiness(),
      now: seoulMinute(parts.clock.now()),
      syncedAt: syncedAt === null ? null : seoulMinute(syncedAt),
      waiting: [...await parts.waiting()],
    }));
  });
  app.onError((error, context) => {
    const requestId = crypto.randomUUID();
    parts.log.error("request_failed", { requestId, path: context.req.path, error: String(error) });
    return context.text(`처리하지 못했습니다. 요청 번호 ${requestId}`, 500);
  });
  return app;
}

function page(component: FunctionComponent<StatusPageProps>, props: StatusPageProps): string {
  return `<!doctype html>${render(component(props) as never)}`;
}
