/**
 * The path of ours that somebody wants to come back to, with its query; null where it could lead elsewhere: what a browser
 * reads as another host (`//x`, `/\x`, with a tab or a line break between) is none.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * strictEqual(ownPath("/settings/keys?q=1"), "/settings/keys?q=1");
 * strictEqual(ownPath("//example.net"), null);
 * ```
 */
export function ownPath(text: string | null): string | null {
  if (text === null || text.length > 2_000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null;
  const base = "http://own.invalid";
  const url = URL.parse(text, base);
  return url?.origin === base && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}` : null;
}
