import { createHash, randomBytes } from "node:crypto";
import { type AccountMail, type MailJobs, queueAccountMail } from "../account_mail.ts";
import { breaks, type Db, type Tx } from "../db/mod.ts";
import { hashPassword } from "../password.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import {
  type Application,
  type ApplicationFields,
  applicationLimits,
  linkLifeMs,
  type LinkRefusal,
  type OpenState,
} from "./application.ts";
import { confirmationMail, pendingMail, registeredMail, waitingMail } from "./application_mail.ts";
import {
  confirmApplication,
  countApplications,
  deleteStale,
  emailStanding,
  findByToken,
  insertApplication,
  newestOpen,
  operatorEmails,
} from "./application_store.ts";

/** What the sign-up needs of the running product. */
export interface SignupTools {
  readonly db: Db;
  readonly jobs: MailJobs;
  /** Pages that mails point to, complete with the host. */
  readonly urls: {
    readonly confirmation: (token: string) => string;
    readonly applications: string;
    readonly login: string;
    readonly forgot: string;
    readonly signup: string;
  };
}

/** Writes a mail of the sign-up into the outbox; `until` is when it is of no use any more, else a week later. */
export async function queueMail(
  tx: Tx,
  jobs: MailJobs,
  order: { to: string; mail: AccountMail; at: Date; until?: Date },
): Promise<void> {
  const { to: address, mail, at } = order;
  await queueAccountMail(tx, jobs, { address, mail, at, expiresAt: order.until ?? new Date(at.getTime() + staleMs) });
}

const hourMs = 3_600_000;
const staleMs = 7 * 24 * hourMs;

/**
 * Takes an application. The answer is the same whether or not the e-mail is registered: what differs is said by mail, to
 * the holder of the address alone (R33). Refused only where a network address applies too often.
 */
export async function apply(
  tools: SignupTools,
  submission: { fields: ApplicationFields; password: string; fromAddress: string; at: Date },
): Promise<Result<null, { kind: "throttled" }>> {
  const { fields, fromAddress, at } = submission;
  const since = new Date(at.getTime() - hourMs);
  const counts = await countApplications(tools.db, { fromAddress, email: fields.email, since });
  if (counts.byAddress >= applicationLimits.perAddress) return refuse({ kind: "throttled" });
  // Hashed in every case, so that the time tells nothing.
  const passwordHash = await hashPassword(submission.password);
  const token = randomBytes(32).toString("base64url");
  await tools.db.transaction(async (tx) => {
    await deleteStale(tx, new Date(at.getTime() - staleMs));
    const standing = await emailStanding(tx, fields.email);
    const until = new Date(at.getTime() + linkLifeMs);
    const mailed = counts.byEmail < applicationLimits.mailsPerEmail;
    const counted = standing === "free" && mailed
      ? { passwordHash, token: { hash: tokenHash(token), until } }
      : { passwordHash: null, token: null };
    await insertApplication(tx, { ...fields, ...counted, fromAddress, appliedAt: at });
    if (!mailed) return;
    const mails = {
      free: () => confirmationMail(fields, { url: tools.urls.confirmation(token), until }),
      registered: () => registeredMail(fields, tools.urls),
      pending: () => waitingMail(fields),
    };
    await queueMail(tx, tools.jobs, { to: fields.email, mail: mails[standing](), at, until });
  });
  return ok(null);
}

/** What a confirmation link would confirm; the link itself changes nothing (R37). */
export async function readLink(
  db: Db,
  options: { token: string; at: Date },
): Promise<Result<Application, LinkRefusal>> {
  const application = await findByToken(db, tokenHash(options.token));
  if (!application) return refuse({ kind: "unknown_link" });
  if (application.state !== "unconfirmed") return refuse({ kind: "link_used" });
  if (application.tokenUntil.getTime() <= options.at.getTime()) return refuse({ kind: "link_expired" });
  return ok(application);
}

/** Confirms the e-mail of an application, once, and tells the operators that it waits. */
export async function confirmLink(
  tools: SignupTools,
  options: { token: string; at: Date },
): Promise<Result<Application, LinkRefusal>> {
  const found = await readLink(tools.db, options);
  if (!found.ok) return found;
  try {
    return await tools.db.transaction(async (tx) => {
      if (await emailStanding(tx, found.value.email) !== "free") return refuse({ kind: "already_pending" });
      if (!await confirmApplication(tx, { id: found.value.id, at: options.at })) return refuse({ kind: "link_used" });
      for (const to of await operatorEmails(tx)) {
        const mail = pendingMail(found.value.company, tools.urls.applications);
        await queueMail(tx, tools.jobs, { to, mail, at: options.at });
      }
      return ok(found.value);
    });
  } catch (error) {
    if (breaks(error, "applications_pending_email")) return refuse({ kind: "already_pending" });
    throw error;
  }
}

/**
 * How the newest application of an e-mail stands, for the login of somebody who is no user yet; null where there is none.
 * `reason` is "" unless rejected. To be told only to whoever gives the password of `passwordHash` (R33).
 */
export async function applicationState(
  db: Db,
  email: string,
): Promise<{ state: OpenState; passwordHash: string; reason: string } | null> {
  return await newestOpen(db, email);
}

/** How a link's token is stored. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
