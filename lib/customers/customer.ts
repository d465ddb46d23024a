import type { LocalDate, YearMonth } from "../calendar.ts";
import type { CustomerId, LinkId } from "../ids.ts";
import type { Zone } from "../zone.ts";

/** 청구 주기 in usage months (B5). */
export const cycles = [1, 3, 6, 12] as const;
export type CycleMonths = typeof cycles[number];

/** What the form of a customer holds (A3), beside its link to NCP and its rules. */
export interface CustomerFields {
  readonly name: string;
  readonly mainAccountId: string;
  readonly brn: string;
  readonly representative: string;
  readonly address: string;
  readonly addressDetail: string;
  readonly bizType: string;
  readonly bizItem: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  /** 청구일, 1–31. */
  readonly billingDay: number;
  /** 납부기한, 1–31. */
  readonly dueDay: number;
  readonly cycleMonths: CycleMonths;
  /** 청구 시작월: the first usage month billed. */
  readonly cycleStart: YearMonth;
  /** 세금계산서 기준: 월별 or 기간별. */
  readonly taxBasis: "monthly" | "period";
  /** NCP 할인 적용: whether the five line discounts are passed on. */
  readonly passDiscounts: boolean;
  readonly memo: string;
}

/** 고객사. */
export interface Customer extends CustomerFields {
  readonly id: CustomerId;
  /** Number within the MSP, from 1; part of document keys. */
  readonly serial: number;
  readonly zone: Zone;
  readonly active: boolean;
  /** The usage month of its deactivation; billed through it. */
  readonly lastMonth: YearMonth | null;
}

/** A customer's link to NCP: which account and member number hold for which usage months. */
export interface CustomerLink {
  readonly id: LinkId;
  readonly customerId: CustomerId;
  readonly cloudAccountId: string;
  readonly zone: Zone;
  readonly memberNo: string;
  readonly fromMonth: YearMonth;
  readonly untilMonth: YearMonth | null;
}

/** A PCP rate with the day from which it counts in runs. */
export interface PcpTerm {
  readonly countsFrom: LocalDate;
  readonly rateBps: number;
}
