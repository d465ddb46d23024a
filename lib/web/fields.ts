import { z } from "zod";
import { isValidBusinessNumber, parseBusinessNumber } from "../customers/business_number.ts";
import { parseEmail, parsePhone } from "../contact.ts";
import { isLogin } from "../msps/users.ts";
import { passwordProblem } from "../password.ts";
import { fieldTexts } from "./i18n/fields.ts";
import type { Lang } from "./i18n/texts.ts";

/** How a field is called and what it takes. */
export interface FieldRule {
  readonly lang: Lang;
  readonly label: string;
}

/** A field that answers with what it reads, or with the sentence that says why not. */
type Reader<T> = (text: string) => { readonly value: T } | { readonly problem: string };

/** One line of text without ends of white space; `printed` texts stand on documents, whose font has no emoji. */
export function lineField(
  rule: FieldRule & { readonly most: number; readonly optional?: boolean; readonly printed?: boolean },
): z.ZodType<string> {
  const t = fieldTexts[rule.lang];
  return field((typed) => {
    const text = typed.trim();
    if (text === "") return rule.optional ? { value: "" } : { problem: t.empty(rule.label) };
    if (hiddenPattern.test(text) || /[\t\n\r]/.test(text)) return { problem: t.control(rule.label) };
    if ([...text].length > rule.most) return { problem: t.tooLong(rule.label, String(rule.most)) };
    if (rule.printed && emojiPattern.test(text)) return { problem: t.emoji(rule.label) };
    return { value: text };
  });
}

/** Several lines of text. */
export function linesField(rule: FieldRule & { readonly most: number }): z.ZodType<string> {
  const t = fieldTexts[rule.lang];
  return field((typed) => {
    const text = typed.replaceAll("\r\n", "\n").trim();
    if (text === "") return { problem: t.empty(rule.label) };
    if (hiddenPattern.test(text.replaceAll(/[\t\n]/g, ""))) return { problem: t.invisible(rule.label) };
    if ([...text].length > rule.most) return { problem: t.tooLong(rule.label, String(rule.most)) };
    return { value: text };
  });
}

/** An e-mail address. */
export function emailField(rule: FieldRule): z.ZodType<string> {
  return field((typed) => {
    if (typed.trim() === "") return { problem: fieldTexts[rule.lang].empty(rule.label) };
    const parsed = parseEmail(typed, rule.label);
    if (parsed.ok) return { value: parsed.value };
    return { problem: rule.lang === "ko" ? parsed.refusal : fieldTexts.en.email(rule.label) };
  });
}

/** A phone or FAX number. */
export function phoneField(rule: FieldRule & { readonly optional?: boolean }): z.ZodType<string> {
  return field((typed) => {
    if (typed.trim() === "") {
      return rule.optional ? { value: "" } : { problem: fieldTexts[rule.lang].empty(rule.label) };
    }
    const parsed = parsePhone(typed, rule.label);
    if (parsed.ok) return { value: parsed.value };
    return { problem: rule.lang === "ko" ? parsed.refusal : fieldTexts.en.phone(rule.label) };
  });
}

/** A business number with its check digit, with or without hyphens (U31); read as ten digits. */
export function businessNumberField(rule: FieldRule): z.ZodType<string> {
  const t = fieldTexts[rule.lang];
  return field((typed) => {
    if (typed.trim() === "") return { problem: t.empty(rule.label) };
    const brn = parseBusinessNumber(typed);
    if (brn === null) return { problem: t.brnDigits };
    return isValidBusinessNumber(brn) ? { value: brn } : { problem: t.brnCheck };
  });
}

/** A password that may be chosen (R31). */
export function newPasswordField(rule: FieldRule): z.ZodType<string> {
  const t = fieldTexts[rule.lang];
  return field((typed) => {
    if (typed === "") return { problem: t.empty(rule.label) };
    const problem = passwordProblem(typed);
    if (problem === null) return { value: typed };
    if (rule.lang === "ko") return { problem };
    const length = [...typed.normalize("NFKC")].length;
    return { problem: length < 8 ? t.passwordShort : length > 128 ? t.passwordLong : t.passwordCommon };
  });
}

/** A 계정 ID. */
export function loginField(rule: FieldRule): z.ZodType<string> {
  const t = fieldTexts[rule.lang];
  return field((typed) => {
    const text = typed.trim();
    if (text === "") return { problem: t.empty(rule.label) };
    return isLogin(text) ? { value: text } : { problem: t.login };
  });
}

/** A vendor's key: visible ASCII without spaces, at most `most` characters. */
export function keyField(rule: FieldRule & { readonly most: number }): z.ZodType<string> {
  const t = fieldTexts[rule.lang];
  return field((typed) => {
    const text = typed.trim();
    if (text === "") return { problem: t.empty(rule.label) };
    if (text.length > rule.most) return { problem: t.tooLong(rule.label, String(rule.most)) };
    return /^[\x21-\x7e]+$/.test(text) ? { value: text } : { problem: t.key(rule.label) };
  });
}

/** One of a few values. */
export function choiceField<T extends string>(rule: FieldRule & { readonly of: readonly T[] }): z.ZodType<T> {
  return field((typed) => {
    const found = rule.of.find((each) => each === typed);
    return found === undefined ? { problem: fieldTexts[rule.lang].choose(rule.label) } : { value: found };
  });
}

/** The version of what a form shows, carried by a hidden field; what is no number reads as 0, which none has. */
export function versionField(): z.ZodType<number> {
  return z.unknown().optional().transform((typed) =>
    typeof typed === "string" && /^\d{1,9}$/.test(typed) ? Number(typed) : 0
  );
}

// Controls, and characters that cannot be seen or that turn the reading direction; zero-width joiners make up emoji.
const hiddenPattern =
  /[^\P{Cc}\t\n\r]|[\u00ad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/u;
const emojiPattern = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;

function field<T>(read: Reader<T>): z.ZodType<T> {
  return z.unknown().optional().transform((typed, context) => {
    // A field that was not sent, or sent twice, is no different from an empty one.
    const found = read(typeof typed === "string" ? typed : "");
    if ("value" in found) return found.value;
    context.addIssue({ code: "custom", message: found.problem });
    return z.NEVER;
  });
}
