import type { YearMonth } from "../lib/calendar.ts";
import { listCustomers } from "../lib/customers/store.ts";
import { type Db, inMsp } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import { readMsp } from "../lib/msps/store.ts";
import { settleMonth } from "../lib/settlement/settle.ts";
import { draftStatements, isSettledWith, monthsToSettle } from "../lib/statements/draft.ts";
import { periodOf } from "../lib/statements/period.ts";
import { laterDraftMonths } from "../lib/statements/store.ts";

/**
 * Settles an MSP's usage month anew, with the earlier months of the periods that close with it, and drafts the statements
 * that hold it: also those that close later, whose amounts are the sums of their months.
 */
export async function settleAndDraft(
  db: Db,
  order: { mspId: MspId; usageMonth: YearMonth; now: Date },
): Promise<void> {
  const { mspId, usageMonth, now } = order;
  await inMsp(db, mspId, async (tx) => {
    const msp = await readMsp(tx, mspId);
    const customers = (await listCustomers(tx, mspId)).filter((customer) => periodOf(usageMonth, customer) !== null);
    for (const month of monthsToSettle(customers, usageMonth)) {
      const wanted = customers.filter((customer) => isSettledWith(customer, { month, usageMonth }));
      await settleMonth(tx, { msp, usageMonth: month, customers: wanted, now });
    }
    for (const closing of [usageMonth, ...await laterDraftMonths(tx, mspId, usageMonth)]) {
      await draftStatements(tx, { msp, usageMonth: closing, customers });
    }
  });
}
