import { gzipSync } from "node:zlib";
import { hash } from "node:crypto";
import { type Clock, seoulDate, seoulMoment, type YearMonth } from "../calendar.ts";
import { lockCustomers } from "../customers/store.ts";
import { type Db, inMsp, type Tx } from "../db/mod.ts";
import type { CustomerId, LinkId, MspId, PullId } from "../ids.ts";
import { readMsp } from "../msps/store.ts";
import { ProviderError } from "../prelude.ts";
import { confirm, provisionalText } from "./confirmation.ts";
import { identityBreaches } from "./identities.ts";
import {
  deleteLines,
  type HashedLine,
  insertChanges,
  insertLines,
  type LineChange,
  type LineOwner,
  storedHashes,
} from "./lines_store.ts";
import { putUsageMonth } from "./months_store.ts";
import type { KeyPair, PulledMonth, RawPage, UsageSource } from "./port.ts";
import { contentText, pullHash } from "./pull_hash.ts";
import { pullProblem, pullProblemText } from "./pull_quality.ts";
import type { LinkToPull, Pull } from "./pull.ts";
import { insertPull, insertRawPages, lastGoodPull, linksOfMonth, readLink } from "./pulls_store.ts";
import { sumUsage } from "./usage_sums.ts";

/** What a pull needs of the world. */
export interface SyncTools {
  readonly db: Db;
  readonly source: UsageSource;
  readonly clock: Clock;
  /** The decrypted key pair of a cloud account. */
  readonly keyPair: (mspId: MspId, cloudAccountId: string) => Promise<KeyPair>;
}

/** Which link's month is pulled. */
export interface PullOrder {
  readonly mspId: MspId;
  readonly linkId: LinkId;
  readonly usageMonth: YearMonth;
}

/**
 * Pulls one link's month and stores it: the call to NCP stands between two transactions. A failure is kept with its reason
 * and replaces nothing (B2); what may go through later is thrown again for the queue to retry.
 */
export async function pullLink(tools: SyncTools, order: PullOrder): Promise<void> {
  const link = await inMsp(tools.db, order.mspId, (tx) => readLink(tx, order.mspId, order.linkId));
  if (!link) return;
  const takenAt = tools.clock.now();
  try {
    const keys = await tools.keyPair(order.mspId, link.cloudAccountId);
    const pulled = await tools.source.pullMonth(keys, { memberNo: link.memberNo, usageMonth: order.usageMonth });
    await inMsp(tools.db, order.mspId, (tx) => storePull(tx, { ...order, link, takenAt, pulled }));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    await inMsp(tools.db, order.mspId, (tx) => storeFailure(tx, { ...order, link, takenAt, reason: error.message }));
    if (error.retryable) throw error;
  }
}

interface StoredPull extends PullOrder {
  readonly link: LinkToPull;
  readonly takenAt: Date;
}

/** Stores what came: the pull, its pages, the lines that differ, and how the month stands now. */
export async function storePull(tx: Tx, pull: StoredPull & { pulled: PulledMonth }): Promise<void> {
  const { mspId, linkId, usageMonth, pulled, link, takenAt } = pull;
  // Two links of one customer, or two pulls of one link, may end at the same moment: each has to see the other.
  await lockCustomers(tx, mspId, [link.customerId]);
  const last = await lastGoodPull(tx, mspId, { linkId, usageMonth });
  const problem = pullProblem({ lineCount: pulled.lines.length, earlierLineCount: last?.lineCount ?? null });
  const pages = pulled.pages.map(keptPage);
  await insertRawPages(tx, mspId, pages);
  const kept = {
    linkId,
    customerId: link.customerId,
    usageMonth,
    takenAt,
    pages: pages.map(({ body: _, ...page }) => page),
  };
  if (problem) {
    await insertPull(tx, mspId, { ...kept, reason: pullProblemText(problem), figures: null });
    return;
  }
  const msp = await readMsp(tx, mspId);
  const sums = sumUsage(pulled.lines);
  const contentHash = pullHash(pulled.lines, pulled.totals);
  const breaches = identityBreaches({ ...pulled, lines: sums }, msp.identityTolerance);
  const pullId = await insertPull(tx, mspId, {
    ...kept,
    reason: null,
    figures: {
      contentHash,
      lineCount: pulled.lines.length,
      listAmount: sums.listAmount,
      totals: pulled.totals,
      cost: pulled.cost,
      breaches,
      productUseAmount: pulled.productUseAmount,
      writtenAt: pulled.writtenAt,
    },
  });
  // A pull that began before the last good one brings older figures: it is kept, and replaces nothing.
  const isNewest = last === null || last.takenAt <= takenAt;
  if (isNewest && last?.contentHash !== contentHash) {
    const owner = { mspId, customerId: link.customerId, linkId, usageMonth };
    await replaceLines(tx, owner, { lines: pulled.lines, pullId, isFirst: last === null });
  }
  await decideMonth(tx, { mspId, customerId: link.customerId, usageMonth, confirmationDay: msp.confirmationDay });
}

