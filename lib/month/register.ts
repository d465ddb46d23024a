import { type Actor, audit } from "../audit.ts";
import {
  addDays,
  addMonths,
  firstDay,
  type LocalDate,
  localDate,
  seoulDate,
  type YearMonth,
  yearMonth,
} from "../calendar.ts";
import type { Customer, CustomerFields, CustomerLink } from "../customers/customer.ts";
import {
  insertCustomer,
  insertLink,
  listCustomers,
  listLinks,
  listPcpTerms,
  putPcpTerm,
  updateCustomer,
} from "../customers/store.ts";
import type { Db, Tx } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import type { Msp } from "../msps/msp.ts";
import {
  findMsp,
  insertMsp,
  insertOwner,
  latestPcpExclusions,
  type MspFields,
  putPcpExclusions,
  readMsp,
  updateMsp,
} from "../msps/store.ts";
import { hashPassword } from "../password.ts";
import { RefusedInput } from "../prelude.ts";
import type { SecretBox } from "../secrets.ts";
import { putAccounts } from "./cloud_accounts.ts";
import type { MonthFile, MonthFileCustomer } from "./file.ts";
import { putRules } from "./rules.ts";

/** What registering a month file needs. */
export interface RegisterTools {
  readonly db: Db;
  readonly secrets: SecretBox;
}

/** A month file with the run that brings it. */
export interface Registration {
  readonly file: MonthFile;
  readonly usageMonth: YearMonth;
  readonly actor: Actor;
}

const noMonth = localDate("2000-01-01");

/**
 * Registers what the file says: MSP, keys, customers, rules, in one transaction. What is there already and differs is an
 * edit on the day of the run; what the file omits stays. Running it again changes nothing.
 */
export async function registerFile(tools: RegisterTools, registration: Registration): Promise<MspId> {
  const { file } = registration;
  const existing = await findMsp(tools.db, file.msp.brn);
  const passwordHash = existing ? null : await hashPassword(file.msp.password);
  return await tools.db.transaction(async (tx) => {
    const mspId = existing ?? await createMsp(tx, { file, passwordHash: passwordHash ?? "" });
    if (existing) await editMsp(tx, { mspId, registration });
    await putExclusions(tx, { mspId, registration });
    const accounts = await putAccounts(tx, { mspId, file, secrets: tools.secrets, actor: registration.actor });
    const known = await listCustomers(tx, mspId);
    const links = await listLinks(tx, mspId);
    for (const entry of file.customers) {
      const account = accounts.get(entry.cloudAccount);
      if (!account) throw new RefusedInput(`인증키 "${entry.cloudAccount}"이(가) 없습니다.`);
      const customer = findCustomer({ known, links, entry, zone: account.zone });
      const id = customer
        ? await editCustomer(tx, { mspId, registration, entry, customer, account, links })
        : await addCustomer(tx, { mspId, registration, entry, account });
      await putTerms(tx, { mspId, registration, entry, id, isNew: !customer });
      await putRules(tx, { mspId, customerId: id, rules: entry.chargeRules ?? [], ...days(registration), entry });
    }
    return mspId;
  });
}

/** The customer that an entry of the file means: by its member number in the zone, else by its main account. */
export function findCustomer(
  options: {
    known: readonly Customer[];
    links: readonly CustomerLink[];
    entry: Pick<MonthFileCustomer, "memberNo" | "mainAccountId" | "name">;
    zone: string;
  },
): Customer | null {
  const { known, links, entry, zone } = options;
  const link = links.find((each) => each.untilMonth === null && each.zone === zone && each.memberNo === entry.memberNo);
  const byMember = known.find((each) => each.id === link?.customerId);
  const byAccount = known.find((each) => each.zone === zone && each.mainAccountId === entry.mainAccountId);
  if (byMember && byAccount && byMember.id !== byAccount.id) {
    throw new RefusedInput(
      `고객사 "${entry.name}": 회원번호 ${entry.memberNo}은(는) "${byMember.name}", ` +
        `메인 계정 ID ${entry.mainAccountId}은(는) "${byAccount.name}"의 것입니다. 하나로 맞춰야 합니다.`,
    );
  }
  return byMember ?? byAccount ?? null;
}

async function createMsp(tx: Tx, options: { file: MonthFile; passwordHash: string }): Promise<MspId> {
  const { file, passwordHash } = options;
  const mspId = await insertMsp(tx, mspFields(file, null));
  await insertOwner(tx, mspId, { email: file.msp.ownerEmail, passwordHash });
  return mspId;
}

