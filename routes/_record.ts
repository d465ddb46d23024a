import type { MiddlewareContext } from "../lib/web/fresh.ts";
import { securityHeaders, withHeaders } from "../lib/web/security_headers.ts";
import type { ConsoleApp } from "../lib/web/console_app.ts";
import type { State } from "./_state.ts";

/** One answered request. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  /** The pattern, never the path with its ids. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** Gives every answer, error pages included, its security headers, and writes one line of the log and of the metrics. */
export async function recordRequest(ctx: MiddlewareContext<State>): Promise<Response> {
  const startedMs = performance.now();
  const { app, requestId, nonce } = ctx.state;
  const response = withHeaders(await ctx.next(), {
    ...securityHeaders(nonce),
    "Cache-Control": "no-store",
    "X-Request-Id": requestId,
  });
  const { method } = ctx.req;
  record(app, {
    requestId,
    method,
    route: ctx.route ?? "unmatched",
    status: response.status,
    ms: performance.now() - startedMs,
  });
  return response;
}

/** Writes an answered request to the log and the metrics. */
export function record(app: Pick<ConsoleApp, "log" | "metrics">, answered: Answered): void {
  const { requestId, method, route, status, ms } = answered;
  app.log.info("request", { requestId, method: method.slice(0, 16), route, status, ms: Math.round(ms) });
  app.metrics.httpRequest({ method, route, status, seconds: ms / 1_000 });
}
