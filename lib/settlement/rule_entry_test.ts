import { deepStrictEqual, match } from "node:assert/strict";
import { won } from "../money.ts";
import {
  type EnteredRule,
  maxPcpRateBps,
  readRate,
  readRule,
  type RuleProblem,
  ruleProblemText,
} from "./rule_entry.ts";

const entered: EnteredRule = { kind: "discount", name: "기타 할인", fixedAmount: "", rate: "5", serverCodes: [] };

function problemOf(changes: Partial<EnteredRule>): RuleProblem | null {
  const result = readRule({ ...entered, ...changes });
  return result.ok ? null : result.refusal;
}

Deno.test("readRule() reads a rate, and a fixed amount with or without commas", () => {
  deepStrictEqual(readRule(entered), {
    ok: true,
    value: { kind: "discount", name: "기타 할인", fixedAmount: null, rateBps: 500, serverCodes: [] },
  });
  for (const fixedAmount of ["100000", "100,000", " 100,000원 "]) {
    deepStrictEqual(
      readRule({ ...entered, kind: "extra", name: " 운영 및 기술지원료 (M) ", fixedAmount, rate: " " }),
      {
        ok: true,
        value: {
          kind: "extra",
          name: "운영 및 기술지원료 (M)",
          fixedAmount: won(100_000),
          rateBps: null,
          serverCodes: [],
        },
      },
    );
  }
});

Deno.test("readRule() keeps the server codes of a VM discount only, each once", () => {
  const serverCodes = [" svr", "VSVR", "", "SVR"];
  const vm = readRule({ ...entered, kind: "vm_discount", serverCodes });
  deepStrictEqual(vm.ok && vm.value.serverCodes, ["SVR", "VSVR"]);
  const discount = readRule({ ...entered, serverCodes });
  deepStrictEqual(discount.ok && discount.value.serverCodes, []);
});

Deno.test("readRule() refuses what B4.3 does not allow, and takes the boundary", () => {
  const cases: [Partial<EnteredRule>, RuleProblem | null][] = [
    [{ name: "  " }, { kind: "name_missing" }],
    [{ name: "가".repeat(40) }, null],
    [{ name: "가".repeat(41) }, { kind: "name_too_long", length: 41 }],
    [{ fixedAmount: "1" }, { kind: "fixed_and_rate" }],
    [{ rate: "" }, { kind: "fixed_or_rate_missing" }],
    [{ rate: "0" }, null],
    [{ rate: "-0.01" }, { kind: "rate_negative" }],
    [{ rate: "100" }, null],
    [{ rate: "100.01" }, { kind: "rate_too_high", maxBps: 10_000 }],
    [{ kind: "extra", rate: "1000" }, null],
    [{ kind: "extra", rate: "1000.01" }, { kind: "rate_too_high", maxBps: 100_000 }],
    [{ rate: "3.333" }, { kind: "rate_too_fine", entered: "3.333" }],
    [{ rate: "오" }, { kind: "rate_unreadable", entered: "오" }],
    [{ rate: "", fixedAmount: "0" }, null],
    [{ rate: "", fixedAmount: "-1" }, { kind: "fixed_negative" }],
    [{ rate: "", fixedAmount: "999,999,999,999" }, null],
    [{ rate: "", fixedAmount: "1,000,000,000,000" }, { kind: "fixed_too_high" }],
    [{ rate: "", fixedAmount: "1.5" }, { kind: "fixed_unreadable", entered: "1.5" }],
    [{ rate: "", fixedAmount: "1,00" }, { kind: "fixed_unreadable", entered: "1,00" }],
    [{ kind: "vm_discount", serverCodes: ["SVR"] }, null],
    [{ kind: "vm_discount", serverCodes: [" "] }, { kind: "server_codes_missing" }],
  ];
  for (const [changes, problem] of cases) deepStrictEqual(problemOf(changes), problem, JSON.stringify(changes));
});

Deno.test("readRate() reads percent text as basis points without a float", () => {
  const cases = [
    ["3.33", 333],
    ["3.3", 330],
    ["0.29", 29],
    ["1.15%", 115],
    ["5 %", 500],
    ["5.100", 510],
    ["007", 700],
    ["-0", 0],
    ["100", 10_000],
  ] as const;
  for (const [text, rateBps] of cases) {
    deepStrictEqual(readRate(text, maxPcpRateBps), { ok: true, value: rateBps }, text);
  }
  for (const text of ["", ".", ".5", "5.", "1,5", "1e1", "５", "NaN", "5%%"]) {
    const refusal = { kind: "rate_unreadable", entered: text };
    deepStrictEqual(readRate(text, maxPcpRateBps), { ok: false, refusal }, text);
  }
});

Deno.test("ruleProblemText() is a Korean sentence that names the field", () => {
  const problems: [RuleProblem, RegExp][] = [
    [{ kind: "name_missing" }, /^항목명/],
    [{ kind: "name_too_long", length: 41 }, /^항목명이 41자입니다\. 40자까지/],
    [{ kind: "fixed_and_rate" }, /하나만/],
    [{ kind: "fixed_or_rate_missing" }, /모두 비어/],
    [{ kind: "fixed_unreadable", entered: "1.5" }, /고정 금액 "1\.5"/],
    [{ kind: "fixed_negative" }, /^고정 금액이 0원보다/],
    [{ kind: "fixed_too_high" }, /999,999,999,999원까지/],
    [{ kind: "server_codes_missing" }, /서버 코드/],
    [{ kind: "rate_unreadable", entered: "오" }, /비율 "오"/],
    [{ kind: "rate_negative" }, /^비율이 0%보다/],
    [{ kind: "rate_too_fine", entered: "3.333" }, /둘째 자리까지/],
    [{ kind: "rate_too_high", maxBps: 100_000 }, /1,000%까지/],
  ];
  for (const [problem, expected] of problems) match(ruleProblemText(problem), expected);
});
