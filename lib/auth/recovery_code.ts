import { hashToken } from "./token.ts";

/** How many recovery codes a set has. */
export const recoveryCodeCount = 10;

// Crockford's base32: no I, L, O, U, so that a code read off paper is typed right.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A set of recovery codes, 80 random bits each, `ABCD-EFGH-JKMN-PQRS`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const text = [...bytes].map((byte) => letters[byte % letters.length]).join("");
    return text.replaceAll(/(.{4})(?=.)/g, "$1-");
  });
}

/** How a recovery code is stored, however it is typed: small letters, without hyphens, O for 0, I or L for 1. */
export async function hashRecoveryCode(code: string): Promise<string> {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  return await hashToken(plain);
}
