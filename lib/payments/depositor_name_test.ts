import { strictEqual } from "node:assert/strict";
import { compareNames, plainName } from "./depositor_name.ts";

Deno.test("plainName() strips company forms, spaces, punctuation and case", () => {
  const cases = [
    ["(주)가온테크", "가온테크"],
    ["㈜ 가온테크", "가온테크"],
    ["（주）가온테크", "가온테크"],
    ["주)가온테크", "가온테크"],
    ["가온테크 주식회사", "가온테크"],
    ["주식회사 다온미디어", "다온미디어"],
    ["유한회사 라온파트너스", "라온파트너스"],
    ["Naru Soft Co., Ltd.", "narusoft"],
    ["Incheon Works Inc.", "incheonworks"],
    ["(주)", ""],
  ] as const;
  for (const [name, expected] of cases) strictEqual(plainName(name), expected, name);
});

Deno.test("compareNames() tells seen, equal, cut, similar and none apart", () => {
  const customer = { name: "주식회사 다온미디어", seenDepositorNames: ["이다온", "다온지주(주)"] };
  const cases = [
    ["이다온", "seen"],
    ["다온지주", "seen"],
    ["(주)다온미디어", "equal"],
    ["다온미디어", "equal"],
    ["다온미", "cut"],
    ["주식회사다온", "cut"], // cut by the bank
    ["(주)다온미디어서울", "cut"], // a department behind the name
    ["주다온미디어", "similar"],
    ["다온", "none"], // too short to be a beginning
    ["나루소프트", "none"],
    ["", "none"],
    ["(주)", "none"],
  ] as const;
  for (const [name, expected] of cases) strictEqual(compareNames(name, customer), expected, name);
});

Deno.test("compareNames() knows a name that the bank cut inside the company form", () => {
  strictEqual(compareNames("가온테크주식", { name: "가온테크 주식회사", seenDepositorNames: [] }), "cut");
});
