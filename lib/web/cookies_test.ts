import { strictEqual, throws } from "node:assert/strict";
import { cookieLine, readCookie } from "./cookies.ts";

const plain = { appEnv: "development", baseUrl: "http://localhost:8000" } as const;
const secure = { appEnv: "development", baseUrl: "https://bill.example.com" } as const;
const production = { appEnv: "production", baseUrl: "http://bill.example.com" } as const;

Deno.test("cookieLine() writes __Host- and Secure in production and over https, and neither on http in development", () => {
  const cookie = { name: "lang", value: "ko" };
  strictEqual(cookieLine(cookie, plain), "lang=ko; Path=/; HttpOnly; SameSite=Lax");
  strictEqual(cookieLine(cookie, secure), "__Host-lang=ko; Path=/; HttpOnly; SameSite=Lax; Secure");
  strictEqual(cookieLine(cookie, production), "__Host-lang=ko; Path=/; HttpOnly; SameSite=Lax; Secure");
  strictEqual(cookieLine({ ...cookie, maxAgeSeconds: 0 }, plain), "lang=ko; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
});

Deno.test("cookieLine() refuses a value that would write attributes or lines of its own", () => {
  for (const value of ["a;b", "a b", "a\r\nSet-Cookie: x=1", 'a"', "a,b", "가"]) {
    throws(() => cookieLine({ name: "x", value }, plain), { name: "InvariantError" });
  }
});

Deno.test("readCookie() finds the cookie of its own name alone", () => {
  strictEqual(readCookie("a=1; lang=en; b=2", "lang", plain), "en");
  strictEqual(readCookie("token=a=b==", "token", plain), "a=b==");
  strictEqual(readCookie("xlang=en; lang2=en", "lang", plain), null);
  strictEqual(readCookie("lang=en", "lang", secure), null);
  strictEqual(readCookie("__Host-lang=en", "lang", secure), "en");
  strictEqual(readCookie(null, "lang", plain), null);
});
