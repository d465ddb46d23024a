import type { Brand } from "../prelude.ts";

/** Id of a user; the same brand as that of `lib/auth`, which this domain does not know. */
export type UserId = Brand<string, "UserId">;

/** 계정 타입 that the owner gives out (A9): 서브 계정 and 리셀러. */
export const subRoles = ["member", "reseller"] as const;
export type SubRole = typeof subRoles[number];

/** What the form of 「계정관리」 holds; the 계정 ID stays as it was first given. */
export interface SubUserFields {
  readonly role: SubRole;
  readonly name: string;
  /** 소속. */
  readonly affiliation: string;
  readonly email: string;
}

/** A member or reseller of an MSP. */
export interface SubUser extends SubUserFields {
  readonly id: UserId;
  /** 계정 ID. */
  readonly login: string;
  readonly disabledAt: Date | null;
  readonly lastLoginAt: Date | null;
  readonly createdAt: Date;
  /** Grows with every edit; a form that was opened before is stale. */
  readonly version: number;
}

/** Why a user cannot be added, edited or removed. */
export type UserRefusal =
  | { readonly kind: "no_user" }
  | { readonly kind: "login_taken" }
  | { readonly kind: "stale"; readonly current: SubUser }
  /** Named in the form of these customers as 파트너 담당자 or 리셀러. */
  | { readonly kind: "assigned"; readonly customers: readonly string[] };

/** Whether a text can be a 계정 ID: 2 to 32 letters, digits, `.`, `_`, `-`, beginning with a letter or digit. */
export function isLogin(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/.test(text);
}
