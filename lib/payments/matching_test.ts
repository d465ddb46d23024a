import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { localDate, yearMonth } from "../calendar.ts";
import type { CustomerId } from "../ids.ts";
import { won } from "../money.ts";
import { type MatchCandidate, type MatchProposal, proposeMatches } from "./matching.ts";

const months = ["2025-11", "2025-12", "2026-01", "2026-02"] as const;

/** A customer whose open amounts begin in November 2025, each issued on the 6th of the month after. */
function customer(
  name: string,
  amounts: readonly number[],
  seenDepositorNames: readonly string[] = [],
): MatchCandidate {
  const issued = ["2025-12-06", "2026-01-06", "2026-02-06", "2026-03-06"];
  return {
    customerId: name as CustomerId,
    name,
    seenDepositorNames,
    receivables: amounts.map((openAmount, index) => ({
      receivableId: `${name}${index + 1}`,
      usageMonth: yearMonth(months[Math.min(index, 3)] ?? "2025-11"),
      openedOn: localDate(issued[Math.min(index, 3)] ?? "2025-12-06"),
      openAmount: won(openAmount),
    })),
  };
}

function propose(
  depositorName: string,
  amount: number,
  candidates: readonly MatchCandidate[],
  depositedOn = "2026-03-10",
): MatchProposal[] {
  return proposeMatches({ depositorName, amount: won(amount), depositedOn: localDate(depositedOn) }, candidates);
}

/** `가온테크1+가온테크2 equal seen certain` */
function told({ parts, evidence, certain }: MatchProposal): string {
  const paid = parts.map(({ receivableId }) => receivableId).join("+");
  return `${paid} ${evidence.amount} ${evidence.name}${certain ? " certain" : ""}`;
}

const gaon = customer("가온테크", [1_100_000]);
const naru = customer("나루소프트 주식회사", [1_100_000, 550_000]);
const daon = customer("(주)다온미디어", [330_000, 440_000, 220_000], ["이다온"]);
const all = [gaon, naru, daon];

