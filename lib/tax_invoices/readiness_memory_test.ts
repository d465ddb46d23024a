import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { IssuerReadiness, TaxInvoiceIssuer } from "./port.ts";
import { rememberReadiness } from "./readiness_memory.ts";

function asked(answers: IssuerReadiness[]) {
  let count = 0;
  let nowMs = 0;
  const unused = () => Promise.reject(new Error("Cannot be asked here"));
  const issuer: TaxInvoiceIssuer = {
    readiness: () => Promise.resolve(answers[Math.min(count++, answers.length - 1)] ?? ready),
    issue: unused,
    status: unused,
    statuses: unused,
    cancel: unused,
    transferNow: unused,
    xml: unused,
    pdf: unused,
    businessStatuses: unused,
  };
  const remembering = rememberReadiness(issuer, { wallClockMs: () => nowMs, forMs: 60_000 });
  return { remembering, count: () => count, moveTo: (ms: number) => nowMs = ms };
}

const ready: IssuerReadiness = {
  isMember: true,
  certificateValid: true,
  certificateExpiresAt: null,
  reason: null,
  transfersAtIssue: false,
};

Deno.test("rememberReadiness() asks once a minute while the answer is yes", async () => {
  const world = asked([ready]);
  await world.remembering.readiness("1019000022");
  world.moveTo(59_999);
  deepStrictEqual(await world.remembering.readiness("1019000022"), ready);
  strictEqual(world.count(), 1);
  world.moveTo(60_000);
  await world.remembering.readiness("1019000022");
  strictEqual(world.count(), 2);
  await world.remembering.readiness("1019000037");
  strictEqual(world.count(), 3, "another supplier is asked for itself");
});

Deno.test("rememberReadiness() never remembers a no", async () => {
  const world = asked([{ ...ready, certificateValid: false, reason: "만료" }, ready]);
  strictEqual((await world.remembering.readiness("1019000022")).certificateValid, false);
  strictEqual((await world.remembering.readiness("1019000022")).certificateValid, true);
});
