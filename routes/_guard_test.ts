import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { SignedIn, UserId } from "../lib/auth/signed_in.ts";
import { csrfToken } from "../lib/web/csrf.ts";
import { freshApp } from "../lib/web/router.ts";
import { consoleAlone, csrfOf } from "./_console_for_tests.ts";
import { guard } from "./_guard.tsx";
import { define, type State } from "./_state.ts";

const { app } = consoleAlone();
const browser = "0123456789abcdef0123456789abcdef";
const owner: SignedIn = {
  sessionId: "11111111-1111-4111-8111-111111111111",
  user: { id: "u" as UserId, role: "owner", mspId: null, mspName: "", login: "o", name: "오", email: "o@example.com" },
  authenticatedAt: app.clock.now(),
  secondFactorAt: null,
  hasSecondFactor: false,
};

/** A console of one form, `/settings/password`, as somebody sees it. */
function formOf(signedIn: SignedIn | null) {
  const answer = freshApp<State, null>({
    modules: {
      "_middleware.ts": { default: define.middleware(guard) },
      "settings/password.ts": { handler: define.handlers({ POST: () => new Response("saved") }) },
    },
    islands: {},
    startState: () => ({
      app,
      requestId: "r",
      nonce: "n",
      lang: "ko",
      theme: "system",
      visitor: { ip: "127.0.0.1", userAgent: "" },
      signedIn,
      csrf: "next-token",
      flash: null,
    }),
    onError: (error) => {
      throw error;
    },
  });
  return async (fields: Record<string, string>) => {
    const response = await answer(
      new Request("http://localhost:8000/settings/password?from=x", {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { "Sec-Fetch-Site": "same-origin", "Cookie": `browser=${browser}` },
      }),
      null,
    );
    return { status: response.status, html: await response.text() };
  };
}

const token = (binding: string) => csrfToken(app.signingKey, binding);

Deno.test("guard() takes a form that was opened in this session, or in this browser before the login", async () => {
  const post = formOf(owner);
  for (const binding of [`session:${owner.sessionId}`, `browser:${browser}`]) {
    deepStrictEqual(await post({ _csrf: await token(binding), name: "x" }), { status: 200, html: "saved" }, binding);
  }
});

Deno.test("guard() offers a form of another session again, with what was typed and without its secrets", async () => {
  const post = formOf(owner);
  for (const _csrf of [await token("session:other"), "", "x.y"]) {
    const { status, html } = await post({ _csrf, name: `가온 "테크" <b>`, note: "", newPassword: "hunter2" });
    strictEqual(status, 403);
    match(html, /오래된 화면입니다/);
    match(html, /<form method="post" action="\/settings\/password\?from=x"/);
    match(html, /<input type="hidden" name="name" value="가온 &quot;테크&quot; &lt;b>"/);
    match(html, /<input type="hidden" name="note" value/);
    match(html, /비밀번호와 인증 정보는 보관하지 않으므로/);
    strictEqual(csrfOf(html), "next-token");
    doesNotMatch(html, /hunter2|로그인이 끝났습니다/);
  }
});

Deno.test("guard() keeps what was typed where the session has ended, and shows the way to log in", async () => {
  const post = formOf(null);
  const { status, html } = await post({ _csrf: await token(`session:${owner.sessionId}`), name: "가온테크" });
  strictEqual(status, 401);
  match(html, /로그인이 끝났습니다/);
  match(html, /<a [^>]*href="\/login" target="_blank"/);
  match(html, /<input type="hidden" name="name" value="가온테크"/);
  // A good token changes nothing: nobody is signed in.
  strictEqual((await post({ _csrf: await token(`browser:${browser}`) })).status, 401);
});
