import { invariant } from "../prelude.ts";

/** Where the installation is reached decides how its cookies are named. */
export interface CookieSettings {
  readonly appEnv: "development" | "production";
  readonly baseUrl: string;
}

/**
 * The cookie's name as browsers see it: `__Host-` in production and wherever BASE_URL is https (checks.md R30). Browsers
 * refuse that prefix without Secure, and Secure without TLS, so in development on http://localhost the name stays plain.
 */
export function cookieName(name: string, config: CookieSettings): string {
  return isSecure(config) ? `__Host-${name}` : name;
}

/** The value of one of our cookies in a Cookie header; null where there is none. */
export function readCookie(header: string | null, name: string, config: CookieSettings): string | null {
  const start = `${cookieName(name, config)}=`;
  const found = (header ?? "").split(";").map((each) => each.trim()).find((each) => each.startsWith(start));
  return found === undefined ? null : found.slice(start.length);
}

/**
 * A Set-Cookie line: HttpOnly, SameSite=Lax, Path=/, Secure where the name is `__Host-`. Without `maxAgeSeconds` it ends with
 * the browser; 0 deletes. The value is plain ASCII without spaces, quotes, commas, semicolons and backslashes.
 */
export function cookieLine(
  cookie: { readonly name: string; readonly value: string; readonly maxAgeSeconds?: number },
  config: CookieSettings,
): string {
  invariant(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(cookie.value), "a cookie's value is plain ASCII");
  const parts = [`${cookieName(cookie.name, config)}=${cookie.value}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (isSecure(config)) parts.push("Secure");
  if (cookie.maxAgeSeconds !== undefined) parts.push(`Max-Age=${cookie.maxAgeSeconds}`);
  return parts.join("; ");
}

function isSecure(config: CookieSettings): boolean {
  return config.appEnv === "production" || config.baseUrl.startsWith("https://");
}
