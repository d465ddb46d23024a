import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";

/** The 30-second step that a code counts for. */
const periodSeconds = 30;

/** A new secret of an authenticator app: 160 random bits in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The step whose code was typed, at most one off the moment's own (R32); null where it is no such code. */
export function totpStep(code: string, options: { secret: string; at: Date }): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = options.at.getTime();
  const delta = totpOf(options.secret, "").validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1_000 / periodSeconds) + delta;
}

/** The address that an authenticator app reads from the QR code. */
export function totpAddress(secret: string, label: string): string {
  return totpOf(secret, label).toString();
}

/** The QR code of a text, its quiet zone of four included: rows of dark (true) and light modules. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  return encode(text, { border: 4 }).data;
}

/** A secret in groups of four, to be typed where no QR code can be read. */
export function groupedSecret(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, "$1 ");
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: "Cla-Bill",
    label: label.replaceAll(":", " "),
    algorithm: "SHA1",
    digits: 6,
    period: periodSeconds,
    secret: Secret.fromBase32(secret),
  });
}
