import { hmacSha256, toHex } from "../bytes.ts";
import { invariant, ok, ProviderError, refuse, type Result } from "../prelude.ts";
import type { AuthApp } from "./auth_app.ts";
import { putSentCode, readSentCode, type SentCode } from "./code_store.ts";
import { codeLimits } from "./limits.ts";
import type { MailLang } from "./mails.ts";
import type { FactorId, SecondFactor, SendRefusal } from "./second_factor.ts";
import { lockFactor } from "./second_factor_store.ts";
import type { UserId, Visitor } from "./signed_in.ts";
import { tell } from "./tell.ts";
import { countTry } from "./throttle.ts";

/** Which factor gets a code, and for whom. */
export interface CodeOrder {
  readonly userId: UserId;
  readonly factorId: string;
  /** The user's name, for the mail. */
  readonly name: string;
  readonly visitor: Visitor;
  readonly lang: MailLang;
}

/**
 * Sends a new six-digit code by SMS or e-mail; the one before is void. A minute must lie between two, and neither a factor
 * nor a user gets more than its number in its time. An authenticator app needs none: nothing is sent.
 */
export async function sendCode(app: AuthApp, order: CodeOrder): Promise<Result<SecondFactor, SendRefusal>> {
  const code = sixDigits();
  const stored = await app.db.transaction(async (tx): Promise<Result<SecondFactor, SendRefusal>> => {
    const at = app.clock.now();
    const factor = await lockFactor(tx, order);
    if (!factor) return refuse({ kind: "gone" });
    if (factor.address === null) return ok(factor);
    const last = await readSentCode(tx, factor.id);
    const waitMs = resendWaitMs(last, at);
    if (waitMs > 0) return refuse({ kind: "too_soon", waitMs });
    const until = await countTry(tx, { kind: "send", subject: order.userId, at });
    if (until) return refuse({ kind: "too_soon", waitMs: until.getTime() - at.getTime() });
    const codeHash = await hashCode(app, { factorId: factor.id, code });
    const expiresAt = new Date(at.getTime() + codeLimits.livesMs);
    await putSentCode(tx, { factorId: factor.id, codeHash, sentAt: at, expiresAt, ...nextWindow(last, at) });
    if (factor.kind === "email") {
      const told = { kind: "code", code, minutes: codeLimits.livesMs / 60_000 } as const;
      await tell(app, tx, { told, to: { ...order, address: factor.address }, livesMs: codeLimits.livesMs });
    }
    return ok(factor);
  });
  if (!stored.ok || stored.value.kind !== "sms") return stored;
  return await sendSms(app, { factor: stored.value, code, lang: order.lang });
}

/** How a code is stored: keyed, since six digits alone are soon tried through. */
export async function hashCode(
  app: Pick<AuthApp, "signingKey">,
  of: { factorId: FactorId; code: string },
): Promise<string> {
  return toHex(await hmacSha256(app.signingKey, `cla-bill code ${of.factorId} ${of.code}`));
}

/** How long to wait before another code may be sent; 0: not at all. */
export function resendWaitMs(last: Pick<SentCode, "sentAt" | "windowSince" | "windowSent"> | null, at: Date): number {
  if (!last) return 0;
  const now = at.getTime();
  const afterLast = last.sentAt.getTime() + codeLimits.resendAfterMs;
  const isFull = last.windowSent >= codeLimits.perWindow;
  const afterWindow = isFull ? last.windowSince.getTime() + codeLimits.windowMs : now;
  return Math.max(afterLast - now, afterWindow - now, 0);
}

function nextWindow(last: SentCode | null, at: Date): { windowSince: Date; windowSent: number } {
  const isOpen = last !== null && at.getTime() - last.windowSince.getTime() < codeLimits.windowMs;
  return isOpen
    ? { windowSince: last.windowSince, windowSent: last.windowSent + 1 }
    : { windowSince: at, windowSent: 1 };
}

async function sendSms(
  app: AuthApp,
  of: { factor: SecondFactor; code: string; lang: MailLang },
): Promise<Result<SecondFactor, SendRefusal>> {
  const { factor, code, lang } = of;
  invariant(factor.address !== null, "a factor by SMS has a number");
  const minutes = codeLimits.livesMs / 60_000;
  const text = lang === "ko"
    ? `[Cla-Bill] 인증번호 ${code} (${minutes}분 안에 입력해 주십시오)`
    : `[Cla-Bill] Your code is ${code} (valid for ${minutes} minutes)`;
  try {
    await app.sms.send({ to: factor.address, text });
    return ok(factor);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    app.log.warn("sms_failed", { factorId: factor.id, vendor: error.vendor, code: error.code });
    return refuse({ kind: "not_sent" });
  }
}

function sixDigits(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return String(number % 1_000_000).padStart(6, "0");
}
