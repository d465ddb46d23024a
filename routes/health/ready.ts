import { newestGoodPullAt } from "../../lib/usage/months_store.ts";
import { define } from "../_state.ts";

/** Whether the product can work, and how old its newest good pull is: 503 while any check fails. */
export const handler = define.handlers({
  async GET({ state: { app } }) {
    const checks = await app.readiness();
    const isReady = Object.values(checks).every(Boolean);
    const syncedAt = checks.database ? await newestGoodPullAt(app.db) : null;
    const ageMs = syncedAt === null ? null : app.clock.now().getTime() - syncedAt.getTime();
    return Response.json({
      status: isReady ? "ready" : "not_ready",
      checks,
      lastSyncAgeSeconds: ageMs === null ? null : Math.round(ageMs / 1_000),
    }, { status: isReady ? 200 : 503 });
  },
});
