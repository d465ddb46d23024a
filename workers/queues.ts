import type { Queue } from "../lib/jobs/mod.ts";

/** Every queue; limits are set one by one, on purpose. Jobs are safe to run twice: the domain's rows decide. */
export const queues: readonly Queue[] = [
  { name: "sync_usage", retryLimit: 2, retryDelaySeconds: 5, expireInSeconds: 600, concurrency: 1 },
  { name: "pull_usage", retryLimit: 2, retryDelaySeconds: 2, expireInSeconds: 600, concurrency: 8 },
  { name: "settle_month", retryLimit: 2, retryDelaySeconds: 2, expireInSeconds: 600, concurrency: 1 },
  { name: "send_notice", retryLimit: 3, retryDelaySeconds: 2, expireInSeconds: 300, concurrency: 3 },
  // An unknown outcome is resolved by asking, so a retry never issues twice.
  { name: "issue_tax_invoice", retryLimit: 5, retryDelaySeconds: 2, expireInSeconds: 300, concurrency: 4 },
  { name: "finalize_tax_invoices", retryLimit: 2, retryDelaySeconds: 5, expireInSeconds: 600, concurrency: 1 },
  { name: "match_deposits", retryLimit: 2, retryDelaySeconds: 5, expireInSeconds: 600, concurrency: 1 },
  { name: "send_notices", retryLimit: 0, retryDelaySeconds: 1, expireInSeconds: 300, concurrency: 1 },
  { name: "remind_overdue", retryLimit: 2, retryDelaySeconds: 5, expireInSeconds: 600, concurrency: 1 },
  { name: "expire_certificates", retryLimit: 2, retryDelaySeconds: 5, expireInSeconds: 600, concurrency: 1 },
];
