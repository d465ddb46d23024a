import { deepStrictEqual, match, ok as isTrue, strictEqual } from "node:assert/strict";
import type { AuthApp } from "../lib/auth/auth_app.ts";
import { recoveryCodesLeft } from "../lib/auth/code_store.ts";
import { logIn } from "../lib/auth/log_in.ts";
import { proveFactor, provePassword, type Prover } from "../lib/auth/prove.ts";
import {
  addFactor,
  confirmFactor,
  type FactorOwner,
  pendingSecret,
  removeFactor,
  renameFactor,
  renewRecoveryCodes,
} from "../lib/auth/register_factor.ts";
import { confirmedFactors } from "../lib/auth/second_factor_store.ts";
import { sendCode } from "../lib/auth/send_code.ts";
import { readHalfSession, readSession, startSession } from "../lib/auth/session.ts";
import { raw, sql } from "../lib/db/mod.ts";
import { invariant, ProviderError } from "../lib/prelude.ts";
import { pgliteOfModule } from "./support.ts";
import {
  appCode,
  type AuthWorld,
  codeIn,
  cookieHeader,
  cookieOf,
  factorOwner,
  here,
  inAuthWorld,
  loginTry,
  password,
} from "./support_auth.ts";

const db = pgliteOfModule();
const minute = 60_000;

function factorTest(name: string, test: (world: AuthWorld) => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => inAuthWorld(db(), test) });
}

interface Added {
  readonly factorId: string;
  /** Of an authenticator app; "" else. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** Whoever is signed in after it, under the new token. */
  readonly owner: FactorOwner;
}

/** Adds an authenticator app and types its first code. */
async function addApp(world: AuthWorld, owner: FactorOwner, name = "내 전화기"): Promise<Added> {
  const added = await addFactor(owner, { kind: "totp", name, address: "" });
  invariant(added.ok, "the factor is added");
  const secret = await pendingSecret(owner, added.value);
  invariant(secret, "an app that is added has a secret");
  const wallAt = world.app.clock.now();
  const confirmed = await confirmFactor(owner, { factorId: added.value, code: appCode(secret, wallAt), wallAt });
  invariant(confirmed.ok, "the factor is confirmed");
  const next = await factorOwner(world, cookieHeader(confirmed.value.begun.cookie));
  return { factorId: added.value, secret, recoveryCodes: confirmed.value.recoveryCodes ?? [], owner: next };
}

async function send(world: AuthWorld, owner: FactorOwner, factorId: string, app: AuthApp = world.app) {
  const { id: userId, name } = owner.signedIn.user;
  return await sendCode(app, { userId, factorId, name, visitor: here, lang: "ko" });
}

/** The half of a login that waits for its second factor. */
async function halfLogin(world: AuthWorld): Promise<{ cookie: string; prover: Prover }> {
  const order = { userId: world.users.owner, mspId: world.mspId, needsSecondFactor: true, visitor: here };
  const begun = await world.db.transaction((tx) => startSession(world.app, tx, order));
  const cookie = cookieHeader(begun.cookie);
  const half = await readHalfSession(world.app, cookie);
  invariant(half, "half a session is there");
  return { cookie, prover: { ...half, isLogin: true, visitor: here, lang: "ko" } };
}

async function prove(
  world: AuthWorld,
  prover: Prover,
  typed: { factorId?: string; code: string; wallAt?: Date },
): Promise<string> {
  const factor = typed.factorId === undefined ? "recovery" : { id: typed.factorId };
  const wallAt = typed.wallAt ?? world.app.clock.now();
  const result = await proveFactor(world.app, prover, { factor, code: typed.code, wallAt });
  return result.ok ? cookieHeader(result.value.cookie) : result.refusal.kind;
}

factorTest("a login with a second factor is none before its code, and gets a new token with it", async (world) => {
  const { factorId, secret } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  world.wait(minute);
  const result = await logIn(world.app, loginTry());
  invariant(result.ok && result.value.needsSecondFactor, "the login waits for a second factor");
  const cookie = cookieHeader(result.value.cookie);
  const half = await readHalfSession(world.app, cookie);
  invariant(half, "half a session is there");
  const prover: Prover = { ...half, isLogin: true, visitor: here, lang: "ko" };
  strictEqual(await readSession(world.app, cookie), null);
  strictEqual(await prove(world, prover, { factorId, code: "000000" }), "wrong");
  strictEqual(await readSession(world.app, cookie), null);
  const next = await prove(world, prover, { factorId, code: appCode(secret, world.app.clock.now()) });
  strictEqual(await readSession(world.app, cookie), null);
  strictEqual(await readHalfSession(world.app, cookie), null);
  const signedIn = await readSession(world.app, next);
  deepStrictEqual(signedIn?.secondFactorAt, world.app.clock.now());
  strictEqual(signedIn?.hasSecondFactor, true);
  deepStrictEqual((await world.audited()).slice(-3), ["password_accepted", "proof_failed", "login"]);
});

