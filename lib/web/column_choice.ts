const oneYearSeconds = 31_536_000;
const keyPattern = /^[a-zA-Z0-9_]{1,40}$/;

/** The columns that the user last chose for a table (U6), from the request's cookies; none when there was no choice. */
export function readColumnChoice(cookieHeader: string | null, table: string): string[] {
  const pair = (cookieHeader ?? "").split(";").map((text) => text.trim()).find((text) =>
    text.startsWith(`${cookieName(table)}=`)
  );
  return (pair?.split("=")[1] ?? "").split(".").filter((key) => keyPattern.test(key));
}

/** The Set-Cookie that keeps the choice in the URL (`col=…`) for a year; null when the URL holds none. */
export function columnChoiceCookie(params: URLSearchParams, table: string): string | null {
  const shown = params.getAll("col").filter((key) => keyPattern.test(key)).slice(0, 50);
  if (shown.length === 0) return null;
  return `${cookieName(table)}=${shown.join(".")}; Path=/; Max-Age=${oneYearSeconds}; HttpOnly; SameSite=Lax`;
}

function cookieName(table: string): string {
  return `columns_${table}`;
}
