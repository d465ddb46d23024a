import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { fixedClock, yearMonth } from "../calendar.ts";
import { sumWon } from "../money.ts";
import { processMemory } from "../simulator.ts";
import { vendorUrls } from "../vendor_settings.ts";
import { ncpUsageSource } from "./billing.ts";
import { ncpSimulator, simulatedPartners } from "./simulator/mod.ts";
import { testNowMs } from "./testing.ts";

const partners = simulatedPartners(30);
const [publicPartner] = partners;
ok(publicPartner);
const usageMonth = yearMonth("2024-12");

function source() {
  const wallClockMs = () => testNowMs;
  const clock = fixedClock(new Date("2025-01-06T09:00:00+09:00"));
  const fetch = ncpSimulator({ clock, wallClockMs, memory: processMemory() }, { members: 30 });
  const sleep = () => Promise.resolve();
  return ncpUsageSource({ baseUrls: vendorUrls.ncpBilling, fetch, wallClockMs, sleep, timeoutMs: 200 });
}

Deno.test("ncpUsageSource() pulls every simulated member of the three zones with sums that agree", async () => {
  const ncp = source();
  for (const partner of partners) {
    await ncp.verify(partner);
    const asked = { from: usageMonth, to: usageMonth, memberNos: [...partner.members, "1999999"] };
    const unknown = await ncp.unknownMembers(partner, asked);
    strictEqual(unknown.includes("1999999"), true);
    for (const memberNo of partner.members) {
      const pulled = await ncp.pullMonth(partner, { memberNo, usageMonth });
      const useAmount = sumWon(pulled.lines.map((line) => line.useAmount));
      deepStrictEqual([pulled.totals.useAmount, pulled.productUseAmount], [useAmount, useAmount], memberNo);
      strictEqual(pulled.lines.length > 0 && unknown.includes(memberNo), false, memberNo);
    }
  }
});

Deno.test("ncpUsageSource() gets through what passes and tells apart what does not", async () => {
  const cases = [
    ["9000429", null],
    ["9000503", null],
    ["9000905", null],
    ["9000907", null],
    ["9000504", { code: "510", retryable: true }],
    ["9000900", { code: "9999", retryable: true }],
    ["9000901", { code: "schema", retryable: false }],
    ["9000904", { code: "schema", retryable: false }],
    ["9000906", { code: "100", retryable: false }],
    ["9000908", { code: "timeout", retryable: true }],
    ["9000911", { code: "body", retryable: true }],
  ] as const;
  for (const [memberNo, failure] of cases) {
    const pull = source().pullMonth(publicPartner, { memberNo, usageMonth });
    if (failure) await rejects(pull, failure, memberNo);
    else strictEqual((await pull).cost === null, memberNo === "9000907", memberNo);
  }
});

Deno.test("verify() is refused for a wrong secret, a key of another zone, a key without subscription and no partner", async () => {
  const cases = [
    [{ ...publicPartner, secretKey: "wrong" }, "200"],
    [{ ...publicPartner, zone: "gov" }, "200"],
    [{ ...publicPartner, accessKey: "UNKNOWN-KEY-00000001" }, "200"],
    [
      {
        zone: "public",
        accessKey: "SIMNCPPUBLICNOSUB001",
        secretKey: "simulated-secret-without-subscription-01",
      },
      "210",
    ],
    [
      {
        zone: "public",
        accessKey: "SIMNCPPUBLICPLAIN001",
        secretKey: "simulated-secret-of-an-ordinary-member-1",
      },
      "1103",
    ],
  ] as const;
  for (const [keys, code] of cases) await rejects(source().verify(keys), { code, retryable: false });
});
