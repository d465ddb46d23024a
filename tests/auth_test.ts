import { deepStrictEqual, match, notStrictEqual, ok as isTrue, strictEqual } from "node:assert/strict";
import { changePassword } from "../lib/auth/change_password.ts";
import { isFresh, requireFresh } from "../lib/auth/fresh.ts";
import { logIn, type LoginRefusal, type PendingApplication } from "../lib/auth/log_in.ts";
import { endOtherSessions, endOwnSession, endSession } from "../lib/auth/log_out.ts";
import { isResetOpen, makeResetLink, requestReset, resetPassword } from "../lib/auth/reset_password.ts";
import { endUserSessions, liveSessions, readSession } from "../lib/auth/session.ts";
import type { LoginName } from "../lib/auth/user_store.ts";
import { inMsp, sql } from "../lib/db/mod.ts";
import { hashPassword, needsRehash, verifyPassword } from "../lib/password.ts";
import { invariant } from "../lib/prelude.ts";
import { pgliteOfModule } from "./support.ts";
import {
  type AuthWorld,
  cookieHeader,
  cookieOf,
  here,
  inAuthWorld,
  loginTry,
  morning,
  password,
  signedInBy,
} from "./support_auth.ts";

const db = pgliteOfModule();
const minute = 60_000;

function authTest(name: string, test: (world: AuthWorld) => Promise<void>): void {
  Deno.test({ name, sanitizeOps: false, sanitizeResources: false, fn: () => inAuthWorld(db(), test) });
}

async function refusal(world: AuthWorld, changes: Parameters<typeof loginTry>[0]): Promise<LoginRefusal | null> {
  const result = await logIn(world.app, loginTry(changes));
  return result.ok ? null : result.refusal;
}

authTest("logIn() lets everybody in at their tab, the role and MSP read from the database", async (world) => {
  const names: readonly (readonly [LoginName, string])[] = [
    [{ tab: "main", email: "Owner@Example.com" }, "owner"],
    [{ tab: "main", email: "operator@example.com" }, "operator"],
    [{ tab: "sub", ownerEmail: "OWNER@example.com", login: "Staff" }, "member"],
    [{ tab: "sub", ownerEmail: "owner@example.com", login: "partner" }, "reseller"],
  ];
  for (const [name, role] of names) {
    const result = await logIn(world.app, loginTry({ name }));
    invariant(result.ok, "the login goes through");
    const signedIn = await signedInBy(world, cookieHeader(result.value.cookie));
    const { user, hasSecondFactor, secondFactorAt, authenticatedAt } = signedIn;
    strictEqual(user.role, role);
    strictEqual(user.mspId, role === "operator" ? null : world.mspId);
    strictEqual(user.mspName, role === "operator" ? "" : "예시클라우드 주식회사");
    deepStrictEqual([hasSecondFactor, secondFactorAt, authenticatedAt], [false, null, morning]);
  }
});

authTest("logIn() answers the same to a wrong password, an unknown name and the other tab's name", async (world) => {
  const tries: Parameters<typeof loginTry>[0][] = [
    { password: "틀린 비밀번호" },
    { password: "" },
    { name: { tab: "main", email: "nobody@example.com" } },
    { name: { tab: "main", email: "staff@example.com" } },
    { name: { tab: "sub", ownerEmail: "owner@example.com", login: "owner@example.com" } },
    { name: { tab: "sub", ownerEmail: "staff@example.com", login: "staff" } },
    { name: { tab: "sub", ownerEmail: "owner@example.com", login: "nobody" } },
  ];
  for (const each of tries) deepStrictEqual(await refusal(world, each), { kind: "wrong" }, JSON.stringify(each));
  deepStrictEqual(await world.audited(), ["login_failed", "login_failed"]);
  isTrue(world.app.log.lines.every((line) => !line.includes("틀린") && line.includes("+09:00")));
});