/** The golden list: depositor, amount, candidates, what is proposed. */
const golden: readonly [string, string, number, readonly MatchCandidate[], readonly string[]][] = [
  ["equal name, equal amount, though another owes the same", "(주)가온테크", 1_100_000, all, [
    "가온테크1 equal equal certain",
    "나루소프트 주식회사1 equal none",
  ]],
  ["name with its company form elsewhere", "㈜나루소프트", 550_000, all, ["나루소프트 주식회사2 equal equal certain"]],
  ["name seen before", "이다온", 330_000, all, ["(주)다온미디어1 equal seen certain"]],
  ["all that is open", "이다온", 990_000, all, ["(주)다온미디어1+(주)다온미디어2+(주)다온미디어3 equal seen certain"]],
  ["two of three", "다온미디어", 660_000, all, ["(주)다온미디어2+(주)다온미디어3 equal equal certain"]],
  ["all of seven", "가온테크", 127, [customer("가온테크", [1, 2, 4, 8, 16, 32, 64])], [
    "가온테크1+가온테크2+가온테크3+가온테크4+가온테크5+가온테크6+가온테크7 equal equal certain",
  ]],
  ["a bill less its credit", "가온테크", 880_000, [customer("가온테크", [1_100_000, -220_000])], [
    "가온테크1+가온테크2 equal equal certain",
  ]],

  // From here on nothing may be accepted without a person.
  ["same amount, two customers, a name of neither", "홍길동", 1_100_000, all, [
    "가온테크1 equal none",
    "나루소프트 주식회사1 equal none",
  ]],
  ["same amount, two customers of one name", "가온테크", 1_100_000, [
    gaon,
    { ...customer("주식회사 가온테크", [1_100_000]) },
  ], ["가온테크1 equal equal", "주식회사 가온테크1 equal equal"]],
  ["same amount, one name seen for both", "모회사", 1_100_000, [
    customer("가온테크", [1_100_000], ["모회사"]),
    customer("나루소프트", [1_100_000], ["모회사"]),
  ], ["가온테크1 equal seen", "나루소프트1 equal seen"]],
  ["two months of one amount", "가온테크", 1_100_000, [customer("가온테크", [1_100_000, 1_100_000])], [
    "가온테크1 equal equal",
    "가온테크2 equal equal",
  ]],
  ["one bill or the sum of two others", "가온테크", 500, [customer("가온테크", [200, 300, 500])], [
    "가온테크3 equal equal",
    "가온테크1+가온테크2 equal equal",
  ]],
  ["wrong name, all that is open", "라온파트너스", 990_000, all, [
    "(주)다온미디어1+(주)다온미디어2+(주)다온미디어3 equal none",
  ]],
  ["wrong name, some of what is open", "라온파트너스", 770_000, all, []],
  ["wrong name", "라온파트너스", 330_000, all, ["(주)다온미디어1 equal none"]],
  ["a name that the bank cut", "나루소프", 550_000, all, ["나루소프트 주식회사2 equal cut"]],
  ["a part", "가온테크", 1_000_000, all, ["가온테크1 partial equal"]],
  ["a part of several, oldest first", "이다온", 500_000, [daon], ["(주)다온미디어1+(주)다온미디어2 partial seen"]],
  ["too much", "가온테크", 1_100_001, all, ["가온테크1 over equal"]],
  ["one won short, name unknown", "홍길동", 1_099_999, all, []],
  ["a similar name alone", "가온테그", 700_000, all, []],
  ["no name, amount of nobody", "", 123, all, []],
  ["seven of eight", "가온테크", 127, [customer("가온테크", [1, 2, 4, 8, 16, 32, 64, 128])], [
    "가온테크1+가온테크2+가온테크3+가온테크4+가온테크5+가온테크6+가온테크7 partial equal",
  ]],
  ["nothing open", "가온테크", 1_100_000, [customer("가온테크", [])], []],
  ["only a credit open", "가온테크", 100, [customer("가온테크", [-100])], []],
];

Deno.test("proposeMatches() answers the golden list", () => {
  for (const [label, depositorName, amount, candidates, expected] of golden) {
    deepStrictEqual(propose(depositorName, amount, candidates).map(told), expected, label);
  }
});

Deno.test("proposeMatches() is certain on the issue day and not the day before", () => {
  const cases = [["2025-12-06", true, 0], ["2025-12-05", false, -1], ["2026-01-05", true, 30]] as const;
  for (const [depositedOn, certain, daysSinceIssue] of cases) {
    const [proposal] = propose("가온테크", 1_100_000, [gaon], depositedOn);
    strictEqual(proposal?.certain, certain, depositedOn);
    deepStrictEqual(proposal?.evidence, { amount: "equal", name: "equal", daysSinceIssue });
  }
});

Deno.test("proposeMatches() counts the days from the latest issue among what is paid", () => {
  const [proposal] = propose("나루소프트", 1_650_000, [naru], "2026-01-05");
  deepStrictEqual([proposal?.evidence.daysSinceIssue, proposal?.certain], [-1, false]);
});

Deno.test("proposeMatches() gives whole parts that add up to the deposit where the amount is equal", () => {
  const [proposal] = propose("가온테크", 880_000, [customer("가온테크", [1_100_000, -220_000])]);
  deepStrictEqual(proposal?.parts, [
    { receivableId: "가온테크1", allocatedAmount: 1_100_000n },
    { receivableId: "가온테크2", allocatedAmount: -220_000n },
  ]);
});

Deno.test("proposeMatches() proposes at most three sums of one customer, and nothing for no money", () => {
  strictEqual(propose("가온테크", 100, [customer("가온테크", [100, 100, 100, 100, 100])]).length, 3);
  deepStrictEqual(propose("가온테크", 0, [gaon]), []);
});
