import { deepStrictEqual } from "node:assert/strict";
import { localDate } from "../calendar.ts";
import { won } from "../money.ts";
import { effectiveRules, type RuleVersion } from "./rule_versions.ts";

function version(id: string, options: Partial<RuleVersion> & { from: string }): RuleVersion {
  const { from, ...rest } = options;
  return {
    id,
    version: 1,
    position: 1,
    kind: "extra",
    name: id,
    fixedAmount: won(1_000),
    rateBps: null,
    serverCodes: [],
    countsFrom: localDate(from),
    ended: false,
    ...rest,
  };
}

function counted(versions: readonly RuleVersion[], runDate: string): string[] {
  return effectiveRules(versions, localDate(runDate)).map((rule) => `${rule.id}.${rule.version}`);
}

Deno.test("effectiveRules() counts a version from its first day on, not the day before", () => {
  const versions = [version("a", { from: "2025-01-07" })];
  deepStrictEqual(counted(versions, "2025-01-06"), []);
  deepStrictEqual(counted(versions, "2025-01-07"), ["a.1"]);
});

Deno.test("effectiveRules() takes the newest version that counts, also of two changed on one day", () => {
  const versions = [
    version("a", { from: "2025-01-09", version: 3 }),
    version("a", { from: "2025-01-02" }),
    version("a", { from: "2025-01-09", version: 2 }),
  ];
  deepStrictEqual(counted(versions, "2025-01-08"), ["a.1"]);
  deepStrictEqual(counted(versions, "2025-01-09"), ["a.3"]);
});

Deno.test("effectiveRules() drops a rule from the day its end counts, and takes it back when it is changed again", () => {
  const versions = [
    version("a", { from: "2025-01-02" }),
    version("a", { from: "2025-02-02", version: 2, ended: true }),
    version("a", { from: "2025-03-02", version: 3 }),
  ];
  deepStrictEqual(counted(versions, "2025-02-01"), ["a.1"]);
  deepStrictEqual(counted(versions, "2025-02-02"), []);
  deepStrictEqual(counted(versions, "2025-03-02"), ["a.3"]);
});

Deno.test("effectiveRules() keeps the shown order, equal positions by id", () => {
  const versions = [
    version("c", { from: "2025-01-02", position: 2 }),
    version("b", { from: "2025-01-02", position: 2 }),
    version("a", { from: "2025-01-02", position: 3 }),
    version("d", { from: "2025-01-02", position: 1 }),
  ];
  deepStrictEqual(counted(versions, "2025-01-02"), ["d.1", "b.1", "c.1", "a.1"]);
});