authTest("logIn() says disabled, waiting and rejected only to the right password", async (world) => {
  await world.db.execute(sql`update users set disabled_at = now() where id = ${world.users.member}`);
  const name: LoginName = { tab: "sub", ownerEmail: "owner@example.com", login: "staff" };
  deepStrictEqual(await refusal(world, { name }), { kind: "disabled" });
  deepStrictEqual(await refusal(world, { name, password: "다른 것" }), { kind: "wrong" });
  const passwordHash = await hashPassword(password, { logN: 2, r: 1, p: 1 });
  const applicant = { name: { tab: "main", email: "new@example.com" } } as const;
  for (const state of ["unconfirmed", "pending", "rejected"] as const) {
    const application: PendingApplication = { passwordHash, state, reason: state === "rejected" ? "서류 미비" : "" };
    const applicationOf = () => Promise.resolve(application);
    deepStrictEqual(await refusal(world, { ...applicant, applicationOf }), {
      kind: "application",
      state,
      reason: application.reason,
    });
    deepStrictEqual(await refusal(world, { ...applicant, applicationOf, password: "다른 것" }), { kind: "wrong" });
  }
});

authTest("logIn() makes the sixth try for a name wait, the right password too, known or not", async (world) => {
  for (const email of ["owner@example.com", "nobody@example.com"]) {
    const name = { tab: "main", email } as const;
    const start = world.app.clock.now();
    for (let count = 1; count <= 5; count++) {
      deepStrictEqual(await refusal(world, { name, password: "틀린 것" }), { kind: "wrong" });
    }
    deepStrictEqual(await refusal(world, { name }), { kind: "throttled", waitMs: minute });
    world.wait(minute - 1_000);
    deepStrictEqual(await refusal(world, { name: { tab: "main", email: ` ${email.toUpperCase()}` } }), {
      kind: "throttled",
      waitMs: 1_000,
    });
    world.app.clock.moveTo(start);
  }
  world.wait(minute);
  strictEqual(await refusal(world, {}), null);
  deepStrictEqual(await refusal(world, { password: "틀린 것" }), { kind: "wrong" });
});

authTest("logIn() stops an address after thirty wrong tries in ten minutes, whatever the names", async (world) => {
  for (let count = 0; count < 30; count++) {
    const name: LoginName = { tab: "sub", ownerEmail: "owner@example.com", login: count % 2 ? "staff" : "partner" };
    await world.db.execute(sql`delete from throttles where kind = 'login'`);
    deepStrictEqual(await refusal(world, { name, password: "틀린 것" }), { kind: "wrong" });
  }
  deepStrictEqual(await refusal(world, {}), { kind: "throttled", waitMs: 10 * minute });
  strictEqual(await refusal(world, { visitor: { ...here, ip: "203.0.113.8" } }), null);
  world.wait(10 * minute);
  strictEqual(await refusal(world, {}), null);
});

authTest("logIn() hashes the password anew at today's cost", async (world) => {
  const hash = async () => {
    const [row] = await world.db.query<{ hash: string }>(sql`
      select password_hash as hash from users where id = ${world.users.owner}`);
    return row?.hash ?? "";
  };
  isTrue(needsRehash(await hash()));
  strictEqual(await refusal(world, {}), null);
  isTrue(!needsRehash(await hash()));
  isTrue(await verifyPassword(password, await hash()));
});

authTest("logIn() tells the user of a device that is new, but not of the first", async (world) => {
  await cookieOf(world);
  await cookieOf(world);
  deepStrictEqual(await world.mails(), []);
  strictEqual(await refusal(world, { visitor: { ...here, userAgent: "Other/2\r\nX: y" } }), null);
  const [mail] = await world.mails();
  strictEqual(mail?.subject, "[Cla-Bill] 새 기기에서 로그인했습니다");
  isTrue(mail?.text.includes("Other/2  X: y") && mail.text.includes("2025-01-06 09:00 (KST), 접속 주소 203.0.113.7"));
  const [entry] = await world.db.query<{ after: unknown; ip: string; agent: string }>(sql`
    select after, from_address as ip, user_agent as agent from audit_entries order by id desc limit 1`);
  deepStrictEqual(entry, { after: { by: "password", isNewDevice: true }, ip: "203.0.113.7", agent: "Other/2  X: y" });
});

