import { firstDay, type LocalDate, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import type { Won } from "../money.ts";
import type { Allocation, Ledger, Payment, Receivable } from "./ledger.ts";
import type { BankAccount, BankLine } from "./port.ts";

/** The ledger of a customer as it stands; locked against a second writer where `lock` is set. */
export async function readLedger(
  tx: Queryable,
  mspId: MspId,
  options: { customerId: CustomerId; lock: boolean },
): Promise<Ledger> {
  const { customerId } = options;
  if (options.lock) {
    await tx.query(sql`select from customers where msp_id = ${mspId} and id = ${customerId} for update`);
  }
  return {
    receivables: await tx.query<Receivable>(sql`
      select id, to_char(usage_month, 'YYYY-MM') as "usageMonth", source, amount as "totalAmount",
        (opened_at at time zone 'Asia/Seoul')::date as "openedOn", reverses_id as "reversesId"
      from receivables where msp_id = ${mspId} and customer_id = ${customerId} order by opened_at, id`),
    payments: await tx.query<Payment>(sql`
      select id, source, amount as "paidAmount", paid_on as "paidOn", to_char(usage_month, 'YYYY-MM') as "usageMonth",
        deposit_id as "depositId", refunds_id as "refundsId", reverses_id as "reversesId"
      from payments where msp_id = ${mspId} and customer_id = ${customerId} order by recorded_at, id`),
    allocations: await tx.query<Allocation>(sql`
      select id, payment_id as "paymentId", receivable_id as "receivableId", amount as "allocatedAmount",
        (allocated_at at time zone 'Asia/Seoul')::date as "allocatedOn", reverses_id as "reversesId"
      from allocations where msp_id = ${mspId} and customer_id = ${customerId} order by allocated_at, id`),
  };
}

/** Appends entries to a customer's ledger. */
export async function appendEntries(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; entries: Ledger; at: Date },
): Promise<void> {
  const { customerId, entries, at } = options;
  for (const payment of entries.payments) {
    await tx.execute(sql`
      insert into payments (id, msp_id, customer_id, source, deposit_id, reverses_id, refunds_id, usage_month, amount,
        paid_on, recorded_at)
      values (${payment.id}, ${mspId}, ${customerId}, ${payment.source}, ${payment.depositId}, ${payment.reversesId},
        ${payment.refundsId}, ${
      payment.usageMonth === null ? null : firstDay(payment.usageMonth)
    }, ${payment.paidAmount},
        ${payment.paidOn}, ${at})`);
  }
  const { allocations } = entries;
  if (allocations.length === 0) return;
  await tx.execute(sql`
    insert into allocations (msp_id, customer_id, allocated_at, id, payment_id, receivable_id, reverses_id, amount)
    select ${mspId}::uuid, ${customerId}::uuid, ${at}::timestamptz, entry.*
    from unnest(
      ${allocations.map((entry) => entry.id)}::uuid[], ${allocations.map((entry) => entry.paymentId)}::uuid[],
      ${allocations.map((entry) => entry.receivableId)}::uuid[],
      ${allocations.map((entry) => entry.reversesId)}::uuid[],
      ${allocations.map((entry) => entry.allocatedAmount)}::bigint[]
    ) as entry`);
}

/** An account whose deposits are read, and until which day they have been. */
export interface ReadAccount extends BankAccount {
  readonly readUntil: LocalDate | null;
}

/** Keeps the accounts that the feed knows; answers them with how far each was read. */
export async function putBankAccounts(
  tx: Tx,
  mspId: MspId,
  accounts: readonly BankAccount[],
): Promise<ReadAccount[]> {
  await tx.execute(sql`
    insert into bank_accounts (msp_id, bank_code, account_number, name)
    select ${mspId}::uuid, account.*
    from unnest(
      ${accounts.map((each) => each.bankCode)}::text[], ${accounts.map((each) => each.accountNumber)}::text[],
      ${accounts.map((each) => each.name)}::text[]
    ) as account
    on conflict (msp_id, bank_code, account_number) do update set name = excluded.name`);
  return await tx.query<ReadAccount>(sql`
    select bank_code as "bankCode", account_number as "accountNumber", name, read_until as "readUntil"
    from bank_accounts where msp_id = ${mspId} order by bank_code, account_number`);
}

/** Keeps what was read of an account: a line that is there already adds nothing (R21). Answers how many were new. */
export async function putDeposits(
  tx: Tx,
  mspId: MspId,
  options: {
    lines: readonly BankLine[];
    days: readonly LocalDate[];
    account: BankAccount;
    readUntil: LocalDate;
    at: Date;
  },
): Promise<number> {
  const { lines, account } = options;
  const added = lines.length === 0 ? 0 : await tx.execute(sql`
    insert into deposits (msp_id, read_at, bank_line_id, bank_code, account_number, deposited_at, deposited_on, amount,
      depositor_name, remark)
    select ${mspId}::uuid, ${options.at}::timestamptz, line.*
    from unnest(
      ${lines.map((line) => line.bankLineId)}::text[], ${lines.map((line) => line.bankCode)}::text[],
      ${lines.map((line) => line.accountNumber)}::text[], ${lines.map((line) => line.depositedAt)}::timestamptz[],
      ${[...options.days]}::date[], ${lines.map((line) => line.amount)}::bigint[],
      ${lines.map((line) => line.depositorName)}::text[], ${lines.map((line) => line.remark)}::text[]
    ) as line
    on conflict (msp_id, bank_line_id) do nothing`);
  await tx.execute(sql`
    update bank_accounts set read_until = ${options.readUntil}
    where msp_id = ${mspId} and bank_code = ${account.bankCode} and account_number = ${account.accountNumber}`);
  return added;
}

