import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { flashHeader, readFlash, withFlash, writeFlash } from "./flash.ts";
import { redirect } from "./redirect.ts";

Deno.test("readFlash() gives back what writeFlash() was given, 500 characters of it", () => {
  const flash = { tone: "ok", text: `저장했습니다; "따옴표"\r\nSet-Cookie: x` } as const;
  deepStrictEqual(readFlash(writeFlash(flash)), flash);
  strictEqual(readFlash(writeFlash({ tone: "bad", text: "가".repeat(501) }))?.text.length, 500);
});

Deno.test("readFlash() is null for anything else that a browser may bring", () => {
  const written = [null, "", "가", "bm8=", btoa("[]"), btoa(`["ok"]`), btoa(`["x","y"]`), btoa(`{"tone":"ok"}`)];
  for (const text of written) strictEqual(readFlash(text), null, String(text));
});

Deno.test("withFlash() keeps the answer and adds the flash", () => {
  const response = withFlash(redirect("/settings/keys"), { tone: "ok", text: "추가했습니다" });
  deepStrictEqual([response.status, response.headers.get("Location")], [303, "/settings/keys"]);
  deepStrictEqual(readFlash(response.headers.get(flashHeader)), { tone: "ok", text: "추가했습니다" });
});

Deno.test("redirect() encodes what a header cannot carry and stays on the host", () => {
  const cases = [
    ["/a?q=1&b=%20", "/a?q=1&b=%20"],
    ["/고객?q=가 나", "/%EA%B3%A0%EA%B0%9D?q=%EA%B0%80%20%EB%82%98"],
    ["/a\r\nSet-Cookie: x=1", "/a%0D%0ASet-Cookie:%20x=1"],
    ["//evil.example", "/evil.example"],
    ["/\\evil.example", "/evil.example"],
  ] as const;
  for (const [location, header] of cases) strictEqual(redirect(location).headers.get("Location"), header);
});
