import { addMonths, seoulDate, seoulMonth, type YearMonth } from "../lib/calendar.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { type Db, inMsp, type Tx } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import type { Jobs } from "../lib/jobs/mod.ts";
import { listMsps } from "../lib/msps/store.ts";
import { linksOfMonth } from "../lib/usage/pulls_store.ts";
import { readUsageMonths } from "../lib/usage/months_store.ts";

// The month before is pulled until the 10th, and on until it is confirmed for every customer (B2).
const lastDayOfEveryPull = 10;

/** The nightly sync: queues a pull of the current month and the one before for every link of every MSP. */
export async function syncUsage(tools: { db: Db; jobs: Jobs; now: Date }): Promise<void> {
  const today = seoulDate(tools.now);
  const current = seoulMonth(tools.now);
  for (const mspId of await listMsps(tools.db)) {
    await inMsp(tools.db, mspId, async (tx) => {
      await queuePulls(tx, tools.jobs, { mspId, usageMonth: current });
      const previous = addMonths(current, -1);
      const isEarly = Number(today.slice(8)) <= lastDayOfEveryPull;
      if (isEarly || await isOpen(tx, mspId, previous)) {
        await queuePulls(tx, tools.jobs, { mspId, usageMonth: previous });
      }
    });
  }
}

/** Queues a pull for every link that holds in the month. */
export async function queuePulls(tx: Tx, jobs: Jobs, options: { mspId: MspId; usageMonth: YearMonth }): Promise<void> {
  const links = await linksOfMonth(tx, options.mspId, { usageMonth: options.usageMonth, customers: "all" });
  await jobs.send(tx, "pull_usage", links.map((link) => ({ ...options, linkId: link.linkId })));
}

async function isOpen(tx: Tx, mspId: MspId, usageMonth: YearMonth): Promise<boolean> {
  const months = await readUsageMonths(tx, mspId, { usageMonths: [usageMonth], customers: "all" });
  const confirmed = new Set(months.filter((month) => month.state === "confirmed").map((month) => month.customerId));
  const active = (await listCustomers(tx, mspId)).filter((customer) => customer.active);
  return active.some((customer) => customer.cycleStart <= usageMonth && !confirmed.has(customer.id));
}
