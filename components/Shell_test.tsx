import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { AuthLayout } from "./AuthLayout.tsx";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import type { FrameState, NavGroup } from "./frame.ts";
import { Shell } from "./Shell.tsx";

const state: FrameState = {
  lang: "ko",
  theme: "dark",
  csrf: "token-1",
  flash: { tone: "ok", text: "<b>저장</b>했습니다." },
  signedIn: { user: { name: "김한빛", mspName: "한빛클라우드", email: "owner@example.com" } },
};
const nav: readonly NavGroup[] = [
  { label: "서비스 현황", links: [] },
  { label: "설정", links: [{ href: "/settings/keys", label: "인증키 관리", icon: "key", current: true }] },
];

function shell(changes: Partial<FrameState> = {}): string {
  return render(
    <Shell
      state={{ ...state, ...changes }}
      nav={nav}
      breadcrumb={["설정", "인증키 관리"]}
      asOf="2025-01-06 09:12"
      simulated
    >
      <p>본문</p>
    </Shell>,
  );
}

Deno.test("Shell marks where one is, and leaves out groups without an entry", () => {
  const html = shell();
  match(html, /<a class="nav-link" href="\/settings\/keys" aria-current="page">/);
  match(html, /<li[^>]* aria-current="page">인증키 관리<\/li>/);
  doesNotMatch(html, /서비스 현황/);
});

Deno.test("Shell has one main with its skip link, the badge of the simulator and the time of the figures", () => {
  const html = shell();
  strictEqual(html.match(/<main /g)?.length, 1);
  match(html, /<a class="skip" href="#main">본문으로 건너뛰기/);
  match(html, /시뮬레이터/);
  match(html, /기준 2025-01-06 09:12/);
});

Deno.test("Shell signs out, and chooses theme and language, by posted forms with the token", () => {
  const html = shell();
  for (const action of ["/logout", "/preferences/theme", "/preferences/language"]) {
    match(
      html,
      new RegExp(`<form method="post" action="${action}"[^>]*><input type="hidden" name="_csrf" value="token-1"`),
    );
  }
  match(html, /name="theme" value="dark" aria-pressed="true"/);
  match(html, /name="theme" value="light" aria-pressed="false"/);
});

Deno.test("Shell shows a flash as text, and offers nothing of a user's to nobody", () => {
  match(shell(), /&lt;b(>|&gt;)저장/);
  doesNotMatch(shell({ signedIn: null }), /로그아웃|owner@example\.com/);
});

Deno.test("Shell speaks English all through", () => {
  const html = shell({ lang: "en", flash: null });
  doesNotMatch(html.replaceAll(/설정|인증키 관리|한빛클라우드|김한빛|본문|한국어/g, ""), /[가-힣]/);
  match(html, /Sign out/);
});

Deno.test("Dialog is named by its title, and starts at the way back", () => {
  const html = render(<Dialog id="void" title="36건을 취소합니다">합계 1,000원</Dialog>);
  match(html, /<dialog id="void" class="dialog" aria-labelledby="void-title" aria-modal="true">/);
  match(html, /<h2 id="void-title"[^>]*>36건을 취소합니다/);
  match(html, /<form method="dialog"[^>]*><button type="submit"[^>]* autofocus>취소/);
});

Deno.test("Button says why it cannot be pressed, and is tied to the reason", () => {
  const html = render(<Button reason="6일부터 발행할 수 있습니다.">발행</Button>);
  const id = /aria-describedby="([^"]+)"/.exec(html)?.[1];
  match(html, /<button type="submit"[^>]* disabled/);
  match(html, new RegExp(`<span id="${id}" class="reason">6일부터 발행할 수 있습니다\\.`));
  doesNotMatch(render(<Button reason={null}>발행</Button>), /disabled|reason/);
});

Deno.test("AuthLayout has one main and one heading", () => {
  const html = render(<AuthLayout title="로그인" lead="다시 오셨습니다.">-</AuthLayout>);
  strictEqual(html.match(/<main /g)?.length, 1);
  strictEqual(html.match(/<h1 /g)?.length, 1);
});
