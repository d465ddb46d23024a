import type { Brand } from "../prelude.ts";
import type { MspId } from "../ids.ts";

/** Id of an application. */
export type ApplicationId = Brand<string, "ApplicationId">;

/** How far a sign-up has come: waiting for its e-mail to be confirmed, for the operator, or decided. */
export const applicationStates = ["unconfirmed", "pending", "approved", "rejected"] as const;
export type ApplicationState = typeof applicationStates[number];

/** What 「회원가입」 asks for, beside the password (A0). */
export interface ApplicationFields {
  readonly company: string;
  /** Ten digits. */
  readonly brn: string;
  readonly representative: string;
  readonly contactName: string;
  /** The login of the owner to be. */
  readonly email: string;
  readonly phone: string;
  /** In which the applicant is written to. */
  readonly lang: "ko" | "en";
}

/** 가입 신청. */
export interface Application extends ApplicationFields {
  readonly id: ApplicationId;
  readonly state: ApplicationState;
  readonly appliedAt: Date;
  readonly confirmedAt: Date | null;
  readonly decidedAt: Date | null;
  /** Login of the operator who decided. */
  readonly decidedBy: string | null;
  /** 반려 사유. */
  readonly reason: string | null;
  /** The network address that applied. */
  readonly fromAddress: string;
  readonly createdMspId: MspId | null;
}

/** An application as the operator judges it. */
export interface JudgedApplication extends Application {
  /** An MSP with this business number is registered, whose approval would make a second one. */
  readonly brnTaken: boolean;
  /** An owner with this e-mail is registered. */
  readonly emailTaken: boolean;
}

/** How an application stands that has made no user. */
export type OpenState = Exclude<ApplicationState, "approved">;

/** Why a confirmation link does nothing. */
export type LinkRefusal =
  | { readonly kind: "unknown_link" }
  | { readonly kind: "link_expired" }
  | { readonly kind: "link_used" }
  | { readonly kind: "already_pending" };

/** Why the operator cannot decide so. */
export type DecisionRefusal =
  | { readonly kind: "no_application" }
  | { readonly kind: "decided_already"; readonly state: ApplicationState; readonly by: string | null }
  | { readonly kind: "brn_taken" }
  | { readonly kind: "email_taken" };

/** How long a confirmation link holds, in milliseconds: 24 hours. */
export const linkLifeMs = 24 * 3_600_000;

/** Limits within an hour: applications from one network address, mails to one e-mail address. */
export const applicationLimits = { perAddress: 10, mailsPerEmail: 3 } as const;

/** Why an application cannot be approved as it stands; null when it can. */
export function approvalRefusal(application: JudgedApplication): DecisionRefusal | null {
  if (application.state !== "pending") {
    return { kind: "decided_already", state: application.state, by: application.decidedBy };
  }
  if (application.brnTaken) return { kind: "brn_taken" };
  if (application.emailTaken) return { kind: "email_taken" };
  return null;
}
