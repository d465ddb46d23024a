import { ok, refuse, type Result } from "../prelude.ts";

/**
 * Reads a Korean mobile number for codes by SMS: 010 and the older 011, 016–019, with or without hyphens and spaces; the
 * digits alone come back.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * deepStrictEqual(parseMobile("010-0000-0000"), { ok: true, value: "01000000000" });
 * ```
 */
export function parseMobile(text: string): Result<string, "not_mobile"> {
  const digits = text.trim().replaceAll(/[\s-]/g, "");
  return /^(010\d{8}|01[16789]\d{7,8})$/.test(digits) ? ok(digits) : refuse("not_mobile");
}

/** A number or an e-mail address as a page shows it to whoever may only half be its owner. */
export function masked(address: string): string {
  const at = address.indexOf("@");
  if (at < 0) return `${address.slice(0, 3)}-****-${address.slice(-4)}`;
  return `${address.slice(0, Math.min(2, at))}***${address.slice(at)}`;
}
