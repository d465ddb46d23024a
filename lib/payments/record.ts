import { type Actor, audit } from "../audit.ts";
import { type LocalDate, seoulDate, type YearMonth } from "../calendar.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import type { Won } from "../money.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { allocate, type AllocationPart, type EntryOptions } from "./allocation.ts";
import { emptyLedger, type Ledger } from "./ledger.ts";
import type { LedgerRefusal } from "./ledger_refusal.ts";
import { refundPayment, reversePayment, setManualPayment } from "./payment.ts";
import { appendEntries, readLedger, setDepositMatched } from "./store.ts";

/** Whose ledger is written, and by whom. */
export interface RecordOptions {
  readonly mspId: MspId;
  readonly customerId: CustomerId;
  readonly actor: Actor;
}

/** 「수정」: sets the payment of a usage month entered by hand, by a reversal and a new entry; 0 takes it away (B8). */
export function setMonthPayment(
  tx: Tx,
  options: RecordOptions & { usageMonth: YearMonth; paidAmount: Won; paidOn: LocalDate },
): Promise<Result<null, LedgerRefusal>> {
  return enter(
    tx,
    { ...options, action: "set_payment" },
    (ledger, entry) => setManualPayment(ledger, { ...options, ...entry }),
  );
}

/** Undoes a payment with its allocations; a matched deposit waits again, where it was matched (B8, R22). */
export async function undoPayment(
  tx: Tx,
  options: RecordOptions & { paymentId: string },
): Promise<Result<null, LedgerRefusal>> {
  const { mspId, customerId, paymentId } = options;
  const { payments } = await readLedger(tx, mspId, { customerId, lock: true });
  const depositId = payments.find((payment) => payment.id === paymentId)?.depositId ?? null;
  const undone = await enter(
    tx,
    { ...options, action: "undo_payment" },
    (ledger, entry) => reversePayment(ledger, { paymentId, ...entry }),
  );
  if (undone.ok && depositId !== null) await setDepositMatched(tx, mspId, { depositId, matched: false });
  return undone;
}

/** 환불: pays back what a payment has not allocated, or a part of it. */
export function refund(
  tx: Tx,
  options: RecordOptions & { paymentId: string; refundAmount: Won },
): Promise<Result<null, LedgerRefusal>> {
  return enter(
    tx,
    { ...options, action: "refund" },
    (ledger, entry) => refundPayment(ledger, { ...options, ...entry }),
  );
}

/** Allocates 선수금 by a person's choice (B8). */
export function allocatePrepayment(
  tx: Tx,
  options: RecordOptions & { paymentId: string; parts: readonly AllocationPart[] },
): Promise<Result<null, LedgerRefusal>> {
  return enter(tx, { ...options, action: "allocate" }, (ledger, entry) => {
    const allocations = allocate(ledger, { ...options, ...entry });
    return allocations.ok ? ok({ ...emptyLedger, allocations: allocations.value }) : allocations;
  });
}

/** Reads the ledger under its lock, lets the pure rule say what is entered, appends it and logs it. */
async function enter(
  tx: Tx,
  options: RecordOptions & { action: string },
  rule: (ledger: Ledger, entry: EntryOptions) => Result<Ledger, LedgerRefusal>,
): Promise<Result<null, LedgerRefusal>> {
  const { mspId, customerId, actor, action } = options;
  const ledger = await readLedger(tx, mspId, { customerId, lock: true });
  const entries = rule(ledger, { on: seoulDate(actor.at), newId: () => crypto.randomUUID() });
  if (!entries.ok) return refuse(entries.refusal);
  await appendEntries(tx, mspId, { customerId, entries: entries.value, at: actor.at });
  const entry = { objectKind: "customer", objectId: customerId, action, after: entries.value };
  await audit(tx, actor, { mspId, entries: [entry] });
  return ok(null);
}
