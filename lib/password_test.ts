import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { hashPassword, needsRehash, passwordProblem, type ScryptCost, verifyPassword } from "./password.ts";

const cheap: ScryptCost = { logN: 4, r: 8, p: 1 };

// RFC 7914 section 12: scrypt of "pleaseletmein" with salt "SodiumChloride", N=16384, r=8, p=1, first 32 bytes.
const vector = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI";

Deno.test("hashPassword() makes a hash of the standard cost that verifyPassword() takes, once for each salt", async () => {
  const stored = await hashPassword("correct horse battery");
  match(stored, /^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  strictEqual(await verifyPassword("correct horse battery", stored), true);
  strictEqual(await verifyPassword("correct horse batterz", stored), false);
  strictEqual(needsRehash(stored), false);
  notStrictEqual(await hashPassword("x", cheap), await hashPassword("x", cheap));
});

Deno.test("verifyPassword() agrees with the test vector of RFC 7914", async () => {
  strictEqual(await verifyPassword("pleaseletmein", vector), true);
  strictEqual(await verifyPassword("pleaseletmeim", vector), false);
});

Deno.test("verifyPassword() says no where there is no user, even to a password that hashes", async () => {
  strictEqual(await verifyPassword("anything", null), false);
});

Deno.test("verifyPassword() takes Hangul composed and decomposed alike", async () => {
  const stored = await hashPassword("가나다라마바사아".normalize("NFC"), cheap);
  strictEqual(await verifyPassword("가나다라마바사아".normalize("NFD"), stored), true);
});

Deno.test("verifyPassword() refuses a text that is no hash, or one that would cost without limit", async () => {
  for (const stored of ["", "plain", vector.replace("scrypt", "argon2id"), vector.replace("ln=14", "ln=31")]) {
    await rejects(verifyPassword("pleaseletmein", stored), { name: "InvariantError" }, stored);
  }
});

Deno.test("verifyPassword() answers many at once, each its own", async () => {
  const passwords = ["one", "two", "three", "four", "five"];
  const stored = await Promise.all(passwords.map((password) => hashPassword(password, cheap)));
  const answers = await Promise.all(stored.map((hash) => verifyPassword("three", hash)));
  deepStrictEqual(answers, [false, false, true, false, false]);
});

Deno.test("needsRehash() is true for every other cost", async () => {
  strictEqual(needsRehash(vector), true);
  strictEqual(needsRehash(await hashPassword("x", { logN: 4, r: 1, p: 2 })), true);
  throws(() => needsRehash("plain"), { name: "InvariantError" });
});

Deno.test("passwordProblem() asks for 8 to 128 characters and nothing of their kind", () => {
  const short = "비밀번호는 8자 이상이어야 합니다. 15자 이상을 권합니다.";
  const long = "비밀번호는 128자를 넘을 수 없습니다.";
  const cases = [
    ["", short],
    ["zqxwvut", short],
    ["zqxwvutk", null],
    ["가나다라마바사", short],
    ["긴 문장도 괜찮습니다", null],
    ["z".repeat(128), null],
    ["z".repeat(129), long],
    ["😀".repeat(8), null],
  ] as const;
  for (const [password, problem] of cases) strictEqual(passwordProblem(password), problem, password);
});

Deno.test("passwordProblem() refuses the commonest, whatever their case", () => {
  const common = "널리 쓰여 쉽게 추측되는 비밀번호입니다. 다른 비밀번호를 입력해 주십시오.";
  for (const password of ["password", "12345678", "PassWord", "１２３４５６７８", "qlalfqjsgh", "greyhoun"]) {
    strictEqual(passwordProblem(password), common, password);
  }
  strictEqual(passwordProblem("password of mine"), null);
  strictEqual(passwordProblem("# Permission is hereby granted, free of charge, to any person obtaining"), null);
});
