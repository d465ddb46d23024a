import { type Db, sql } from "../../lib/db/mod.ts";

/** Two years of paid bills: without what an installation carries by then, a query that reads all of a table looks fast. */
export async function seedPaidYears(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    // The triggers that guard allocations look at one row at a time; here all rows are known to agree.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`
      insert into receivables (msp_id, customer_id, usage_month, source, statement_id, amount, due_on, opened_at)
      select msp_id, id, cycle_start - n * interval '1 month', 'statement', new_id(), 100000, cycle_start, now()
      from customers, generate_series(1, 24) as n`);
    await tx.execute(sql`
      insert into payments (msp_id, customer_id, source, amount, paid_on, recorded_at)
      select msp_id, id, 'manual', 2400000, cycle_start, now() from customers`);
    await tx.execute(sql`
      insert into allocations (msp_id, customer_id, payment_id, receivable_id, amount, allocated_at)
      select r.msp_id, r.customer_id, p.id, r.id, r.amount, now()
      from receivables r join payments p on p.customer_id = r.customer_id`);
  });
  await db.script("vacuum analyze");
}

/** A month of nightly pulls before the last one, which brought the same. */
export async function seedEarlierPulls(db: Db): Promise<void> {
  await db.script(`
    insert into pulls
    select copy.*
    from pulls pull
    cross join generate_series(1, 30) as n
    cross join lateral jsonb_populate_record(pull, jsonb_build_object('id', new_id(),
      'taken_at', pull.taken_at - n * interval '1 day')) as copy`);
  await db.script("vacuum analyze");
}
