import { audit } from "../audit.ts";
import { localDate } from "../calendar.ts";
import type { Customer, CustomerLink } from "../customers/customer.ts";
import { listCustomers, listLinks } from "../customers/store.ts";
import { breaks, type Db, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { Msp } from "../msps/msp.ts";
import {
  findMsp,
  insertMsp,
  insertOwner,
  latestPcpExclusions,
  lockRegistration,
  type MspFields,
  putPcpExclusions,
  readMsp,
  updateMsp,
} from "../msps/store.ts";
import { hashPassword } from "../password.ts";
import { RefusedInput } from "../prelude.ts";
import type { SecretBox } from "../secrets.ts";
import { putAccounts } from "./cloud_accounts.ts";
import { addCustomer, editCustomer, putTerms } from "./customers.ts";
import type { MonthFile, MonthFileCustomer } from "./file.ts";
import { changedFields, days, type Registration } from "./registration.ts";
import { putRules } from "./rules.ts";

/** What registering a month file needs. */
export interface RegisterTools {
  readonly db: Db;
  readonly secrets: SecretBox;
}

const noMonth = localDate("2000-01-01");

/**
 * Registers what the file says: MSP, keys, customers, rules, in one transaction. What is there already and differs is an
 * edit on the day of the run; what the file omits stays. Running it again changes nothing.
 */
export async function registerFile(tools: RegisterTools, registration: Registration): Promise<MspId> {
  const { file } = registration;
  return await tools.db.transaction(async (tx) => {
    await lockRegistration(tx, file.msp.brn);
    const existing = await findMsp(tx, file.msp.brn);
    const mspId = existing ?? await createMsp(tx, file);
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

async function createMsp(tx: Tx, file: MonthFile): Promise<MspId> {
  const passwordHash = await hashPassword(file.msp.password);
  const mspId = await insertMsp(tx, mspFields(file, null));
  const { ownerEmail } = file.msp;
  try {
    await tx.savepoint((inner) => insertOwner(inner, mspId, { email: ownerEmail, passwordHash }));
  } catch (error) {
    if (!breaks(error, "users_owner_email")) throw error;
    throw new RefusedInput(
      `msp.ownerEmail: ${ownerEmail}은(는) 이미 다른 운영사의 메인 계정입니다. 다른 주소를 쓰거나, ` +
        `같은 운영사라면 사업자등록번호(msp.brn)를 등록한 것과 같게 적어야 합니다.`,
    );
  }
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
