import type { YearMonth } from "../../calendar.ts";
import { monthOf, monthRange, parseSeoulStamp, seoulDate, seoulMoment, seoulStamp } from "../../calendar.ts";
import type { LocalDate } from "../../calendar.ts";
import type { Won } from "../../money.ts";
import { minusWon, sumWon, won, zeroWon } from "../../money.ts";
import type { SimulatorContext } from "../../simulator.ts";
import type { RegisteredBankAccount } from "./members.ts";
import { dayOnWire } from "./wire_days.ts";

/** 거래내역: one transaction of a bank account, as Popbill answers it (popbill-api.md 8.2). */
export interface Transaction {
  readonly tid: string;
  readonly accountID: string;
  readonly trdate: string;
  readonly trserial: number;
  readonly trdt: string;
  readonly accIn: string;
  readonly accOut: string;
  readonly balance: string;
  readonly remark1: string;
  readonly remark2: string;
  readonly remark3: string;
  readonly remark4: string;
  readonly regDT: string;
  readonly memo: string;
}

/** What is booked on a bank account. */
export interface Booking {
  readonly at: Date;
  readonly incoming: Won;
  readonly outgoing: Won;
  readonly remark1: string;
  readonly remark2: string;
}

const openingBalance = won(20_000_000);

/** Books a deposit; the first of a day finds that day's standing order gone out before it. */
export async function bookDeposit(
  context: SimulatorContext,
  bankAccount: RegisteredBankAccount,
  deposit: { readonly at: Date; readonly total: Won; readonly name: string },
): Promise<void> {
  const day = seoulDate(deposit.at);
  const standingOrder = { at: seoulMoment(day, "09:30"), incoming: zeroWon, outgoing: won(330_000) };
  if (await context.memory.add("popbill.standing_order", `${bankAccount.accountNumber} ${day}`, true)) {
    await book(context, bankAccount, { ...standingOrder, remark1: "통신요금", remark2: "자동이체" });
  }
  // Banks cut the name of the sender to ten characters.
  const remark1 = [...deposit.name].slice(0, 10).join("");
  const { at, total: incoming } = deposit;
  await book(context, bankAccount, { at, incoming, outgoing: zeroWon, remark1, remark2: "인터넷뱅킹" });
}

/** The transactions of some days that had happened by a moment, oldest first. */
export async function listTransactions(
  context: SimulatorContext,
  bankAccount: RegisteredBankAccount,
  range: { readonly from: LocalDate; readonly to: LocalDate; readonly until: string },
): Promise<Transaction[]> {
  const found: Transaction[] = [];
  for (const month of monthRange(monthOf(range.from), monthOf(range.to))) {
    const lines = await context.memory.list<Transaction>(kindOf(bankAccount.accountNumber, month));
    found.push(...lines.map((line) => line.value));
  }
  return found.filter((line) =>
    line.trdate >= dayOnWire(range.from) && line.trdate <= dayOnWire(range.to) && line.trdt <= range.until
  );
}

/** Writes the memo of a transaction; false where there is no such transaction. */
export async function saveMemo(
  context: SimulatorContext,
  bankAccount: RegisteredBankAccount,
  note: { readonly tid: string; readonly memo: string },
): Promise<boolean> {
  const moment = parseSeoulStamp(`${note.tid.slice(18, 26)}000000`);
  if (!moment) return false;
  const kind = kindOf(bankAccount.accountNumber, monthOf(seoulDate(moment)));
  const line = await context.memory.get<Transaction>(kind, note.tid);
  if (line) await context.memory.put(kind, note.tid, { ...line, memo: note.memo });
  return line !== null;
}

async function book(
  context: SimulatorContext,
  bankAccount: RegisteredBankAccount,
  booking: Booking,
): Promise<void> {
  const { memory } = context;
  const { accountNumber } = bankAccount;
  const day = seoulDate(booking.at);
  const before = won(await memory.get<string>("popbill.balance", accountNumber) ?? String(openingBalance));
  const balance = minusWon(sumWon([before, booking.incoming]), booking.outgoing);
  const trserial = await memory.next(`popbill.trserial:${accountNumber}:${day}`);
  const tid = `${bankAccount.idPrefix}${dayOnWire(day)}${String(trserial).padStart(6, "0")}`;
  const line: Transaction = {
    tid,
    accountID: accountNumber,
    trdate: dayOnWire(day),
    trserial,
    trdt: seoulStamp(booking.at),
    accIn: String(booking.incoming),
    accOut: String(booking.outgoing),
    balance: String(balance),
    remark1: booking.remark1,
    remark2: booking.remark2,
    remark3: "",
    remark4: "",
    regDT: seoulStamp(booking.at),
    memo: "",
  };
  await memory.put("popbill.balance", accountNumber, String(balance));
  await memory.put(kindOf(accountNumber, monthOf(day)), tid, line);
}

function kindOf(accountNumber: string, month: YearMonth): string {
  return `popbill.transaction:${accountNumber}:${month}`;
}
