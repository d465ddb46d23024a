import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";

/** What the owner edits under 「회원정보」; the business number stays as approved. */
export interface ProfileFields {
  readonly name: string;
  readonly representative: string;
  /** 담당자: the owner's own name. */
  readonly contactName: string;
  /** 업태, 종목. */
  readonly bizType: string;
  readonly bizItem: string;
  readonly address: string;
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
}

/** 회원정보 of an MSP. */
export interface Profile extends ProfileFields {
  readonly brn: string;
  /** The login of the owner. */
  readonly ownerLogin: string;
  /** Grows with every edit, whoever makes it. */
  readonly version: number;
  readonly createdAt: Date;
}

/** The profile of an MSP, locked where it is about to change. */
export async function readProfile(
  tx: Queryable,
  mspId: MspId,
  options: { lock: boolean } = { lock: false },
): Promise<Profile> {
  const [row] = await tx.query<Profile>(sql`
    select m.name, m.brn, m.representative, m.biz_type as "bizType", m.biz_item as "bizItem", m.address, m.phone, m.fax,
      m.email, m.profile_version as version, m.created_at as "createdAt",
      coalesce((select name from users where msp_id = m.id and role = 'owner'), '') as "contactName",
      coalesce((select login from users where msp_id = m.id and role = 'owner'), '') as "ownerLogin"
    from msps m where m.id = ${mspId} ${options.lock ? sql`for update` : sql``}`);
  if (!row) throw new TypeError(`Cannot read the profile of MSP ${mspId}: it does not exist`);
  return row;
}

/** Writes the profile; the version is raised by the database, for a changed contact alone as well. */
export async function updateProfile(
  tx: Tx,
  mspId: MspId,
  fields: ProfileFields & { readonly version: number },
): Promise<void> {
  await tx.execute(sql`
    update msps
    set name = ${fields.name}, representative = ${fields.representative}, biz_type = ${fields.bizType},
      biz_item = ${fields.bizItem}, address = ${fields.address}, phone = ${fields.phone}, fax = ${fields.fax},
      email = ${fields.email}, profile_version = ${fields.version} + 1
    where id = ${mspId}`);
}
