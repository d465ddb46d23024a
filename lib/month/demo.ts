import { checkMonthFile, type MonthFile } from "./file.ts";

/** What the demo needs of the simulators: their partner accounts, and the MSP that Popbill knows. */
export interface DemoWorld {
  readonly partners: readonly {
    readonly zone: string;
    readonly name: string;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly members: readonly string[];
  }[];
  readonly brn: string;
}

// Invented companies and people; their business numbers are made by `demoBrn`.
const cast = [
  ["가온테크", "김가온"],
  ["나루소프트", "이나루"],
  ["다온미디어", "박다온"],
  ["라온데이터", "최라온"],
  ["마루커머스", "정마루"],
  ["바름에듀", "강바름"],
  ["사람과숲", "조사람"],
  ["아라로지스", "윤아라"],
  ["자온헬스", "장자온"],
  ["차오름게임즈", "임차오"],
] as const;

/** The demo MSP: every member of the simulated partners as a customer, the first ten named, with rules of every kind. */
export function demoFile(world: DemoWorld): MonthFile {
  const members = world.partners.flatMap((partner) => partner.members.map((memberNo) => ({ memberNo, partner })));
  return checkMonthFile({
    msp: {
      name: "한빛클라우드 주식회사",
      brn: world.brn,
      representative: "한빛나",
      ownerEmail: "owner@example.com",
      password: "demo-month-2024",
      phone: "02-0000-1234",
      fax: "02-0000-1235",
      address: "서울특별시 예시구 예시로 10, 5층",
      email: "billing@example.com",
      bizType: "정보통신업",
      bizItem: "클라우드 서비스",
      bankAccount: "예시은행 000-000000-00-000 (예금주 한빛클라우드 주식회사)",
      notice: "납부기한까지 위 계좌로 입금해 주시기 바랍니다.\n입금자명은 고객사 이름으로 적어 주십시오.",
    },
    cloudAccounts: world.partners.map((partner) => ({
      name: partner.name,
      zone: partner.zone,
      type: partner.name.endsWith("PCP") ? "pcp" : "ordinary",
      accessKey: partner.accessKey,
      secretKey: partner.secretKey,
    })),
    settings: { roundingUnit: 10, vatRounding: "cut", writeDate: "month_end", pcpExcludedDetails: ["SW", "SWST"] },
    customers: members.map(({ memberNo, partner }, index) => demoCustomer({ memberNo, partner, index })),
  });
}

function demoCustomer(
  options: { memberNo: string; partner: DemoWorld["partners"][number]; index: number },
) {
  const { memberNo, partner, index } = options;
  const [name, representative] = cast[index] ?? [`예시고객 ${index + 1}`, `대표 ${index + 1}`];
  const isPcp = partner.name.endsWith("PCP");
  return {
    name,
    mainAccountId: `demo-${memberNo}@example.com`,
    memberNo,
    cloudAccount: partner.name,
    brn: demoBrn(index + 1),
    representative,
    address: `서울특별시 예시구 예시로 ${index + 1}`,
    bizType: "서비스업",
    bizItem: "소프트웨어",
    contact: { name: "정산 담당", email: `billing-${index + 1}@example.com`, phone: "02-0000-0000" },
    billingDay: 10,
    dueDay: 31,
    cycleMonths: 1,
    cycleStart: "2024-01",
    pcpRateBps: isPcp ? 700 : 0,
    passDiscounts: true,
    chargeRules: demoRules(index),
  };
}

function demoRules(index: number) {
  const support = { kind: "extra", name: "운영 및 기술지원료 (M)", amount: 100_000 };
  const discount = { kind: "discount", name: "기타 할인", rateBps: 500 };
  const vm = { kind: "vm_discount", name: "VM 할인", rateBps: 333 };
  return [[], [support, discount], [support], [discount], [support, discount, vm]][index % 5];
}

/** A made-up business number with its right check digit. */
export function demoBrn(serial: number): string {
  const digits = `1019${String(10_000 + serial).padStart(5, "0")}`;
  const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  const carried = Math.floor(Number(digits[8]) * 5 / 10);
  return `${digits}${(10 - (sum + carried) % 10) % 10}`;
}
