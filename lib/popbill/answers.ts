import { z } from "zod";
import { type LocalDate, parseLocalDate, parseSeoulStamp } from "../calendar.ts";
import { type Won, won } from "../money.ts";
import { ProviderError } from "../prelude.ts";

/** A whole number, which Popbill writes as a number or as text (popbill-api.md 12: not settled). */
export const wholeNumber = z.union([z.int(), z.string().regex(/^-?\d+$/).transform(Number)]);

/** An amount in whole won, as text or number. */
export const wholeWon = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform((value): Won => won(value));

/** A text that may be missing, null or empty: all three are null. */
export const optionalText = z.string().nullish().transform((text) => text || null);

/** A moment `yyyyMMddHHmmss` in Seoul time. */
export const stamp = z.string().transform((text, context): Date => {
  const moment = parseSeoulStamp(text);
  if (moment) return moment;
  context.addIssue({ code: "custom", message: "expected yyyyMMddHHmmss" });
  return z.NEVER;
});

/** A moment that may be missing, null or empty: all three are null. */
export const optionalStamp = z.union([
  z.literal("").transform(() => null),
  stamp.nullish().transform((at) => at ?? null),
]);

/** A day written `yyyy-MM-dd` or `yyyyMMdd`, or missing, null or empty. */
export const optionalDay = optionalText.transform((text, context): LocalDate | null => {
  if (text === null) return null;
  const day = parseLocalDate(text.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3"));
  if (!day) context.addIssue({ code: "custom", message: "expected yyyy-MM-dd or yyyyMMdd" });
  return day;
});

const vendorError = z.object({ code: wholeNumber, message: z.string().nullish() });

/** The vendor's refusal `{ code: negative, message }`, or null when the answer is none. */
export function readVendorError(answer: unknown): { readonly code: string; readonly message: string } | null {
  const parsed = vendorError.safeParse(answer);
  if (!parsed.success || parsed.data.code >= 0) return null;
  return { code: String(parsed.data.code), message: parsed.data.message ?? "" };
}

/** Reads an answer by its schema; a `ProviderError` that names the missing or wrong fields otherwise. */
export function readAnswer<T>(
  answer: unknown,
  options: { schema: z.ZodType<T>; of: string; code?: "schema" | "http" },
): T {
  const parsed = options.schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, 3).map((issue) =>
    `${issue.path.join(".") || "whole"} (${issue.message})`
  );
  const message = `Cannot read Popbill's answer to ${options.of}: ${fields.join(", ")}`;
  throw new ProviderError("popbill", options.code ?? "schema", message, false);
}

/** Whether an error is the vendor's refusal with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is ProviderError {
  return error instanceof ProviderError && codes.includes(error.code);
}
