import { type Db, inMsp, sql } from "../../lib/db/mod.ts";
import type { MspId } from "../../lib/ids.ts";
import { storePull } from "../../lib/usage/sync.ts";
import type { LinkToPull } from "../../lib/usage/pull.ts";
import { billingMoment, plainMembers, seedCustomers, seedMsp, usageMonth } from "./seed.ts";
import { pulledMonth, usageOf } from "./usage.ts";

/**
 * An MSP whose customers have a confirmed month of `lines` usage lines and five charge rules each. The first one is pulled
 * as the product does; the others are copies of it, made within the database so that this process stays small.
 */
export async function seedSettledMonth(
  db: Db,
  options: { customers: number; lines: number },
): Promise<{ mspId: MspId; links: readonly LinkToPull[] }> {
  const mspId = await seedMsp(db);
  const links = await seedCustomers(db, mspId, await plainMembers(db, { mspId, count: options.customers }));
  const [link] = links;
  if (!link) throw new TypeError("Cannot seed a month: there are no customers");
  const pulled = pulledMonth(usageOf(1, { lines: options.lines, changed: false }));
  await inMsp(
    db,
    mspId,
    (tx) => storePull(tx, { mspId, linkId: link.linkId, usageMonth, link, takenAt: billingMoment, pulled }),
  );
  await copyMonth(db, link);
  await seedRules(db, mspId);
  await db.script("vacuum analyze");
  return { mspId, links };
}

async function copyMonth(db: Db, from: LinkToPull): Promise<void> {
  await db.execute(sql`
    insert into usage_lines
    select copy.*
    from usage_lines line
    join customer_links other on other.msp_id = line.msp_id and other.id <> line.link_id
    join customers customer on customer.id = other.customer_id
    cross join lateral jsonb_populate_record(line, jsonb_build_object('link_id', other.id, 'customer_id', customer.id,
      'use_amount', line.use_amount + customer.serial * 13)) as copy
    where line.link_id = ${from.linkId}`);
  await db.execute(sql`
    insert into pulls
    select copy.*
    from pulls pull
    join customer_links other on other.msp_id = pull.msp_id and other.id <> pull.link_id
    cross join lateral jsonb_populate_record(pull, jsonb_build_object('id', new_id(), 'link_id', other.id,
      'customer_id', other.customer_id)) as copy
    where pull.link_id = ${from.linkId}`);
  await db.execute(sql`
    insert into usage_months (msp_id, customer_id, usage_month, state, as_of, pull_ids)
    select msp_id, customer_id, usage_month, 'confirmed', taken_at, array[id] from pulls
    on conflict do nothing`);
}

/** 기타 비용 and 할인 fixed and in percent, and a VM discount: what the settlement statement of the floor knows too. */
async function seedRules(db: Db, mspId: MspId): Promise<void> {
  await db.execute(sql`
    insert into charge_rules (msp_id, customer_id, position, kind, name, fixed_amount, rate_bps, server_codes, counts_from)
    select msp_id, id, position, kind, rule.name, fixed_amount, rate_bps, server_codes, cycle_start
    from customers,
      (values
        (1, 'extra', '운영 및 기술지원료', 100000::bigint, null::int, '{}'::text[]),
        (2, 'extra', '관리 수수료', null, 500, '{}'),
        (3, 'discount', '기타 할인', 30000, null, '{}'),
        (4, 'discount', '장기 할인', null, 300, '{}'),
        (5, 'vm_discount', 'VM 할인', null, 1000, '{SVR,VSVR}')
      ) as rule (position, kind, name, fixed_amount, rate_bps, server_codes)
    where msp_id = ${mspId}`);
}
