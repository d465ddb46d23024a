import type { z } from "zod";
import { formTexts } from "./i18n/form.ts";
import type { Lang } from "./i18n/texts.ts";

/** The sentences for what a schema refuses without a word of its own: they name the field, the fault and the remedy. */
export function defaultMessages(
  options: { readonly lang?: Lang; readonly labels?: Readonly<Record<string, string>> },
): z.core.$ZodErrorMap {
  const t = formTexts[options.lang ?? "ko"];
  return (issue) => {
    const label = options.labels?.[String(issue.path?.[0] ?? "")];
    const field = label === undefined ? t.thisField : t.field(label);
    switch (issue.code) {
      case "invalid_type":
        return issue.input === undefined ? t.missing(field) : t.wrong(field);
      case "too_small":
        return issue.input === "" ? t.missing(field) : t.tooShort(field, Number(issue.minimum));
      case "too_big":
        return t.tooLongField(field, Number(issue.maximum));
      case "invalid_value":
        return issue.input === undefined || issue.input === "" ? t.missing(field) : t.notOffered(field);
      case "invalid_format":
        return issue.format === "email" ? t.email(field) : t.wrong(field);
      default:
        return t.wrong(field);
    }
  };
}
