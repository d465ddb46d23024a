import { audit } from "../audit.ts";
import { parseEmail } from "../contact.ts";
import { breaks, type Tx } from "../db/mod.ts";
import { invariant, ok, refuse, type Result } from "../prelude.ts";
import { actorOf } from "./actor.ts";
import type { AuthApp } from "./auth_app.ts";
import { checkCode, secretPurpose } from "./check_code.ts";
import { deleteRecoveryCodes, putRecoveryCodes } from "./code_store.ts";
import { factorsAtMost } from "./limits.ts";
import type { MailLang, Told } from "./mails.ts";
import { parseMobile } from "./mobile.ts";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery_code.ts";
import type { CodeRefusal, FactorId, FactorKind, SecondFactor } from "./second_factor.ts";
import {
  confirmedFactors,
  confirmStored,
  deleteFactor,
  insertFactor,
  lockFactor,
  readFactor,
  renameStored,
} from "./second_factor_store.ts";
import { type Begun, rotateSession } from "./session.ts";
import type { SignedIn, Visitor } from "./signed_in.ts";
import { tell } from "./tell.ts";
import { newTotpSecret } from "./totp.ts";

/** Whoever changes the own second factors; that they proved the current one freshly is the route's part. */
export interface FactorOwner {
  readonly app: AuthApp;
  readonly signedIn: SignedIn;
  readonly visitor: Visitor;
  readonly lang: MailLang;
}

/** Why a factor cannot be added or renamed, by the field it is told at. */
export type FactorRefusal =
  | { readonly kind: "name_missing" }
  | { readonly kind: "name_too_long" }
  | { readonly kind: "name_taken" }
  | { readonly kind: "not_mobile" }
  /** `why` is the sentence of `parseEmail` (Korean). */
  | { readonly kind: "not_email"; readonly why: string }
  | { readonly kind: "too_many" }
  | { readonly kind: "gone" };

/** What confirming a factor gives: the session under a new token, and the recovery codes where it was the first. */
export interface Confirmed {
  readonly begun: Begun;
  readonly factor: SecondFactor;
  readonly recoveryCodes: readonly string[] | null;
}

/** Begins to add a factor; it counts once its first code is typed. */
export async function addFactor(
  owner: FactorOwner,
  order: { kind: FactorKind; name: string; address: string },
): Promise<Result<FactorId, FactorRefusal>> {
  const { app, signedIn } = owner;
  const userId = signedIn.user.id;
  const others = await confirmedFactors(app.db, userId);
  const name = nameOf(order.name, others);
  if (!name.ok) return name;
  if (others.length >= factorsAtMost) return refuse({ kind: "too_many" });
  const address = addressOf(order);
  if (!address.ok) return address;
  const secret = order.kind === "totp" ? await app.secrets.encrypt(newTotpSecret(), secretPurpose(userId)) : null;
  const at = app.clock.now();
  return await app.db.transaction(async (tx) =>
    ok(await insertFactor(tx, { userId, kind: order.kind, name: name.value, address: address.value, secret, at }))
  );
}

/** The secret of an authenticator app that is being added, in base32; null once it is confirmed. */
export async function pendingSecret(owner: FactorOwner, factorId: string): Promise<string | null> {
  const { app, signedIn } = owner;
  const factor = await readFactor(app.db, { userId: signedIn.user.id, factorId });
  if (!factor || factor.secret === null || factor.confirmedAt !== null) return null;
  return await app.secrets.decrypt(factor.secret, secretPurpose(signedIn.user.id));
}

/** Confirms a factor by its first code: from now on logins ask for it; with the first come recovery codes. */
export async function confirmFactor(
  owner: FactorOwner,
  typed: { factorId: string; code: string; wallAt: Date },
): Promise<Result<Confirmed, CodeRefusal | { readonly kind: "name_taken" } | { readonly kind: "ended" }>> {
  const { app, signedIn } = owner;
  const { user, sessionId } = signedIn;
  try {
    return await app.db.transaction(async (tx) => {
      const checked = await checkCode(app, tx, { ...typed, userId: user.id, expects: "unconfirmed" });
      if (!checked.ok) return checked;
      const factor = checked.value;
      const isFirst = (await confirmedFactors(tx, user.id)).length === 0;
      invariant(
        await confirmStored(tx, { factorId: factor.id, at: app.clock.now() }),
        "a locked factor is confirmed once",
      );
      const recoveryCodes = isFirst ? await renewCodes(owner, tx) : null;
      await noteChange(owner, tx, { factor, action: "second_factor_added" });
      await tellOwner(owner, tx, { kind: "factor_added", factor: factor.name });
      const begun = await rotateSession(app, tx, { sessionId, proved: "second_factor" });
      return begun ? ok({ begun, factor, recoveryCodes }) : refuse({ kind: "ended" });
    });
  } catch (error) {
    if (breaks(error, "second_factors_name")) return refuse({ kind: "name_taken" });
    throw error;
  }
}

