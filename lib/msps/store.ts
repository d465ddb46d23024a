import type { LocalDate } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { Zone } from "../zone.ts";
import type { Msp, PcpExclusions } from "./msp.ts";

/** An account as stored: its keys are ciphertext. */
export interface CloudAccountRow {
  readonly id: string;
  readonly name: string;
  readonly zone: Zone;
  readonly type: "ordinary" | "pcp";
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The columns that registering or editing an MSP sets. */
export type MspFields = Pick<
  Msp,
  | "name"
  | "brn"
  | "representative"
  | "address"
  | "phone"
  | "fax"
  | "email"
  | "bizType"
  | "bizItem"
  | "bankAccountText"
  | "noticeText"
  | "roundingUnit"
  | "vatRounding"
  | "writeDateRule"
>;

/** The MSP of a business number, over all tenants; null when there is none. */
export async function findMsp(db: Queryable, brn: string): Promise<MspId | null> {
  const [row] = await db.query<{ id: MspId }>(sql`select id from msps where brn = ${brn}`);
  return row?.id ?? null;
}

/** Waits until no other transaction registers or edits the MSP of a business number. */
export async function lockRegistration(tx: Tx, brn: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${brn}, 0))`);
}

/** Every MSP of the installation. */
export async function listMsps(db: Queryable): Promise<MspId[]> {
  return (await db.query<{ id: MspId }>(sql`select id from msps order by created_at, id`)).map((row) => row.id);
}

/** Creates an MSP; runs outside the role of the application. */
export async function insertMsp(tx: Tx, fields: MspFields): Promise<MspId> {
  const [row] = await tx.query<{ id: MspId }>(sql`
    insert into msps (name, brn, representative, address, phone, fax, email, biz_type, biz_item, bank_account_text,
      notice_text, rounding_unit, vat_rounding, write_date_rule)
    values (${fields.name}, ${fields.brn}, ${fields.representative}, ${fields.address}, ${fields.phone}, ${fields.fax},
      ${fields.email}, ${fields.bizType}, ${fields.bizItem}, ${fields.bankAccountText}, ${fields.noticeText},
      ${fields.roundingUnit}, ${fields.vatRounding}, ${fields.writeDateRule})
    returning id`);
  if (!row) throw new TypeError("Cannot create an MSP: no row came back");
  return row.id;
}

/** Writes the profile of an MSP. */
export async function updateMsp(tx: Tx, id: MspId, fields: MspFields): Promise<void> {
  await tx.query(sql`
    update msps
    set name = ${fields.name}, representative = ${fields.representative}, address = ${fields.address},
      phone = ${fields.phone}, fax = ${fields.fax}, email = ${fields.email}, biz_type = ${fields.bizType},
      biz_item = ${fields.bizItem}, bank_account_text = ${fields.bankAccountText}, notice_text = ${fields.noticeText},
      rounding_unit = ${fields.roundingUnit}, vat_rounding = ${fields.vatRounding},
      write_date_rule = ${fields.writeDateRule}
    where id = ${id}`);
}

/** The MSP of the tenant. */
export async function readMsp(tx: Queryable, id: MspId): Promise<Msp> {
  const [row] = await tx.query<Msp>(sql`
    select id, name, brn, representative, address, biz_type as "bizType", biz_item as "bizItem", phone, fax, email,
      bank_account_text as "bankAccountText", notice_text as "noticeText", logo_file_id as "logoFileId",
      rounding_unit as "roundingUnit", vat_rounding as "vatRounding", write_date_rule as "writeDateRule",
      confirmation_day as "confirmationDay", identity_tolerance as "identityTolerance",
      adjustments_kept as "adjustmentsKept", hold_share_bps as "holdShareBps", hold_won as "holdWon",
      hold_lines as "holdLines"
    from msps where id = ${id}`);
  if (!row) throw new TypeError(`Cannot read MSP ${id}: it does not exist`);
  return row;
}

/** Registers the owner 메인 계정 of an MSP. */
export async function insertOwner(tx: Tx, mspId: MspId, owner: { email: string; passwordHash: string }): Promise<void> {
  await tx.query(sql`
    insert into users (msp_id, role, login, name, email, password_hash)
    values (${mspId}, 'owner', ${owner.email}, ${owner.email}, ${owner.email}, ${owner.passwordHash})`);
}

/** The owner's password hash and e-mail; null when none is registered. */
export async function readOwner(tx: Queryable, mspId: MspId): Promise<{ email: string; passwordHash: string } | null> {
  const [row] = await tx.query<{ email: string; passwordHash: string }>(sql`
    select email, password_hash as "passwordHash" from users where msp_id = ${mspId} and role = 'owner'`);
  return row ?? null;
}

/** The registered accounts, keys as ciphertext; a removed one (for the name that old months carry) before its namesake. */
export async function listCloudAccounts(tx: Queryable, mspId: MspId): Promise<CloudAccountRow[]> {
  return await tx.query<CloudAccountRow>(sql`
    select id, name, zone, type, access_key as "accessKey", secret_key as "secretKey"
    from cloud_accounts where msp_id = ${mspId} order by name, removed_at`);
}

/** Registers an account; answers its id. */
export async function insertCloudAccount(tx: Tx, mspId: MspId, row: Omit<CloudAccountRow, "id">): Promise<string> {
  const [created] = await tx.query<{ id: string }>(sql`
    insert into cloud_accounts (msp_id, name, zone, type, access_key, secret_key)
    values (${mspId}, ${row.name}, ${row.zone}, ${row.type}, ${row.accessKey}, ${row.secretKey})
    returning id`);
  if (!created) throw new TypeError("Cannot register a cloud account: no row came back");
  return created.id;
}

/** Replaces the pair of an account under the same name: the way to rotate a key, or to bring a removed one back. */
export async function replaceKeyPair(
  tx: Tx,
  id: string,
  pair: { accessKey: string; secretKey: string },
): Promise<void> {
  await tx.query(sql`
    update cloud_accounts
    set access_key = ${pair.accessKey}, secret_key = ${pair.secretKey}, key_set_at = now(), removed_at = null
    where id = ${id}`);
}

/** The PCP exclusion list that counts in a run on `runDate`. */
export async function readPcpExclusions(
  tx: Queryable,
  mspId: MspId,
  runDate: LocalDate,
): Promise<PcpExclusions | null> {
  const [row] = await tx.query<PcpExclusions>(sql`
    select counts_from as "countsFrom", details from pcp_exclusions
    where msp_id = ${mspId} and counts_from <= ${runDate}
    order by counts_from desc limit 1`);
  return row ?? null;
}

/** The newest PCP exclusion list, in force or still to come. */
export async function latestPcpExclusions(tx: Queryable, mspId: MspId): Promise<PcpExclusions | null> {
  const [row] = await tx.query<PcpExclusions>(sql`
    select counts_from as "countsFrom", details from pcp_exclusions
    where msp_id = ${mspId} order by counts_from desc limit 1`);
  return row ?? null;
}

/** Sets the PCP exclusion list from a day on. */
export async function putPcpExclusions(tx: Tx, mspId: MspId, exclusions: PcpExclusions): Promise<void> {
  await tx.query(sql`
    insert into pcp_exclusions (msp_id, counts_from, details)
    values (${mspId}, ${exclusions.countsFrom}, ${[...exclusions.details]}::text[])
    on conflict (msp_id, counts_from) do update set details = excluded.details`);
}
