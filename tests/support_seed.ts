import type { Actor } from "../lib/audit.ts";
import { type LocalDate, localDate, seoulMoment, type YearMonth, yearMonth } from "../lib/calendar.ts";
import type { CustomerFields } from "../lib/customers/customer.ts";
import { insertCustomer, insertLink } from "../lib/customers/store.ts";
import type { Tx } from "../lib/db/mod.ts";
import type { CustomerId, LinkId, MspId } from "../lib/ids.ts";
import { demoBrn } from "../lib/month/demo.ts";
import { insertCloudAccount, insertMsp, type MspFields } from "../lib/msps/store.ts";
import { type Won, won, zeroWon } from "../lib/money.ts";
import { invariant } from "../lib/prelude.ts";
import type { SettledMonth } from "../lib/settlement/settled.ts";
import { readSettlements } from "../lib/settlement/store.ts";
import type { PulledMonth } from "../lib/usage/port.ts";
import { readLink } from "../lib/usage/pulls_store.ts";
import { storePull } from "../lib/usage/sync.ts";
import type { NcpAdjustments, UsageLine } from "../lib/usage/usage_line.ts";
import { settleAndDraft } from "../workers/settle_month.ts";
import { asApp, dbWithin } from "./support.ts";

/** The usage month that tests settle unless they say otherwise. */
export const december: YearMonth = yearMonth("2024-12");
/** A pull or run at this moment confirms December 2024. */
export const confirmedAt: Date = seoulMoment(localDate("2025-01-06"), "09:12");

/** A customer of the cast with its link to NCP. */
export interface SeededCustomer {
  readonly id: CustomerId;
  readonly linkId: LinkId;
}

/** An MSP with its two cloud accounts. */
export interface SeededMsp {
  readonly mspId: MspId;
  readonly ordinaryAccount: string;
  readonly pcpAccount: string;
}

/** The cast: 가온테크 is plain, 나루소프트 has a commitment discount, 다온미디어 is on a PCP account. */
export interface World extends SeededMsp {
  readonly gaon: SeededCustomer;
  readonly naru: SeededCustomer;
  readonly daon: SeededCustomer;
}

/** A person at the screen, at a moment. */
export function person(at: Date = confirmedAt): Actor {
  return { name: "owner@example.com", source: "screen", at };
}

/** Registers an MSP; a second one of a test needs another `serial`. */
export async function seedMsp(
  tx: Tx,
  options: { serial?: number; changes?: Partial<MspFields> } = {},
): Promise<SeededMsp> {
  const mspId = await insertMsp(tx, {
    name: "예시클라우드 주식회사",
    brn: demoBrn(options.serial ?? 9_001),
    representative: "김예시",
    address: "서울특별시 예시구 예시로 1",
    phone: "02-0000-0000",
    fax: "",
    email: "billing@example.com",
    bizType: "정보통신업",
    bizItem: "클라우드 서비스",
    bankAccountText: "예시은행 000-0000",
    noticeText: "",
    roundingUnit: 10,
    vatRounding: "cut",
    writeDateRule: "month_end",
    ...options.changes,
  });
  const account = (name: string, type: "ordinary" | "pcp") =>
    insertCloudAccount(tx, mspId, { name, zone: "public", type, accessKey: "cipher", secretKey: "cipher" });
  return { mspId, ordinaryAccount: await account("민간", "ordinary"), pcpAccount: await account("민간-PCP", "pcp") };
}

/** Registers a customer with its link; `serial` tells customers of one MSP apart. */
export async function seedCustomer(
  tx: Tx,
  msp: SeededMsp,
  options: { serial: number; name: string; accountId?: string; changes?: Partial<CustomerFields> },
): Promise<SeededCustomer> {
  const { serial, name } = options;
  const fields: CustomerFields = {
    name,
    mainAccountId: `account-${serial}@example.com`,
    brn: demoBrn(serial),
    representative: "이대표",
    address: "부산광역시 예시구 예시로 2",
    addressDetail: "3층",
    bizType: "서비스업",
    bizItem: "소프트웨어",
    contactName: "정산 담당",
    contactEmail: `billing-${serial}@example.com`,
    contactPhone: "051-000-0000",
    billingDay: 10,
    dueDay: 31,
    cycleMonths: 1,
    cycleStart: yearMonth("2024-01"),
    taxBasis: "monthly",
    passDiscounts: true,
    memo: "",
    ...options.changes,
  };
  const { id } = await insertCustomer(tx, msp.mspId, { ...fields, zone: "public" });
  const linkId = await insertLink(tx, msp.mspId, {
    customerId: id,
    cloudAccountId: options.accountId ?? msp.ordinaryAccount,
    zone: "public",
    memberNo: String(2_000_000 + serial),
    fromMonth: fields.cycleStart,
    previousUntil: null,
  });
  return { id, linkId };
}

