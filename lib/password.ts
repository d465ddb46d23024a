import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import commonText from "./common_passwords.txt" with { type: "text" };
import { invariant } from "./prelude.ts";

/** What a scrypt hash costs: N = 2^logN, memory 128·N·r bytes. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's cost for scrypt (checks.md R31): 128 MiB and about half a second. */
export const standardCost: ScryptCost = { logN: 17, r: 8, p: 1 };

/** Hashes a password into `$scrypt$ln=17,r=8,p=1$salt$hash`, which carries what is needed to check it. */
export async function hashPassword(password: string, cost: ScryptCost = standardCost): Promise<string> {
  const salt = randomBytes(16);
  return hashText({ cost, salt, hash: await derive(password, { cost, salt }) });
}

/**
 * Whether the password is the one that was hashed, compared in constant time. Without a hash (no such user) it works as
 * long and says no, so that the time tells nothing (R33).
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = parseHash(stored ?? nobody);
  const hash = await derive(password, parts);
  return timingSafeEqual(hash, parts.hash) && stored !== null;
}

/** Whether the hash was made at another cost than today's: at the next login it is made again. */
export function needsRehash(stored: string): boolean {
  const { cost } = parseHash(stored);
  return cost.logN !== standardCost.logN || cost.r !== standardCost.r || cost.p !== standardCost.p;
}

/** Why a password cannot be chosen (Korean), or null: 8 to 128 characters, none of the commonest; no rules of composition. */
export function passwordProblem(password: string): string | null {
  const length = [...password.normalize("NFKC")].length;
  if (length < 8) return "비밀번호는 8자 이상이어야 합니다. 15자 이상을 권합니다.";
  if (length > 128) return "비밀번호는 128자를 넘을 수 없습니다.";
  if (commonPasswords.has(password.normalize("NFKC").toLowerCase())) {
    return "널리 쓰여 쉽게 추측되는 비밀번호입니다. 다른 비밀번호를 입력해 주십시오.";
  }
  return null;
}

const hashLength = 32;
const commonPasswords: ReadonlySet<string> = new Set(
  commonText.split("\n").filter((line) => line !== "" && !/^#( |$)/.test(line)),
);

interface HashParts {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

const nobody = hashText({ cost: standardCost, salt: new Uint8Array(16), hash: new Uint8Array(hashLength) });

function hashText(parts: HashParts): string {
  const { logN, r, p } = parts.cost;
  const [salt, hash] = [parts.salt, parts.hash].map((bytes) => bytes.toBase64({ omitPadding: true }));
  return `$scrypt$ln=${logN},r=${r},p=${p}$${salt}$${hash}`;
}

function parseHash(stored: string): HashParts {
  const parts = /^\$scrypt\$ln=(\d\d?),r=(\d\d?),p=(\d\d?)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  invariant(parts, "a stored password hash has the form $scrypt$ln=,r=,p=$salt$hash");
  const [, logN, r, p, salt = "", hash = ""] = parts;
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  invariant(cost.logN >= 1 && cost.logN <= 20 && cost.r >= 1 && cost.r <= 16 && cost.p >= 1, "a hash has a sane cost");
  return { cost, salt: Uint8Array.fromBase64(salt), hash: Uint8Array.fromBase64(hash) };
}

// One hash takes 128 MiB: two at a time, the others wait, so that a flood of logins cannot take all memory.
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
let turn = 0;

function derive(password: string, options: { cost: ScryptCost; salt: Uint8Array }): Promise<Uint8Array> {
  turn = (turn + 1) % lanes.length;
  const result = (lanes[turn] ?? Promise.resolve()).then(() => deriveNow(password, options));
  lanes[turn] = result.catch(() => null);
  return result;
}

function deriveNow(password: string, options: { cost: ScryptCost; salt: Uint8Array }): Promise<Uint8Array> {
  const { logN, r, p } = options.cost;
  const settings = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  const text = Buffer.from(password.normalize("NFKC"));
  return new Promise((resolve, reject) => {
    scrypt(text, options.salt, hashLength, settings, (error, hash) => error ? reject(error) : resolve(hash));
  });
}
