import { firstDay, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { CloudAccountRow } from "./store.ts";

/** A registered key as 「인증키 관리」 lists it; its pair is ciphertext. */
export interface KeyRow extends CloudAccountRow {
  /** 등록일: when the account was added, and when its pair was last set. */
  readonly createdAt: Date;
  readonly keySetAt: Date;
  readonly version: number;
  /** How many customers are still pulled with it. */
  readonly customerCount: number;
}

const columns = sql`
  a.id, a.name, a.zone, a.type, a.access_key as "accessKey", a.secret_key as "secretKey", a.created_at as "createdAt",
  a.key_set_at as "keySetAt", a.version`;

// A customer uses a key while a link holds in the month, and while it is active or billed through the month.
function inUse(month: YearMonth) {
  return sql`
    l.msp_id = a.msp_id and l.cloud_account_id = a.id and (l.until_month is null or l.until_month >= ${firstDay(month)})
    and (c.active or c.last_month >= ${firstDay(month)})`;
}

/** The keys of an MSP by name, with how many customers use each from `month` on. */
export async function listKeys(tx: Queryable, mspId: MspId, month: YearMonth): Promise<KeyRow[]> {
  return await tx.query<KeyRow>(sql`
    select ${columns}, (
      select count(distinct c.id)::int from customer_links l
      join customers c on c.msp_id = l.msp_id and c.id = l.customer_id
      where ${inUse(month)}) as "customerCount"
    from cloud_accounts a where a.msp_id = ${mspId} and a.removed_at is null order by a.name`);
}

/** One key, locked where it is about to change; null where the MSP has none of that id. */
export async function readKey(
  tx: Queryable,
  mspId: MspId,
  options: { id: string; month: YearMonth; lock?: boolean },
): Promise<KeyRow | null> {
  const [row] = await tx.query<KeyRow>(sql`
    select ${columns}, 0 as "customerCount" from cloud_accounts a
    where a.msp_id = ${mspId} and a.id::text = ${options.id} and a.removed_at is null
    ${options.lock ? sql`for update` : sql``}`);
  if (!row) return null;
  return { ...row, customerCount: (await customersOfKey(tx, mspId, options)).length };
}

/** The customers that use a key from `month` on, by their serial. */
export async function customersOfKey(
  tx: Queryable,
  mspId: MspId,
  options: { id: string; month: YearMonth },
): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(sql`
    select c.name from customers c
    where c.msp_id = ${mspId} and exists (
      select from customer_links l join cloud_accounts a on a.msp_id = l.msp_id and a.id = l.cloud_account_id
      where a.id::text = ${options.id} and l.customer_id = c.id and ${inUse(options.month)})
    order by c.serial`);
  return rows.map((row) => row.name);
}

/** Sets the pair of a key that was read at `version`; false where someone else was first. */
export async function setPair(
  tx: Tx,
  mspId: MspId,
  pair: { id: string; version: number; accessKey: string; secretKey: string; at: Date },
): Promise<boolean> {
  return await tx.execute(sql`
    update cloud_accounts
    set access_key = ${pair.accessKey}, secret_key = ${pair.secretKey}, key_set_at = ${pair.at}
    where msp_id = ${mspId} and id = ${pair.id} and version = ${pair.version} and removed_at is null`) === 1;
}

/** Removes a key: its row goes where nothing points to it, else the name stays for old months and the pair is `empty`. */
export async function removeKey(
  tx: Tx,
  mspId: MspId,
  options: { id: string; at: Date; empty: { accessKey: string; secretKey: string } },
): Promise<void> {
  const gone = await tx.execute(sql`
    delete from cloud_accounts a
    where a.msp_id = ${mspId} and a.id = ${options.id} and not exists (
      select from customer_links l where l.msp_id = a.msp_id and l.cloud_account_id = a.id)`);
  if (gone === 1) return;
  await tx.execute(sql`
    update cloud_accounts
    set removed_at = ${options.at}, access_key = ${options.empty.accessKey}, secret_key = ${options.empty.secretKey}
    where msp_id = ${mspId} and id = ${options.id}`);
}
