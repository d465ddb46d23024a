import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  addDays,
  addMonths,
  billingMonthOf,
  dayOfMonth,
  dayText,
  firstDay,
  fixedClock,
  isRestDay,
  lastDay,
  localDate,
  monthRange,
  monthsBetween,
  monthText,
  nextTransferDay,
  onOrNextBusinessDay,
  parseLocalDate,
  parseMoment,
  parseSeoulStamp,
  parseYearMonth,
  runningClock,
  seoulDate,
  seoulMinute,
  seoulMoment,
  seoulMonth,
  seoulStamp,
  seoulText,
  wallClockMs,
  yearMonth,
} from "./calendar.ts";
import { InvariantError } from "./prelude.ts";

Deno.test("seoulDate() and seoulMonth() change at midnight in Seoul, not before (R6)", () => {
  const cases = [
    ["2025-01-31T23:59:59.999+09:00", "2025-01-31", "2025-01"],
    ["2025-02-01T00:00:00.000+09:00", "2025-02-01", "2025-02"],
    ["2024-12-31T14:59:59.999Z", "2024-12-31", "2024-12"],
    ["2024-12-31T15:00:00.000Z", "2025-01-01", "2025-01"],
    ["2024-02-29T06:59:59.999-08:00", "2024-02-29", "2024-02"],
    ["2024-02-29T07:00:00.000-08:00", "2024-03-01", "2024-03"],
  ] as const;
  for (const [moment, day, month] of cases) {
    strictEqual(seoulDate(new Date(moment)), day, moment);
    strictEqual(seoulMonth(new Date(moment)), month, moment);
  }
});

Deno.test("seoulMoment(), seoulText(), seoulMinute() and seoulStamp() speak Seoul time", () => {
  const moment = seoulMoment(localDate("2025-01-06"), "09:00");
  strictEqual(moment.toISOString(), "2025-01-06T00:00:00.000Z");
  strictEqual(seoulMoment(localDate("2025-01-06")).toISOString(), "2025-01-05T15:00:00.000Z");
  strictEqual(seoulText(moment), "2025-01-06T09:00:00+09:00");
  strictEqual(seoulMinute(moment), "2025-01-06 09:00");
  strictEqual(seoulStamp(moment), "20250106090000");
});

Deno.test("parseSeoulStamp() reads what seoulStamp() writes, and nothing else", () => {
  strictEqual(parseSeoulStamp("20250106091205")?.toISOString(), "2025-01-06T00:12:05.000Z");
  for (const text of ["", "2025010609120", "202501060912055", "20251306091205", "20250106251205", "2025-01-06"]) {
    strictEqual(parseSeoulStamp(text), null, text);
  }
});

Deno.test("parseMoment() reads offsets with and without a colon, and no local times", () => {
  const same = ["2024-03-04T11:12:13+0900", "2024-03-04T11:12:13+09:00", "2024-03-04T02:12:13Z"];
  for (const text of same) strictEqual(parseMoment(text)?.toISOString(), "2024-03-04T02:12:13.000Z", text);
  for (const text of ["", "2024-03-04", "2024-03-04T11:12:13", "2024-13-04T11:12:13Z", "어제"]) {
    strictEqual(parseMoment(text), null, text);
  }
});

