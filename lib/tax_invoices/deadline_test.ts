import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { localDate, parseMoment, seoulText, yearMonth } from "../calendar.ts";
import { won } from "../money.ts";
import { invariant } from "../prelude.ts";
import {
  cancelUntil,
  cancelWarning,
  finalReturnOn,
  issueDeadline,
  lateness,
  latenessText,
  supplyDayFor,
  transferDeadline,
  writeDateFor,
} from "./deadline.ts";

function moment(text: string): Date {
  const at = parseMoment(text);
  invariant(at, `a moment is ISO with offset, not "${text}"`);
  return at;
}

Deno.test("writeDateFor() month_end is the usage month's last day, whatever today is", () => {
  const cases = [["2024-12", "2024-12-31"], ["2024-02", "2024-02-29"], ["2025-02", "2025-02-28"]] as const;
  for (const [month, expected] of cases) {
    const options = { usageMonth: yearMonth(month), today: localDate("2025-03-06"), dueDate: localDate("2025-03-31") };
    strictEqual(writeDateFor("month_end", options), expected);
  }
});

Deno.test("writeDateFor() issue_date is today, at the latest the due date", () => {
  const cases = [
    ["2025-01-06", "2025-01-06"],
    ["2025-01-31", "2025-01-31"],
    ["2025-02-01", "2025-01-31"],
  ] as const;
  for (const [today, expected] of cases) {
    const options = { usageMonth: yearMonth("2024-12"), today: localDate(today), dueDate: localDate("2025-01-31") };
    strictEqual(writeDateFor("issue_date", options), expected, today);
  }
});

Deno.test("issueDeadline() is the 10th of the next month, moved past Saturdays, Sundays and holidays", () => {
  const cases = [
    ["2024-12-31", "2025-01-10"], // a Friday, year end
    ["2026-01-31", "2026-02-10"],
    ["2026-04-30", "2026-05-11"], // the 10th is a Sunday
    ["2024-07-31", "2024-08-12"], // the 10th is a Saturday
    ["2024-03-31", "2024-04-11"], // the 10th was election day
    ["2025-12-01", "2026-01-12"], // the 10th is a Saturday
  ] as const;
  for (const [writeDate, expected] of cases) strictEqual(issueDeadline(localDate(writeDate)), expected, writeDate);
});

Deno.test("issueDeadline() moves past a holiday that the operator added", () => {
  strictEqual(issueDeadline(localDate("2026-01-31"), new Set([localDate("2026-02-10")])), "2026-02-11");
});

Deno.test("supplyDayFor() counts the deadline of issue_date from the due date's month", () => {
  const days = { writeDate: localDate("2025-01-20"), dueDate: localDate("2025-02-10") };
  strictEqual(issueDeadline(supplyDayFor("month_end", days)), "2025-02-10");
  strictEqual(issueDeadline(supplyDayFor("issue_date", days)), "2025-03-10");
});

Deno.test("finalReturnOn() is 25 July or 25 January, moved past rest days", () => {
  const cases = [
    ["2025-01-01", "2025-07-25"],
    ["2025-06-30", "2025-07-25"],
    ["2025-07-01", "2026-01-26"], // 25 January 2026 is a Sunday
    ["2024-12-31", "2025-01-31"], // Saturday, then a long 설 holiday
    ["2026-06-30", "2026-07-27"], // a Saturday
  ] as const;
  for (const [day, expected] of cases) strictEqual(finalReturnOn(localDate(day)), expected, day);
});

Deno.test("lateness() is null on the deadline, 1 % the day after, 1 % on the final return, 2 % the day after it", () => {
  const deadline = localDate("2026-02-10");
  const writeDate = localDate("2026-01-31");
  const cases = [
    ["2026-02-10", null],
    ["2026-02-11", { rateBps: 100, finalReturn: "2026-07-27" }],
    ["2026-07-27", { rateBps: 100, finalReturn: "2026-07-27" }],
    ["2026-07-28", { rateBps: 200, finalReturn: "2026-07-27" }],
  ] as const;
  for (const [today, expected] of cases) {
    deepStrictEqual(lateness({ today: localDate(today), deadline, writeDate }), expected, today);
  }
});

Deno.test("lateness() of December is judged by January's return, of issue_date by the due date's period", () => {
  const december = { deadline: localDate("2026-01-12"), writeDate: localDate("2025-12-31") };
  strictEqual(lateness({ today: localDate("2026-01-26"), ...december })?.rateBps, 100);
  strictEqual(lateness({ today: localDate("2026-01-27"), ...december })?.rateBps, 200);
  // Past its deadline, issue_date writes the due date: January belongs to the first half.
  strictEqual(
    lateness({ today: localDate("2026-03-03"), deadline: localDate("2026-02-10"), writeDate: localDate("2026-01-31") })
      ?.finalReturn,
    "2026-07-27",
  );
});

Deno.test("latenessText() names the rate and what it comes to", () => {
  const options = { deadline: localDate("2026-02-10"), supplyAmount: won(1_200_050) };
  strictEqual(
    latenessText({ rateBps: 100, finalReturn: localDate("2026-07-27") }, options),
    "발급 기한(2026-02-10 (화))이 지났습니다. 지금 발행하면 지연발급 가산세로 공급가액의 1%(12,000원)를 물게 됩니다. " +
      "확정신고 기한(2026-07-27 (월))이 지나면 2%가 됩니다.",
  );
  strictEqual(
    latenessText({ rateBps: 200, finalReturn: localDate("2026-07-27") }, options),
    "발급 기한(2026-02-10 (화))과 확정신고 기한(2026-07-27 (월))이 모두 지났습니다. " +
      "지금 발행해도 미발급 가산세로 공급가액의 2%(24,001원)를 물게 됩니다.",
  );
});

Deno.test("cancelWarning() speaks only after the deadline", () => {
  const days = { deadline: localDate("2026-02-10"), writeDate: localDate("2026-01-31") };
  strictEqual(cancelWarning({ today: localDate("2026-02-10"), ...days }), null);
  strictEqual(
    cancelWarning({ today: localDate("2026-02-11"), ...days }),
    "발급 기한(2026-02-10 (화))이 지났으므로, 취소하고 다시 발행하면 공급가액의 1% 가산세를 물게 됩니다.",
  );
});

Deno.test("cancelUntil() is 15:00 Seoul of the next transfer day", () => {
  const cases = [
    ["2026-02-03T10:15:00+09:00", "2026-02-04T15:00:00+09:00"],
    ["2026-02-06T10:15:00+09:00", "2026-02-09T15:00:00+09:00"], // Friday: Monday
    ["2025-12-31T23:59:59+09:00", "2026-01-02T15:00:00+09:00"], // year end
    ["2026-02-13T09:00:00+09:00", "2026-02-19T15:00:00+09:00"], // 설
    ["2025-04-30T09:00:00+09:00", "2025-05-02T15:00:00+09:00"], // 근로자의 날
    ["2026-02-03T15:00:00Z", "2026-02-05T15:00:00+09:00"], // midnight of the 4th in Seoul
  ] as const;
  for (const [issuedAt, expected] of cases) strictEqual(seoulText(cancelUntil(moment(issuedAt))), expected, issuedAt);
});

Deno.test("transferDeadline() is the day of that 15:00", () => {
  strictEqual(transferDeadline(moment("2026-02-06T10:15:00+09:00")), "2026-02-09");
  strictEqual(
    transferDeadline(moment("2026-02-06T10:15:00+09:00"), new Set([localDate("2026-02-09")])),
    "2026-02-10",
  );
});
