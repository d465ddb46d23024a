import { addDays, type Clock, seoulDate } from "../calendar.ts";
import { type Actor, audit } from "../audit.ts";
import { type Db, inMsp, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { readMsp } from "../msps/store.ts";
import { ok, ProviderError, refuse, type Result } from "../prelude.ts";
import type { LedgerRefusal } from "./ledger_refusal.ts";
import { type MatchProposal, proposeMatches } from "./matching.ts";
import { recordPayment } from "./payment.ts";
import type { BankAccount, BankFeed } from "./port.ts";
import {
  appendEntries,
  matchableCustomers,
  type OpenDeposit,
  openDeposits,
  putBankAccounts,
  putDepositorName,
  putDeposits,
  type ReadAccount,
  readLedger,
  setDepositMatched,
} from "./store.ts";

/** What reading deposits needs of the world. */
export interface DepositTools {
  readonly db: Db;
  readonly feed: BankFeed;
  readonly clock: Clock;
}

// A first reading takes a month; a later one reads the last days again, since banks post late lines.
const firstDays = 31;
const overlapDays = 3;

/**
 * Reads new deposits of every account of the MSP: each call stands between two transactions; then matches what is certain.
 * An account whose reading fails holds up neither the others nor the matching; its failure is thrown at the end.
 */
export async function readDeposits(tools: DepositTools, mspId: MspId): Promise<void> {
  const { brn } = await inMsp(tools.db, mspId, (tx) => readMsp(tx, mspId));
  const known = await tools.feed.accounts(brn);
  const kept = await inMsp(tools.db, mspId, (tx) => putBankAccounts(tx, mspId, known));
  const failures: ProviderError[] = [];
  for (const account of kept.filter((each) => isAmong(known, each))) {
    try {
      await readAccount(tools, { mspId, brn, account });
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failures.push(error);
    }
  }
  await inMsp(tools.db, mspId, (tx) => matchCertain(tx, { mspId, now: tools.clock.now() }));
  if (failures[0]) throw failures[0];
}

/** One that the MSP took off the feed is kept with its deposits, and not read any more. */
function isAmong(known: readonly BankAccount[], account: BankAccount): boolean {
  return known.some((each) => each.bankCode === account.bankCode && each.accountNumber === account.accountNumber);
}

async function readAccount(
  tools: DepositTools,
  options: { mspId: MspId; brn: string; account: ReadAccount },
): Promise<void> {
  const { mspId, brn, account } = options;
  const today = seoulDate(tools.clock.now());
  const from = account.readUntil === null ? addDays(today, -firstDays) : addDays(account.readUntil, -overlapDays);
  const lines = await tools.feed.deposits(brn, account, { from, to: today });
  const days = lines.map((line) => seoulDate(line.depositedAt));
  await inMsp(
    tools.db,
    mspId,
    (tx) => putDeposits(tx, mspId, { lines, days, account, readUntil: today, at: tools.clock.now() }),
  );
}

/** Accepts the proposals that are certain (the policy is in `matching.ts`); the others wait for a person. */
export async function matchCertain(tx: Tx, options: { mspId: MspId; now: Date }): Promise<number> {
  const { mspId, now } = options;
  const actor: Actor = { name: "match_deposits", source: "job", at: now };
  let accepted = 0;
  for (const deposit of await openDeposits(tx, mspId)) {
    const [proposal] = proposeMatches(deposit, await matchableCustomers(tx, mspId));
    if (!proposal?.certain) continue;
    if ((await acceptMatch(tx, { mspId, deposit, proposal, actor })).ok) accepted++;
  }
  return accepted;
}

/** Takes a deposit as the payment of a proposal: payment, allocations and the name seen, in one transaction (R22). */
export async function acceptMatch(
  tx: Tx,
  options: { mspId: MspId; deposit: OpenDeposit; proposal: Pick<MatchProposal, "customerId" | "parts">; actor: Actor },
): Promise<Result<null, LedgerRefusal>> {
  const { mspId, deposit, proposal, actor } = options;
  const { customerId } = proposal;
  const ledger = await readLedger(tx, mspId, { customerId, lock: true });
  const entries = recordPayment(ledger, {
    source: "deposit",
    paidAmount: deposit.amount,
    paidOn: deposit.depositedOn,
    usageMonth: null,
    depositId: deposit.id,
    parts: proposal.parts,
    on: seoulDate(actor.at),
    newId: () => crypto.randomUUID(),
  });
  if (!entries.ok) return entries;
  if (!await setDepositMatched(tx, mspId, { depositId: deposit.id, matched: true })) {
    return refuse({ kind: "deposit_used" });
  }
  await appendEntries(tx, mspId, { customerId, entries: entries.value, at: actor.at });
  await putDepositorName(tx, mspId, { customerId, name: deposit.depositorName });
  await audit(tx, actor, {
    mspId,
    entries: [{
      objectKind: "deposit",
      objectId: deposit.id,
      action: "match",
      after: { customerId, parts: proposal.parts },
    }],
  });
  return ok(null);
}
