import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { fixedClock } from "../calendar.ts";
import { smsBytes, withSmsAllowlist } from "../notices/sms.ts";
import { type Fetch, processMemory } from "../simulator.ts";
import { sensSender } from "./sens.ts";
import { keptSms, sensSimulator, simulatedSens } from "./simulator/sens.ts";

const clock = fixedClock(new Date("2025-01-06T00:12:00Z"));
const wallClockMs = () => clock.now().getTime();

function bench(changes: { fetch?: Fetch; secretKey?: string; from?: string | null } = {}) {
  const memory = processMemory();
  const fetch = sensSimulator({ clock, wallClockMs, memory });
  const sender = sensSender({ ...simulatedSens, fetch, wallClockMs, ...changes });
  return { memory, sender, fetch };
}

Deno.test("sensSender() sends an SMS as SENS takes it; the simulator keeps it", async () => {
  const { memory, sender } = bench();
  strictEqual(await sender.send({ to: "01000000000", text: "[Cla-Bill] 인증번호 123456" }), "sent");
  deepStrictEqual(await keptSms(memory, 10), [
    { to: "01000000000", text: "[Cla-Bill] 인증번호 123456", at: "2025-01-06T09:12:00+09:00" },
  ]);
});

Deno.test("sensSender() fails where SENS refuses: signature, number, text of more than 90 bytes", async () => {
  const refused = { name: "ProviderError", vendor: "ncp", retryable: false };
  await rejects(bench({ secretKey: "other" }).sender.send({ to: "01000000000", text: "x" }), {
    ...refused,
    code: "sens_401",
  });
  await rejects(bench().sender.send({ to: "010-0000-0000", text: "x" }), { ...refused, code: "sens_400" });
  await bench().sender.send({ to: "01000000000", text: "가".repeat(45) });
  await rejects(bench().sender.send({ to: "01000000000", text: `${"가".repeat(45)}.` }), {
    ...refused,
    code: "sens_400",
  });
  await rejects(bench({ from: null }).sender.send({ to: "01000000000", text: "x" }), {
    ...refused,
    code: "sens_no_sender",
  });
});

Deno.test("sensSender() fails for now where SENS is down, unreachable or busy, and tells no key", async () => {
  const answers: readonly (readonly [Fetch, string])[] = [
    [() => Promise.resolve(new Response("{}", { status: 503 })), "sens_503"],
    [() => Promise.resolve(new Response("busy", { status: 429 })), "sens_429"],
    [() => Promise.reject(new TypeError(`no route, ${simulatedSens.secretKey}`)), "sens_transport"],
  ];
  for (const [fetch, code] of answers) {
    await rejects(bench({ fetch }).sender.send({ to: "01000000000", text: "x" }), (error: Error) => {
      deepStrictEqual({ ...error }, { name: "ProviderError", vendor: "ncp", code, retryable: true });
      return !error.message.includes(simulatedSens.secretKey);
    });
  }
  const lies = { fetch: () => Promise.resolve(Response.json({ requestId: "1", statusCode: "400" }, { status: 202 })) };
  await rejects(bench(lies).sender.send({ to: "01000000000", text: "x" }), { code: "sens_202" });
});

Deno.test("withSmsAllowlist() lets out only allowed numbers outside production", async () => {
  const real = bench();
  const kept = bench();
  const options = { allowlist: ["01000000000"], kept: kept.sender };
  const development = withSmsAllowlist(real.sender, { ...options, production: false });
  await development.send({ to: "01000000000", text: "나감" });
  await development.send({ to: "01000000001", text: "보관" });
  deepStrictEqual((await keptSms(real.memory, 9)).map((each) => each.text), ["나감"]);
  deepStrictEqual((await keptSms(kept.memory, 9)).map((each) => each.text), ["보관"]);
  await withSmsAllowlist(real.sender, { ...options, production: true }).send({ to: "01000000001", text: "운영" });
  strictEqual((await keptSms(real.memory, 9)).length, 2);
});

Deno.test("smsBytes() counts Hangul double", () => {
  strictEqual(smsBytes("[Cla-Bill] 인증번호 123456 (5분 안에 입력해 주십시오)"), 53);
});
