import type { MovableClock } from "../lib/calendar.ts";
import { type Db, inMsp, type Tx } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import type { Jobs } from "../lib/jobs/mod.ts";
import { listMsps } from "../lib/msps/store.ts";
import { waitingNotices } from "../lib/notices/store.ts";
import { unfinishedTaxInvoices, unissuedTaxInvoices } from "../lib/tax_invoices/store.ts";
import { dueRuns } from "./schedule.ts";

interface Moment {
  readonly mspId: MspId;
  readonly now: Date;
}

/** What the frequent runs find to do at a moment: a day of empty ones is passed over. */
const waiting: Readonly<Record<string, (tx: Tx, moment: Moment) => Promise<boolean>>> = {
  send_notices: async (tx, { mspId }) => (await waitingNotices(tx, mspId)).length > 0,
  finalize_tax_invoices: async (tx, { mspId, now }) =>
    (await unissuedTaxInvoices(tx, mspId)).length > 0 || (await unfinishedTaxInvoices(tx, mspId, now)).length > 0,
};

/** Lets the periodic runs that fall due until a moment run at their times, on simulators: the clock jumps from one to the next. */
export async function runUntil(tools: { db: Db; jobs: Jobs; clock: MovableClock }, until: Date): Promise<void> {
  // Only another run writes notices: between two of them one look is enough.
  let isQuiet = false;
  for (const { queue, at } of dueRuns(tools.clock.now(), until)) {
    if (queue === "send_notices" && isQuiet) continue;
    if (queue in waiting && !await hasWaiting(tools.db, { queue, at })) {
      if (queue === "send_notices") isQuiet = true;
      continue;
    }
    isQuiet = false;
    tools.clock.moveTo(at);
    await tools.jobs.wake(queue);
    await tools.jobs.drain();
  }
  tools.clock.moveTo(until);
}

async function hasWaiting(db: Db, due: { queue: string; at: Date }): Promise<boolean> {
  for (const mspId of await listMsps(db)) {
    if (await inMsp(db, mspId, async (tx) => await waiting[due.queue]?.(tx, { mspId, now: due.at }))) return true;
  }
  return false;
}
