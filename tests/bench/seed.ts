import { localDate, seoulMoment, yearMonth } from "../../lib/calendar.ts";
import { type Db, sql } from "../../lib/db/mod.ts";
import { migrate, readMigrations } from "../../lib/db/migrate.ts";
import { putFile } from "../../lib/files.ts";
import type { CustomerId, LinkId, MspId } from "../../lib/ids.ts";
import { insertCloudAccount, insertMsp } from "../../lib/msps/store.ts";
import { costCodes } from "../../lib/ncp/simulator/cost_codes.ts";
import { putCostCodes } from "../../lib/usage/cost_codes.ts";
import type { LinkToPull } from "../../lib/usage/pull.ts";
import type { Zone } from "../../lib/zone.ts";
import { sampleLogo } from "../fixtures/statement_prints.ts";

/** The month that every bench is about. */
export const usageMonth = yearMonth("2024-12");
/** When it is settled and billed: confirmed since the hour before. */
export const billingMoment = seoulMoment(localDate("2025-01-06"), "10:00");

/** Applies the product's migrations. */
export async function migrated(db: Db): Promise<void> {
  await migrate(db, await readMigrations(new URL("../../migrations/", import.meta.url)));
}

/** An invented MSP with a logo and NCP's code list. */
export async function seedMsp(db: Db): Promise<MspId> {
  return await db.transaction(async (tx) => {
    const mspId = await insertMsp(tx, {
      name: "한빛클라우드(주)",
      brn: "1234567891",
      representative: "김한빛",
      address: "서울특별시 송파구 법원로 100, 8층",
      phone: "02-555-0100",
      fax: "",
      email: "billing@example.com",
      bizType: "",
      bizItem: "",
      bankAccountText: "가나은행 100-200-300400 (예금주 한빛클라우드(주))",
      noticeText: "납부기한까지 위 계좌로 입금해 주십시오.",
      roundingUnit: 10,
      vatRounding: "cut",
      writeDateRule: "month_end",
    });
    const { content } = sampleLogo();
    const logoFileId = await putFile(tx, mspId, { name: "logo.png", type: "image/png", content });
    await tx.execute(sql`update msps set logo_file_id = ${logoFileId} where id = ${mspId}`);
    await putCostCodes(tx, mspId, { codes: costCodes, at: billingMoment });
    return mspId;
  });
}

/** A cloud account with its keys as given: ciphertext where they are used. */
export async function seedAccount(
  db: Db,
  mspId: MspId,
  account: { name: string; zone: Zone; accessKey: string; secretKey: string },
): Promise<string> {
  return await db.transaction((tx) => insertCloudAccount(tx, mspId, { ...account, type: "ordinary" }));
}

/** A customer to be, as NCP knows it. */
export interface Member {
  readonly cloudAccountId: string;
  readonly zone: Zone;
  readonly memberNo: string;
}

/** Registers a customer with a link per member, and answers the links in that order. */
export async function seedCustomers(db: Db, mspId: MspId, members: readonly Member[]): Promise<readonly LinkToPull[]> {
  await db.execute(sql`
    with member as (
      select * from unnest(${members.map((each) => each.cloudAccountId)}::uuid[],
        ${members.map((each) => each.zone)}::text[], ${members.map((each) => each.memberNo)}::text[])
        with ordinality as member (account_id, zone, member_no, serial)
    ), customer as (
      insert into customers (msp_id, serial, name, zone, main_account_id, brn, contact_name, contact_email, cycle_start)
      select ${mspId}, serial, '고객사 ' || serial, zone, 'main' || serial || '@example.com', '1234567891', '김하늘',
        'contact' || serial || '@example.com', ${`${usageMonth}-01`}::date
      from member
      returning id, serial
    )
    insert into customer_links (msp_id, customer_id, cloud_account_id, zone, member_no, from_month)
    select ${mspId}, customer.id, account_id, zone, member_no, ${`${usageMonth}-01`}::date
    from member join customer using (serial)`);
  return await db.query<LinkToPull & { linkId: LinkId; customerId: CustomerId }>(sql`
    select l.id as "linkId", c.id as "customerId", c.name as "customerName", l.member_no as "memberNo",
      l.cloud_account_id as "cloudAccountId"
    from customer_links l join customers c on c.id = l.customer_id
    where l.msp_id = ${mspId} order by c.serial`);
}

/** `count` members of one 민간 account whose keys nobody uses. */
export async function plainMembers(db: Db, options: { mspId: MspId; count: number }): Promise<Member[]> {
  const account = { name: "민간", zone: "public", accessKey: "unused", secretKey: "unused" } as const;
  const cloudAccountId = await seedAccount(db, options.mspId, account);
  return Array.from({ length: options.count }, (_, index) => ({
    cloudAccountId,
    zone: "public",
    memberNo: String(1_000_001 + index),
  }));
}
