import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { z } from "zod";
import {
  businessNumberField,
  choiceField,
  emailField,
  keyField,
  lineField,
  linesField,
  loginField,
  newPasswordField,
  phoneField,
  versionField,
} from "./fields.ts";

const ko = { lang: "ko", label: "회사명" } as const;

/** What a schema reads, or the sentence why not. */
function read(schema: z.ZodType<unknown>, typed: unknown): unknown {
  const parsed = schema.safeParse(typed);
  return parsed.success ? parsed.data : { problem: parsed.error.issues[0]?.message };
}

function problemOf(schema: z.ZodType<unknown>, typed: unknown): string {
  const found = read(schema, typed);
  return typeof found === "object" && found !== null && "problem" in found ? String(found.problem) : "";
}

Deno.test("lineField() trims, and takes Korean, brackets and markup as they are", () => {
  const schema = lineField({ ...ko, most: 10 });
  for (const [typed, value] of [[" 가온 ", "가온"], ["(주)가온", "(주)가온"], ["<b>", "<b>"], ["👨‍👩‍👧", "👨‍👩‍👧"]]) {
    strictEqual(read(schema, typed), value);
  }
  strictEqual(read(schema, "가".repeat(10)), "가".repeat(10));
});

Deno.test("lineField() refuses empty, too long, several lines, hidden characters, lone surrogates and, printed, emoji", () => {
  const schema = lineField({ ...ko, most: 10, printed: true });
  const cases: [unknown, RegExp][] = [
    ["", /비어 있습니다/],
    [undefined, /비어 있습니다/],
    [["a", "b"], /비어 있습니다/],
    ["가".repeat(11), /10자까지/],
    ["a\nb", /줄 바꿈/],
    ["a\tb", /줄 바꿈/],
    ["a\u200bb", /보이지 않는/],
    ["a\u202eb", /보이지 않는/],
    ["a\ud800b", /보이지 않는/],
    ["가온🚀", /그림 문자/],
    ["가온❤️", /그림 문자/],
  ];
  for (const [typed, sentence] of cases) match(problemOf(schema, typed), sentence, JSON.stringify(typed));
  strictEqual(read(lineField({ ...ko, most: 10, optional: true }), " "), "");
  strictEqual(read(schema, "가온©"), "가온©");
});

Deno.test("linesField() keeps line breaks, one kind of them", () => {
  const schema = linesField({ ...ko, most: 10 });
  strictEqual(read(schema, " a\r\nb\n"), "a\nb");
  match(problemOf(schema, "\n"), /비어/);
  match(problemOf(schema, "a\0"), /보이지 않는/);
  match(problemOf(schema, "가".repeat(11)), /10자까지/);
});

Deno.test("fields of contact and numbers read what people type, and say what is wrong in both languages", () => {
  const en = { lang: "en", label: "Company" } as const;
  strictEqual(read(businessNumberField(ko), "124-81-00998"), "1248100998");
  match(problemOf(businessNumberField(ko), "124-81-00999"), /검증번호/);
  match(problemOf(businessNumberField(en), "12"), /ten digits/);
  strictEqual(read(emailField(ko), " a@example.com "), "a@example.com");
  match(problemOf(emailField(ko), "a@example.com,b@example.com"), /@가 하나/);
  match(problemOf(emailField(en), "a"), /“Company” is not an e-mail address/);
  strictEqual(read(phoneField(ko), "02-123-4567"), "02-123-4567");
  match(problemOf(phoneField(en), "1"), /not a phone number/);
  strictEqual(read(phoneField({ ...ko, optional: true }), ""), "");
  strictEqual(read(loginField(ko), "a.b-1"), "a.b-1");
  match(problemOf(loginField(en), "-a"), /begins with/);
  strictEqual(read(keyField({ ...ko, most: 5 }), " aZ+/= "), "aZ+/=");
  match(problemOf(keyField({ ...ko, most: 5 }), "a b"), /공백 없는/);
  match(problemOf(newPasswordField(en), "1234567"), /at least 8/);
  match(problemOf(newPasswordField(en), "password"), /common/);
  strictEqual(read(newPasswordField(ko), " 앞뒤 빈칸도 그대로 "), " 앞뒤 빈칸도 그대로 ");
});

Deno.test("choiceField() and versionField() take only what is offered", () => {
  const schema = z.object({ zone: choiceField({ ...ko, of: ["public", "gov"] }), version: versionField() });
  deepStrictEqual(read(schema, { zone: "gov", version: "12" }), { zone: "gov", version: 12 });
  deepStrictEqual(read(schema, { zone: "gov" }), { zone: "gov", version: 0 });
  match(problemOf(schema, { zone: "moon", version: "1" }), /하나를 골라/);
  match(problemOf(schema, {}), /하나를 골라/);
});
