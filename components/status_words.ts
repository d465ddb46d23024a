import type { IconName } from "./Icon.tsx";

/** How a state feels: at rest, under way, well, wanting a look, wrong. */
export type Tone = "idle" | "info" | "ok" | "warn" | "bad";

/** The icon of a tone, so that colour never speaks alone. */
export const toneIcons: Readonly<Record<Tone, IconName>> = {
  idle: "circle",
  info: "clock",
  ok: "check",
  warn: "alert",
  bad: "cross",
};

interface StatusWord {
  readonly ko: string;
  readonly en: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

/** Every state that a chip shows: its word, tone and icon (ui.md, status chips). */
export const statusWords = {
  provisional: { ko: "잠정", en: "Provisional", tone: "warn", icon: "clock" },
  confirmed: { ko: "확정", en: "Confirmed", tone: "ok", icon: "check" },
  not_sent: { ko: "발송 전", en: "Not sent", tone: "idle", icon: "mail" },
  sent: { ko: "발송", en: "Sent", tone: "ok", icon: "send" },
  sent_again: { ko: "재발송", en: "Sent", tone: "ok", icon: "refresh" },
  held: { ko: "보류", en: "On hold", tone: "warn", icon: "pause" },
  not_issued: { ko: "발행전", en: "Not issued", tone: "idle", icon: "document" },
  cancellable: { ko: "발행 취소", en: "Cancellable", tone: "info", icon: "clock" },
  transferring: { ko: "전송 중", en: "Transferring", tone: "info", icon: "upload" },
  issued: { ko: "발행 완료", en: "Issued", tone: "ok", icon: "check" },
  issue_failed: { ko: "발행 실패", en: "Issue failed", tone: "bad", icon: "cross" },
  paid: { ko: "완납", en: "Paid", tone: "ok", icon: "check" },
  partly_paid: { ko: "부분 납부", en: "Partly paid", tone: "info", icon: "minus" },
  outstanding: { ko: "미납", en: "Outstanding", tone: "warn", icon: "alert" },
  overdue: { ko: "연체", en: "Overdue", tone: "bad", icon: "alert" },
} as const satisfies Readonly<Record<string, StatusWord>>;

/** A state by its name in code. */
export type Status = keyof typeof statusWords;

/** All states, for the gallery. */
export const statuses = Object.keys(statusWords) as readonly Status[];
