/** A text message; at most 90 bytes in EUC-KR (Hangul 2, ASCII 1), else the vendor sends no SMS (ncp-api.md 9.1). */
export interface Sms {
  /** A Korean mobile number, digits alone. */
  readonly to: string;
  readonly text: string;
}

/**
 * Sends SMS. Answers once the vendor has taken the message (whether the telephone got it is not known), or `kept` where
 * it may not leave. Throws `ProviderError` (vendor `ncp`) where the vendor did not take it.
 */
export interface SmsSender {
  send(sms: Sms): Promise<"sent" | "kept">;
}

/** Outside production nothing leaves for a number off the allow-list (checks.md R20): those messages go to `kept`. */
export function withSmsAllowlist(
  sender: SmsSender,
  options: { readonly production: boolean; readonly allowlist: readonly string[]; readonly kept: SmsSender },
): SmsSender {
  if (options.production) return sender;
  return { send: (sms) => options.allowlist.includes(sms.to) ? sender.send(sms) : options.kept.send(sms) };
}

/** How many bytes a text takes in an SMS: 1 for ASCII, 2 for the rest. */
export function smsBytes(text: string): number {
  return [...text].reduce((total, character) => total + (character <= "\u007f" ? 1 : 2), 0);
}
