import { fromBase64, toBase64, utf8 } from "../bytes.ts";

/** One sentence that the next page shows once, as a toast. */
export interface Flash {
  readonly tone: "ok" | "warn" | "bad";
  readonly text: string;
}

/** The header by which an answer hands its flash to the middleware, which makes a cookie of it; no browser sees it. */
export const flashHeader = "X-Flash";

const textLength = 500;

/** The answer with a flash for the page that comes next; text beyond 500 characters is cut. */
export function withFlash(response: Response, flash: Flash): Response {
  const marked = new Response(response.body, response);
  marked.headers.set(flashHeader, writeFlash(flash));
  return marked;
}

/** A flash as a cookie carries it. */
export function writeFlash(flash: Flash): string {
  return toBase64(utf8(JSON.stringify([flash.tone, flash.text.slice(0, textLength)])));
}

/** The flash of a cookie; null for anything that is none. */
export function readFlash(written: string | null): Flash | null {
  const bytes = written === null ? null : fromBase64(written);
  if (bytes === null) return null;
  try {
    const [tone, text]: unknown[] = JSON.parse(new TextDecoder().decode(bytes));
    const known = tone === "ok" || tone === "warn" || tone === "bad";
    return known && typeof text === "string" && text !== "" ? { tone, text: text.slice(0, textLength) } : null;
  } catch {
    return null;
  }
}
