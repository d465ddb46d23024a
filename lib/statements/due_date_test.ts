import { strictEqual } from "node:assert/strict";
import { localDate, yearMonth } from "../calendar.ts";
import { billOn, dueOn, effectiveDueOn, isOverdue } from "./due_date.ts";

Deno.test("billOn() takes the last day of a shorter month", () => {
  const cases = [
    ["2025-01", 10, "2025-01-10"],
    ["2025-02", 31, "2025-02-28"],
    ["2024-02", 30, "2024-02-29"],
    ["2025-04", 31, "2025-04-30"],
    ["2025-01", 1, "2025-01-01"],
  ] as const;
  for (const [month, day, expected] of cases) strictEqual(billOn(yearMonth(month), day), expected);
});

Deno.test("dueOn() lies after the bill's day, in the month after where need be", () => {
  const cases = [
    ["2025-01", 10, 31, "2025-01-31"], // the defaults
    ["2025-02", 10, 31, "2025-02-28"],
    ["2025-01", 10, 11, "2025-01-11"],
    ["2025-01", 10, 10, "2025-02-10"], // not after: the month after
    ["2025-01", 25, 10, "2025-02-10"],
    ["2024-12", 25, 10, "2025-01-10"],
    ["2025-01", 31, 31, "2025-02-28"],
    ["2025-02", 30, 31, "2025-03-31"], // both are 28 February, hence not after
    ["2025-04", 30, 31, "2025-05-31"],
  ] as const;
  for (const [month, billingDay, dueDay, expected] of cases) {
    strictEqual(dueOn(yearMonth(month), { billingDay, dueDay }), expected, `${month} ${billingDay}/${dueDay}`);
  }
});

Deno.test("effectiveDueOn() moves a Saturday or holiday to the next business day", () => {
  strictEqual(effectiveDueOn(localDate("2025-01-31")), "2025-01-31");
  strictEqual(effectiveDueOn(localDate("2025-05-31")), "2025-06-02");
  strictEqual(effectiveDueOn(localDate("2025-06-02"), new Set([localDate("2025-06-02")])), "2025-06-04"); // then election day
});

Deno.test("isOverdue() begins the day after the last day that keeps the due date", () => {
  const cases = [
    ["2025-01-31", "2025-01-31", false],
    ["2025-01-31", "2025-02-01", true],
    ["2025-05-31", "2025-06-02", false], // a Saturday, kept on Monday
    ["2025-05-31", "2025-06-03", true],
  ] as const;
  for (const [dueDate, today, expected] of cases) {
    strictEqual(isOverdue({ dueDate: localDate(dueDate), today: localDate(today) }), expected, `${dueDate} ${today}`);
  }
});