factorTest("half a login ends after ten minutes", async (world) => {
  const { factorId, secret } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  const { cookie } = await halfLogin(world);
  world.wait(10 * minute - 1);
  isTrue(await readHalfSession(world.app, cookie));
  world.wait(1);
  strictEqual(await readHalfSession(world.app, cookie), null);
  isTrue(factorId && secret);
});

factorTest("a code of an authenticator app works once, within its step and one beside it", async (world) => {
  const { factorId, secret } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  world.wait(10 * minute);
  const at = (steps: number) => new Date(world.app.clock.now().getTime() + steps * 30_000);
  const tries = [
    [-2, "wrong"],
    [2, "wrong"],
    [-1, "in"],
    [-1, "wrong"],
    [0, "in"],
    [-1, "wrong"],
    [0, "wrong"],
    [1, "in"],
    [1, "wrong"],
  ] as const;
  for (const [steps, expected] of tries) {
    const { prover } = await halfLogin(world);
    const outcome = await prove(world, prover, { factorId, code: appCode(secret, at(steps)) });
    strictEqual(outcome.startsWith("session=") ? "in" : outcome, expected, `${steps}`);
    await world.db.execute(sql`delete from throttles`);
  }
});

factorTest("two that type the same code of an authenticator app at once: one comes in", async (world) => {
  const { factorId, secret } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  world.wait(minute);
  const [first, second] = [await halfLogin(world), await halfLogin(world)];
  const code = appCode(secret, world.app.clock.now());
  const outcomes = [];
  for (const each of [first, second]) outcomes.push(await prove(world, each.prover, { factorId, code }));
  deepStrictEqual(outcomes.map((each) => each.startsWith("session=")), [true, false]);
});

factorTest(
  "the first factor brings ten recovery codes: each works once, and deleting the last factor ends them",
  async (world) => {
    const { recoveryCodes, owner, factorId } = await addApp(world, await factorOwner(world, await cookieOf(world)));
    strictEqual(new Set(recoveryCodes).size, 10);
    for (const code of recoveryCodes) match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    const stored = await world.db.query<{ row: string }>(sql`select to_jsonb(r)::text as row from recovery_codes r`);
    isTrue(stored.every(({ row }) => !recoveryCodes.some((code) => row.includes(code.replaceAll("-", "")))));
    const [first = "", second = ""] = recoveryCodes;
    const { prover } = await halfLogin(world);
    strictEqual(await prove(world, prover, { code: "AAAA-AAAA-AAAA-AAAA" }), "wrong");
    match(await prove(world, prover, { code: ` ${first.toLowerCase().replaceAll("-", " ")}` }), /^session=/);
    strictEqual(await prove(world, (await halfLogin(world)).prover, { code: first }), "wrong");
    strictEqual(await recoveryCodesLeft(world.db, world.users.owner), 9);
    const mail = (await world.mails()).at(-1);
    strictEqual(mail?.subject, "[Cla-Bill] 복구 코드로 로그인했습니다");
    isTrue(mail?.text.includes("남은 코드는 9개"));
    const renewed = await renewRecoveryCodes(owner);
    strictEqual(renewed?.length, 10);
    strictEqual(await prove(world, (await halfLogin(world)).prover, { code: second }), "wrong");
    deepStrictEqual(await removeFactor(owner, factorId), { ok: true, value: { isLast: true } });
    strictEqual(await recoveryCodesLeft(world.db, world.users.owner), 0);
    strictEqual(await renewRecoveryCodes(owner), null);
  },
);

factorTest("the fifth wrong code of a user makes the next wait, the right one too", async (world) => {
  const { factorId, secret } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  world.wait(minute);
  const { prover } = await halfLogin(world);
  const right = () => appCode(secret, world.app.clock.now());
  for (let count = 0; count < 5; count++) {
    strictEqual(await prove(world, prover, count % 2 ? { code: "x" } : { factorId, code: "12345" }), "wrong");
  }
  strictEqual(await prove(world, prover, { factorId, code: right() }), "throttled");
  world.wait(minute);
  match(await prove(world, prover, { factorId, code: right() }), /^session=/);
});

