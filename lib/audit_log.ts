import type { Actor } from "./audit.ts";

/** 활동 기록: one entry as it is shown. */
export interface ShownEntry {
  readonly id: bigint;
  readonly at: Date;
  /** Login of a person, or name of a job or command. */
  readonly actor: string;
  readonly source: Actor["source"];
  /** The network address of the request; "" for jobs and commands. */
  readonly fromAddress: string;
  readonly userAgent: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One field of an entry, before and after as text; null where it was not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The fields of an entry side by side, in the order written; what cannot be seen in them is made visible. */
export function fieldChanges(entry: Pick<ShownEntry, "before" | "after">): FieldChange[] {
  const [before, after] = [fieldsOf(entry.before), fieldsOf(entry.after)];
  return [...new Set([...before.keys(), ...after.keys()])].map((field) => ({
    field,
    before: before.get(field) ?? null,
    after: after.get(field) ?? null,
  }));
}

const secretName = /secret|passw|token|hash|credential|cookie/i;

/**
 * A text on one line in which nothing hides: line breaks, controls and characters that turn the reading direction are
 * written out as `\u202e`, so that no input looks like a line or a value that it is not (R46).
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * strictEqual(visible("a\nb"), "a\\u000ab");
 * ```
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** One line that says what changed: `phone: 02-1 → 02-2, fax: 02-3`. */
export function changeLine(entry: Pick<ShownEntry, "before" | "after">): string {
  return fieldChanges(entry).map(({ field, before, after }) => {
    if (before === null || after === null) return `${field}: ${before ?? after ?? ""}`;
    return before === after ? `${field}: ${after}` : `${field}: ${before} → ${after}`;
  }).join(", ");
}

function fieldsOf(value: unknown): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["", valueText(value)]]);
  // Entries are written without secrets; should one ever be, it is not shown.
  return new Map(
    Object.entries(value).map(([name, each]) => [visible(name), secretName.test(name) ? "***" : valueText(each)]),
  );
}

function valueText(value: unknown): string {
  return visible(typeof value === "string" ? value : JSON.stringify(value) ?? "");
}
