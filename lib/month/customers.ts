import { audit } from "../audit.ts";
import { addMonths, firstDay, yearMonth } from "../calendar.ts";
import type { Customer, CustomerFields, CustomerLink } from "../customers/customer.ts";
import {
  extendFirstLink,
  insertCustomer,
  insertLink,
  listPcpTerms,
  putPcpTerm,
  updateCustomer,
} from "../customers/store.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import { forgetLinkMonths } from "../settlement/store.ts";
import type { MonthFileCustomer } from "./file.ts";
import { changedFields, days, type Registration } from "./registration.ts";

/** The cloud account that an entry of the file names. */
export interface LinkedAccount {
  readonly id: string;
  readonly zone: Customer["zone"];
}

/** Registers a customer of the file with its link to NCP. */
export async function addCustomer(
  tx: Tx,
  options: { mspId: MspId; registration: Registration; entry: MonthFileCustomer; account: LinkedAccount },
): Promise<CustomerId> {
  const { mspId, registration, entry, account } = options;
  const fields = customerFields(entry, null);
  const { id } = await insertCustomer(tx, mspId, { ...fields, zone: account.zone });
  await insertLink(tx, mspId, {
    customerId: id,
    cloudAccountId: account.id,
    zone: account.zone,
    memberNo: entry.memberNo,
    fromMonth: fields.cycleStart,
    previousUntil: null,
  });
  const created = { objectKind: "customer", objectId: id, action: "create", after: fields };
  await audit(tx, registration.actor, { mspId, entries: [created] });
  return id;
}

/** Applies what the file changes of a customer that is registered; what it omits stays. */
export async function editCustomer(
  tx: Tx,
  options: {
    mspId: MspId;
    registration: Registration;
    entry: MonthFileCustomer;
    customer: Customer;
    account: LinkedAccount;
    links: readonly CustomerLink[];
  },
): Promise<CustomerId> {
  const { mspId, registration, entry, customer, account } = options;
  const fields = customerFields(entry, customer);
  const changed = changedFields(customer, fields);
  if (Object.keys(changed.after).length > 0) {
    await updateCustomer(tx, mspId, { ...fields, id: customer.id, zone: account.zone });
    const entries = [{ objectKind: "customer", objectId: customer.id, action: "edit", ...changed }];
    await audit(tx, registration.actor, { mspId, entries });
  }
  if (fields.cycleStart < customer.cycleStart) {
    await extendFirstLink(tx, mspId, { customerId: customer.id, fromMonth: fields.cycleStart });
  }
  const link = options.links.find((each) => each.customerId === customer.id && each.untilMonth === null);
  if (link && (link.memberNo !== entry.memberNo || link.cloudAccountId !== account.id)) {
    await relink(tx, { mspId, registration, entry, account, link });
  }
  return customer.id;
}

/** A changed link holds from the run's usage month on; earlier open months keep the old one (B4). */
async function relink(
  tx: Tx,
  options: {
    mspId: MspId;
    registration: Registration;
    entry: MonthFileCustomer;
    account: LinkedAccount;
    link: CustomerLink;
  },
): Promise<void> {
  const { mspId, registration, entry, account, link } = options;
  const { customerId } = link;
  const fromMonth = registration.usageMonth;
  await insertLink(tx, mspId, {
    customerId,
    cloudAccountId: account.id,
    zone: account.zone,
    memberNo: entry.memberNo,
    fromMonth,
    previousUntil: addMonths(fromMonth, -1),
  });
  // What the old link gave for months that it does not hold for any more would be billed beside what the new one gives.
  await forgetLinkMonths(tx, mspId, { customerId, linkId: link.id, fromMonth });
  const after = { memberNo: entry.memberNo, cloudAccount: entry.cloudAccount, fromMonth };
  const entries = [{ objectKind: "customer", objectId: customerId, action: "relink", before: link, after }];
  await audit(tx, registration.actor, { mspId, entries });
}

function customerFields(entry: MonthFileCustomer, before: Customer | null): CustomerFields {
  return {
    name: entry.name,
    mainAccountId: entry.mainAccountId,
    brn: entry.brn,
    representative: entry.representative ?? before?.representative ?? "",
    address: entry.address ?? before?.address ?? "",
    addressDetail: before?.addressDetail ?? "",
    bizType: entry.bizType ?? before?.bizType ?? "",
    bizItem: entry.bizItem ?? before?.bizItem ?? "",
    contactName: entry.contact?.name ?? before?.contactName ?? "",
    contactEmail: entry.contact?.email ?? before?.contactEmail ?? "",
    contactPhone: entry.contact?.phone ?? before?.contactPhone ?? "",
    billingDay: entry.billingDay ?? before?.billingDay ?? 10,
    dueDay: entry.dueDay ?? before?.dueDay ?? 31,
    cycleMonths: entry.cycleMonths ?? before?.cycleMonths ?? 1,
    cycleStart: entry.cycleStart ?? before?.cycleStart ?? yearMonth("2024-01"),
    taxBasis: entry.taxBasis ?? before?.taxBasis ?? "monthly",
    passDiscounts: entry.passDiscounts ?? before?.passDiscounts ?? true,
    memo: before?.memo ?? "",
  };
}

/** Registers the PCP rate of a customer: a first one from its 청구 시작월 on, a changed one from tomorrow on (B4). */
export async function putTerms(
  tx: Tx,
  options: { mspId: MspId; registration: Registration; entry: MonthFileCustomer; id: CustomerId; isNew: boolean },
): Promise<void> {
  const { mspId, registration, entry, id } = options;
  if (entry.pcpRateBps === undefined) return;
  const terms = await listPcpTerms(tx, mspId, [id]);
  const latest = terms.at(-1);
  if ((latest?.rateBps ?? 0) === entry.pcpRateBps) return;
  const first = firstDay(customerFields(entry, null).cycleStart);
  const countsFrom = options.isNew ? first : days(registration).tomorrow;
  await putPcpTerm(tx, mspId, { customerId: id, countsFrom, rateBps: entry.pcpRateBps });
}
