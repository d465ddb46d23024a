import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseEmail, parsePhone } from "./contact.ts";
import { ok } from "./prelude.ts";

function refusalOf(result: { ok: true } | { ok: false; refusal: string }): string | null {
  return result.ok ? null : result.refusal;
}

Deno.test("parseEmail() takes plain addresses and trims them", () => {
  const cases = [
    ["billing@example.com", "billing@example.com"],
    ["  a.b+c@sub.example.co.kr\n", "a.b+c@sub.example.co.kr"],
    [`${"a".repeat(64)}@${"b".repeat(31)}.com`, `${"a".repeat(64)}@${"b".repeat(31)}.com`],
  ] as const;
  for (const [typed, address] of cases) deepStrictEqual(parseEmail(typed), ok(address));
});

Deno.test("parseEmail() refuses everything that is not one plain address, and says why", () => {
  const cases = [
    ["", "이 비어 있습니다."],
    ["   ", "이 비어 있습니다."],
    [`${"a".repeat(64)}@${"b".repeat(32)}.com`, "은 100자를 넘을 수 없습니다."],
    ["a@example.com\r\nBcc: b@example.com", "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다."],
    ["a b@example.com", "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다."],
    ["담당자@example.com", "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다."],
    ["a@예시.com", "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다."],
    ["a\0@example.com", "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다."],
    ["example.com", "에는 @가 하나 있어야 합니다."],
    ["a@", "에는 @가 하나 있어야 합니다."],
    ["a@b.example.com,c@example.com", "에는 @가 하나 있어야 합니다."],
    ["@example.com", "에서 @ 앞부분이 올바르지 않습니다."],
    ["<a@example.com>", "에서 @ 앞부분이 올바르지 않습니다."],
    [".a@example.com", "에서 @ 앞부분이 올바르지 않습니다."],
    ["a..b@example.com", "에서 @ 앞부분이 올바르지 않습니다."],
    [`${"a".repeat(65)}@example.com`, "에서 @ 앞부분이 올바르지 않습니다."],
    ["a@localhost", "에서 @ 뒤의 도메인이 올바르지 않습니다."],
    ["a@example.com.", "에서 @ 뒤의 도메인이 올바르지 않습니다."],
    ["a@-example.com", "에서 @ 뒤의 도메인이 올바르지 않습니다."],
    ["a@example.com,b", "에서 @ 뒤의 도메인이 올바르지 않습니다."],
  ] as const;
  for (const [typed, problem] of cases) {
    strictEqual(
      refusalOf(parseEmail(typed)),
      `「이메일 주소」 값${problem} name@example.com처럼 입력해 주십시오.`,
      typed,
    );
  }
});

Deno.test("parseEmail() names the field it was asked about", () => {
  strictEqual(
    refusalOf(parseEmail("", "담당자 이메일")),
    "「담당자 이메일」 값이 비어 있습니다. name@example.com처럼 입력해 주십시오.",
  );
});

Deno.test("parsePhone() takes digits and hyphens as typed", () => {
  for (const typed of ["02-123-4567", "01000000000", "1588-0000", "12345678901234567890"]) {
    deepStrictEqual(parsePhone(` ${typed} `), ok(typed));
  }
});

Deno.test("parsePhone() refuses other characters, odd hyphens, too few digits and too many", () => {
  const cases = [
    ["", "이 비어 있습니다."],
    ["123456789012345678901", "은 20자를 넘을 수 없습니다."],
    ["+82-2-123-4567", "에는 숫자와 하이픈만 쓸 수 있습니다."],
    ["02)123-4567", "에는 숫자와 하이픈만 쓸 수 있습니다."],
    ["０２-123-4567", "에는 숫자와 하이픈만 쓸 수 있습니다."],
    ["-02-123-4567", "에서 하이픈의 자리가 올바르지 않습니다."],
    ["02--123-4567", "에서 하이픈의 자리가 올바르지 않습니다."],
    ["123-4567", "에는 지역번호를 포함해 숫자가 8개 이상 있어야 합니다."],
  ] as const;
  for (const [typed, problem] of cases) {
    strictEqual(refusalOf(parsePhone(typed)), `「전화번호」 값${problem} 02-123-4567처럼 입력해 주십시오.`, typed);
  }
});