authTest("readSession() knows a token by its hash alone, and no token that was tampered with", async (world) => {
  const cookie = await cookieOf(world);
  const token = cookie.replace("session=", "");
  const id = JSON.parse(atob(token.split(".")[1] ?? "")).jti;
  strictEqual(Uint8Array.fromBase64(id, { alphabet: "base64url" }).length, 32);
  const rows = await world.db.query<{ row: string }>(sql`select to_jsonb(s)::text as row from sessions s`);
  isTrue(rows.every(({ row }) => !row.includes(id) && !row.includes(token)));
  const [head, , signature] = token.split(".");
  const unsigned = btoa(JSON.stringify({ alg: "none" })).replaceAll("=", "");
  const wrong = [
    "",
    "session=",
    `session=${id}`,
    `session=${token.slice(0, -2)}`,
    `session=${head}.${btoa(JSON.stringify({ jti: id })).replaceAll("=", "")}.${signature}`,
    `session=${unsigned}.${token.split(".")[1]}.`,
    `other=1; sessions=${token}`,
  ];
  for (const each of wrong) strictEqual(await readSession(world.app, each), null, each);
  isTrue(await readSession(world.app, `a=b; ${cookie}; c=d`));
  const otherKey = { ...world.app, signingKey: new Uint8Array(32).fill(1) };
  strictEqual(await readSession(otherKey, cookie), null);
});

authTest("readSession() ends after 30 minutes without a request, and after 12 hours with them", async (world) => {
  const cookie = await cookieOf(world);
  world.wait(30 * minute - 1);
  isTrue(await readSession(world.app, cookie));
  world.wait(30 * minute);
  strictEqual(await readSession(world.app, cookie), null);
  const second = await cookieOf(world);
  for (let count = 1; count < 12 * 60 / 29; count++) {
    world.wait(29 * minute);
    isTrue(await readSession(world.app, second), `${count}`);
  }
  world.wait(12 * 60 * minute % (29 * minute) - 1);
  isTrue(await readSession(world.app, second));
  world.wait(1);
  strictEqual(await readSession(world.app, second), null);
});

authTest("readSession() writes when a session was seen once a minute at most", async (world) => {
  const cookie = await cookieOf(world);
  const seen = async () =>
    (await world.db.query<{ at: Date }>(sql`select last_seen_at as at from sessions`))[0]?.at.toISOString();
  world.wait(minute - 1);
  await readSession(world.app, cookie);
  strictEqual(await seen(), "2025-01-06T00:00:00.000Z");
  world.wait(1);
  await readSession(world.app, cookie);
  strictEqual(await seen(), "2025-01-06T00:01:00.000Z");
});

authTest(
  "readSession() lets nobody in after disabling, and shows a changed role on the next request",
  async (world) => {
    const cookie = await cookieOf(world, "member");
    await world.db.execute(sql`update users set role = 'reseller' where id = ${world.users.member}`);
    strictEqual((await signedInBy(world, cookie)).user.role, "reseller");
    await world.db.execute(sql`update users set disabled_at = now() where id = ${world.users.member}`);
    strictEqual(await readSession(world.app, cookie), null);
  },
);

authTest("endUserSessions() works as the role of the application, and on its own MSP's users alone", async (world) => {
  const staff = await cookieOf(world, "member");
  const of = { userId: world.users.member, at: morning, reason: "user_changed" } as const;
  const foreign = "00000000-0000-7000-8000-000000000000";
  strictEqual(await inMsp(world.db, foreign, (tx) => endUserSessions(tx, of)), 0);
  isTrue(await readSession(world.app, staff));
  strictEqual(await inMsp(world.db, world.mspId, (tx) => endUserSessions(tx, of)), 1);
  strictEqual(await readSession(world.app, staff), null);
});