factorTest("a code by e-mail lives five minutes and five tries, is stored keyed, and works once", async (world) => {
  const owner = await factorOwner(world, await cookieOf(world));
  const added = await addFactor(owner, { kind: "email", name: "회사 메일", address: "second@example.com" });
  invariant(added.ok, "the factor is added");
  const factorId = added.value;
  const confirm = async (code: string) => {
    const result = await confirmFactor(owner, { factorId, code, wallAt: world.app.clock.now() });
    return result.ok ? "ok" : result.refusal.kind;
  };
  strictEqual(await confirm("123456"), "expired");
  isTrue((await send(world, owner, factorId)).ok);
  const [mail] = await world.mails();
  strictEqual(mail?.address, "second@example.com");
  strictEqual(mail?.subject, "[Cla-Bill] 인증번호");
  const code = codeIn(mail?.text);
  const [row] = await world.db.query<{ hash: string }>(sql`select code_hash as hash from sent_codes`);
  match(row?.hash ?? "", /^[0-9a-f]{64}$/);
  const wrong = code === "000000" ? "000001" : "000000";
  world.wait(5 * minute);
  strictEqual(await confirm(code), "expired");
  isTrue((await send(world, owner, factorId)).ok);
  const second = codeIn((await world.mails()).at(-1)?.text);
  await world.db.execute(sql`delete from throttles`);
  for (const expected of ["wrong", "wrong", "wrong", "wrong", "expired"]) {
    strictEqual(await confirm(second === wrong ? "000002" : wrong), expected);
  }
  await world.db.execute(sql`delete from throttles`);
  strictEqual(await confirm(second), "expired");
  world.wait(minute);
  isTrue((await send(world, owner, factorId)).ok);
  const third = codeIn((await world.mails()).at(-1)?.text);
  world.wait(5 * minute - 1);
  strictEqual(await confirm(third), "ok");
  strictEqual(await confirm(third), "gone");
});

factorTest(
  "sendCode() waits a minute between two, sends five in half an hour, and ten an hour to a user",
  async (world) => {
    const owner = await factorOwner(world, await cookieOf(world));
    const add = async () => {
      const added = await addFactor(owner, { kind: "sms", name: "전화", address: "010-0000-0000" });
      invariant(added.ok, "the factor is added");
      return added.value;
    };
    const outcome = async (factorId: string) => {
      const sent = await send(world, owner, factorId);
      return sent.ok ? "sent" : sent.refusal.kind === "too_soon" ? sent.refusal.waitMs : sent.refusal.kind;
    };
    const first = await add();
    strictEqual(await outcome(first), "sent");
    world.wait(minute - 1);
    strictEqual(await outcome(first), 1);
    world.wait(1);
    for (let count = 2; count <= 5; count++) {
      strictEqual(await outcome(first), "sent");
      world.wait(minute);
    }
    strictEqual(await outcome(first), 25 * minute);
    for (let count = 6; count <= 10; count++) strictEqual(await outcome(await add()), "sent", `${count}`);
    strictEqual(await outcome(await add()), 55 * minute);
    const sms = await world.sms();
    strictEqual(sms.length, 10);
    match(sms[0] ?? "", /^\[Cla-Bill\] 인증번호 \d{6} \(5분 안에 입력해 주십시오\)$/);
    strictEqual(await outcome("00000000-0000-7000-8000-000000000000"), "gone");
    strictEqual(await outcome("x"), "gone");
  },
);

factorTest("sendCode() says where the SMS service did not take the message", async (world) => {
  const owner = await factorOwner(world, await cookieOf(world));
  const added = await addFactor(owner, { kind: "sms", name: "전화", address: "01000000000" });
  invariant(added.ok, "the factor is added");
  const sms = { send: () => Promise.reject(new ProviderError("ncp", "sens_500", "x", true)) };
  deepStrictEqual(await send(world, owner, added.value, { ...world.app, sms }), {
    ok: false,
    refusal: { kind: "not_sent" },
  });
});

factorTest("a code by SMS lets in, and the code of one factor does not do for another", async (world) => {
  const cookie = await cookieOf(world);
  const { owner, factorId: appId } = await addApp(world, await factorOwner(world, cookie));
  const added = await addFactor(owner, { kind: "sms", name: "전화", address: "010 0000 0000" });
  invariant(added.ok, "the factor is added");
  const factorId = added.value;
  await send(world, owner, factorId);
  const code = codeIn((await world.sms()).at(-1));
  const wallAt = world.app.clock.now();
  const confirmed = await confirmFactor(owner, { factorId, code, wallAt });
  strictEqual(confirmed.ok && confirmed.value.recoveryCodes, null);
  deepStrictEqual((await confirmedFactors(world.db, world.users.owner)).map(({ name, address }) => [name, address]), [
    ["내 전화기", null],
    ["전화", "01000000000"],
  ]);
  world.wait(minute);
  const { prover } = await halfLogin(world);
  await send(world, owner, factorId);
  const second = codeIn((await world.sms()).at(-1));
  strictEqual(await prove(world, prover, { factorId: appId, code: second }), "wrong");
  match(await prove(world, prover, { factorId, code: second }), /^session=/);
});

