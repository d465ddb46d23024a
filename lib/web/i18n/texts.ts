/** The languages of the console. */
export const langs = ["ko", "en"] as const;
export type Lang = typeof langs[number];

type TextOf<T> = T extends (...args: infer Args) => string ? (...args: Args) => string
  : T extends string ? string
  : { readonly [Key in keyof T]: TextOf<T[Key]> };

/** Texts by key: plain, with parameters, or a further record of them. */
export type TextTree = { readonly [key: string]: string | ((...args: never[]) => string) | TextTree };

/**
 * The texts of one area of the console in both languages; English has exactly the keys of Korean, or it does not compile.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * const rowTexts = texts({
 *   ko: { total: "합계", rows: (count: number) => `${count}개` },
 *   en: { total: "Total", rows: (count) => `${count} rows` },
 * });
 * strictEqual(rowTexts.en.rows(3), "3 rows");
 * ```
 */
export function texts<const T extends TextTree>(
  both: { readonly ko: T & NoInfer<TextOf<T>>; readonly en: NoInfer<TextOf<T>> },
): Readonly<Record<Lang, TextOf<T>>> {
  return both;
}
