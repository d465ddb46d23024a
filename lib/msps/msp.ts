import type { LocalDate } from "../calendar.ts";
import type { FileId, MspId } from "../ids.ts";
import type { RoundingUnit, VatRounding, Won } from "../money.ts";
import type { Zone } from "../zone.ts";

/** 작성일자 rule of an MSP (B7): the usage month's last day, or the day of issue up to the 납부기한. */
export const writeDateRules = ["month_end", "issue_date"] as const;
export type WriteDateRule = typeof writeDateRules[number];

/** 운영사: the company that resells and bills, with its billing profile 「정산 등록」. */
export interface Msp {
  readonly id: MspId;
  readonly name: string;
  readonly brn: string;
  readonly representative: string;
  readonly address: string;
  readonly bizType: string;
  readonly bizItem: string;
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
  readonly bankAccountText: string;
  readonly noticeText: string;
  readonly logoFileId: FileId | null;
  readonly roundingUnit: RoundingUnit;
  readonly vatRounding: VatRounding;
  readonly writeDateRule: WriteDateRule;
  /** The day of M+1 from whose 09:00 KST a month can be confirmed. */
  readonly confirmationDay: number;
  /** Won by which NCP's identities may differ. */
  readonly identityTolerance: Won;
  /** NCP adjustments that are not passed on. */
  readonly adjustmentsKept: readonly string[];
  readonly holdShareBps: number;
  readonly holdWon: Won;
  readonly holdLines: number;
}

/** 인증키: a registered NCP partner account; the keys are decrypted. */
export interface CloudAccount {
  readonly id: string;
  readonly name: string;
  readonly zone: Zone;
  readonly type: "ordinary" | "pcp";
  readonly accessKey: string;
  readonly secretKey: string;
}

/** PCP exclusion list, with the day from which it counts in runs. */
export interface PcpExclusions {
  readonly countsFrom: LocalDate;
  readonly details: readonly string[];
}