Deno.test("parseLocalDate() and localDate() know the length of each month", () => {
  for (const text of ["2024-02-29", "2025-12-31", "2025-04-30"]) strictEqual(parseLocalDate(text), text);
  for (
    const text of ["2025-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "2025-01-00", "2025-1-1", "20250101", ""]
  ) {
    strictEqual(parseLocalDate(text), null, text);
    throws(() => localDate(text), InvariantError, text);
  }
});

Deno.test("parseYearMonth() and yearMonth() know twelve months", () => {
  for (const text of ["2025-01", "2025-12"]) strictEqual(parseYearMonth(text), text);
  for (const text of ["2025-00", "2025-13", "2025-1", "202501", "2025-01-01", ""]) {
    strictEqual(parseYearMonth(text), null, text);
    throws(() => yearMonth(text), InvariantError, text);
  }
});

Deno.test("addMonths(), monthsBetween() and billingMonthOf() cross the year", () => {
  const cases = [
    ["2024-12", 1, "2025-01"],
    ["2025-01", -1, "2024-12"],
    ["2024-01", 13, "2025-02"],
    ["2024-06", -18, "2022-12"],
    ["2024-06", 0, "2024-06"],
  ] as const;
  for (const [from, count, to] of cases) {
    strictEqual(addMonths(yearMonth(from), count), to);
    strictEqual(monthsBetween(yearMonth(from), yearMonth(to)), count);
  }
  strictEqual(billingMonthOf(yearMonth("2024-12")), "2025-01");
});

Deno.test("monthRange() holds both ends, and nothing when it runs backward", () => {
  deepStrictEqual(monthRange(yearMonth("2024-11"), yearMonth("2025-01")), ["2024-11", "2024-12", "2025-01"]);
  deepStrictEqual(monthRange(yearMonth("2024-11"), yearMonth("2024-11")), ["2024-11"]);
  deepStrictEqual(monthRange(yearMonth("2024-11"), yearMonth("2024-10")), []);
});

Deno.test("firstDay(), lastDay() and dayOfMonth() give a shorter month its last day", () => {
  const cases = [
    ["2024-02", "2024-02-29", 31, "2024-02-29"],
    ["2025-02", "2025-02-28", 29, "2025-02-28"],
    ["2025-02", "2025-02-28", 28, "2025-02-28"],
    ["2025-04", "2025-04-30", 31, "2025-04-30"],
    ["2025-12", "2025-12-31", 5, "2025-12-05"],
  ] as const;
  for (const [month, last, day, expected] of cases) {
    strictEqual(firstDay(yearMonth(month)), `${month}-01`);
    strictEqual(lastDay(yearMonth(month)), last);
    strictEqual(dayOfMonth(yearMonth(month), day), expected);
  }
});

Deno.test("addDays() crosses months, years and 29 February", () => {
  const cases = [
    ["2024-12-31", 1, "2025-01-01"],
    ["2025-01-01", -1, "2024-12-31"],
    ["2024-02-28", 1, "2024-02-29"],
    ["2025-02-28", 1, "2025-03-01"],
    ["2024-02-29", 365, "2025-02-28"],
  ] as const;
  for (const [from, count, to] of cases) strictEqual(addDays(localDate(from), count), to);
});

Deno.test("monthText() and dayText() are what people read", () => {
  strictEqual(monthText(yearMonth("2024-12")), "2024년 12월");
  strictEqual(monthText(yearMonth("2025-01")), "2025년 1월");
  strictEqual(dayText(localDate("2025-01-10")), "2025-01-10 (금)");
  strictEqual(dayText(localDate("2025-01-12")), "2025-01-12 (일)");
});

Deno.test("isRestDay() knows weekends, public holidays and substitutes, and not 근로자의 날 of 2025", () => {
  const cases = [
    ["2025-01-10", false],
    ["2025-01-11", true], // Saturday
    ["2025-01-12", true], // Sunday
    ["2025-01-27", true], // 임시공휴일
    ["2025-01-29", true], // 설날
    ["2025-03-03", true], // 대체공휴일(3ㆍ1절)
    ["2025-05-01", false], // 근로자의 날, no public holiday until 2026
    ["2026-05-01", true], // 노동절
    ["2035-01-01", true], // beyond the published years: fixed dates only
    ["2035-01-02", false],
  ] as const;
  for (const [day, expected] of cases) strictEqual(isRestDay(localDate(day)), expected, day);
});

Deno.test("onOrNextBusinessDay() passes over rest days (국세기본법 §5)", () => {
  const cases = [
    ["2025-01-24", "2025-01-24"],
    ["2025-01-25", "2025-01-31"], // 설날 2025: Saturday to Thursday
    ["2024-12-31", "2024-12-31"],
    ["2025-01-01", "2025-01-02"],
    ["2025-03-01", "2025-03-04"], // Saturday, Sunday, 대체공휴일
    ["2025-05-03", "2025-05-07"], // 어린이날 with its substitute
    ["2025-05-01", "2025-05-01"], // 근로자의 날
    ["2025-10-03", "2025-10-10"], // 개천절 to 한글날, 추석 between
    ["2026-05-01", "2026-05-04"],
  ] as const;
  for (const [day, expected] of cases) strictEqual(onOrNextBusinessDay(localDate(day)), expected, day);
});

Deno.test("onOrNextBusinessDay() passes over holidays that were announced late", () => {
  const extra = new Set([localDate("2025-01-31")]);
  strictEqual(onOrNextBusinessDay(localDate("2025-01-25"), extra), "2025-02-03");
  strictEqual(nextTransferDay(localDate("2025-01-30"), extra), "2025-02-03");
});

Deno.test("nextTransferDay() is the next day on which the NTS takes transfers (R19)", () => {
  const cases = [
    ["2025-01-06", "2025-01-07"],
    ["2025-01-10", "2025-01-13"], // issued on Friday: Monday
    ["2025-01-11", "2025-01-13"],
    ["2025-01-24", "2025-01-31"], // before 설날
    ["2024-12-31", "2025-01-02"], // year end
    ["2025-04-30", "2025-05-02"], // 근로자의 날
    ["2025-05-02", "2025-05-07"],
    ["2025-10-02", "2025-10-10"],
    ["2026-04-30", "2026-05-04"], // 노동절 on a Friday
  ] as const;
  for (const [day, expected] of cases) strictEqual(nextTransferDay(localDate(day)), expected, day);
});

Deno.test("the 10th of the month after, moved past rest days, is the issue deadline (부가가치세법 §34③)", () => {
  const cases = [
    ["2024-12", "2025-01-10"],
    ["2025-04", "2025-05-12"], // Saturday
    ["2025-07", "2025-08-11"], // Sunday
    ["2025-09", "2025-10-10"], // right after 추석
    ["2026-01", "2026-02-10"],
    ["2026-09", "2026-10-12"], // Saturday
    ["2027-09", "2027-10-12"], // Sunday, then 대체공휴일(한글날)
  ] as const;
  for (const [usageMonth, deadline] of cases) {
    const tenth = dayOfMonth(billingMonthOf(yearMonth(usageMonth)), 10);
    strictEqual(onOrNextBusinessDay(tenth), deadline, usageMonth);
  }
});

Deno.test("the final return of a half year, moved past rest days, ends late issue at 1 % (부가가치세법 §49①)", () => {
  const cases = [["2025-01-25", "2025-01-31"], ["2025-07-25", "2025-07-25"], ["2026-01-25", "2026-01-26"]] as const;
  for (const [day, expected] of cases) strictEqual(onOrNextBusinessDay(localDate(day)), expected, day);
});

Deno.test("fixedClock() stands still until it is moved, and gives no handle on itself", () => {
  const clock = fixedClock(new Date("2025-01-06T00:00:00Z"));
  clock.now().setFullYear(1999);
  strictEqual(clock.now().toISOString(), "2025-01-06T00:00:00.000Z");
  clock.moveTo(new Date("2025-02-06T00:00:00Z"));
  strictEqual(clock.now().toISOString(), "2025-02-06T00:00:00.000Z");
});

Deno.test("runningClock() starts where it is told and runs on with the wall clock", () => {
  const start = new Date("2025-01-06T00:00:00Z");
  const before = wallClockMs();
  const clock = runningClock(start);
  const elapsed = clock.now().getTime() - start.getTime();
  strictEqual(elapsed >= 0 && elapsed <= wallClockMs() - before, true, `${elapsed} ms`);
  clock.moveTo(new Date("2030-01-01T00:00:00Z"));
  strictEqual(clock.now().getTime() >= Date.UTC(2030, 0, 1), true);
});

Deno.test("no function of the calendar hangs on the zone of the server (R6)", async () => {
  const program = `
    const c = await import(${JSON.stringify(new URL("./calendar.ts", import.meta.url).href)});
    const moments = ["2025-01-31T14:59:59.999Z", "2025-01-31T15:00:00.000Z", "2025-03-09T10:00:00Z"].map((text) => new Date(text));
    console.log(JSON.stringify([
      moments.map((moment) => [c.seoulDate(moment), c.seoulMonth(moment), c.seoulText(moment), c.seoulStamp(moment)]),
      c.seoulMoment("2025-03-09", "02:30"), c.parseSeoulStamp("20250309023000"), c.parseMoment("2025-01-06T09:00:00+0900"),
      c.addDays("2025-03-08", 1), c.addMonths("2025-02", 1), c.lastDay("2025-02"), c.dayText("2025-03-09"),
      c.onOrNextBusinessDay("2025-01-25"), c.nextTransferDay("2024-12-31"),
    ]));`;
  const expected = JSON.stringify([
    [
      ["2025-01-31", "2025-01", "2025-01-31T23:59:59+09:00", "20250131235959"],
      ["2025-02-01", "2025-02", "2025-02-01T00:00:00+09:00", "20250201000000"],
      ["2025-03-09", "2025-03", "2025-03-09T19:00:00+09:00", "20250309190000"],
    ],
    "2025-03-08T17:30:00.000Z",
    "2025-03-08T17:30:00.000Z",
    "2025-01-06T00:00:00.000Z",
    "2025-03-09",
    "2025-03",
    "2025-02-28",
    "2025-03-09 (일)",
    "2025-01-31",
    "2025-01-02",
  ]);
  for (const zone of ["UTC", "Asia/Seoul", "America/Los_Angeles"]) {
    const run = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      cwd: new URL("..", import.meta.url),
      env: { TZ: zone },
    });
    const { stdout, stderr } = await run.output();
    strictEqual(new TextDecoder().decode(stdout).trim(), expected, `${zone} ${new TextDecoder().decode(stderr)}`);
  }
});
