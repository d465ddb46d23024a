import type { Queue } from "../lib/jobs/mod.ts";

/** Work that an event queues. Jobs are safe to run twice: the domain's rows decide. Limits are set one by one, on purpose. */
const eventQueues: readonly Queue[] = [
  { name: "pull_usage", retryLimit: 2, retryDelaySeconds: 2, expireInSeconds: 600, concurrency: 16, periodic: false },
  { name: "settle_month", retryLimit: 2, retryDelaySeconds: 2, expireInSeconds: 600, concurrency: 1, periodic: false },
  { name: "send_notice", retryLimit: 3, retryDelaySeconds: 2, expireInSeconds: 300, concurrency: 3, periodic: false },
  {
    name: "send_account_mail",
    retryLimit: 3,
    retryDelaySeconds: 2,
    expireInSeconds: 60,
    concurrency: 3,
    periodic: false,
  },
  // An unknown outcome is resolved by asking, so a retry never issues twice. One at a time: bills that are issued with their
  // tax invoices are numbered in the order of the requests.
  {
    name: "issue_tax_invoice",
    retryLimit: 5,
    retryDelaySeconds: 2,
    expireInSeconds: 300,
    concurrency: 1,
    periodic: false,
  },
];

const periodicQueues = [
  "sync_usage",
  "finalize_tax_invoices",
  "match_deposits",
  "send_notices",
  "remind_overdue",
  "expire_certificates",
];

/** Every queue. A periodic run that fails waits for its next time, but for one quick retry. */
export const queues: readonly Queue[] = [
  ...periodicQueues.map((name): Queue => ({
    name,
    retryLimit: 1,
    retryDelaySeconds: 5,
    expireInSeconds: 600,
    concurrency: 1,
    periodic: true,
  })),
  ...eventQueues,
];
