import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { popbillIssuer } from "./tax_invoices.ts";
import { json, providerError, refusal, testWire } from "./wire_for_tests.ts";

const member = "1015996388";

Deno.test("businessStatuses() reads states as text, number or null and days in both forms, in the order asked", async () => {
  const wire = testWire();
  const asked = ["1000000001", "1000000002", "1000000003", "1000000004", "1000000005", "1000000006", "1000000007"];
  const states = ["1", 2, "3", 0, null, "4", "1"];
  const days = ["2026-02-03", "20260202", "2026-02-03", "2026-02-03", "2026-02-03", "2026-02-03", null];
  const corpStates = asked.map((corpNum, index) => ({
    corpNum,
    taxType: "10",
    typeDate: null,
    state: states[index],
    stateDate: null,
    checkDate: days[index],
  }));
  wire.plan("POST /CloseDown", () => json(corpStates.toReversed()));
  deepStrictEqual(await popbillIssuer(wire.client, { mayMail: () => true }).businessStatuses(member, asked), [
    { brn: "1000000001", status: "active", asOf: "2026-02-03" },
    { brn: "1000000002", status: "closed", asOf: "2026-02-02" },
    { brn: "1000000003", status: "suspended", asOf: "2026-02-03" },
    { brn: "1000000004", status: "unregistered", asOf: "2026-02-03" },
    { brn: "1000000005", status: "unknown", asOf: "2026-02-03" },
    { brn: "1000000006", status: "unknown", asOf: "2026-02-03" },
    // The vendor named no day: the day of asking.
    { brn: "1000000007", status: "active", asOf: "2026-02-03" },
  ]);
  strictEqual(wire.received[0]?.body, JSON.stringify(asked));
});

Deno.test("businessStatuses() asks a thousand numbers at a time, and nothing for none", async () => {
  const wire = testWire();
  const issuer = popbillIssuer(wire.client, { mayMail: () => true });
  deepStrictEqual(await issuer.businessStatuses(member, []), []);
  strictEqual(wire.received.length, 0);
  wire.plan("POST /CloseDown", async (request) => {
    const asked: string[] = await request.json();
    return json(asked.map((corpNum) => ({ corpNum, state: "1", checkDate: "2026-02-03" })));
  });
  const brns = Array.from({ length: 1_001 }, (_, index) => String(1_000_000_000 + index));
  deepStrictEqual((await issuer.businessStatuses(member, brns)).map(({ brn }) => brn), brns);
  deepStrictEqual(wire.received.map((call) => JSON.parse(call.body).length), [1_000, 1]);
});

Deno.test("businessStatuses() throws where a number has no answer, a field is wrong or the vendor refuses", async () => {
  const issuerOf = (reply: () => Response) => {
    const wire = testWire();
    wire.plan("POST /CloseDown", reply);
    return popbillIssuer(wire.client, { mayMail: () => true });
  };
  const brns = ["1000000001", "1000000002"];
  await rejects(
    issuerOf(() => json([{ corpNum: "1000000001", state: "1", checkDate: "2026-02-03" }])).businessStatuses(
      member,
      brns,
    ),
    providerError("schema", false, /: no 1000000002$/),
  );
  await rejects(
    issuerOf(() => json([{ corpNum: "1000000001", state: "1", checkDate: "어제" }])).businessStatuses(member, brns),
    providerError("schema", false, /: 0\.checkDate \(expected yyyy-MM-dd or yyyyMMdd\)$/),
  );
  await rejects(
    issuerOf(() => refusal(-17000003, "사업자번호 형식 오류")).businessStatuses(member, brns),
    providerError("-17000003", false, "사업자번호 형식 오류"),
  );
});
