import { notStrictEqual, strictEqual } from "node:assert/strict";
import { csrfToken, isCsrfToken, isForeign } from "./csrf.ts";

const signingKey = new Uint8Array(32).fill(7);

Deno.test("isCsrfToken() takes a token for what it was bound to and for nothing else", async () => {
  const token = await csrfToken(signingKey, "session:1");
  const isGood = (text: string, binding = "session:1", key = signingKey) =>
    isCsrfToken(text, { signingKey: key, binding });
  strictEqual(await isGood(token), true);
  strictEqual(await isGood(token, "session:2"), false);
  strictEqual(await isGood(token, "browser:1"), false);
  strictEqual(await isGood(token, "session:1", new Uint8Array(32).fill(8)), false);
  for (const text of ["", ".", token.slice(0, -1), `${token}0`, `0${token}`, token.toUpperCase()]) {
    strictEqual(await isGood(text), false, text);
  }
});

Deno.test("csrfToken() is another text each time", async () => {
  notStrictEqual(await csrfToken(signingKey, "session:1"), await csrfToken(signingKey, "session:1"));
});

Deno.test("isForeign() goes by Sec-Fetch-Site, without it by Origin, and trusts neither's absence", () => {
  const cases = [
    [{ "Sec-Fetch-Site": "same-origin" }, false],
    [{ "Sec-Fetch-Site": "none" }, false],
    [{ "Sec-Fetch-Site": "same-site" }, true],
    [{ "Sec-Fetch-Site": "cross-site" }, true],
    [{ "Sec-Fetch-Site": "cross-site", "Origin": "https://bill.example.com" }, true],
    [{ "Sec-Fetch-Site": "" }, true],
    [{ "Origin": "https://bill.example.com" }, false],
    [{ "Origin": "http://10.0.0.5:8000" }, false],
    [{ "Origin": "https://bill.example.com.evil.example" }, true],
    [{ "Origin": "http://bill.example.com" }, true],
    [{ "Origin": "null" }, true],
    [{}, true],
  ] as const;
  for (const [headers, expected] of cases) {
    const req = new Request("http://10.0.0.5:8000/login", { method: "POST", headers });
    strictEqual(isForeign(req, "https://bill.example.com"), expected, JSON.stringify(headers));
  }
});
