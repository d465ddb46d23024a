import { z } from "zod";
import { parseMoment, parseYearMonth, seoulText, type YearMonth } from "../calendar.ts";
import { type Won, won } from "../money.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import type { NcpCode } from "../usage/usage_line.ts";
import { decimalText, isJsonNumber, isJsonObject, wholeNumber } from "./json.ts";

/** A field that one function reads; a refusal is the problem as people read it. */
function field<T>(read: (value: unknown) => Result<T, string>) {
  // Optional, because zod would refuse an absent key with its own words before `read` could.
  return z.unknown().optional().transform((value, context): T => {
    const result = read(value);
    if (result.ok) return result.value;
    context.addIssue(result.refusal);
    return z.NEVER;
  });
}

const absent = "값이 없습니다";
// What bigint of Postgres holds.
const largestWon = 10n ** 18n;

/** An amount: a JSON number that is exactly whole, in won. */
export const wonField = field((value): Result<Won, string> => {
  return value === undefined || value === null ? refuse(absent) : readWon(value);
});

/** An amount that some shapes of a row lack: won, or null where it is absent. */
export const optionalWonField = field((value): Result<Won | null, string> => {
  return value === undefined || value === null ? ok(null) : readWon(value);
});

/** A quantity, price, size or ratio: a JSON number as decimal text. */
export const decimalField = field((value): Result<string, string> => {
  if (value === undefined || value === null) return refuse(absent);
  const text = isJsonNumber(value) ? decimalText(value) : null;
  return text === null ? refuse(`숫자가 아닙니다 (${shown(value)})`) : ok(text);
});

/** A count: a whole JSON number that is not negative. */
export const countField = field((value): Result<number, string> => {
  if (value === undefined || value === null) return refuse(absent);
  const count = isJsonNumber(value) ? Number(wholeNumber(value) ?? -1n) : -1;
  return Number.isSafeInteger(count) && count >= 0 ? ok(count) : refuse(`개수가 아닙니다 (${shown(value)})`);
});

/** A number-like id: a text of digits. */
export const idField = field((value): Result<string, string> => {
  if (value === undefined || value === null || value === "") return refuse(absent);
  return isDigits(value) ? ok(value) : refuse(`숫자로 된 번호가 아닙니다 (${shown(value)})`);
});

/** A number-like id that a row may do without, then "". */
export const optionalIdField = field((value): Result<string, string> => {
  if (value === undefined || value === null || value === "") return ok("");
  return isDigits(value) ? ok(value) : refuse(`숫자로 된 번호가 아닙니다 (${shown(value)})`);
});

/** A text; absent is "". */
export const textField = field((value): Result<string, string> => {
  if (value === undefined || value === null) return ok("");
  return typeof value === "string" ? ok(value) : refuse(`글자가 아닙니다 (${shown(value)})`);
});

/** A CommonCode; absent and `{}` are two empty texts. */
export const codeField = field(readCode);

/** The currency of a row: KRW, which 2022 did not name; another one refuses the row. */
export const krwField = field((value): Result<NcpCode, string> => {
  const read = readCode(value);
  if (!read.ok || read.value.code === "" || read.value.code === "KRW") return read;
  return refuse(`KRW가 아닌 통화입니다 (${shown(read.value.code)})`);
});

/** `yyyyMM`. */
export const monthField = field((value): Result<YearMonth, string> => {
  if (value === undefined || value === null || value === "") return refuse(absent);
  const month = typeof value === "string" && /^\d{6}$/.test(value)
    ? parseYearMonth(`${value.slice(0, 4)}-${value.slice(4)}`)
    : null;
  return month ? ok(month) : refuse(`월이 아닙니다 (${shown(value)})`);
});

/** A moment with `+0900`, as text with `+09:00`; absent and the open end of 2999 are "". */
export const momentField = field((value): Result<string, string> => {
  if (value === undefined || value === null || value === "") return ok("");
  const moment = typeof value === "string" ? parseMoment(value) : null;
  if (typeof value !== "string" || !moment) return refuse(`일시가 아닙니다 (${shown(value)})`);
  if (value.startsWith("2999-")) return ok("");
  // Every row has several, so the common form is not taken through Temporal.
  const seoul = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\+09:?00$/.exec(value);
  return ok(seoul ? `${seoul[1]}+09:00` : seoulText(moment));
});

/** A month as NCP writes it in parameters and rows, `202412`. */
export function compactMonth(month: YearMonth): string {
  return month.replace("-", "");
}

/** A value as a message shows it: texts in quotes, numbers as written, at most 40 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return "없음";
  const text = isJsonNumber(value) ? value.source : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function isDigits(value: unknown): value is string {
  return typeof value === "string" && /^\d+$/.test(value);
}

function readWon(value: unknown): Result<Won, string> {
  const amount = isJsonNumber(value) ? wholeNumber(value) : null;
  if (amount === null) return refuse(`정수가 아닙니다 (${shown(value)})`);
  if (amount >= largestWon || amount <= -largestWon) return refuse(`너무 큽니다 (${shown(value)})`);
  return ok(won(amount));
}

function readCode(value: unknown): Result<NcpCode, string> {
  if (value === undefined || value === null) return ok({ code: "", codeName: "" });
  if (!isJsonObject(value)) return refuse(`코드가 아닙니다 (${shown(value)})`);
  const { code = "", codeName = "" } = value;
  if (typeof code !== "string") return refuse(`코드가 아닙니다 (${shown(code)})`);
  return typeof codeName === "string" ? ok({ code, codeName }) : refuse(`코드 이름이 아닙니다 (${shown(codeName)})`);
}