/** Renames a factor. */
export async function renameFactor(
  owner: FactorOwner,
  order: { factorId: string; name: string },
): Promise<Result<null, FactorRefusal>> {
  const { app, signedIn } = owner;
  const userId = signedIn.user.id;
  try {
    return await app.db.transaction(async (tx): Promise<Result<null, FactorRefusal>> => {
      const factor = await lockFactor(tx, { userId, factorId: order.factorId });
      if (!factor || factor.confirmedAt === null) return refuse({ kind: "gone" });
      const others = (await confirmedFactors(tx, userId)).filter((each) => each.id !== factor.id);
      const name = nameOf(order.name, others);
      if (!name.ok) return name;
      if (name.value === factor.name) return ok(null);
      await renameStored(tx, { factorId: factor.id, name: name.value });
      await noteChange(owner, tx, { factor, action: "second_factor_renamed", renamed: name.value });
      return ok(null);
    });
  } catch (error) {
    if (breaks(error, "second_factors_name")) return refuse({ kind: "name_taken" });
    throw error;
  }
}

/** Deletes a factor; with the last go the recovery codes. */
export async function removeFactor(
  owner: FactorOwner,
  factorId: string,
): Promise<Result<{ isLast: boolean }, { readonly kind: "gone" }>> {
  const { app, signedIn } = owner;
  const userId = signedIn.user.id;
  return await app.db.transaction(async (tx) => {
    const factor = await lockFactor(tx, { userId, factorId });
    if (!factor) return refuse({ kind: "gone" });
    await deleteFactor(tx, factor.id);
    const isLast = (await confirmedFactors(tx, userId)).length === 0;
    if (factor.confirmedAt === null) return ok({ isLast });
    if (isLast) await deleteRecoveryCodes(tx, userId);
    await noteChange(owner, tx, { factor, action: "second_factor_removed" });
    await tellOwner(owner, tx, { kind: "factor_removed", factor: factor.name });
    return ok({ isLast });
  });
}

/** Makes a new set of recovery codes; the earlier ones are void. Null where there is no factor to recover. */
export async function renewRecoveryCodes(owner: FactorOwner): Promise<readonly string[] | null> {
  const { app, signedIn } = owner;
  return await app.db.transaction(async (tx) => {
    if ((await confirmedFactors(tx, signedIn.user.id)).length === 0) return null;
    const codes = await renewCodes(owner, tx);
    await noteChange(owner, tx, { factor: null, action: "recovery_codes_renewed" });
    await tellOwner(owner, tx, { kind: "recovery_renewed" });
    return codes;
  });
}

function nameOf(text: string, others: readonly SecondFactor[]): Result<string, FactorRefusal> {
  const name = text.trim().replaceAll(/\s+/g, " ");
  if (name === "") return refuse({ kind: "name_missing" });
  if ([...name].length > 40) return refuse({ kind: "name_too_long" });
  const isTaken = others.some((each) => each.name.toLowerCase() === name.toLowerCase());
  return isTaken ? refuse({ kind: "name_taken" }) : ok(name);
}

function addressOf(order: { kind: FactorKind; address: string }): Result<string | null, FactorRefusal> {
  switch (order.kind) {
    case "totp":
      return ok(null);
    case "sms": {
      const mobile = parseMobile(order.address);
      return mobile.ok ? mobile : refuse({ kind: mobile.refusal });
    }
    case "email": {
      const email = parseEmail(order.address);
      return email.ok ? email : refuse({ kind: "not_email", why: email.refusal });
    }
  }
}

async function renewCodes(owner: FactorOwner, tx: Tx): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  const codeHashes = await Promise.all(codes.map(hashRecoveryCode));
  await putRecoveryCodes(tx, { userId: owner.signedIn.user.id, codeHashes, at: owner.app.clock.now() });
  return codes;
}

async function noteChange(
  owner: FactorOwner,
  tx: Tx,
  change: { factor: SecondFactor | null; action: string; renamed?: string },
): Promise<void> {
  const { factor, action, renamed } = change;
  const { id, mspId } = owner.signedIn.user;
  const told = factor === null ? {} : { kind: factor.kind, name: factor.name };
  owner.app.log.info(action, { userId: id, factorId: factor?.id ?? null, ip: owner.visitor.ip });
  await audit(tx, actorOf(owner), {
    mspId,
    entries: [{
      objectKind: "user",
      objectId: id,
      action,
      ...(action === "second_factor_added" ? {} : { before: told }),
      ...(action === "second_factor_removed" ? {} : { after: { ...told, ...(renamed ? { name: renamed } : {}) } }),
    }],
  });
}

async function tellOwner(owner: FactorOwner, tx: Tx, told: Told): Promise<void> {
  const { email, name } = owner.signedIn.user;
  await tell(owner.app, tx, { told, to: { address: email, name, lang: owner.lang, visitor: owner.visitor } });
}
