/**
 * 입금 대사: which customer's receivables a deposit may pay.
 *
 * Policy
 * 1. A deposit is proposed to a customer when its amount equals one open receivable or all of the customer's, whatever the
 *    name, or some of them (up to six) unless the name says nothing; or when the name speaks for the customer (seen, equal
 *    or cut) whatever the amount. Then it pays the oldest first, and what is left over would be prepayment.
 * 2. Credits (negative receivables) count as such: 1,100,000 less a credit of 220,000 is paid by 880,000.
 * 3. Evidence is shown, never summed into a score: amount, name, days since the issue. Ranking goes by equal amount, then
 *    name, then deposits that did not come before the issue, then fewer receivables, then the oldest.
 * 4. `certain`, and only it, may be accepted without a person: exactly one proposal, over all customers, has an equal amount
 *    and a seen or equal name, and the deposit came on or after the issue day of everything it pays. Two customers of
 *    one name and amount, two receivables of one amount, two sums that both fit: a person decides. So it is for a cut or
 *    similar name, until someone has accepted it once and it counts as seen.
 * 5. A deposit is one payment: it is never matched to two full amounts (`allocate` refuses what exceeds it).
 */
import { type LocalDate, seoulMoment } from "../calendar.ts";
import type { CustomerId } from "../ids.ts";
import { minusWon, sumWon, type Won } from "../money.ts";
import { type AllocationPart, spread } from "./allocation.ts";
import { compareNames, type NameEvidence, nameEvidences } from "./depositor_name.ts";
import type { OpenReceivable } from "./ledger.ts";

/** What of a bank line the matching looks at. */
export interface DepositToMatch {
  readonly amount: Won;
  readonly depositorName: string;
  /** The Seoul day of the deposit. */
  readonly depositedOn: LocalDate;
}

/** A customer with open receivables, oldest first (`openReceivables`), and the names that have paid for it before. */
export interface MatchCandidate {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly seenDepositorNames: readonly string[];
  readonly receivables: readonly OpenReceivable[];
}

/** Why a proposal is made, as the page shows it. */
export interface MatchEvidence {
  /** `equal`: pays its receivables exactly; `partial`: less than is open; `over`: more, the rest would be prepayment. */
  readonly amount: "equal" | "partial" | "over";
  readonly name: NameEvidence;
  /** From the latest issue among what it pays to the deposit; negative when the deposit came first. */
  readonly daysSinceIssue: number;
}

/** A deposit as paying some receivables of one customer. */
export interface MatchProposal {
  readonly customerId: CustomerId;
  readonly parts: readonly AllocationPart[];
  readonly evidence: MatchEvidence;
  /** Whether it may be accepted automatically (policy 4); at most one of all proposals is. */
  readonly certain: boolean;
}

const maxParts = 6;
/** Sums are sought among so many of the oldest receivables of a customer. */
const maxSearched = 12;
/** So many sums of one customer are proposed; two are enough to be uncertain. */
const maxSums = 3;

/** The proposals for a deposit, the best first; empty when nothing speaks for anyone. */
export function proposeMatches(deposit: DepositToMatch, candidates: readonly MatchCandidate[]): MatchProposal[] {
  if (deposit.amount <= 0n) return [];
  const proposals = candidates.flatMap((candidate) => proposalsOf(deposit, candidate));
  const strong = proposals.filter(({ evidence }) =>
    evidence.amount === "equal" && (evidence.name === "seen" || evidence.name === "equal")
  );
  const only = strong.length === 1 ? strong[0] : undefined;
  return proposals
    .map((proposal) => ({ ...proposal, certain: proposal === only && proposal.evidence.daysSinceIssue >= 0 }))
    .sort(byEvidence);
}

function proposalsOf(deposit: DepositToMatch, candidate: MatchCandidate): MatchProposal[] {
  const name = compareNames(deposit.depositorName, candidate);
  const sums = equalSums(deposit.amount, candidate.receivables)
    .filter(({ length }) => name !== "none" || length === 1 || length === candidate.receivables.length);
  const known = name === "seen" || name === "equal" || name === "cut";
  if (sums.length === 0 && !known) return [];
  const partsList = sums.length > 0 ? sums : [spread(deposit.amount, candidate.receivables)];
  return partsList.filter((parts) => parts.length > 0).map((parts) => {
    const paid = candidate.receivables.filter((open) => parts.some((part) => part.receivableId === open.receivableId));
    const partsAmount = sumWon(parts.map((part) => part.allocatedAmount));
    const amount = sums.length > 0 ? "equal" : partsAmount < deposit.amount ? "over" : "partial";
    const daysSinceIssue = Math.min(...paid.map((open) => daysBetween(open.openedOn, deposit.depositedOn)));
    return { customerId: candidate.customerId, parts, evidence: { amount, name, daysSinceIssue }, certain: false };
  });
}

/** Sets of receivables whose open amounts add up to the deposit: fewest and oldest first, then all of them. */
function equalSums(amount: Won, receivables: readonly OpenReceivable[]): AllocationPart[][] {
  const searched = receivables.slice(0, maxSearched);
  const found: OpenReceivable[][] = [];
  for (let size = 1; size <= Math.min(maxParts, searched.length); size++) {
    collectSums(searched, { size, amount, chosen: [], found });
  }
  const isSearched = receivables.length <= Math.min(maxParts, maxSearched);
  const isAll = sumWon(receivables.map((open) => open.openAmount)) === amount;
  if (isAll && !isSearched) found.push([...receivables]);
  return found.slice(0, maxSums).map((set) =>
    set.map(({ receivableId, openAmount }) => ({ receivableId, allocatedAmount: openAmount }))
  );
}

function collectSums(
  rest: readonly OpenReceivable[],
  search: { size: number; amount: Won; chosen: readonly OpenReceivable[]; found: OpenReceivable[][] },
): void {
  if (search.found.length >= maxSums) return;
  if (search.size === 0) {
    if (search.amount === 0n) search.found.push([...search.chosen]);
    return;
  }
  rest.forEach((open, index) => {
    collectSums(rest.slice(index + 1), {
      size: search.size - 1,
      amount: minusWon(search.amount, open.openAmount),
      chosen: [...search.chosen, open],
      found: search.found,
    });
  });
}

function byEvidence(a: MatchProposal, b: MatchProposal): number {
  return Number(b.certain) - Number(a.certain) ||
    Number(b.evidence.amount === "equal") - Number(a.evidence.amount === "equal") ||
    nameEvidences.indexOf(a.evidence.name) - nameEvidences.indexOf(b.evidence.name) ||
    Number(a.evidence.daysSinceIssue < 0) - Number(b.evidence.daysSinceIssue < 0) ||
    a.parts.length - b.parts.length ||
    b.evidence.daysSinceIssue - a.evidence.daysSinceIssue;
}

const dayMs = 86_400_000;

function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((seoulMoment(to).getTime() - seoulMoment(from).getTime()) / dayMs);
}
