import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { fixedClock } from "./calendar.ts";
import { createMetrics } from "./metrics.ts";

const clock = fixedClock(new Date("2025-01-06T00:10:00Z"));
const never = () => Promise.resolve(null);

/** The lines of a metric without buckets and comments. */
function linesOf(text: string, name: string): string[] {
  return text.split("\n").filter((line) => line.startsWith(name) && !line.includes("_bucket"));
}

Deno.test("createMetrics() counts requests by method, route and status", async () => {
  const metrics = createMetrics({ clock, lastGoodSync: never });
  metrics.httpRequest({ method: "GET", route: "/statements/:id", status: 200, seconds: 0.25 });
  metrics.httpRequest({ method: "GET", route: "/statements/:id", status: 200, seconds: 0.5 });
  metrics.httpRequest({ method: "BREW", route: "/", status: 405, seconds: 0.25 });
  deepStrictEqual(linesOf(await metrics.metricsText(), "clabill_http"), [
    'clabill_http_request_seconds_sum{method="GET",route="/statements/:id",status="200"} 0.75',
    'clabill_http_request_seconds_count{method="GET",route="/statements/:id",status="200"} 2',
    'clabill_http_request_seconds_sum{method="other",route="/",status="405"} 0.25',
    'clabill_http_request_seconds_count{method="other",route="/",status="405"} 1',
  ]);
});

Deno.test("createMetrics() counts outside calls by vendor and jobs by queue, each by outcome", async () => {
  const metrics = createMetrics({ clock, lastGoodSync: never });
  metrics.outboundCall({ vendor: "ncp", outcome: "ok", seconds: 0.5 });
  metrics.outboundCall({ vendor: "ncp", outcome: "failed", seconds: 30 });
  metrics.job({ queue: "sync_usage", outcome: "ok" });
  metrics.job({ queue: "sync_usage", outcome: "ok" });
  const text = await metrics.metricsText();
  deepStrictEqual(linesOf(text, "clabill_outbound_call_seconds_count"), [
    'clabill_outbound_call_seconds_count{vendor="ncp",outcome="ok"} 1',
    'clabill_outbound_call_seconds_count{vendor="ncp",outcome="failed"} 1',
  ]);
  deepStrictEqual(linesOf(text, "clabill_jobs_total"), [
    'clabill_jobs_total{queue="sync_usage",outcome="ok"} 2',
  ]);
});

Deno.test("createMetrics() tells the age of the last good sync at the moment of reading", async () => {
  let at: Date | null = null;
  const metrics = createMetrics({ clock, lastGoodSync: () => Promise.resolve(at) });
  const age = async () => linesOf(await metrics.metricsText(), "clabill_last_good_sync_age_seconds")[0];
  strictEqual(await age(), "clabill_last_good_sync_age_seconds +Inf");
  at = new Date("2025-01-06T00:00:00Z");
  strictEqual(await age(), "clabill_last_good_sync_age_seconds 600");
});

Deno.test("createMetrics() answers in the text form of Prometheus, each registry by itself", async () => {
  const first = createMetrics({ clock, lastGoodSync: never });
  first.job({ queue: "sync_usage", outcome: "failed" });
  const second = createMetrics({ clock, lastGoodSync: never });
  match(second.contentType, /^text\/plain; version=0\.0\.4/);
  const text = await second.metricsText();
  match(text, /^# TYPE clabill_http_request_seconds histogram$/m);
  deepStrictEqual(linesOf(text, "clabill_jobs_total"), []);
});
