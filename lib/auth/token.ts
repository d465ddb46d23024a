import { jwtVerify, SignJWT } from "jose";
import { hmacSha256, sha256, toHex } from "../bytes.ts";
import { sessionLimits } from "./limits.ts";

/** A random 256-bit secret in base64url: the id of a session, the token of a link. */
export function randomToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** How a token is stored: SHA-256 in hex, enough for 256 random bits. */
export async function hashToken(token: string): Promise<string> {
  return toHex(await sha256(token));
}

/** Signs a session's id into what its cookie carries; it says nothing but the id and when it ends. */
export async function signSession(
  id: string,
  options: { signingKey: Uint8Array<ArrayBuffer>; at: Date },
): Promise<string> {
  const seconds = Math.floor(options.at.getTime() / 1_000);
  // A second on top, since the token counts in whole ones: when a session ends, its row says.
  return await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setJti(id)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + sessionLimits.absoluteMs / 1_000 + 1)
    .sign(await sessionKey(options.signingKey));
}

/** The session's id of a cookie's token; null where it is not one of ours or is over. */
export async function readSessionToken(
  token: string,
  options: { signingKey: Uint8Array<ArrayBuffer>; at: Date },
): Promise<string | null> {
  try {
    const key = await sessionKey(options.signingKey);
    const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], currentDate: options.at });
    return payload.jti ?? null;
  } catch {
    // Whatever is wrong with it, nobody is signed in by it.
    return null;
  }
}

// Form tokens come from the same bytes: neither can be passed off as the other.
function sessionKey(signingKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return hmacSha256(signingKey, "cla-bill session token");
}
