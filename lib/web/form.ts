import type { z } from "zod";
import { defaultMessages } from "./form_messages.ts";
import { type FormBody, formBody } from "./form_body.ts";
import { formTexts } from "./i18n/form.ts";
import type { Lang } from "./i18n/texts.ts";

/** What a form shows when it is drawn again: what was typed, and one sentence per field that is wrong ("": the whole). */
export interface FormState {
  readonly values: Record<string, string>;
  readonly errors: Record<string, string>;
}

/** A read form: its parsed value, or what to draw again, with status 422. */
export type FormRead<T> =
  | { readonly ok: true; readonly value: T; readonly values: Record<string, string> }
  | ({ readonly ok: false } & FormState);

/** How a form is read. */
export interface FormOptions {
  /** The language of the sentences; Korean unless told. */
  readonly lang?: Lang;
  /** The cap on what was sent; 64 KiB unless told. */
  readonly maxBytes?: number;
  /** What the page calls each field, for the sentences that the schema leaves to us. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The name of the hidden field that carries the token of `csrf.ts`. */
export const csrfField = "_csrf";

const defaultMaxBytes = 64 * 1024;
const shownLength = 10_000;

/**
 * Reads a posted form by a schema. A field comes to the schema as text, one that was sent several times as a list of
 * texts, one that was not sent not at all. What was typed comes back in `values`, cut at 10,000 characters.
 */
export async function readForm<T>(
  req: Request,
  schema: z.ZodType<T>,
  options: FormOptions = {},
): Promise<FormRead<T>> {
  const body = await formBody(req);
  const typed = [...body.fields].filter(([name]) => name !== csrfField);
  const values = Object.fromEntries(typed.map(([name, all]) => [name, shown(all)]));
  const refused = bodyErrors(body, options);
  if (refused) return { ok: false, values, errors: refused };
  const given = Object.fromEntries(typed.map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
  const parsed = schema.safeParse(given, { error: defaultMessages(options) });
  if (parsed.success) return { ok: true, value: parsed.data, values };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[String(issue.path[0] ?? "")] ??= issue.message;
  return { ok: false, values, errors };
}

/** A form that shows `values` and no error yet. */
export function formOf(values: Readonly<Record<string, string>> = {}): FormState {
  return { values: { ...values }, errors: {} };
}

/** What is wrong with the body as a whole: told under "" and at each field that is to blame. */
function bodyErrors(body: FormBody, options: FormOptions): Record<string, string> | null {
  const t = formTexts[options.lang ?? "ko"];
  const named = (sentence: string, isToBlame: (value: string) => boolean) => {
    const blamed = [...body.fields].filter(([, all]) => all.some(isToBlame)).map(([name]) => [name, sentence]);
    return { ...Object.fromEntries(blamed), "": sentence };
  };
  if (body.isCut || body.byteLength > (options.maxBytes ?? defaultMaxBytes)) {
    return named(t.tooLong, (value) => value.length > shownLength);
  }
  const holdsNul = (value: string) => value.includes("\0");
  if ([...body.fields.values()].some((all) => all.some(holdsNul))) return named(t.nul, holdsNul);
  return null;
}

function shown(all: readonly string[]): string {
  return all.join(", ").replaceAll("\0", "").slice(0, shownLength);
}
