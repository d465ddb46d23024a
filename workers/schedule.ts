import { CronExpressionParser } from "cron-parser";
import type { Jobs } from "../lib/jobs/mod.ts";

/** A periodic run: `cron` in UTC as `Deno.cron` takes it, `seoul` for people. */
export interface Schedule {
  readonly queue: string;
  readonly cron: string;
  readonly seoul: string;
}

/** The table of periodic runs. */
export const schedules: readonly Schedule[] = [
  { queue: "sync_usage", cron: "10 20 * * *", seoul: "05:10" },
  { queue: "sync_usage", cron: "10 0 * * *", seoul: "09:10" },
  { queue: "finalize_tax_invoices", cron: "10,30,50 * * * *", seoul: "20분마다" },
  { queue: "match_deposits", cron: "0 0-11,23 * * *", seoul: "08–20시 매시" },
  { queue: "send_notices", cron: "* * * * *", seoul: "1분마다" },
  { queue: "remind_overdue", cron: "0 1 * * *", seoul: "10:00" },
  { queue: "expire_certificates", cron: "0 0 * * *", seoul: "09:00" },
];

/** One run that falls due. */
export interface Due {
  readonly queue: string;
  readonly at: Date;
}

/** The runs that fall due after `from` up to `until`, in their order. */
export function dueRuns(from: Date, until: Date): Due[] {
  const due = schedules.flatMap(({ queue, cron }) => {
    const times: Due[] = [];
    const expression = CronExpressionParser.parse(cron, { currentDate: from, endDate: until, tz: "UTC" });
    while (expression.hasNext()) times.push({ queue, at: expression.next().toDate() });
    return times;
  });
  return due.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Registers the crons: they only wake pg-boss, which sees to it that each run is done once among all instances. */
export function registerCrons(jobs: Jobs): void {
  for (const [index, { queue, cron }] of schedules.entries()) {
    Deno.cron(`${queue.replaceAll("_", "-")}-${index}`, cron, () => jobs.wake(queue));
  }
}
