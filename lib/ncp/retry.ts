/** How often and how long a call is tried again. */
export interface RetryLimits {
  readonly maxAttempts: number;
  /** The waits of one call together, milliseconds. */
  readonly maxWaitMs: number;
}

/** 1 s, 2 s, 4 s … up to 16 s, half of it left to chance so that callers do not come back together. */
export function backoffMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(1_000 * 2 ** (attempt - 1), 16_000);
  return Math.round(ceilingMs * (1 + random()) / 2);
}

/** Milliseconds that a `Retry-After` header (seconds or an HTTP date) asks for; 0 without one or with one of the past. */
export function retryAfterMs(header: string | null, nowMs: number): number {
  if (header === null) return 0;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - nowMs);
}
