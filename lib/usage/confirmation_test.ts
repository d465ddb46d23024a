import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { yearMonth } from "../calendar.ts";
import { won } from "../money.ts";
import { confirm, confirmableFrom, type ConfirmablePull, type Confirmation, provisionalText } from "./confirmation.ts";
import type { IdentityBreach } from "./identities.ts";

const december = yearMonth("2024-12");
const breach: IdentityBreach = {
  identity: "contract_use",
  expectedAmount: won(1_000),
  actualAmount: won(1_011),
};

function pull(takenAt: string, changes: Partial<ConfirmablePull> = {}): ConfirmablePull {
  return { takenAt: new Date(takenAt), contentHash: "same", breaches: [], ...changes };
}

function reasonOf(confirmation: Confirmation): string | null {
  return confirmation.state === "confirmed" ? null : confirmation.reason.kind;
}

Deno.test("confirm() takes a good pull from 09:00 in Seoul of the 6th on", () => {
  const cases = [
    ["2025-01-05T23:59:59.999+09:00", "too_early"],
    ["2025-01-06T08:59:59.999+09:00", "too_early"],
    ["2025-01-06T00:00:00.000Z", null],
    ["2025-01-06T09:00:00.000+09:00", null],
    ["2025-01-05T16:00:00.000-08:00", null],
    ["2025-01-20T05:10:00.000+09:00", null],
    ["2024-12-06T09:00:00.000+09:00", "too_early"], // the 6th of the usage month itself
  ] as const;
  for (const [takenAt, reason] of cases) {
    const decided = confirm({ usageMonth: december, pull: pull(takenAt), earlierDayHash: null });
    strictEqual(reasonOf(decided), reason, takenAt);
  }
});

Deno.test("confirm() follows the confirmation day of the MSP", () => {
  const decide = (confirmationDay: number, takenAt: string) =>
    reasonOf(confirm({ usageMonth: yearMonth("2025-01"), pull: pull(takenAt), earlierDayHash: null, confirmationDay }));
  strictEqual(decide(5, "2025-02-05T09:00:00+09:00"), null);
  strictEqual(decide(7, "2025-02-06T09:00:00+09:00"), "too_early");
  strictEqual(decide(31, "2025-02-28T08:59:59+09:00"), "too_early");
  strictEqual(decide(31, "2025-02-28T09:00:00+09:00"), null);
  strictEqual(confirmableFrom(december).toISOString(), "2025-01-06T00:00:00.000Z");
});

Deno.test("confirm() wants the pull of an earlier day to be equal, if there is one", () => {
  const decide = (earlierDayHash: string | null) =>
    confirm({ usageMonth: december, pull: pull("2025-01-06T09:10:00+09:00"), earlierDayHash });
  deepStrictEqual(decide(null), { state: "confirmed" });
  deepStrictEqual(decide("same"), { state: "confirmed" });
  deepStrictEqual(decide("other"), { state: "provisional", reason: { kind: "moved" } });
});

Deno.test("confirm() is refused while an identity is broken", () => {
  const broken = pull("2025-01-06T09:10:00+09:00", { breaches: [breach] });
  deepStrictEqual(confirm({ usageMonth: december, pull: broken, earlierDayHash: "same" }), {
    state: "provisional",
    reason: { kind: "identity_breach", breaches: [breach] },
  });
});

Deno.test("confirm() tells the day first, then the identity, then what moved", () => {
  const broken = (takenAt: string) => pull(takenAt, { breaches: [breach] });
  const decide = (takenAt: string) =>
    reasonOf(confirm({ usageMonth: december, pull: broken(takenAt), earlierDayHash: "other" }));
  strictEqual(decide("2025-01-05T09:10:00+09:00"), "too_early");
  strictEqual(decide("2025-01-06T09:10:00+09:00"), "identity_breach");
});

Deno.test("provisionalText() says from when, which identity, and what to wait for", () => {
  strictEqual(
    provisionalText({ kind: "too_early", confirmableFrom: confirmableFrom(december) }),
    "2025-01-06 09:00 이후에 가져온 이용내역부터 확정할 수 있습니다.",
  );
  strictEqual(
    provisionalText({ kind: "identity_breach", breaches: [breach] }),
    "NCP 합계와 맞지 않습니다. 계약별 이용금액의 합 1,011원과 NCP 월 이용금액 1,000원의 차이가 11원입니다.",
  );
  strictEqual(
    provisionalText({ kind: "moved" }),
    "이전 날짜에 가져온 이용내역과 달라졌습니다. 다음 날 가져온 이용내역과 같으면 확정합니다.",
  );
});
