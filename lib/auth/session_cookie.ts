/** What decides how the cookie is written. */
export interface CookieSettings {
  readonly appEnv: "development" | "production";
  readonly baseUrl: string;
}

/** The cookie that carries a session's token (checks.md R30); a session cookie of the browser, since the server ends it. */
export function sessionCookie(token: string, config: CookieSettings): string {
  return [`${cookieName(config)}=${token}`, ...attributes(config)].join("; ");
}

/** The cookie that takes a session's token away. */
export function endedCookie(config: CookieSettings): string {
  return [`${cookieName(config)}=`, ...attributes(config), "Max-Age=0"].join("; ");
}

/** The token in a request's Cookie header; null where there is none. */
export function tokenOfCookie(header: string | null, config: CookieSettings): string | null {
  const name = `${cookieName(config)}=`;
  const found = (header ?? "").split(/;\s*/).find((each) => each.startsWith(name));
  return found?.slice(name.length) || null;
}

// A browser takes `__Host-` over https alone; plain http is for development.
function cookieName(config: CookieSettings): string {
  return isSecure(config) ? "__Host-session" : "session";
}

function attributes(config: CookieSettings): string[] {
  return ["Path=/", "HttpOnly", "SameSite=Lax", ...(isSecure(config) ? ["Secure"] : [])];
}

function isSecure(config: CookieSettings): boolean {
  return config.appEnv === "production" || config.baseUrl.startsWith("https:");
}
