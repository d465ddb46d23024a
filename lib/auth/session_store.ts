import type { MspId } from "../ids.ts";
import { type Queryable, sql } from "../db/mod.ts";
import type { Role, UserId, Visitor } from "./signed_in.ts";

/** 세션: a signed-in browser, with its user as of now. */
export interface StoredSession {
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly authenticatedAt: Date;
  /** Whether the login waits for a second factor while `secondFactorAt` is null. */
  readonly needsSecondFactor: boolean;
  readonly secondFactorAt: Date | null;
  readonly userId: UserId;
  readonly role: Role;
  readonly mspId: MspId | null;
  readonly mspName: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly hasSecondFactor: boolean;
}

/** A session as its own user sees it in the list. */
export interface OwnSession {
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly ip: string;
  readonly userAgent: string;
}

/** Why a session ended. */
export type EndReason =
  | "logout"
  | "ended_by_user"
  | "password_changed"
  | "password_reset"
  | "factor_changed"
  | "user_changed";

/** The session of a token's hash, if neither it nor its user has been stopped; whether it has timed out is not asked. */
export async function findSession(db: Queryable, tokenHash: string): Promise<StoredSession | null> {
  const [row] = await db.query<StoredSession>(sql`
    select s.id as "sessionId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
      s.authenticated_at as "authenticatedAt", s.needs_second_factor as "needsSecondFactor",
      s.second_factor_at as "secondFactorAt", u.id as "userId", u.role, u.msp_id as "mspId",
      coalesce(m.name, '') as "mspName", u.login, u.name, u.email,
      exists (
        select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
      ) as "hasSecondFactor"
    from sessions s
    join users u on u.id = s.user_id
    left join msps m on m.id = u.msp_id
    where s.token_hash = ${tokenHash} and s.revoked_at is null and u.disabled_at is null`);
  return row ?? null;
}

/** Writes a new session. */
export async function insertSession(
  db: Queryable,
  session: {
    tokenHash: string;
    userId: UserId;
    mspId: MspId | null;
    needsSecondFactor: boolean;
    visitor: Visitor;
    at: Date;
  },
): Promise<string> {
  const { tokenHash, userId, mspId, needsSecondFactor, visitor, at } = session;
  const [row] = await db.query<{ id: string }>(sql`
    insert into sessions (user_id, msp_id, token_hash, created_at, last_seen_at, authenticated_at, needs_second_factor, ip,
      user_agent)
    values (${userId}, ${mspId}, ${tokenHash}, ${at}, ${at}, ${at}, ${needsSecondFactor}, ${visitor.ip},
      ${visitor.userAgent})
    returning id`);
  if (!row) throw new TypeError("Cannot start a session: no row came back");
  return row.id;
}

/** Gives a live session a new token and notes what was proved; false where it has ended meanwhile. */
export async function renewSession(
  db: Queryable,
  session: { sessionId: string; tokenHash: string; at: Date; proved: "password" | "second_factor" },
): Promise<boolean> {
  const { sessionId, tokenHash, at, proved } = session;
  const count = await db.execute(sql`
    update sessions
    set token_hash = ${tokenHash}, last_seen_at = ${at},
      authenticated_at = case when ${proved === "password"} then ${at}::timestamptz else authenticated_at end,
      second_factor_at = case when ${proved === "second_factor"} then ${at}::timestamptz else second_factor_at end
    where id = ${sessionId} and revoked_at is null`);
  return count === 1;
}

/** Notes that a session was seen, unless that was noted after `unlessSince`. */
export async function touchSession(
  db: Queryable,
  session: { sessionId: string; at: Date; unlessSince: Date },
): Promise<void> {
  await db.execute(sql`
    update sessions set last_seen_at = ${session.at}
    where id = ${session.sessionId} and last_seen_at <= ${session.unlessSince}`);
}

/** Ends one live session of a user; false where it is not theirs or has ended. */
export async function revokeSession(
  db: Queryable,
  session: { sessionId: string; userId: UserId; at: Date; reason: EndReason },
): Promise<boolean> {
  const count = await db.execute(sql`
    update sessions set revoked_at = ${session.at}, revoked_reason = ${session.reason}
    where id = ${session.sessionId} and user_id = ${session.userId} and revoked_at is null`);
  return count === 1;
}

/** Ends every live session of a user but `except`; answers how many. */
export async function revokeSessions(
  db: Queryable,
  of: { userId: UserId; except: string | null; at: Date; reason: EndReason },
): Promise<number> {
  return await db.execute(sql`
    update sessions set revoked_at = ${of.at}, revoked_reason = ${of.reason}
    where user_id = ${of.userId} and revoked_at is null and id is distinct from ${of.except}::uuid`);
}

/** The sessions of a user that have not been ended and were seen after `seenAfter`, newest first. */
export async function sessionsOf(
  db: Queryable,
  of: { userId: UserId; seenAfter: Date; startedAfter: Date },
): Promise<OwnSession[]> {
  return await db.query<OwnSession>(sql`
    select id as "sessionId", created_at as "createdAt", last_seen_at as "lastSeenAt", ip, user_agent as "userAgent"
    from sessions
    where user_id = ${of.userId} and revoked_at is null and last_seen_at > ${of.seenAfter}
      and created_at > ${of.startedAfter} and (not needs_second_factor or second_factor_at is not null)
    order by last_seen_at desc, id desc`);
}

/** Whether a user has come from this browser before, or never at all: both are nothing to warn about. */
export async function knowsDevice(db: Queryable, of: { userId: UserId; userAgent: string }): Promise<boolean> {
  const [row] = await db.query<{ known: boolean }>(sql`
    select not exists (select 1 from sessions where user_id = ${of.userId})
      or exists (
        select 1 from sessions
        where user_id = ${of.userId} and user_agent = ${of.userAgent}
          and (not needs_second_factor or second_factor_at is not null)
      ) as known`);
  return row?.known ?? false;
}

/** Deletes a user's sessions that started before a day long past. */
export async function forgetSessions(db: Queryable, of: { userId: UserId; before: Date }): Promise<void> {
  await db.execute(sql`delete from sessions where user_id = ${of.userId} and created_at < ${of.before}`);
}
