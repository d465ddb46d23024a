import { fromBase64, hmacSha256, sameText, toBase64, utf8 } from "../../bytes.ts";
import { simulatedLink } from "./link.ts";

const key = utf8(simulatedLink.secretKey);

/** An opaque text that carries a value and cannot be made by others, so that nothing need be remembered. */
export async function seal(value: unknown): Promise<string> {
  const content = urlSafe(toBase64(utf8(JSON.stringify(value))));
  return `${content}.${urlSafe(toBase64(await hmacSha256(key, content)))}`;
}

/** The value of a sealed text; null when it was not sealed here. */
export async function unseal(text: string): Promise<unknown> {
  const [content = "", signature = ""] = text.split(".");
  if (!sameText(urlSafe(toBase64(await hmacSha256(key, content))), signature)) return null;
  const bytes = fromBase64(content.replaceAll("-", "+").replaceAll("_", "/"));
  return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : null;
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}
