import { absWon, formatWon, minusWon, shareOf, type Won, won } from "../money.ts";

/** Limits of the safety stop; settings of the MSP (C4). */
export interface HoldLimits {
  /** Held when the total moves by more than this share (1 = 0.01 %) of the last billed month … */
  readonly shareBps: number;
  /** … and by more than so many won. */
  readonly wonLimit: Won;
  readonly lineLimit: number;
}

/** The limits unless set otherwise: 50 % and 100,000 won, 50,000 lines (C4). */
export const defaultHoldLimits: HoldLimits = { shareBps: 5_000, wonLimit: won(100_000), lineLimit: 50_000 };

/** What the safety stop looks at; totals in won with VAT. */
export interface HoldCase {
  /** The total of the last billed month; null for a first one, which has nothing to move against. */
  readonly previousTotal: Won | null;
  readonly total: Won;
  readonly lineCount: number;
  /** How many NCP identities the pull breaks. */
  readonly breaches: number;
  readonly limits: HoldLimits;
}

/** Why a statement is held until someone clears it with a reason. */
export type HoldReason =
  | { readonly kind: "moved"; readonly previousTotal: Won; readonly total: Won }
  | { readonly kind: "too_many_lines"; readonly lineCount: number; readonly lineLimit: number }
  | { readonly kind: "identity_breach"; readonly breaches: number };

/** All reasons to hold a statement (C4, R11); empty when it may go out. */
export function holdReasons(subject: HoldCase): readonly HoldReason[] {
  const { previousTotal, total, lineCount, breaches, limits } = subject;
  const reasons: HoldReason[] = [];
  if (previousTotal !== null && movesTooFar(previousTotal, subject)) {
    reasons.push({ kind: "moved", previousTotal, total });
  }
  if (lineCount > limits.lineLimit) reasons.push({ kind: "too_many_lines", lineCount, lineLimit: limits.lineLimit });
  if (breaches > 0) reasons.push({ kind: "identity_breach", breaches });
  return reasons;
}

/** The reason in a Korean sentence. */
export function holdText(reason: HoldReason): string {
  switch (reason.kind) {
    case "moved":
      return `지난 청구 ${formatWon(reason.previousTotal)}에서 ${formatWon(reason.total)}으로 크게 달라졌습니다.`;
    case "too_many_lines":
      return `이용내역이 ${reason.lineCount.toLocaleString("ko-KR")}건으로 한도 ` +
        `${reason.lineLimit.toLocaleString("ko-KR")}건을 넘습니다.`;
    case "identity_breach":
      return `이용내역이 NCP 합계와 ${reason.breaches}곳에서 맞지 않습니다.`;
  }
}

// The share is cut to whole won; a whole move is above the cut share exactly when it is above the share itself.
function movesTooFar(previousTotal: Won, subject: HoldCase): boolean {
  const move = absWon(minusWon(subject.total, previousTotal));
  return move > shareOf(absWon(previousTotal), subject.limits.shareBps) && move > subject.limits.wonLimit;
}
