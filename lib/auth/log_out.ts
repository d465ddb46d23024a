import { audit } from "../audit.ts";
import { type ActingState, actorOf } from "./actor.ts";
import type { AuthApp } from "./auth_app.ts";
import { endedCookie } from "./session_cookie.ts";
import { type EndReason, revokeSession, revokeSessions } from "./session_store.ts";

/** A signed-in request whose user ends sessions. */
export type EndingState = ActingState & { readonly app: Pick<AuthApp, "clock" | "db" | "log" | "config"> };

/** Logs out: the session ends on the server. Answers the cookie that takes the token away, signed in or not. */
export async function endSession(state: EndingState): Promise<string> {
  if (state.signedIn) await endOwnSession(state, { sessionId: state.signedIn.sessionId, reason: "logout" });
  return endedCookie(state.app.config);
}

/** Ends one of the own sessions; false where it is not one, or has ended. */
export async function endOwnSession(
  state: EndingState,
  order: { sessionId: string; reason: EndReason },
): Promise<boolean> {
  const { signedIn, app } = state;
  if (!signedIn) return false;
  const { user } = signedIn;
  return await app.db.transaction(async (tx) => {
    const ended = await revokeSession(tx, { ...order, userId: user.id, at: app.clock.now() });
    if (!ended) return false;
    app.log.info("session_ended", { userId: user.id, sessionId: order.sessionId, reason: order.reason });
    const action = order.reason === "logout" ? "logout" : "session_ended";
    await audit(tx, actorOf(state), {
      mspId: user.mspId,
      entries: [{ objectKind: "user", objectId: user.id, action, after: { sessionId: order.sessionId } }],
    });
    return true;
  });
}

/** Ends every own session but this one; answers how many. */
export async function endOtherSessions(state: EndingState): Promise<number> {
  const { signedIn, app } = state;
  if (!signedIn) return 0;
  const { user, sessionId } = signedIn;
  return await app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const count = await revokeSessions(tx, { userId: user.id, except: sessionId, at, reason: "ended_by_user" });
    if (count === 0) return 0;
    app.log.info("other_sessions_ended", { userId: user.id, count });
    await audit(tx, actorOf(state), {
      mspId: user.mspId,
      entries: [{ objectKind: "user", objectId: user.id, action: "other_sessions_ended", after: { count } }],
    });
    return count;
  });
}
