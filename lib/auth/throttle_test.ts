import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { throttleRules } from "./limits.ts";
import { tried, type Tries } from "./throttle.ts";

const start = new Date("2025-01-06T00:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
const none: Tries = { tries: 0, since: start, blockedUntil: null, updatedAt: start };

Deno.test("tried() of a login lets five through, then makes each wait twice as long, at most fifteen minutes", () => {
  const rule = throttleRules.login;
  let tries = none;
  let seconds = 0;
  const waits: (number | null)[] = [];
  for (let count = 1; count <= 10; count++) {
    const next = tried(tries, { rule, at: after(seconds) });
    if (!next) throw new Error(`try ${count} is blocked`);
    const waitSeconds = next.blockedUntil === null
      ? null
      : (next.blockedUntil.getTime() - after(seconds).getTime()) / 1_000;
    waits.push(waitSeconds);
    seconds += waitSeconds ?? 0;
    tries = next;
  }
  deepStrictEqual(waits, [null, null, null, null, 60, 120, 240, 480, 900, 900]);
});

Deno.test("tried() of a login is refused up to its moment and allowed at it", () => {
  const blocked: Tries = { tries: 5, since: start, blockedUntil: after(60), updatedAt: start };
  strictEqual(tried(blocked, { rule: throttleRules.login, at: after(59.999) }), null);
  deepStrictEqual(tried(blocked, { rule: throttleRules.login, at: after(60) }), {
    tries: 6,
    since: start,
    blockedUntil: after(180),
    updatedAt: after(60),
  });
});

Deno.test("tried() of a login forgets after a day without tries", () => {
  const old: Tries = { tries: 9, since: start, blockedUntil: after(900), updatedAt: start };
  strictEqual(tried(old, { rule: throttleRules.login, at: after(86_399) })?.tries, 10);
  strictEqual(tried(old, { rule: throttleRules.login, at: after(86_400) })?.tries, 1);
});

Deno.test("tried() of an address lets thirty through in ten minutes, and starts anew after them", () => {
  const rule = throttleRules.login_address;
  let tries = none;
  for (let count = 1; count <= 30; count++) {
    const next = tried(tries, { rule, at: after(count) });
    if (!next) throw new Error(`try ${count} is blocked`);
    tries = next;
  }
  deepStrictEqual(tries, { tries: 30, since: after(1), blockedUntil: after(601), updatedAt: after(30) });
  strictEqual(tried(tries, { rule, at: after(600) }), null);
  deepStrictEqual(tried(tries, { rule, at: after(601) }), {
    tries: 1,
    since: after(601),
    blockedUntil: null,
    updatedAt: after(601),
  });
});
