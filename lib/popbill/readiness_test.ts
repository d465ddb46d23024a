import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { localDate, seoulMoment } from "../calendar.ts";
import { popbillIssuer } from "./tax_invoices.ts";
import { json, providerError, refusal, testWire } from "./wire_for_tests.ts";

const member = "1015996388";
const join = `GET /Join?CorpNum=${member}&LID=DEMOLINK`;

function readyWire() {
  const wire = testWire();
  wire.plan(join, () => json({ code: 1, message: "가입된 사업자번호" }));
  wire.plan("GET /Taxinvoice/CertCheck", () => json({ code: 1, message: "성공" }));
  wire.plan("GET /Taxinvoice?cfg=CERT", () => json({ certificateExpiration: "20270131235959" }));
  wire.plan("GET /Taxinvoice/SendToNTSConfig", () => json({ sendToNTS: false }));
  return wire;
}

Deno.test("readiness() of a member with a valid certificate", async () => {
  const wire = readyWire();
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).readiness(member), {
    isMember: true,
    certificateValid: true,
    certificateExpiresAt: seoulMoment(localDate("2027-01-31"), "23:59:59"),
    reason: null,
    transfersAtIssue: false,
  });
  strictEqual(wire.received[0]?.headers.get("authorization"), null);
});

Deno.test("readiness() of a number that is no member asks for no token", async () => {
  const wire = readyWire();
  wire.plan(join, () => json({ code: 0, message: "가입되지 않은 사업자번호" }));
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).readiness(member), {
    isMember: false,
    certificateValid: false,
    certificateExpiresAt: null,
    reason: "가입되지 않은 사업자번호",
    transfersAtIssue: false,
  });
  strictEqual(wire.tokenRequests.length, 0);
  strictEqual(wire.received.length, 1);
});

Deno.test("readiness() tells the vendor's sentence for each fault of the certificate", async () => {
  for (const code of [-10002009, -10004000, -10004003, -10004004, -10004009]) {
    const wire = readyWire();
    wire.plan("GET /Taxinvoice/CertCheck", () => refusal(code, "인증서 문제"));
    wire.plan("GET /Taxinvoice?cfg=CERT", () => refusal(code, "인증서 문제"));
    deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).readiness(member), {
      isMember: true,
      certificateValid: false,
      certificateExpiresAt: null,
      reason: "인증서 문제",
      transfersAtIssue: false,
    }, String(code));
  }
});

Deno.test("readiness() keeps the end of an expired certificate and tells a transfer at issue", async () => {
  const wire = readyWire();
  wire.plan("GET /Taxinvoice/CertCheck", () => refusal(-10004003, "만료된 인증서"));
  wire.plan("GET /Taxinvoice?cfg=CERT", () => json({ certificateExpiration: "20260101235959" }));
  wire.plan("GET /Taxinvoice/SendToNTSConfig", () => json({ sendToNTS: true }));
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).readiness(member), {
    isMember: true,
    certificateValid: false,
    certificateExpiresAt: seoulMoment(localDate("2026-01-01"), "23:59:59"),
    reason: "만료된 인증서",
    transfersAtIssue: true,
  });
});

Deno.test("readiness() throws what is no answer to its question", async () => {
  const cases = [
    [join, () => json({ message: "?" }), providerError("schema", false, /to GET \/Join: code /)],
    ["GET /Taxinvoice/CertCheck", () => refusal(-11001000, "권한 없음"), providerError("-11001000", false)],
    ["GET /Taxinvoice?cfg=CERT", () => refusal(-11001000, "권한 없음"), providerError("-11001000", false)],
    ["GET /Taxinvoice/SendToNTSConfig", () => json({}), providerError("schema", false, /: sendToNTS /)],
  ] as const;
  for (const [name, reply, error] of cases) {
    const wire = readyWire();
    wire.plan(name, reply);
    await rejects(popbillIssuer(wire.client, { mayMail: () => true }).readiness(member), error, name);
  }
});
