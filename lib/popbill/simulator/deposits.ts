import type { LocalDate } from "../../calendar.ts";
import {
  addDays,
  nextTransferDay,
  onOrNextBusinessDay,
  parseSeoulStamp,
  seoulDate,
  seoulMoment,
} from "../../calendar.ts";
import type { Won } from "../../money.ts";
import { minusWon, shareOf, sumWon } from "../../money.ts";
import type { SimulatorContext } from "../../simulator.ts";
import type { Due } from "./agenda.ts";
import { schedule } from "./agenda.ts";
import { totalsOf } from "./amounts.ts";
import { bookDeposit } from "./bank_lines.ts";
import type { TaxDocument } from "./documents.ts";
import { findDocument } from "./documents.ts";
import { findMember } from "./members.ts";

/** How a buyer pays: whole, half and the rest later, under another name, two documents at once, not at all. */
export type PaymentHabit = "exact" | "partial" | "other_name" | "combined" | "never";

/** A document that waits to be paid. */
interface Open {
  readonly itemKey: string;
  readonly habit: PaymentHabit;
  /** True where the buyer's name chose the habit: a combined payment then waits for a second document. */
  readonly chosen: boolean;
}

/** Words in the buyer's name that choose the habit. */
const words: readonly (readonly [string, PaymentHabit])[] = [
  ["정확", "exact"],
  ["일부입금", "partial"],
  ["다른이름", "other_name"],
  ["합산입금", "combined"],
  ["미입금", "never"],
];

/** So many documents are paid exactly before the mixture begins. */
const exactAtFirst = 5;

/** The habit that a word in the buyer's name chooses; null where it has none. */
export function chosenHabit(buyerName: string): PaymentHabit | null {
  return words.find(([word]) => buyerName.includes(word))?.[1] ?? null;
}

/** The habit that follows from a document key: of a hundred 65, 10, 10, 10 and 5. */
export function habitOfKey(mgtKey: string): PaymentHabit {
  let hash = 2166136261;
  for (const character of mgtKey) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  const share = hash % 100;
  return share < 65 ? "exact" : share < 75 ? "partial" : share < 85 ? "other_name" : share < 95 ? "combined" : "never";
}

/** Puts on the agenda when the buyer of an issued document pays: 11:00 of the next business day, if ever. */
export async function planDeposit(context: SimulatorContext, document: TaxDocument): Promise<void> {
  // Of the amendments only a positive change of the supply amount is a new claim.
  const isClaim = document.content.modifyCode === null || document.content.modifyCode === 2;
  if (!isClaim || totalsOf(document.content).totalAmount <= 0n) return;
  const chosen = chosenHabit(document.content.invoiceeCorpName);
  const isFirst = chosen === null && await context.memory.next("popbill.claim") <= exactAtFirst;
  const habit = chosen ?? (isFirst ? "exact" : habitOfKey(document.mgtKey));
  if (habit === "never") return;
  const open: Open = { itemKey: document.itemKey, habit, chosen: chosen !== null };
  await context.memory.put(openKind(document), document.mgtKey, open);
  const issueDay = seoulDate(parseSeoulStamp(document.issueDT) ?? context.clock.now());
  await schedule(context, dueOf(document, { what: "deposit", at: elevenOn(nextTransferDay(issueDay)) }));
}

/** Pays a document that is due, if it still stands and is open. */
export async function playDeposit(context: SimulatorContext, due: Due): Promise<void> {
  const document = await findDocument(context, { corpNum: due.corpNum, mgtKey: due.key });
  if (!document || !isPayable(document, due.itemKey)) return;
  const open = await context.memory.get<Open>(openKind(document), document.mgtKey);
  if (open?.itemKey !== document.itemKey) return;
  const { totalAmount } = totalsOf(document.content);
  switch (open.habit) {
    case "exact":
      return pay(context, { documents: [document], total: totalAmount, due });
    case "other_name":
      return pay(context, { documents: [document], total: totalAmount, name: document.content.invoiceeCEOName, due });
    case "partial": {
      const later = onOrNextBusinessDay(addDays(seoulDate(new Date(due.at)), 2));
      await schedule(context, dueOf(document, { what: "remainder", at: elevenOn(later) }));
      return pay(context, { documents: [document], total: firstHalf(totalAmount), due });
    }
    case "combined": {
      const other = await anotherOpen(context, document);
      if (!other && open.chosen) return;
      const documents = other ? [other, document] : [document];
      const total = sumWon(documents.map((each) => totalsOf(each.content).totalAmount));
      return pay(context, { documents, total, due });
    }
    case "never":
      return;
  }
}

/** Pays the second part of a document that was paid in part. */
export async function playRemainder(context: SimulatorContext, due: Due): Promise<void> {
  const document = await findDocument(context, { corpNum: due.corpNum, mgtKey: due.key });
  if (!document || !isPayable(document, due.itemKey)) return;
  const { totalAmount } = totalsOf(document.content);
  await pay(context, { documents: [document], total: minusWon(totalAmount, firstHalf(totalAmount)), due });
}

/** Takes a document that was cancelled or deleted off the list of what waits to be paid. */
export function closeClaim(context: SimulatorContext, document: TaxDocument): Promise<void> {
  return context.memory.delete(openKind(document), document.mgtKey);
}

interface Paying {
  readonly documents: readonly TaxDocument[];
  readonly total: Won;
  readonly name?: string;
  readonly due: Due;
}

async function pay(context: SimulatorContext, paying: Paying): Promise<void> {
  const { due } = paying;
  const member = await findMember(context, due.corpNum);
  const bankAccount = member?.bankAccounts[0];
  // Claimed first, so that two servers over one memory book it once.
  if (!bankAccount || !await context.memory.add("popbill.paid", `${due.itemKey} ${due.what}`, true)) return;
  const name = paying.name ?? paying.documents[0]?.content.invoiceeCorpName ?? "";
  await bookDeposit(context, bankAccount, { at: new Date(due.at), total: paying.total, name });
  for (const document of paying.documents) await closeClaim(context, document);
}

async function anotherOpen(context: SimulatorContext, document: TaxDocument): Promise<TaxDocument | null> {
  for (const { key, value } of await context.memory.list<Open>(openKind(document))) {
    if (key === document.mgtKey) continue;
    const other = await findDocument(context, { corpNum: document.corpNum, mgtKey: key });
    if (other && isPayable(other, value.itemKey)) return other;
  }
  return null;
}

function elevenOn(day: LocalDate): Date {
  return seoulMoment(day, "11:00");
}

function firstHalf(totalAmount: Won): Won {
  return shareOf(totalAmount, 5_000);
}

function isPayable(document: TaxDocument, itemKey: string): boolean {
  return document.itemKey === itemKey && document.stateCode >= 300 && document.stateCode <= 304;
}

function openKind(document: TaxDocument): string {
  return `popbill.open:${document.corpNum}:${document.content.invoiceeCorpNum}`;
}

function dueOf(document: TaxDocument, when: { what: "deposit" | "remainder"; at: Date }): Due {
  const { corpNum, mgtKey: key, itemKey } = document;
  return { at: when.at.toISOString(), what: when.what, corpNum, key, itemKey };
}