async function storeFailure(tx: Tx, pull: StoredPull & { reason: string }): Promise<void> {
  await insertPull(tx, pull.mspId, {
    linkId: pull.linkId,
    customerId: pull.link.customerId,
    usageMonth: pull.usageMonth,
    takenAt: pull.takenAt,
    reason: pull.reason,
    figures: null,
    pages: [],
  });
}

/** Writes the lines that differ from the stored ones, as one unit; a first pull is no change. */
export async function replaceLines(
  tx: Tx,
  owner: LineOwner,
  options: { lines: PulledMonth["lines"]; pullId: PullId; isFirst: boolean },
): Promise<void> {
  const hashed: HashedLine[] = options.lines.map((line) => ({
    line,
    hash: hash("md5", contentText(line), "base64url"),
  }));
  if (options.isFirst) {
    await insertLines(tx, owner, hashed);
    return;
  }
  const stored = await storedHashes(tx, owner);
  const keys = new Set(options.lines.map((line) => line.key));
  const differing = hashed.filter((each) => stored.get(each.line.key)?.hash !== each.hash);
  const removed = [...stored.keys()].filter((key) => !keys.has(key));
  await deleteLines(tx, owner, [...removed, ...differing.map((each) => each.line.key)]);
  await insertLines(tx, owner, differing);
  const changes: LineChange[] = [
    ...differing.map(({ line }): LineChange => ({
      key: line.key,
      change: stored.has(line.key) ? "changed" : "added",
      label: [line.demandTypeDetail.codeName, line.instanceName].filter(Boolean).join(" · "),
      beforeAmount: stored.get(line.key)?.useAmount ?? null,
      afterAmount: line.useAmount,
    })),
    ...removed.map((key): LineChange => ({
      key,
      change: "removed",
      label: key,
      beforeAmount: stored.get(key)?.useAmount ?? null,
      afterAmount: null,
    })),
  ];
  await insertChanges(tx, { mspId: owner.mspId, pullId: options.pullId, changes });
}

/** Decides anew how a customer's month stands (B3): confirmed when every link's is, as of the oldest of their pulls. */
export async function decideMonth(
  tx: Tx,
  options: { mspId: MspId; customerId: CustomerId; usageMonth: YearMonth; confirmationDay: number },
): Promise<void> {
  const { mspId, customerId, usageMonth, confirmationDay } = options;
  const links = await linksOfMonth(tx, mspId, { usageMonth, customers: [customerId] });
  const pulls: Pull[] = [];
  const reasons: string[] = [];
  for (const link of links) {
    const pull = await lastGoodPull(tx, mspId, { linkId: link.linkId, usageMonth });
    if (!pull) return;
    const dayStart = seoulMoment(seoulDate(pull.takenAt));
    const earlier = await lastGoodPull(tx, mspId, { linkId: link.linkId, usageMonth, before: dayStart });
    const decision = confirm({ usageMonth, pull, earlierDayHash: earlier?.contentHash ?? null, confirmationDay });
    if (decision.state === "provisional") reasons.push(provisionalText(decision.reason));
    pulls.push(pull);
  }
  const oldest = pulls.reduce<Pull | null>(
    (first, pull) => !first || pull.takenAt < first.takenAt ? pull : first,
    null,
  );
  if (!oldest) return;
  await putUsageMonth(tx, mspId, {
    customerId,
    usageMonth,
    state: reasons.length === 0 ? "confirmed" : "provisional",
    reason: reasons.length === 0 ? null : [...new Set(reasons)].join(" "),
    asOf: oldest.takenAt,
    pullIds: pulls.map((pull) => pull.id),
    byHand: false,
  });
}

function keptPage(page: RawPage) {
  // The request id is new in every answer; the content is what is kept once.
  const content = page.body.replace(/"requestId"\s*:\s*"[^"]*"/, '"requestId":""');
  return {
    operation: page.operation,
    query: page.query,
    fetchedAt: page.fetchedAt,
    hash: hash("sha256", content, "base64url"),
    body: gzipSync(content),
  };
}
