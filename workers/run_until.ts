import type { MovableClock } from "../lib/calendar.ts";
import { type Db, inMsp } from "../lib/db/mod.ts";
import type { Jobs } from "../lib/jobs/mod.ts";
import { listMsps } from "../lib/msps/store.ts";
import { waitingNotices } from "../lib/notices/store.ts";
import { dueRuns } from "./schedule.ts";

/** Lets the periodic runs that fall due until a moment run at their times, on simulators: the clock jumps from one to the next. */
export async function runUntil(tools: { db: Db; jobs: Jobs; clock: MovableClock }, until: Date): Promise<void> {
  for (const { queue, at } of dueRuns(tools.clock.now(), until)) {
    // The minute's run has nothing to do unless a notice waits; a day of empty ones is passed over.
    if (queue === "send_notices" && !await hasWaiting(tools.db)) continue;
    tools.clock.moveTo(at);
    await tools.jobs.wake(queue);
    await tools.jobs.drain();
  }
  tools.clock.moveTo(until);
}

async function hasWaiting(db: Db): Promise<boolean> {
  for (const mspId of await listMsps(db)) {
    if ((await inMsp(db, mspId, (tx) => waitingNotices(tx, mspId))).length > 0) return true;
  }
  return false;
}
