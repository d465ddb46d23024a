import { define } from "./_state.ts";

/** What Prometheus reads. */
export const handler = define.handlers({
  async GET({ state: { app } }) {
    const { metrics } = app;
    return new Response(await metrics.metricsText(), { headers: { "Content-Type": metrics.contentType } });
  },
});
