import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "./calendar.ts";

/** How a call to an outside service or a job ended. */
export type Outcome = "ok" | "failed";

/** What is counted for Prometheus. Labels come from fixed lists: never an id, a name or a path with ids in it. */
export interface Metrics {
  /** One answered request; `route` is the pattern (`/statements/:id`), not the path. */
  httpRequest(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** One call to an outside service. */
  outboundCall(call: { readonly vendor: string; readonly outcome: Outcome; readonly seconds: number }): void;
  /** One finished run of a job. */
  job(run: { readonly queue: string; readonly outcome: Outcome }): void;
  /** The registry in the text form of Prometheus. */
  metricsText(): Promise<string>;
  /** The media type of `metricsText()`. */
  readonly contentType: string;
}

/**
 * A registry of its own. The age of the last good sync is asked of `lastGoodSync` at every reading, so that it is right on
 * every instance and after a restart; where there was none it is +Inf, which every alarm limit catches.
 */
export function createMetrics(
  options: { readonly clock: Clock; readonly lastGoodSync: () => Promise<Date | null> },
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "clabill_http_request_seconds",
    help: "Answered HTTP requests and how long they took, in seconds",
    labelNames: ["method", "route", "status"],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  });
  const calls = new Histogram({
    name: "clabill_outbound_call_seconds",
    help: "Calls to outside services and how long they took, in seconds",
    labelNames: ["vendor", "outcome"],
    buckets: [0.05, 0.1, 0.5, 1, 5, 10, 30],
    registers,
  });
  const jobs = new Counter({
    name: "clabill_jobs_total",
    help: "Finished runs of jobs",
    labelNames: ["queue", "outcome"],
    registers,
  });
  new Gauge({
    name: "clabill_last_good_sync_age_seconds",
    help: "Seconds since the last good pull of usage; +Inf where there was none",
    registers,
    async collect() {
      const at = await options.lastGoodSync();
      this.set(at === null ? Infinity : (options.clock.now().getTime() - at.getTime()) / 1_000);
    },
  });
  return {
    httpRequest: ({ method, route, status, seconds }) =>
      requests.observe({ method: knownMethod(method), route, status }, seconds),
    outboundCall: ({ vendor, outcome, seconds }) => calls.observe({ vendor, outcome }, seconds),
    job: ({ queue, outcome }) => jobs.inc({ queue, outcome }),
    metricsText: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

// A caller may send any word as its method; each would be a time series for ever.
function knownMethod(method: string): string {
  return methods.includes(method) ? method : "other";
}
