import { sameText } from "../bytes.ts";
import type { Tx } from "../db/mod.ts";
import { invariant, ok, refuse, type Result } from "../prelude.ts";
import type { AuthApp } from "./auth_app.ts";
import { countCodeTry, readSentCode, recoveryCodesLeft, spendRecoveryCode, spendSentCode } from "./code_store.ts";
import { codeLimits } from "./limits.ts";
import { hashRecoveryCode } from "./recovery_code.ts";
import type { CodeRefusal, SecondFactor } from "./second_factor.ts";
import { lockFactor, noteUse, type StoredFactor } from "./second_factor_store.ts";
import { hashCode } from "./send_code.ts";
import type { UserId } from "./signed_in.ts";
import { countTry, forgive } from "./throttle.ts";
import { totpStep } from "./totp.ts";

/** A code that was typed for a factor. */
export interface TypedCode {
  readonly userId: UserId;
  readonly factorId: string;
  readonly code: string;
  /** A confirmed factor lets in; one that is being added only proves that it works. */
  readonly expects: "confirmed" | "unconfirmed";
  /** The wall clock: an authenticator app knows no other. */
  readonly wallAt: Date;
}

/** Where the secret of a user's authenticator app is encrypted for. */
export function secretPurpose(userId: UserId): string {
  return `second_factors.secret ${userId}`;
}

/**
 * Looks at a typed code within the caller's transaction, which commits whatever the answer: a wrong try counts. A right
 * code is used up.
 */
export async function checkCode(
  app: AuthApp,
  tx: Tx,
  typed: TypedCode,
): Promise<Result<SecondFactor, CodeRefusal>> {
  const at = app.clock.now();
  const counted = { kind: "code", subject: typed.userId, at } as const;
  const until = await countTry(tx, counted);
  if (until) return refuse({ kind: "throttled", waitMs: until.getTime() - at.getTime() });
  const factor = await lockFactor(tx, typed);
  if (!factor || (factor.confirmedAt !== null) !== (typed.expects === "confirmed")) return refuse({ kind: "gone" });
  const code = typed.code.replaceAll(/[\s-]/g, "");
  const refusal = factor.kind === "totp"
    ? await totpRefusal(app, tx, { factor, typed: { ...typed, code } })
    : await sentRefusal(app, tx, { factor, code });
  if (refusal) return refuse(refusal);
  await forgive(tx, counted);
  return ok(factor);
}

/** Looks at a recovery code in the same way; answers how many are left after it. */
export async function checkRecoveryCode(
  app: AuthApp,
  tx: Tx,
  typed: { userId: UserId; code: string },
): Promise<Result<{ left: number }, CodeRefusal>> {
  const at = app.clock.now();
  const counted = { kind: "code", subject: typed.userId, at } as const;
  const until = await countTry(tx, counted);
  if (until) return refuse({ kind: "throttled", waitMs: until.getTime() - at.getTime() });
  const codeHash = await hashRecoveryCode(typed.code);
  if (!await spendRecoveryCode(tx, { userId: typed.userId, codeHash, at })) return refuse({ kind: "wrong" });
  await forgive(tx, counted);
  return ok({ left: await recoveryCodesLeft(tx, typed.userId) });
}

async function totpRefusal(
  app: AuthApp,
  tx: Tx,
  of: { factor: StoredFactor; typed: TypedCode },
): Promise<CodeRefusal | null> {
  const { factor, typed } = of;
  invariant(factor.secret !== null, "an authenticator app has a secret");
  const secret = await app.secrets.decrypt(factor.secret, secretPurpose(typed.userId));
  const step = totpStep(typed.code, { secret, at: typed.wallAt });
  if (step === null) return { kind: "wrong" };
  const isFirst = await noteUse(tx, { factorId: factor.id, step, at: app.clock.now() });
  return isFirst ? null : { kind: "wrong" };
}

async function sentRefusal(
  app: AuthApp,
  tx: Tx,
  of: { factor: StoredFactor; code: string },
): Promise<CodeRefusal | null> {
  const at = app.clock.now();
  const { id: factorId } = of.factor;
  const sent = await readSentCode(tx, factorId);
  const isLive = sent && sent.usedAt === null && sent.tries < codeLimits.tries && at < sent.expiresAt;
  if (!isLive) return { kind: "expired" };
  if (!sameText(await hashCode(app, { factorId, code: of.code }), sent.codeHash)) {
    await countCodeTry(tx, factorId);
    return sent.tries + 1 >= codeLimits.tries ? { kind: "expired" } : { kind: "wrong" };
  }
  await spendSentCode(tx, { factorId, at });
  await noteUse(tx, { factorId, step: null, at });
  return null;
}
