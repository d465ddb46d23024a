import type { Brand } from "../prelude.ts";

/** The id of a second factor. */
export type FactorId = Brand<string, "FactorId">;

/** 2차 인증: by phone, by e-mail, by authenticator app. */
export const factorKinds = ["sms", "email", "totp"] as const;
export type FactorKind = typeof factorKinds[number];

/** A second factor of a user; without `confirmedAt` it still waits for its first code and proves nothing. */
export interface SecondFactor {
  readonly id: FactorId;
  readonly kind: FactorKind;
  readonly name: string;
  /** The number or e-mail address that codes go to; null for an authenticator app. */
  readonly address: string | null;
  readonly createdAt: Date;
  readonly confirmedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** Why a code is refused. */
export type CodeRefusal =
  /** Not the code, used already, or of another time. */
  | { readonly kind: "wrong" }
  /** No code lives: too old, too many tries, or none was sent. */
  | { readonly kind: "expired" }
  | { readonly kind: "throttled"; readonly waitMs: number }
  /** The factor does not exist (any more). */
  | { readonly kind: "gone" };

/** Why no code was sent. */
export type SendRefusal =
  | { readonly kind: "too_soon"; readonly waitMs: number }
  /** The SMS service did not take it. */
  | { readonly kind: "not_sent" }
  | { readonly kind: "gone" };