/** Registers the MSP and its cast. */
export async function seedWorld(tx: Tx, changes: Partial<MspFields> = {}): Promise<World> {
  const msp = await seedMsp(tx, { changes });
  return {
    ...msp,
    gaon: await seedCustomer(tx, msp, { serial: 1, name: "가온테크" }),
    naru: await seedCustomer(tx, msp, { serial: 2, name: "나루소프트" }),
    daon: await seedCustomer(tx, msp, { serial: 3, name: "다온미디어", accountId: msp.pcpAccount }),
  };
}

const noAdjustments: NcpAdjustments = {
  productDiscount: zeroWon,
  credit: zeroWon,
  customerDiscount: zeroWon,
  coin: zeroWon,
  roundDown: zeroWon,
  currencyDiscount: zeroWon,
  penalty: zeroWon,
};

/** A usage line of a server; `key` tells the lines of a pull apart. */
export function usageLine(key: string, useAmount: number, changes: Partial<UsageLine> = {}): UsageLine {
  return {
    key,
    regionCode: "KR",
    demandType: { code: "VSVR", codeName: "Server (VPC)" },
    demandTypeDetail: { code: "VSVR", codeName: "Server" },
    contractType: { code: "VSVR", codeName: "Server (VPC)" },
    contractNo: "30000001",
    instanceName: `web-${key}`,
    productCode: "SVR.VSVR.EXAMPLE",
    priceNo: "70001",
    promiseNo: "",
    quantity: "2678400.5",
    usageUnit: { code: "USAGE_SEC", codeName: "Usage time (sec)" },
    unitPrice: "0.0123",
    productSize: "0",
    useAmount: won(useAmount),
    demandAmount: zeroWon,
    promiseDiscount: zeroWon,
    promotionDiscount: zeroWon,
    etcDiscount: zeroWon,
    memberPriceDiscount: zeroWon,
    memberPromiseDiscountAdd: zeroWon,
    serviceStartAt: "2024-03-04T11:12:13+09:00",
    serviceEndAt: "",
    ...changes,
  };
}

/** What NCP would answer with these lines: its own totals agree with them unless a test changes them. */
export function pulledMonth(
  lines: readonly UsageLine[],
  changes: { adjustments?: Partial<NcpAdjustments>; cost?: Won | null; demandGap?: number } = {},
): PulledMonth {
  const adjustments = { ...noAdjustments, ...changes.adjustments };
  const sum = (of: (line: UsageLine) => bigint) => lines.reduce((total, line) => total + of(line), 0n);
  const useAmount = sum((line) => line.useAmount);
  const discount = sum((line) =>
    line.promiseDiscount + line.promotionDiscount + line.etcDiscount + line.memberPriceDiscount +
    line.memberPromiseDiscountAdd
  );
  const { penalty, ...lowering } = adjustments;
  const lowered = Object.values(lowering).reduce((total, each) => total + each, 0n);
  return {
    lines,
    totals: {
      rows: 1,
      useAmount: won(useAmount),
      thisMonthDemandAmount: won(useAmount - discount - lowered + penalty + BigInt(changes.demandGap ?? 0)),
      adjustments,
    },
    productUseAmount: won(useAmount),
    cost: changes.cost === undefined ? won(useAmount) : changes.cost,
    writtenAt: "2025-01-02T08:10:00+09:00",
    pages: [],
  };
}

/** Stores a pull of a link's month as the sync does. */
export async function storePulled(
  tx: Tx,
  mspId: MspId,
  pull: { linkId: LinkId; pulled: PulledMonth; usageMonth?: YearMonth; takenAt?: Date },
): Promise<void> {
  const { linkId, pulled, usageMonth = december, takenAt = confirmedAt } = pull;
  await asApp(tx, mspId, async (app) => {
    const link = await readLink(app, mspId, linkId);
    invariant(link, "a pulled link exists");
    await storePull(app, { mspId, linkId, usageMonth, link, takenAt, pulled });
  });
}

/** Settles and drafts a usage month of the MSP as the worker does; answers what is settled, by customer. */
export async function settled(
  tx: Tx,
  mspId: MspId,
  order: { usageMonth?: YearMonth; now?: Date } = {},
): Promise<ReadonlyMap<CustomerId, SettledMonth>> {
  const { usageMonth = december, now = confirmedAt } = order;
  await settleAndDraft(dbWithin(tx), { mspId, usageMonth, now });
  return await asApp(tx, mspId, async (app) => {
    const rows = await readSettlements(app, mspId, { usageMonths: [usageMonth], customers: "all" });
    return new Map(rows.map((row) => [row.customerId, row]));
  });
}

/** A moment of a Seoul day. */
export function at(day: string, time = "09:12"): Date {
  return seoulMoment(localDate(day) satisfies LocalDate, time);
}
