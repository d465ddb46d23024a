import { hmacSha256, sameText, toBase64, utf8 } from "../bytes.ts";

/** What is signed of a request to NCP: signature v2 (api.ncloud-docs.com, common headers). */
export interface SignedRequest {
  /** In capitals. */
  readonly method: string;
  /** The whole path with its query, exactly as sent. */
  readonly pathAndQuery: string;
  /** Milliseconds since 1970 as the header's text. */
  readonly timestamp: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** A difference of five minutes or more from the gateway's clock makes a request invalid. */
export const clockWindowMs = 300_000;

/** base64(HMAC-SHA256(secret, "METHOD pathAndQuery\ntimestamp\naccessKey")). */
export async function sign(request: SignedRequest): Promise<string> {
  const text = `${request.method} ${request.pathAndQuery}\n${request.timestamp}\n${request.accessKey}`;
  return toBase64(await hmacSha256(utf8(request.secretKey), text));
}

/** Whether a signature is right for the request and its timestamp lies within the gateway's clock window. */
export async function verify(
  request: SignedRequest & { readonly signature: string },
  gatewayClockMs: number,
): Promise<boolean> {
  if (!/^\d{1,15}$/.test(request.timestamp)) return false;
  if (Math.abs(gatewayClockMs - Number(request.timestamp)) >= clockWindowMs) return false;
  return sameText(await sign(request), request.signature);
}
