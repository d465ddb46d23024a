import { audit } from "../audit.ts";
import { hashPassword, verifyPassword } from "../password.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { actorOf } from "./actor.ts";
import type { AuthApp } from "./auth_app.ts";
import type { MailLang } from "./mails.ts";
import { type PasswordRefusal, passwordRefusal } from "./password_rules.ts";
import { forgetResets } from "./reset_store.ts";
import { type Begun, endUserSessions, rotateSession } from "./session.ts";
import type { SignedIn, Visitor } from "./signed_in.ts";
import { tell } from "./tell.ts";
import { countTry, forgive } from "./throttle.ts";
import { readLoginUser, setPassword } from "./user_store.ts";

/** Why a password is not changed; `stale`: it changed meanwhile, or the session ended. */
export type ChangeRefusal =
  | { readonly kind: PasswordRefusal }
  | { readonly kind: "wrong" }
  | { readonly kind: "same" }
  | { readonly kind: "stale" }
  | { readonly kind: "throttled"; readonly waitMs: number };

/** Changes the own password: the current one is asked for, other sessions end, this one goes on under a new token. */
export async function changePassword(
  state: { app: AuthApp; signedIn: SignedIn; visitor: Visitor; lang: MailLang },
  typed: { current: string; next: string },
): Promise<Result<Begun, ChangeRefusal>> {
  const { app, signedIn, visitor, lang } = state;
  const { user, sessionId } = signedIn;
  const at = app.clock.now();
  const rule = passwordRefusal(typed.next);
  if (rule !== null) return refuse({ kind: rule });
  const counted = { kind: "code", subject: user.id, at } as const;
  const until = await app.db.transaction((tx) => countTry(tx, counted));
  if (until) return refuse({ kind: "throttled", waitMs: until.getTime() - at.getTime() });
  const stored = await readLoginUser(app.db, user.id);
  if (!await verifyPassword(typed.current, stored?.passwordHash ?? null) || !stored) {
    app.log.warn("password_change_failed", { userId: user.id, ip: visitor.ip });
    return refuse({ kind: "wrong" });
  }
  if (typed.current.normalize("NFKC") === typed.next.normalize("NFKC")) return refuse({ kind: "same" });
  const to = await hashPassword(typed.next);
  return await app.db.transaction(async (tx): Promise<Result<Begun, ChangeRefusal>> => {
    await forgive(tx, counted);
    if (!await setPassword(tx, { userId: user.id, from: stored.passwordHash, to, at })) {
      return refuse({ kind: "stale" });
    }
    await forgetResets(tx, { userId: user.id, at });
    const ended = await endUserSessions(tx, { userId: user.id, at, reason: "password_changed", except: sessionId });
    const begun = await rotateSession(app, tx, { sessionId, proved: "password" });
    if (!begun) return refuse({ kind: "stale" });
    const entry = {
      objectKind: "user",
      objectId: user.id,
      action: "password_changed",
      after: { sessionsEnded: ended },
    };
    await audit(tx, actorOf(state), { mspId: user.mspId, entries: [entry] });
    app.log.info("credentials_changed", { userId: user.id, ip: visitor.ip, sessionsEnded: ended });
    await tell(app, tx, {
      told: { kind: "password_changed" },
      to: { address: user.email, name: user.name, lang, visitor },
    });
    return ok(begun);
  });
}
