import { hmacSha256, sameText, toHex } from "../bytes.ts";

/**
 * A token for the hidden field of a form, bound to a session or to the cookie of a browser without one. Each has its own
 * salt, so that no two pages carry the same text and compression tells nothing of it.
 */
export async function csrfToken(signingKey: Uint8Array<ArrayBuffer>, binding: string): Promise<string> {
  return await tokenWith(toHex(crypto.getRandomValues(new Uint8Array(16))), { signingKey, binding });
}

/** Whether a form's token was made for this binding. */
export async function isCsrfToken(
  token: string,
  options: { readonly signingKey: Uint8Array<ArrayBuffer>; readonly binding: string },
): Promise<boolean> {
  const salt = token.split(".")[0] ?? "";
  return sameText(token, await tokenWith(salt, options));
}

async function tokenWith(
  salt: string,
  options: { readonly signingKey: Uint8Array<ArrayBuffer>; readonly binding: string },
): Promise<string> {
  // The length keeps salt and binding apart; the first words keep the token from being any other signature of the key.
  const signed = await hmacSha256(options.signingKey, `cla-bill form token:${salt.length}:${salt}:${options.binding}`);
  return `${salt}.${toHex(signed)}`;
}

/**
 * Whether a posted request came from a page of another site (checks.md R37): by Sec-Fetch-Site, which browsers send by
 * themselves; without it Origin must be that of BASE_URL or of the host that was called. Neither: it is taken as foreign.
 */
export function isForeign(req: Request, baseUrl: string): boolean {
  const site = req.headers.get("Sec-Fetch-Site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = req.headers.get("Origin");
  return origin === null || (origin !== new URL(baseUrl).origin && origin !== new URL(req.url).origin);
}