/** A deposit that pays nothing yet. */
export interface OpenDeposit {
  readonly id: string;
  readonly amount: Won;
  readonly depositorName: string;
  readonly depositedOn: LocalDate;
  readonly depositedAt: Date;
}

/** The deposits that wait for a match, oldest first. */
export async function openDeposits(tx: Queryable, mspId: MspId): Promise<OpenDeposit[]> {
  return await tx.query<OpenDeposit>(sql`
    select id, amount, depositor_name as "depositorName", deposited_on as "depositedOn", deposited_at as "depositedAt"
    from deposits where msp_id = ${mspId} and status = 'open' order by deposited_at, id`);
}

/** Takes a deposit as matched, or opens it again; false where it was not in the other state. */
export async function setDepositMatched(
  tx: Tx,
  mspId: MspId,
  options: { depositId: string; matched: boolean },
): Promise<boolean> {
  const [from, to] = options.matched ? ["open", "matched"] : ["matched", "open"];
  return await tx.execute(sql`
    update deposits set status = ${to} where msp_id = ${mspId} and id = ${options.depositId} and status = ${from}`) ===
    1;
}

/** A customer with open receivables and the names under which it has paid. */
export interface MatchableRow {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly seenDepositorNames: readonly string[];
  readonly receivables: readonly {
    receivableId: string;
    usageMonth: YearMonth;
    openedOn: LocalDate;
    openAmount: Won;
  }[];
}

/** The customers that owe something, with what is open, oldest first; in two statements for all of them. */
export async function matchableCustomers(tx: Queryable, mspId: MspId): Promise<MatchableRow[]> {
  const rows = await tx.query<
    MatchableRow["receivables"][number] & { customerId: CustomerId; name: string }
  >(sql`
    select r.customer_id as "customerId", c.name, r.id as "receivableId", to_char(r.usage_month, 'YYYY-MM') as "usageMonth",
      (r.opened_at at time zone 'Asia/Seoul')::date as "openedOn", (r.amount - coalesce(a.amount, 0))::bigint as "openAmount"
    from receivables r
    join customers c on c.msp_id = r.msp_id and c.id = r.customer_id
    left join (
      select receivable_id, sum(amount)::bigint as amount from allocations where msp_id = ${mspId} group by receivable_id
    ) a on a.receivable_id = r.id
    where r.msp_id = ${mspId} and r.reverses_id is null
      and not exists (select from receivables back where back.reverses_id = r.id)
      and r.amount <> coalesce(a.amount, 0)
    order by r.customer_id, r.usage_month, r.opened_at, r.id`);
  const names = Map.groupBy(
    await tx.query<{ customerId: CustomerId; name: string }>(sql`
      select customer_id as "customerId", name from depositor_names where msp_id = ${mspId}`),
    (row) => row.customerId,
  );
  return [...Map.groupBy(rows, (row) => row.customerId)].map(([customerId, receivables]) => ({
    customerId,
    name: receivables[0]?.name ?? "",
    seenDepositorNames: (names.get(customerId) ?? []).map((row) => row.name),
    receivables: receivables.map(({ receivableId, usageMonth, openedOn, openAmount }) => ({
      receivableId,
      usageMonth,
      openedOn,
      openAmount,
    })),
  }));
}

/** Remembers the name under which a customer paid. */
export async function putDepositorName(
  tx: Tx,
  mspId: MspId,
  options: { customerId: CustomerId; name: string },
): Promise<void> {
  await tx.execute(sql`
    insert into depositor_names (msp_id, customer_id, name) values (${mspId}, ${options.customerId}, ${options.name})
    on conflict do nothing`);
}

/** Billed and paid of a usage month, per customer, for a list. */
export async function monthPayments(
  tx: Queryable,
  mspId: MspId,
  usageMonth: YearMonth,
): Promise<{ customerId: CustomerId; billedAmount: Won; paidAmount: Won }[]> {
  return await tx.query(sql`
    select r.customer_id as "customerId", sum(r.amount)::bigint as "billedAmount",
      coalesce(sum(a.amount), 0)::bigint as "paidAmount"
    from receivables r
    left join (
      select receivable_id, sum(amount)::bigint as amount from allocations where msp_id = ${mspId} group by receivable_id
    ) a on a.receivable_id = r.id
    where r.msp_id = ${mspId} and r.usage_month = ${firstDay(usageMonth)}
    group by r.customer_id`);
}
