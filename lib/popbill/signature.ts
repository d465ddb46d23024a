import { fromBase64, hmacSha256, sameText, sha256, toBase64 } from "../bytes.ts";

/** What is signed of a token request to Linkhub (popbill-api.md 2.2). */
export interface TokenRequest {
  /** `POPBILL` or `POPBILL_TEST`. */
  readonly serviceId: string;
  /** The exact bytes of the body, as text. */
  readonly body: string;
  /** The header x-lh-date: UTC, ISO 8601. */
  readonly date: string;
  /** The header x-lh-forwarded, or null when it is not sent. */
  readonly forwarded: string | null;
  /** base64. */
  readonly secretKey: string;
}

/** The signature of `Authorization: LINKHUB {linkId} {signature}`; rejects where the secret key is not base64. */
export async function signToken(request: TokenRequest): Promise<string> {
  const key = fromBase64(request.secretKey);
  if (!key) throw new TypeError("Cannot sign a token request: the secret key is not base64");
  const lines = ["POST", toBase64(await sha256(request.body)), request.date];
  if (request.forwarded !== null) lines.push(request.forwarded);
  lines.push("2.0", `/${request.serviceId}/Token`);
  return toBase64(await hmacSha256(key, lines.join("\n")));
}

/** Whether a token request carries the right signature; its date is checked by the caller. */
export async function verifyToken(request: TokenRequest & { readonly signature: string }): Promise<boolean> {
  return sameText(await signToken(request), request.signature);
}
