const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long a session lives, in milliseconds; enforced on the server (checks.md R30). */
export const sessionLimits = {
  /** Without a request. */
  idleMs: 30 * minute,
  /** Since the login, whatever happens. */
  absoluteMs: 12 * hour,
  /** Between the password and the second factor. */
  halfMs: 10 * minute,
  /** Last seen is written at most this often. */
  seenEveryMs: minute,
} as const;

/** How long a second factor counts as fresh for what is risky (checks.md R34). */
export const freshMs = 10 * minute;

/** Codes sent by SMS and e-mail. */
export const codeLimits = {
  livesMs: 5 * minute,
  tries: 5,
  resendAfterMs: minute,
  windowMs: 30 * minute,
  perWindow: 5,
} as const;

/** 비밀번호 재설정 links. */
export const resetLimits = { livesMs: 30 * minute } as const;

/** How many second factors one user may have. */
export const factorsAtMost = 10;

/** Registering a second factor ends without its code after this time. */
export const confirmWithinMs = 30 * minute;

/** A rule of a throttle: what is counted, when it blocks, and for how long. */
export type ThrottleRule =
  /** From the `free`th try on each waits twice as long as the one before, up to `longestMs`; forgotten after `forgetMs`. */
  | {
    readonly kind: "growing";
    readonly free: number;
    readonly firstMs: number;
    readonly longestMs: number;
    readonly forgetMs: number;
  }
  /** At most `most` in a window that starts with the first. */
  | { readonly kind: "window"; readonly most: number; readonly windowMs: number };

const growing = { kind: "growing", free: 5, firstMs: minute, longestMs: 15 * minute, forgetMs: 24 * hour } as const;

/** The throttles (checks.md R33), by what they count. */
export const throttleRules = {
  /** Wrong passwords for one login, known or not. */
  login: growing,
  /** Wrong passwords from one address. */
  login_address: { kind: "window", most: 30, windowMs: 10 * minute },
  /** Wrong codes of one user's second factors. */
  code: growing,
  /** Codes sent for one user. */
  send: { kind: "window", most: 10, windowMs: hour },
  /** Reset mails to one login. */
  reset: { kind: "window", most: 3, windowMs: hour },
  /** Reset mails asked for from one address. */
  reset_address: { kind: "window", most: 30, windowMs: 10 * minute },
} as const satisfies Readonly<Record<string, ThrottleRule>>;
export type ThrottleKind = keyof typeof throttleRules;
