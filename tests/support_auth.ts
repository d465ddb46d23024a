import { Secret, TOTP } from "otpauth";
import type { AuthApp } from "../lib/auth/auth_app.ts";
import type { LoginTry } from "../lib/auth/log_in.ts";
import type { FactorOwner } from "../lib/auth/register_factor.ts";
import type { Role, SignedIn, UserId, Visitor } from "../lib/auth/signed_in.ts";
import { readSession, startSession } from "../lib/auth/session.ts";
import { fixedClock, type MovableClock } from "../lib/calendar.ts";
import { type Db, sql, type Tx } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import { memoryLog } from "../lib/log.ts";
import { sensSender } from "../lib/ncp/sens.ts";
import { keptSms, sensSimulator, simulatedSens } from "../lib/ncp/simulator/sens.ts";
import { hashPassword } from "../lib/password.ts";
import { invariant } from "../lib/prelude.ts";
import { secretBox } from "../lib/secrets.ts";
import { processMemory } from "../lib/simulator.ts";
import { dbWithin, rolledBack } from "./support.ts";
import { seedMsp } from "./support_seed.ts";

/** The moment at which the tests of signing in begin. */
export const morning = new Date("2025-01-06T00:00:00Z");
/** The password of everybody in these tests, hashed cheaply: checking it takes no time. */
export const password = "맑은 겨울 아침 9시";
export const here: Visitor = { ip: "203.0.113.7", userAgent: "Browser/1" };

/** The world of a test: an operator, an owner, a member and a reseller of one MSP, and what was sent to them. */
export interface AuthWorld {
  readonly app: AuthApp & { readonly clock: MovableClock; readonly log: ReturnType<typeof memoryLog> };
  readonly db: Db;
  readonly mspId: MspId;
  readonly users: Readonly<Record<Role, UserId>>;
  /** Moves the clock on. */
  readonly wait: (ms: number) => void;
  /** Subject and text of the mails, in their order. */
  readonly mails: () => Promise<{ address: string; subject: string; text: string }[]>;
  /** The texts of the SMS, in their order. */
  readonly sms: () => Promise<string[]>;
  /** The actions in the audit log, in their order. */
  readonly audited: () => Promise<string[]>;
}

/** A test in a world that is rolled back. */
export function inAuthWorld(db: Db, test: (world: AuthWorld) => Promise<void>): Promise<void> {
  return rolledBack(db, async (tx) => await test(await authWorld(tx)));
}

async function authWorld(tx: Tx): Promise<AuthWorld> {
  const { mspId } = await seedMsp(tx);
  const hash = await hashPassword(password, { logN: 2, r: 1, p: 1 });
  const user = async (role: Role, login: string) => {
    const [row] = await tx.query<{ id: UserId }>(sql`
      insert into users (msp_id, role, login, name, email, password_hash)
      values (${role === "operator" ? null : mspId}, ${role}, ${login}, ${`김${role}`},
        ${login.includes("@") ? login : `${login}@example.com`}, ${hash})
      returning id`);
    invariant(row, "a user is there");
    return row.id;
  };
  const clock = fixedClock(morning);
  const db = dbWithin(tx);
  const memory = processMemory();
  const context = { clock, wallClockMs: () => clock.now().getTime(), memory };
  return {
    db,
    mspId,
    users: {
      operator: await user("operator", "operator@example.com"),
      owner: await user("owner", "owner@example.com"),
      member: await user("member", "staff"),
      reseller: await user("reseller", "partner"),
    },
    app: {
      config: { appEnv: "development", baseUrl: "http://localhost:8000" },
      db,
      clock,
      log: memoryLog({ now: () => clock.now() }),
      secrets: await secretBox(new Uint8Array(32).fill(7)),
      signingKey: new Uint8Array(32).fill(9),
      jobs: { send: () => Promise.resolve() },
      sms: sensSender({ ...simulatedSens, fetch: sensSimulator(context), wallClockMs: context.wallClockMs }),
      sleep: () => Promise.resolve(),
    },
    wait: (ms) => clock.moveTo(new Date(clock.now().getTime() + ms)),
    mails: () => tx.query(sql`select address, subject, body_text as text from account_mails order by created_at, id`),
    sms: async () => (await keptSms(memory, 100)).map((each) => each.text).reverse(),
    audited: async () =>
      (await tx.query<{ action: string }>(sql`select action from audit_entries order by id`)).map((row) => row.action),
  };
}

/** What a login is tried with: the owner's, unless told. */
export function loginTry(changes: Partial<LoginTry> = {}): LoginTry {
  return {
    name: { tab: "main", email: "owner@example.com" },
    password,
    visitor: here,
    lang: "ko",
    applicationOf: () => Promise.resolve(null),
    ...changes,
  };
}

/** Signs a user in without looking at a password; answers the Cookie header that the browser then sends. */
export async function cookieOf(world: AuthWorld, role: Role = "owner"): Promise<string> {
  const mspId = role === "operator" ? null : world.mspId;
  const order = { userId: world.users[role], mspId, needsSecondFactor: false, visitor: here };
  const { cookie } = await world.db.transaction((tx) => startSession(world.app, tx, order));
  return cookieHeader(cookie);
}

/** The Cookie header that comes of a Set-Cookie line. */
export function cookieHeader(line: string): string {
  return line.split(";")[0] ?? "";
}

/** Whoever a cookie signs in. */
export async function signedInBy(world: AuthWorld, cookie: string): Promise<SignedIn> {
  const signedIn = await readSession(world.app, cookie);
  invariant(signedIn, "the cookie signs in");
  return signedIn;
}

/** The owner of second factors that a cookie signs in. */
export async function factorOwner(world: AuthWorld, cookie: string): Promise<FactorOwner> {
  return { app: world.app, signedIn: await signedInBy(world, cookie), visitor: here, lang: "ko" };
}

/** The code that an authenticator app shows at a moment. */
export function appCode(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}

/** The six digits in a message. */
export function codeIn(text: string | undefined): string {
  const code = /\d{6}/.exec(text?.replace(/\d{4}-.*KST/, "") ?? "")?.[0];
  invariant(code, "a message holds a code");
  return code;
}
