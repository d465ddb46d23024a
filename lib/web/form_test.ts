import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { z } from "zod";
import { readForm } from "./form.ts";

const schema = z.object({
  name: z.string().min(2).max(5),
  email: z.email("「이메일」 값이 맞지 않습니다. name@example.com처럼 입력해 주십시오."),
  zone: z.enum(["public", "gov"]),
  agreed: z.literal("on").optional(),
});

const right = { name: "가온", email: "a@example.com", zone: "gov" };

function posted(body: string | URLSearchParams | FormData): Request {
  return new Request("http://localhost/", { method: "POST", body: typeof body === "string" ? encoded(body) : body });
}

function encoded(body: string): Blob {
  return new Blob([body], { type: "application/x-www-form-urlencoded" });
}

async function errorsOf(fields: Record<string, string>, lang: "ko" | "en" = "ko") {
  const labels = { name: "이름", email: "이메일", zone: "존" };
  const read = await readForm(posted(new URLSearchParams(fields)), schema, { lang, labels });
  return read.ok ? {} : read.errors;
}

Deno.test("readForm() gives the parsed value and what was typed, without the token", async () => {
  const body = new URLSearchParams({ _csrf: "token", ...right, other: "x" });
  deepStrictEqual(await readForm(posted(body), schema), {
    ok: true,
    value: right,
    values: { ...right, other: "x" },
  });
});

Deno.test("readForm() names field, fault and remedy, keeps the schema's own words, and says the first fault of each", async () => {
  deepStrictEqual(await errorsOf({ ...right, name: "" }), { name: "「이름」에 값을 입력해 주십시오." });
  deepStrictEqual(await errorsOf({ ...right, name: "가" }), {
    name: "「이름」 값이 너무 짧습니다. 2자 이상 입력해 주십시오.",
  });
  deepStrictEqual(await errorsOf({ ...right, name: "가나다라마" }), {});
  deepStrictEqual(await errorsOf({ ...right, name: "가나다라마바" }), {
    name: "「이름」 값이 너무 깁니다. 5자까지 입력할 수 있습니다.",
  });
  deepStrictEqual(await errorsOf({ ...right, email: "no" }), {
    email: "「이메일」 값이 맞지 않습니다. name@example.com처럼 입력해 주십시오.",
  });
  deepStrictEqual(await errorsOf({ ...right, zone: "x" }, "en"), {
    zone: "“존” has a value that is not offered. Choose one of the list.",
  });
  deepStrictEqual(await errorsOf({ email: "a@example.com" }), {
    name: "「이름」에 값을 입력해 주십시오.",
    zone: "「존」에 값을 입력해 주십시오.",
  });
});

Deno.test("readForm() keeps what was typed as it was typed", async () => {
  const typed = { name: `<script>"'&+%00 👩‍👩‍👧\r\n둘째 줄`, __proto: "x" };
  const read = await readForm(posted(new URLSearchParams(typed)), schema);
  strictEqual(read.ok, false);
  deepStrictEqual(read.values, typed);
});

Deno.test("readForm() refuses a body over the cap, tells it at the long field, and keeps its beginning", async () => {
  const at = (length: number) => readForm(posted(`name=${"a".repeat(length)}`), z.object({ name: z.string() }));
  strictEqual((await at(64 * 1024 - 5)).ok, true);
  const over = await at(64 * 1024 - 4);
  const tooLong = "보낸 내용이 너무 깁니다. 줄여서 다시 보내 주십시오. 아무것도 저장하지 않았습니다.";
  deepStrictEqual(over, { ok: false, values: { name: "a".repeat(10_000) }, errors: { "": tooLong, name: tooLong } });
});

Deno.test("readForm() keeps every field of a 10 MB form, in whatever place the long one stands", async () => {
  const long = encodeURIComponent("가".repeat(3_400_000));
  for (const body of [`name=${long}&email=a%40example.com&zone=gov`, `email=a%40example.com&zone=gov&name=${long}`]) {
    const read = await readForm(posted(body), schema);
    strictEqual(read.ok, false);
    deepStrictEqual(read.values, { name: "가".repeat(10_000), email: "a@example.com", zone: "gov" });
    deepStrictEqual(Object.keys(read.ok ? {} : read.errors).sort(), ["", "name"]);
  }
});

Deno.test("readForm() refuses NUL, which the database would, and shows the rest", async () => {
  const read = await readForm(posted("name=a%00b&zone=gov"), schema);
  const nul = "쓸 수 없는 문자(NUL)가 들어 있습니다. 지우고 다시 보내 주십시오. 아무것도 저장하지 않았습니다.";
  deepStrictEqual(read, { ok: false, values: { name: "ab", zone: "gov" }, errors: { "": nul, name: nul } });
});

Deno.test("readForm() gives a field that came several times as a list", async () => {
  const chosen = z.object({ id: z.union([z.string().transform((each) => [each]), z.array(z.string())]) });
  const several = await readForm(posted("id=1&id=2"), chosen);
  deepStrictEqual(several, { ok: true, value: { id: ["1", "2"] }, values: { id: "1, 2" } });
  const one = await readForm(posted("id=1"), chosen);
  deepStrictEqual(one.ok && one.value, { id: ["1"] });
});

Deno.test("readForm() reads a body that is no form, or none, as empty or refuses its kind", async () => {
  strictEqual((await readForm(new Request("http://localhost/", { method: "POST" }), z.object({}))).ok, true);
  const json = new Request("http://localhost/", {
    method: "POST",
    body: new Blob(["{}"], { type: "application/json" }),
  });
  const status = await readForm(json, z.object({})).then(() => 0, (error) => error.status);
  strictEqual(status, 415);
});