factorTest("a factor that was not confirmed lets nobody in, and is no factor", async (world) => {
  const cookie = await cookieOf(world);
  const { owner } = await addApp(world, await factorOwner(world, cookie));
  const added = await addFactor(owner, { kind: "totp", name: "다른 앱", address: "" });
  invariant(added.ok, "the factor is added");
  const secret = await pendingSecret(owner, added.value);
  const { prover } = await halfLogin(world);
  const code = appCode(secret ?? "", world.app.clock.now());
  strictEqual(await prove(world, prover, { factorId: added.value, code }), "gone");
  const staff = await cookieOf(world, "member");
  const member = await factorOwner(world, staff);
  await addFactor(member, { kind: "totp", name: "앱", address: "" });
  strictEqual((await readSession(world.app, staff))?.hasSecondFactor, false);
});

factorTest("addFactor() and renameFactor() refuse, each with its reason", async (world) => {
  const { owner, factorId } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  const cases = [
    [{ kind: "sms", name: " ", address: "01000000000" }, "name_missing"],
    [{ kind: "sms", name: "가".repeat(41), address: "01000000000" }, "name_too_long"],
    [{ kind: "totp", name: " 내  전화기 ", address: "" }, "name_taken"],
    [{ kind: "sms", name: "전화", address: "02-000-0000" }, "not_mobile"],
    [{ kind: "sms", name: "전화", address: "" }, "not_mobile"],
    [{ kind: "email", name: "메일", address: "a@b\r\nBcc: x@example.net" }, "not_email"],
  ] as const;
  for (const [order, kind] of cases) {
    const result = await addFactor(owner, order);
    strictEqual(result.ok ? "ok" : result.refusal.kind, kind, JSON.stringify(order));
  }
  deepStrictEqual(await renameFactor(owner, { factorId, name: "새 이름" }), { ok: true, value: null });
  const missing = await renameFactor(owner, { factorId: crypto.randomUUID(), name: "새 이름 2" });
  strictEqual(missing.ok ? "ok" : missing.refusal.kind, "gone");
  const [entry] = await world.db.query(sql`select before, after from audit_entries order by id desc limit 1`);
  deepStrictEqual(entry, { before: { kind: "totp", name: "내 전화기" }, after: { kind: "totp", name: "새 이름" } });
});

factorTest("nobody changes, proves with or sends by another user's factor", async (world) => {
  const { factorId } = await addApp(world, await factorOwner(world, await cookieOf(world)));
  const member = await factorOwner(world, await cookieOf(world, "member"));
  deepStrictEqual(await removeFactor(member, factorId), { ok: false, refusal: { kind: "gone" } });
  const renamed = await renameFactor(member, { factorId, name: "남의 것" });
  strictEqual(renamed.ok ? "ok" : renamed.refusal.kind, "gone");
  strictEqual(await pendingSecret(member, factorId), null);
  const sent = await send(world, member, factorId);
  strictEqual(sent.ok ? "ok" : sent.refusal.kind, "gone");
  strictEqual((await confirmedFactors(world.db, world.users.owner)).length, 1);
});

factorTest(
  "changes of factors are told by mail and audited, and the secret stands nowhere in the clear",
  async (world) => {
    const { owner, factorId, secret } = await addApp(world, await factorOwner(world, await cookieOf(world)));
    await removeFactor(owner, factorId);
    deepStrictEqual((await world.mails()).map(({ address, subject }) => [address, subject]), [
      ["owner@example.com", "[Cla-Bill] 2차 인증이 추가되었습니다"],
      ["owner@example.com", "[Cla-Bill] 2차 인증이 삭제되었습니다"],
    ]);
    deepStrictEqual(await world.audited(), ["second_factor_added", "second_factor_removed"]);
    const again = await addApp(world, owner);
    const tables = ["second_factors", "audit_entries", "account_mails", "sessions"] as const;
    for (const table of tables) {
      const rows = await world.db.query<{ row: string }>(sql`select to_jsonb(t)::text as row from ${raw(table)} t`);
      isTrue(rows.every(({ row }) => !row.includes(secret) && !row.includes(again.secret)), table);
    }
    isTrue(world.app.log.lines.every((line) => !line.includes(again.secret)));
  },
);

factorTest("provePassword() renews what is fresh where there is no second factor", async (world) => {
  const cookie = await cookieOf(world);
  const { signedIn } = await factorOwner(world, cookie);
  const { user, sessionId } = signedIn;
  const prover: Prover = { ...user, userId: user.id, sessionId, isLogin: false, visitor: here, lang: "ko" };
  world.wait(20 * minute);
  deepStrictEqual(await provePassword(world.app, prover, "틀린 것"), { ok: false, refusal: { kind: "wrong" } });
  const proved = await provePassword(world.app, prover, password);
  invariant(proved.ok, "the password is right");
  strictEqual(await readSession(world.app, cookie), null);
  deepStrictEqual(
    (await readSession(world.app, cookieHeader(proved.value.cookie)))?.authenticatedAt,
    world.app.clock.now(),
  );
});
