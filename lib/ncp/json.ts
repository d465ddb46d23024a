const numberMark = Symbol("JSON number");

/** A JSON number as its exact source text, so that no amount passes through a float. */
export interface JsonNumber {
  readonly [numberMark]: true;
  readonly source: string;
}

/** What `readJson` gives: JSON whose numbers are `JsonNumber`. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;
/** An object of `JsonValue`. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

// The standard library's type of JSON.parse does not know the reviver's third argument yet (ECMA-262, JSON.parse source text access).
const parse: (
  text: string,
  reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown = JSON.parse;

/** Reads JSON and keeps every number as written; throws `SyntaxError` where the text is not JSON. */
export function readJson(text: string): JsonValue {
  const read = parse(
    text,
    (_key, value, context) => typeof value === "number" ? jsonNumber(context?.source ?? String(value)) : value,
  );
  return read as JsonValue;
}

/** Wraps the source text of a JSON number. */
export function jsonNumber(source: string): JsonNumber {
  return { [numberMark]: true, source };
}

/** Whether a value is a number of `readJson`; an object of the wire that looks alike is not. */
export function isJsonNumber(value: unknown): value is JsonNumber {
  return typeof value === "object" && value !== null && numberMark in value;
}

/** Whether a value is an object of `readJson`: no list, no number, not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isJsonNumber(value);
}

// Beyond any amount or quantity; keeps a written 1e999999 from filling the memory.
const largestExponent = 30;

/** Decimal text of a JSON number: as written, `1.44e4` written out; null beyond an exponent of 30. */
export function decimalText(number: JsonNumber): string | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(number.source);
  if (!parts) return number.source;
  const [, sign = "", whole = "", fraction = "", exponentText = ""] = parts;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > largestExponent) return null;
  const decimals = fraction.length - exponent;
  const digits = `${whole}${fraction}${"0".repeat(Math.max(0, -decimals))}`.padStart(decimals + 1, "0");
  const point = digits.length - Math.max(0, decimals);
  const tail = digits.slice(point);
  return `${sign}${digits.slice(0, point).replace(/^0+(?=\d)/, "")}${tail && `.${tail}`}`;
}

/** The whole number that a JSON number writes (`14400`, `14400.0`, `1.44e4`); null where it has a fraction. */
export function wholeNumber(number: JsonNumber): bigint | null {
  const whole = /^(-?\d+)(?:\.0+)?$/.exec(decimalText(number) ?? "");
  return whole?.[1] === undefined ? null : BigInt(whole[1]);
}
