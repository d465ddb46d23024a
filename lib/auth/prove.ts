import { audit } from "../audit.ts";
import type { Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { verifyPassword } from "../password.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { visitorActor } from "./actor.ts";
import type { AuthApp } from "./auth_app.ts";
import { checkCode, checkRecoveryCode } from "./check_code.ts";
import { completeLogin } from "./log_in.ts";
import type { MailLang } from "./mails.ts";
import type { CodeRefusal } from "./second_factor.ts";
import { type Begun, rotateSession } from "./session.ts";
import type { UserId, Visitor } from "./signed_in.ts";
import { tell } from "./tell.ts";
import { countTry, forgive } from "./throttle.ts";
import { readLoginUser } from "./user_store.ts";

/** Whoever proves something: a login on its way, or someone signed in before a risky action. */
export interface Prover {
  readonly sessionId: string;
  readonly userId: UserId;
  readonly mspId: MspId | null;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  /** Whether the login waits for this. */
  readonly isLogin: boolean;
  readonly visitor: Visitor;
  readonly lang: MailLang;
}

/** Why a proof is refused; `ended`: the session is over. */
export type ProofRefusal = CodeRefusal | { readonly kind: "ended" };

/** Proves a second factor, or a recovery code in its place; the session goes on under a new token (R29). */
export async function proveFactor(
  app: AuthApp,
  prover: Prover,
  typed: { factor: { readonly id: string } | "recovery"; code: string; wallAt: Date },
): Promise<Result<Begun, ProofRefusal>> {
  const { userId } = prover;
  return await app.db.transaction(async (tx): Promise<Result<Begun, ProofRefusal>> => {
    if (typed.factor === "recovery") {
      const checked = await checkRecoveryCode(app, tx, { userId, code: typed.code });
      if (!checked.ok) return await refused(app, tx, { prover, refusal: checked.refusal, by: "recovery" });
      const told = { kind: "recovery_used", left: checked.value.left } as const;
      await tell(app, tx, { told, to: { ...prover, address: prover.email } });
      return await goOn(app, tx, { prover, by: "recovery" });
    }
    const { code, wallAt } = typed;
    const checked = await checkCode(app, tx, { userId, factorId: typed.factor.id, code, wallAt, expects: "confirmed" });
    if (!checked.ok) return await refused(app, tx, { prover, refusal: checked.refusal, by: "factor" });
    return await goOn(app, tx, { prover, by: checked.value.kind });
  });
}

/** Proves the password once more: what stands in for a second factor where the user has none. */
export async function provePassword(
  app: AuthApp,
  prover: Prover,
  password: string,
): Promise<Result<Begun, ProofRefusal>> {
  const counted = { kind: "code", subject: prover.userId, at: app.clock.now() } as const;
  const until = await app.db.transaction((tx) => countTry(tx, counted));
  if (until) return refuse({ kind: "throttled", waitMs: until.getTime() - counted.at.getTime() });
  const user = await readLoginUser(app.db, prover.userId);
  const isRight = await verifyPassword(password, user?.passwordHash ?? null);
  return await app.db.transaction(async (tx): Promise<Result<Begun, ProofRefusal>> => {
    if (!isRight) return await refused(app, tx, { prover, refusal: { kind: "wrong" }, by: "password" });
    await forgive(tx, counted);
    const begun = await rotateSession(app, tx, { sessionId: prover.sessionId, proved: "password" });
    if (!begun) return refuse({ kind: "ended" });
    await note(app, tx, { prover, action: "password_confirmed", by: "password" });
    return ok(begun);
  });
}

async function goOn(
  app: AuthApp,
  tx: Tx,
  of: { prover: Prover; by: string },
): Promise<Result<Begun, ProofRefusal>> {
  const { prover, by } = of;
  if (prover.isLogin) {
    const begun = await completeLogin(app, tx, { ...prover, by });
    return begun ? ok(begun) : refuse({ kind: "ended" });
  }
  const begun = await rotateSession(app, tx, { sessionId: prover.sessionId, proved: "second_factor" });
  if (!begun) return refuse({ kind: "ended" });
  await note(app, tx, { prover, action: "second_factor_confirmed", by });
  return ok(begun);
}

async function refused(
  app: AuthApp,
  tx: Tx,
  of: { prover: Prover; refusal: CodeRefusal; by: string },
): Promise<Result<Begun, ProofRefusal>> {
  const { prover, refusal, by } = of;
  const { userId, visitor, isLogin } = prover;
  app.log.warn("proof_failed", { userId, ip: visitor.ip, by, reason: refusal.kind, isLogin });
  await note(app, tx, { prover, action: "proof_failed", by, reason: refusal.kind });
  return refuse(refusal);
}

async function note(
  app: AuthApp,
  tx: Tx,
  of: { prover: Prover; action: string; by: string; reason?: string },
): Promise<void> {
  const { prover, action, by, reason } = of;
  await audit(tx, visitorActor(prover.login, { at: app.clock.now(), visitor: prover.visitor }), {
    mspId: prover.mspId,
    entries: [{
      objectKind: "user",
      objectId: prover.userId,
      action,
      after: reason === undefined ? { by } : { by, reason },
    }],
  });
}
