import { addMonths, dayOfMonth, seoulMinute, seoulMoment, type YearMonth } from "../calendar.ts";
import { breachText, type IdentityBreach } from "./identities.ts";

/** Day of the month after the usage month from which a pull can confirm it (B3, a setting). */
export const defaultConfirmationDay = 6;

// NCP rewrites its figures at about 08:00–08:30 (ncp-api.md 7.1): by nine the morning's refresh is over.
const confirmationTime = "09:00";

/** The last good pull of a customer's month, as far as its confirmation needs it. */
export interface ConfirmablePull {
  readonly takenAt: Date;
  readonly contentHash: string;
  readonly breaches: readonly IdentityBreach[];
}

/** What the confirmation of a usage month is decided from. */
export interface ConfirmationCase {
  readonly usageMonth: YearMonth;
  readonly pull: ConfirmablePull;
  /** `contentHash` of the last good pull of an earlier Seoul day; null when there is none. */
  readonly earlierDayHash: string | null;
  /** 1–31; a shorter month takes its last day. */
  readonly confirmationDay?: number;
}

/** 잠정 or 확정. */
export type Confirmation =
  | { readonly state: "confirmed" }
  | { readonly state: "provisional"; readonly reason: ProvisionalReason };

/** Why a month is still provisional; the first that applies, in this order. */
export type ProvisionalReason =
  | { readonly kind: "too_early"; readonly confirmableFrom: Date }
  | { readonly kind: "identity_breach"; readonly breaches: readonly IdentityBreach[] }
  | { readonly kind: "moved" };

/** Decides whether a usage month is confirmed (B3); every later pull decides anew. */
export function confirm(subject: ConfirmationCase): Confirmation {
  const from = confirmableFrom(subject.usageMonth, subject.confirmationDay);
  if (subject.pull.takenAt.getTime() < from.getTime()) {
    return { state: "provisional", reason: { kind: "too_early", confirmableFrom: from } };
  }
  if (subject.pull.breaches.length > 0) {
    return { state: "provisional", reason: { kind: "identity_breach", breaches: subject.pull.breaches } };
  }
  if (subject.earlierDayHash !== null && subject.earlierDayHash !== subject.pull.contentHash) {
    return { state: "provisional", reason: { kind: "moved" } };
  }
  return { state: "confirmed" };
}

/** The first moment at which a pull can confirm the month: 09:00 in Seoul of the confirmation day of M+1. */
export function confirmableFrom(usageMonth: YearMonth, confirmationDay: number = defaultConfirmationDay): Date {
  return seoulMoment(dayOfMonth(addMonths(usageMonth, 1), confirmationDay), confirmationTime);
}

/** The reason in a Korean sentence. */
export function provisionalText(reason: ProvisionalReason): string {
  switch (reason.kind) {
    case "too_early":
      return `${seoulMinute(reason.confirmableFrom)} 이후에 가져온 이용내역부터 확정할 수 있습니다.`;
    case "identity_breach":
      return `NCP 합계와 맞지 않습니다. ${reason.breaches.map(breachText).join(" ")}`;
    case "moved":
      return "이전 날짜에 가져온 이용내역과 달라졌습니다. 다음 날 가져온 이용내역과 같으면 확정합니다.";
  }
}
