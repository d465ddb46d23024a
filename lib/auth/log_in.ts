import { audit } from "../audit.ts";
import type { Db, Tx } from "../db/mod.ts";
import { hashPassword, needsRehash, verifyPassword } from "../password.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { visitorActor } from "./actor.ts";
import type { AuthApp } from "./auth_app.ts";
import type { MailLang } from "./mails.ts";
import { type Begun, rotateSession, shortened, startSession } from "./session.ts";
import { forgetSessions, knowsDevice } from "./session_store.ts";
import type { UserId, Visitor } from "./signed_in.ts";
import { tell } from "./tell.ts";
import { countTry, forgetTries, forgive } from "./throttle.ts";
import {
  findLoginUser,
  type LoginName,
  type LoginUser,
  noteLogin,
  readLoginUser,
  rehashPassword,
} from "./user_store.ts";

/** What a sign-up application says to whoever logs in with its e-mail and password before there is a user. */
export interface PendingApplication {
  readonly passwordHash: string;
  readonly state: "unconfirmed" | "pending" | "rejected";
  /** Of a rejection; "" else. */
  readonly reason: string;
}

/** Why a login is refused. `wrong` is the one answer for every name and password that do not go together (R33). */
export type LoginRefusal =
  | { readonly kind: "wrong" }
  | { readonly kind: "throttled"; readonly waitMs: number }
  | { readonly kind: "disabled" }
  | { readonly kind: "application"; readonly state: PendingApplication["state"]; readonly reason: string };

/** A login that went through: a session, or one that waits for its second factor. */
export interface LoggedIn extends Begun {
  readonly userId: UserId;
  readonly needsSecondFactor: boolean;
}

/** What a login is tried with. */
export interface LoginTry {
  readonly name: LoginName;
  readonly password: string;
  readonly visitor: Visitor;
  readonly lang: MailLang;
  /** The sign-up application of an e-mail that no user has. */
  readonly applicationOf: (db: Db, email: string) => Promise<PendingApplication | null>;
}

/**
 * Logs in by password. Known and unknown names take one hash each and get the same answer; tries are counted before the
 * password is looked at, by name and by address.
 */
export async function logIn(app: AuthApp, order: LoginTry): Promise<Result<LoggedIn, LoginRefusal>> {
  const { name, password, visitor } = order;
  const waitMs = await app.db.transaction((tx) => countLogin(tx, { name, visitor, at: app.clock.now() }));
  if (waitMs !== null) {
    app.log.warn("login_throttled", { tab: name.tab, ip: visitor.ip });
    return refuse({ kind: "throttled", waitMs });
  }
  const user = await findLoginUser(app.db, name);
  const application = user === null && name.tab === "main" ? await order.applicationOf(app.db, name.email) : null;
  const hash = user?.passwordHash ?? application?.passwordHash ?? null;
  const isRight = await verifyPassword(password, hash);
  if (!isRight || hash === null) return await refuseWrong(app, { ...order, user });
  await app.db.transaction((tx) => forgiveLogin(tx, { name, visitor, at: app.clock.now() }));
  if (application) return refuse({ kind: "application", state: application.state, reason: application.reason });
  if (!user || user.isDisabled) return refuse({ kind: "disabled" });
  const fresher = needsRehash(hash) ? await hashPassword(password) : null;
  return await app.db.transaction(async (tx) => {
    if (fresher !== null) await rehashPassword(tx, { userId: user.id, from: hash, to: fresher });
    const needsSecondFactor = user.hasSecondFactor;
    const isNewDevice = !await knowsDevice(tx, { userId: user.id, userAgent: shortened(visitor).userAgent });
    const begun = await startSession(app, tx, { userId: user.id, mspId: user.mspId, needsSecondFactor, visitor });
    if (needsSecondFactor) {
      await auditLogin(app, tx, { user, visitor, action: "password_accepted", after: {} });
    } else {
      await welcome(app, tx, { user, visitor, lang: order.lang, isNewDevice, by: "password" });
    }
    return ok({ ...begun, userId: user.id, needsSecondFactor });
  });
}

/** Completes a login whose second factor was just given: a new token, and the login is in the log. */
export async function completeLogin(
  app: AuthApp,
  tx: Tx,
  order: { sessionId: string; userId: UserId; visitor: Visitor; lang: MailLang; by: string },
): Promise<Begun | null> {
  const user = await readLoginUser(tx, order.userId);
  if (!user || user.isDisabled) return null;
  const isNewDevice = !await knowsDevice(tx, { userId: user.id, userAgent: shortened(order.visitor).userAgent });
  const begun = await rotateSession(app, tx, { sessionId: order.sessionId, proved: "second_factor" });
  if (begun) await welcome(app, tx, { ...order, user, isNewDevice });
  return begun;
}

interface Counting {
  readonly name: LoginName;
  readonly visitor: Visitor;
  readonly at: Date;
}

async function countLogin(tx: Tx, { name, visitor, at }: Counting): Promise<number | null> {
  await forgetTries(tx, at);
  const byAddress = await countTry(tx, { kind: "login_address", subject: visitor.ip, at });
  const until = byAddress ?? await countTry(tx, { kind: "login", subject: subjectOf(name), at });
  return until === null ? null : until.getTime() - at.getTime();
}

async function forgiveLogin(tx: Tx, { name, visitor, at }: Counting): Promise<void> {
  await forgive(tx, { kind: "login_address", subject: visitor.ip, at });
  await forgive(tx, { kind: "login", subject: subjectOf(name), at });
}

/** One text for one login name, however it is typed. */
export function subjectOf(name: LoginName): string {
  const parts = name.tab === "main" ? [name.email] : [name.ownerEmail, name.login];
  return JSON.stringify([name.tab, ...parts.map((part) => part.trim().toLowerCase())]);
}

async function refuseWrong(
  app: AuthApp,
  options: { user: LoginUser | null; name: LoginName; visitor: Visitor },
): Promise<Result<LoggedIn, LoginRefusal>> {
  const { user, name, visitor } = options;
  app.log.warn("login_failed", { tab: name.tab, userId: user?.id ?? null, ip: visitor.ip });
  if (user) {
    const after = { tab: name.tab };
    await app.db.transaction((tx) => auditLogin(app, tx, { user, visitor, action: "login_failed", after }));
  }
  return refuse({ kind: "wrong" });
}

async function welcome(
  app: AuthApp,
  tx: Tx,
  options: { user: LoginUser; visitor: Visitor; lang: MailLang; isNewDevice: boolean; by: string },
): Promise<void> {
  const { user, visitor, lang, isNewDevice, by } = options;
  const at = app.clock.now();
  await noteLogin(tx, { userId: user.id, at });
  await forgetSessions(tx, { userId: user.id, before: new Date(at.getTime() - 180 * 86_400_000) });
  await auditLogin(app, tx, { user, visitor, action: "login", after: { by, isNewDevice } });
  app.log.info("login", { userId: user.id, ip: visitor.ip, by, isNewDevice });
  if (!isNewDevice) return;
  const told = { kind: "new_device", userAgent: visitor.userAgent } as const;
  await tell(app, tx, { told, to: { address: user.email, name: user.name, lang, visitor } });
}

async function auditLogin(
  app: AuthApp,
  tx: Tx,
  entry: { user: LoginUser; visitor: Visitor; action: string; after: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { user, visitor, action, after } = entry;
  await audit(tx, visitorActor(user.login, { at: app.clock.now(), visitor }), {
    mspId: user.mspId,
    entries: [{ objectKind: "user", objectId: user.id, action, after }],
  });
}