async function editMsp(tx: Tx, options: { mspId: MspId; registration: Registration }): Promise<void> {
  const { mspId, registration } = options;
  const before = await readMsp(tx, mspId);
  const after = mspFields(registration.file, before);
  const changed = changedFields(before, after);
  if (Object.keys(changed.after).length === 0) return;
  await updateMsp(tx, mspId, after);
  const entry = { objectKind: "msp", objectId: mspId, action: "edit", ...changed };
  await audit(tx, registration.actor, { mspId, entries: [entry] });
}

function mspFields(file: MonthFile, before: Msp | null): MspFields {
  const { msp, settings } = file;
  return {
    name: msp.name,
    brn: msp.brn,
    representative: msp.representative,
    address: msp.address,
    phone: msp.phone,
    fax: msp.fax ?? before?.fax ?? "",
    email: msp.email,
    bizType: msp.bizType ?? before?.bizType ?? "",
    bizItem: msp.bizItem ?? before?.bizItem ?? "",
    bankAccountText: msp.bankAccount ?? before?.bankAccountText ?? "",
    noticeText: msp.notice ?? before?.noticeText ?? "",
    roundingUnit: settings?.roundingUnit ?? before?.roundingUnit ?? 10,
    vatRounding: settings?.vatRounding ?? before?.vatRounding ?? "cut",
    writeDateRule: settings?.writeDate ?? before?.writeDateRule ?? "month_end",
  };
}

async function putExclusions(tx: Tx, options: { mspId: MspId; registration: Registration }): Promise<void> {
  const { mspId, registration } = options;
  const details = registration.file.settings?.pcpExcludedDetails;
  if (details === undefined) return;
  const latest = await latestPcpExclusions(tx, mspId);
  const sorted = [...new Set(details)].sort();
  if (latest && String(latest.details) === String(sorted)) return;
  // A first list is the ground the file describes; a changed one counts from the day after, as a rule does (B4).
  await putPcpExclusions(tx, mspId, { countsFrom: latest ? days(registration).tomorrow : noMonth, details: sorted });
}

interface LinkedAccount {
  readonly id: string;
  readonly zone: Customer["zone"];
}

async function addCustomer(
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

async function editCustomer(
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
  const link = options.links.find((each) => each.customerId === customer.id && each.untilMonth === null);
  if (link && (link.memberNo !== entry.memberNo || link.cloudAccountId !== account.id)) {
    // A changed link holds from the run's usage month on; earlier open months keep the old one (B4).
    await insertLink(tx, mspId, {
      customerId: customer.id,
      cloudAccountId: account.id,
      zone: account.zone,
      memberNo: entry.memberNo,
      fromMonth: registration.usageMonth,
      previousUntil: addMonths(registration.usageMonth, -1),
    });
    const after = { memberNo: entry.memberNo, cloudAccount: entry.cloudAccount, fromMonth: registration.usageMonth };
    const relinked = { objectKind: "customer", objectId: customer.id, action: "relink", before: link, after };
    await audit(tx, registration.actor, { mspId, entries: [relinked] });
  }
  return customer.id;
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

async function putTerms(
  tx: Tx,
  options: { mspId: MspId; registration: Registration; entry: MonthFileCustomer; id: CustomerId; isNew: boolean },
): Promise<void> {
  const { mspId, registration, entry, id } = options;
  if (entry.pcpRateBps === undefined) return;
  const terms = (await listPcpTerms(tx, mspId)).filter((term) => term.customerId === id);
  const latest = terms.at(-1);
  if ((latest?.rateBps ?? 0) === entry.pcpRateBps) return;
  const first = firstDay(customerFields(entry, null).cycleStart);
  const countsFrom = options.isNew ? first : days(registration).tomorrow;
  await putPcpTerm(tx, mspId, { customerId: id, countsFrom, rateBps: entry.pcpRateBps });
}

function days(registration: Registration): { today: LocalDate; tomorrow: LocalDate } {
  const today = seoulDate(registration.actor.at);
  return { today, tomorrow: addDays(today, 1) };
}

/** The fields that differ, before and after; for the log. */
function changedFields<T extends object>(before: object, after: T): { before: Partial<T>; after: Partial<T> } {
  const old = before as Partial<T>;
  const keys = (Object.keys(after) as (keyof T)[]).filter((key) => old[key] !== after[key]);
  const pick = (from: Partial<T>) => Object.fromEntries(keys.map((key) => [key, from[key]])) as Partial<T>;
  return { before: pick(old), after: pick(after) };
}
