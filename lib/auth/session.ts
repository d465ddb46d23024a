import type { Queryable, Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { AuthApp } from "./auth_app.ts";
import { sessionLimits } from "./limits.ts";
import { sessionCookie, tokenOfCookie } from "./session_cookie.ts";
import {
  type EndReason,
  findSession,
  insertSession,
  type OwnSession,
  renewSession,
  revokeSessions,
  sessionsOf,
  type StoredSession,
  touchSession,
} from "./session_store.ts";
import type { SignedIn, UserId, Visitor } from "./signed_in.ts";
import { hashToken, randomToken, readSessionToken, signSession } from "./token.ts";

/** What reading a session asks of the running product. */
export type SessionApp = Pick<AuthApp, "config" | "db" | "clock" | "signingKey">;

/** A login that still waits for its second factor. */
export type HalfSession = StoredSession;

/** A session that has begun, or got a new token: the cookie to set. */
export interface Begun {
  readonly sessionId: string;
  readonly cookie: string;
}

/** Whoever is signed in by a request's Cookie header; null where nobody is, or the second factor is missing. */
export async function readSession(app: SessionApp, cookieHeader: string | null): Promise<SignedIn | null> {
  const session = await liveSession(app, cookieHeader);
  if (!session || isHalf(session)) return null;
  const at = app.clock.now();
  const unlessSince = new Date(at.getTime() - sessionLimits.seenEveryMs);
  if (session.lastSeenAt.getTime() <= unlessSince.getTime()) {
    await touchSession(app.db, { sessionId: session.sessionId, at, unlessSince });
  }
  return signedInOf(session);
}

/** The login of a request's Cookie header that waits for its second factor; null where there is none. */
export async function readHalfSession(app: SessionApp, cookieHeader: string | null): Promise<HalfSession | null> {
  const session = await liveSession(app, cookieHeader);
  return session && isHalf(session) ? session : null;
}

/** Begins a session with a token of its own. */
export async function startSession(
  app: SessionApp,
  tx: Tx,
  order: { userId: UserId; mspId: MspId | null; needsSecondFactor: boolean; visitor: Visitor },
): Promise<Begun> {
  const at = app.clock.now();
  const id = randomToken();
  const visitor = shortened(order.visitor);
  const sessionId = await insertSession(tx, { ...order, visitor, tokenHash: await hashToken(id), at });
  return { sessionId, cookie: await cookieOf(app, { id, at }) };
}

/** Gives a session a new token after a proof, on the same row; null where the session has ended meanwhile. */
export async function rotateSession(
  app: SessionApp,
  tx: Tx,
  order: { sessionId: string; proved: "password" | "second_factor" },
): Promise<Begun | null> {
  const at = app.clock.now();
  const id = randomToken();
  const renewed = await renewSession(tx, { ...order, tokenHash: await hashToken(id), at });
  return renewed ? { sessionId: order.sessionId, cookie: await cookieOf(app, { id, at }) } : null;
}

/**
 * Ends every session of a user within the transaction that changes the user (role, disabling, a password set by the
 * owner); works as the role of the application too. Answers how many ended.
 */
export async function endUserSessions(
  tx: Tx,
  of: { userId: UserId; at: Date; reason: EndReason; except?: string },
): Promise<number> {
  return await revokeSessions(tx, { ...of, except: of.except ?? null });
}

/** The sessions of a user that would still be let in, newest first. */
export async function liveSessions(
  db: Queryable,
  of: { userId: UserId; at: Date },
): Promise<OwnSession[]> {
  const before = (ms: number) => new Date(of.at.getTime() - ms);
  return await sessionsOf(db, {
    userId: of.userId,
    seenAfter: before(sessionLimits.idleMs),
    startedAfter: before(sessionLimits.absoluteMs),
  });
}

/** Whether a session has timed out at a moment. */
export function isOver(
  session: Pick<StoredSession, "createdAt" | "lastSeenAt" | "needsSecondFactor" | "secondFactorAt">,
  at: Date,
): boolean {
  const age = at.getTime() - session.createdAt.getTime();
  const idle = at.getTime() - session.lastSeenAt.getTime();
  if (idle >= sessionLimits.idleMs || age >= sessionLimits.absoluteMs) return true;
  return isHalf(session) && age >= sessionLimits.halfMs;
}

function isHalf(session: Pick<StoredSession, "needsSecondFactor" | "secondFactorAt">): boolean {
  return session.needsSecondFactor && session.secondFactorAt === null;
}

async function liveSession(app: SessionApp, cookieHeader: string | null): Promise<StoredSession | null> {
  const token = tokenOfCookie(cookieHeader, app.config);
  if (token === null) return null;
  const at = app.clock.now();
  const id = await readSessionToken(token, { signingKey: app.signingKey, at });
  const session = id === null ? null : await findSession(app.db, await hashToken(id));
  return session && !isOver(session, at) ? session : null;
}

function signedInOf(session: StoredSession): SignedIn {
  const { sessionId, authenticatedAt, secondFactorAt, hasSecondFactor, role, mspId, mspName } = session;
  const { userId: id, login, name, email } = session;
  return {
    sessionId,
    user: { id, role, mspId, mspName, login, name, email },
    authenticatedAt,
    secondFactorAt,
    hasSecondFactor,
  };
}

async function cookieOf(app: SessionApp, token: { id: string; at: Date }): Promise<string> {
  const signed = await signSession(token.id, { signingKey: app.signingKey, at: token.at });
  return sessionCookie(signed, app.config);
}

/** A visitor as it is stored: one line, no longer than what a browser sends. */
export function shortened(visitor: Visitor): Visitor {
  const plain = (text: string) => text.replaceAll(/\p{Cc}/gu, " ");
  return { ip: plain(visitor.ip).slice(0, 64), userAgent: plain(visitor.userAgent).slice(0, 300) };
}
