import { audit } from "../audit.ts";
import type { Tx } from "../db/mod.ts";
import { hashPassword } from "../password.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { visitorActor } from "./actor.ts";
import type { AuthApp } from "./auth_app.ts";
import { resetLimits } from "./limits.ts";
import { subjectOf } from "./log_in.ts";
import type { MailLang } from "./mails.ts";
import { type PasswordRefusal, passwordRefusal } from "./password_rules.ts";
import { forgetResets, insertReset, openReset, spendReset } from "./reset_store.ts";
import { endUserSessions } from "./session.ts";
import type { UserId, Visitor } from "./signed_in.ts";
import { tell } from "./tell.ts";
import { countTry, forgive } from "./throttle.ts";
import { hashToken, randomToken } from "./token.ts";
import { findLoginUser, type LoginName, type LoginUser, readLoginUser, setPassword } from "./user_store.ts";

/** Known or not, an answer takes at least this long, so that its time tells nothing (R33). */
const leastMs = 400;

/**
 * Sends a reset link to the user of a login name, if there is one that may log in; the caller is told nothing of it. Only
 * the address of the request is throttled aloud; too many for one name are passed over in silence.
 */
export async function requestReset(
  app: AuthApp,
  order: { name: LoginName; visitor: Visitor; lang: MailLang },
): Promise<Result<null, { readonly kind: "throttled"; readonly waitMs: number }>> {
  const { name, visitor, lang } = order;
  const startedMs = performance.now();
  const at = app.clock.now();
  const until = await app.db.transaction((tx) => countTry(tx, { kind: "reset_address", subject: visitor.ip, at }));
  if (until) return refuse({ kind: "throttled", waitMs: until.getTime() - at.getTime() });
  await app.db.transaction(async (tx) => {
    if (await countTry(tx, { kind: "reset", subject: subjectOf(name), at })) return;
    const user = await findLoginUser(tx, name);
    app.log.info("reset_requested", { userId: user?.id ?? null, ip: visitor.ip });
    if (user && !user.isDisabled) await sendLink(app, tx, { user, visitor, lang, at });
  });
  await app.sleep(Math.max(0, leastMs - (performance.now() - startedMs)));
  return ok(null);
}

/** Whether a link may still set a password. */
export async function isResetOpen(app: Pick<AuthApp, "db" | "clock">, token: string): Promise<boolean> {
  return await openReset(app.db, { tokenHash: await hashToken(token), at: app.clock.now() }) !== null;
}

/** Sets a new password by a link, once: every session of the user ends, and a second factor is still asked for at login. */
export async function resetPassword(
  app: AuthApp,
  order: { token: string; password: string; visitor: Visitor; lang: MailLang },
): Promise<Result<null, { readonly kind: PasswordRefusal | "gone" }>> {
  const { token, password, visitor, lang } = order;
  const rule = passwordRefusal(password);
  if (rule !== null) return refuse({ kind: rule });
  const at = app.clock.now();
  const tokenHash = await hashToken(token);
  if (await openReset(app.db, { tokenHash, at }) === null) return refuse({ kind: "gone" });
  const to = await hashPassword(password);
  return await app.db.transaction(async (tx): Promise<Result<null, { kind: "gone" }>> => {
    const userId = await spendReset(tx, { tokenHash, at });
    const user = userId === null ? null : await readLoginUser(tx, userId);
    if (!user || user.isDisabled) return refuse({ kind: "gone" });
    if (!await setPassword(tx, { userId: user.id, from: user.passwordHash, to, at })) return refuse({ kind: "gone" });
    await forgetResets(tx, { userId: user.id, at });
    await forgive(tx, { kind: "login", subject: subjectOf({ tab: "main", email: user.email }), at });
    const ended = await endUserSessions(tx, { userId: user.id, at, reason: "password_reset" });
    const entry = { objectKind: "user", objectId: user.id, action: "password_reset", after: { sessionsEnded: ended } };
    await audit(tx, visitorActor(user.login, { at, visitor }), { mspId: user.mspId, entries: [entry] });
    app.log.info("credentials_reset", { userId: user.id, ip: visitor.ip, sessionsEnded: ended });
    await tell(app, tx, {
      told: { kind: "password_reset" },
      to: { address: user.email, name: user.name, lang, visitor },
    });
    return ok(null);
  });
}

/**
 * Makes a link that sets a user's password once, within the transaction of what it is for (an invitation); works as the
 * role of the application too. The caller mails it: the token is stored nowhere but hashed.
 */
export async function makeResetLink(
  app: Pick<AuthApp, "config">,
  tx: Tx,
  of: { userId: UserId; at: Date; livesMs: number },
): Promise<{ url: string; until: Date }> {
  const { userId, at, livesMs } = of;
  const token = randomToken();
  const until = new Date(at.getTime() + livesMs);
  await insertReset(tx, { userId, tokenHash: await hashToken(token), at, expiresAt: until });
  return { url: `${app.config.baseUrl}/reset/${token}`, until };
}

async function sendLink(
  app: AuthApp,
  tx: Tx,
  of: { user: LoginUser; visitor: Visitor; lang: MailLang; at: Date },
): Promise<void> {
  const { user, visitor, lang, at } = of;
  const { url } = await makeResetLink(app, tx, { userId: user.id, at, livesMs: resetLimits.livesMs });
  const told = {
    kind: "reset",
    url,
    minutes: resetLimits.livesMs / 60_000,
  } as const;
  const to = { address: user.email, name: user.name, lang, visitor };
  await tell(app, tx, { told, to, livesMs: resetLimits.livesMs });
  const entry = { objectKind: "user", objectId: user.id, action: "password_reset_requested" };
  await audit(tx, visitorActor(user.login, { at, visitor }), { mspId: user.mspId, entries: [entry] });
}