authTest("endSession() and the list of sessions: one, the others, never a stranger's", async (world) => {
  const cookies = [await cookieOf(world), await cookieOf(world), await cookieOf(world)];
  const staff = await cookieOf(world, "member");
  const [first = "", second = "", third = ""] = cookies;
  const state = { app: world.app, visitor: here, signedIn: await signedInBy(world, first) };
  const alive = async () =>
    (await Promise.all(cookies.map((each) => readSession(world.app, each)))).map((each) => !!each);
  const of = { userId: world.users.owner, at: morning };
  strictEqual((await liveSessions(world.db, of)).length, 3);
  const stranger = (await signedInBy(world, staff)).sessionId;
  strictEqual(await endOwnSession(state, { sessionId: stranger, reason: "ended_by_user" }), false);
  isTrue(await readSession(world.app, staff));
  const { sessionId } = await signedInBy(world, second);
  strictEqual(await endOwnSession(state, { sessionId, reason: "ended_by_user" }), true);
  strictEqual(await endOwnSession(state, { sessionId, reason: "ended_by_user" }), false);
  deepStrictEqual(await alive(), [true, false, true]);
  strictEqual(await endOtherSessions(state), 1);
  deepStrictEqual(await alive(), [true, false, false]);
  isTrue(third);
  strictEqual(await endSession(state), "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  deepStrictEqual(await alive(), [false, false, false]);
  deepStrictEqual((await world.audited()).slice(-3), ["session_ended", "other_sessions_ended", "logout"]);
});

authTest("the cookie is __Host-, Secure, HttpOnly, SameSite and Path=/ over https and in production", async (world) => {
  const settings = [
    { appEnv: "development", baseUrl: "https://bill.example.com" },
    { appEnv: "production", baseUrl: "http://bill.example.com" },
  ] as const;
  for (const config of settings) {
    const result = await logIn({ ...world.app, config }, loginTry());
    invariant(result.ok, "the login goes through");
    match(
      result.value.cookie,
      /^__Host-session=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    isTrue(await readSession({ ...world.app, config }, cookieHeader(result.value.cookie)));
    strictEqual(await readSession({ ...world.app, config }, cookieHeader(result.value.cookie).slice(7)), null);
  }
});

authTest("changePassword() asks for the current one, renews this session and ends the others", async (world) => {
  const [cookie, other] = [await cookieOf(world), await cookieOf(world)];
  const state = { app: world.app, signedIn: await signedInBy(world, cookie), visitor: here, lang: "ko" } as const;
  const refused = async (current: string, next: string) => {
    const result = await changePassword(state, { current, next });
    return result.ok ? null : result.refusal;
  };
  deepStrictEqual(await refused("틀린 것", "충분히 긴 새 비밀번호"), { kind: "wrong" });
  deepStrictEqual(await refused(password, "짧다"), { kind: "too_short" });
  deepStrictEqual(await refused(password, "password1"), { kind: "common" });
  deepStrictEqual(await refused(password, "가".repeat(129)), { kind: "too_long" });
  deepStrictEqual(await refused(password, password), { kind: "same" });
  isTrue(await readSession(world.app, other));
  const changed = await changePassword(state, { current: password, next: "충분히 긴 새 비밀번호" });
  invariant(changed.ok, "the password changes");
  strictEqual(await readSession(world.app, other), null);
  strictEqual(await readSession(world.app, cookie), null);
  strictEqual((await signedInBy(world, cookieHeader(changed.value.cookie))).sessionId, state.signedIn.sessionId);
  deepStrictEqual(await refusal(world, {}), { kind: "wrong" });
  strictEqual(await refusal(world, { password: "충분히 긴 새 비밀번호" }), null);
  deepStrictEqual((await world.mails()).map((mail) => mail.subject), ["[Cla-Bill] 비밀번호가 변경되었습니다"]);
});

authTest("requestReset() mails a link to whom it knows and says the same to all", async (world) => {
  const request = (name: LoginName) => requestReset(world.app, { name, visitor: here, lang: "ko" });
  const ok = { ok: true, value: null };
  deepStrictEqual(await request({ tab: "main", email: "nobody@example.com" }), ok);
  deepStrictEqual(await request({ tab: "sub", ownerEmail: "owner@example.com", login: "nobody" }), ok);
  strictEqual((await world.mails()).length, 0);
  for (let count = 0; count < 4; count++) {
    deepStrictEqual(await request({ tab: "main", email: "owner@example.com" }), ok);
  }
  deepStrictEqual(await request({ tab: "sub", ownerEmail: "owner@example.com", login: "staff" }), ok);
  const mails = await world.mails();
  deepStrictEqual(mails.map((mail) => mail.address), [
    "owner@example.com",
    "owner@example.com",
    "owner@example.com",
    "staff@example.com",
  ]);
  match(mails[0]?.text ?? "", /http:\/\/localhost:8000\/reset\/[\w-]{43}\n/);
});

authTest("resetPassword() works once within 30 minutes, ends every session and voids other links", async (world) => {
  const cookie = await cookieOf(world);
  const link = () =>
    requestReset(world.app, { name: { tab: "main", email: "owner@example.com" }, visitor: here, lang: "ko" });
  await link();
  world.wait(1_000);
  await link();
  const [first = "", second = ""] = (await world.mails()).map((mail) =>
    /reset\/([\w-]{43})/.exec(mail.text)?.[1] ?? ""
  );
  notStrictEqual(first, second);
  const reset = async (token: string, next: string) => {
    const result = await resetPassword(world.app, { token, password: next, visitor: here, lang: "ko" });
    return result.ok ? null : result.refusal.kind;
  };
  strictEqual(await reset("x".repeat(43), "충분히 긴 새 비밀번호"), "gone");
  strictEqual(await reset(first, "12345678"), "common");
  isTrue(await isResetOpen(world.app, first));
  strictEqual(await reset(first, "충분히 긴 새 비밀번호"), null);
  strictEqual(await reset(first, "또 다른 새 비밀번호"), "gone");
  strictEqual(await reset(second, "또 다른 새 비밀번호"), "gone");
  strictEqual(await readSession(world.app, cookie), null);
  strictEqual(await refusal(world, { password: "충분히 긴 새 비밀번호" }), null);
  world.wait(60 * minute);
  await link();
  const third = /reset\/([\w-]{43})/.exec((await world.mails()).at(-1)?.text ?? "")?.[1] ?? "";
  world.wait(30 * minute - 1);
  isTrue(await isResetOpen(world.app, third));
  world.wait(1);
  isTrue(!await isResetOpen(world.app, third));
  strictEqual(await reset(third, "또 다른 새 비밀번호"), "gone");
});

authTest("makeResetLink() works as the role of the application, for its own MSP's users alone", async (world) => {
  const make = (mspId: string) =>
    inMsp(
      world.db,
      mspId,
      (tx) => makeResetLink(world.app, tx, { userId: world.users.member, at: morning, livesMs: minute }),
    );
  const { url, until } = await make(world.mspId);
  isTrue(await isResetOpen(world.app, url.replace("http://localhost:8000/reset/", "")));
  deepStrictEqual(until, new Date(morning.getTime() + minute));
  const failed = await make("00000000-0000-7000-8000-000000000000").then(() => null, (error) => error);
  strictEqual(failed?.code, "42501");
});

authTest("requireFresh() passes for ten minutes after the password where there is no second factor", async (world) => {
  const signedIn = await signedInBy(world, await cookieOf(world));
  const state = { app: world.app, signedIn };
  world.wait(10 * minute - 1);
  strictEqual(requireFresh(state, "/settings/keys/new"), null);
  world.wait(1);
  strictEqual(requireFresh(state, "/a?b=1")?.headers.get("location"), "/login/verify?for=%2Fa%3Fb%3D1");
  const withFactor = { ...signedIn, hasSecondFactor: true };
  strictEqual(isFresh(withFactor, morning), false);
  strictEqual(isFresh({ ...withFactor, secondFactorAt: morning }, new Date(morning.getTime() + 10 * minute - 1)), true);
  strictEqual(isFresh({ ...withFactor, secondFactorAt: morning }, new Date(morning.getTime() + 10 * minute)), false);
});
