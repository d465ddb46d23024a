import type { YearMonth } from "../lib/calendar.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { type Db, inMsp } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import { readMsp } from "../lib/msps/store.ts";
import { settleMonth } from "../lib/settlement/settle.ts";
import { draftStatements } from "../lib/statements/draft.ts";

/** Settles an MSP's usage month anew and drafts the statements that close with it. */
export async function settleAndDraft(
  db: Db,
  order: { mspId: MspId; usageMonth: YearMonth; now: Date },
): Promise<void> {
  const { mspId, usageMonth, now } = order;
  await inMsp(db, mspId, async (tx) => {
    const msp = await readMsp(tx, mspId);
    const customers = (await listCustomers(tx, mspId)).filter((customer) =>
      customer.cycleStart <= usageMonth && (customer.active || (customer.lastMonth ?? "") >= usageMonth)
    );
    await settleMonth(tx, { msp, usageMonth, customers, now });
    await draftStatements(tx, { msp, usageMonth, customers });
  });
}
