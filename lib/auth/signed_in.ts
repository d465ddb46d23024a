import type { Brand } from "../prelude.ts";
import type { MspId } from "../ids.ts";

/** The id of a user, whatever the role. */
export type UserId = Brand<string, "UserId">;

/** 운영자, 메인 계정, 서브 계정, 리셀러. */
export const roles = ["operator", "owner", "member", "reseller"] as const;
export type Role = typeof roles[number];

/** Whoever is signed in, as read from the database on this request (R28). */
export interface SignedIn {
  /** The row of the session, not its token: safe to show and to log. */
  readonly sessionId: string;
  readonly user: {
    readonly id: UserId;
    readonly role: Role;
    /** Null for the operator alone. */
    readonly mspId: MspId | null;
    /** "" for the operator. */
    readonly mspName: string;
    readonly login: string;
    readonly name: string;
    readonly email: string;
  };
  /** When the password was last given in this session. */
  readonly authenticatedAt: Date;
  /** When a second factor was last given in this session; null: never. */
  readonly secondFactorAt: Date | null;
  /** Whether the user has a second factor registered. */
  readonly hasSecondFactor: boolean;
}

/** Where a request comes from, for the log and the throttles. */
export interface Visitor {
  /** The address of the connection (behind a trusted proxy: of its client). */
  readonly ip: string;
  /** The User-Agent header, "" where there is none. */
  readonly userAgent: string;
}
