import { parseArgs } from "node:util";
import {
  firstDay,
  lastDay,
  type LocalDate,
  parseMoment,
  parseYearMonth,
  seoulDate,
  seoulMinute,
  type YearMonth,
} from "../calendar.ts";
import { RefusedInput } from "../prelude.ts";
import type { Transfer } from "../tax_invoices/tax_invoice.ts";

/** The command line of `month`, read. */
export interface MonthArguments {
  readonly usageMonth: YearMonth;
  readonly config: string | null;
  readonly out: string;
  readonly send: boolean;
  readonly issue: Transfer | "none";
  readonly provisional: boolean;
  readonly late: boolean;
  readonly until: Date | null;
  readonly report: string | null;
}

const issues: Readonly<Record<string, MonthArguments["issue"]>> = {
  now: "immediate",
  "next-day": "next_day",
  none: "none",
};

/** How the command is used. */
export const usageText = `사용법: deno task month --month 2024-12 [--config month.json] [--out DIR] [--send]
  [--issue now|next-day|none] [--provisional] [--late] [--until 2025-01-07T16:00:00+09:00] [--report report.json]`;

/** Reads the command line of `month`; refuses what it cannot use, with what would be right. */
export function readMonthArguments(args: readonly string[]): MonthArguments {
  const values = parsed(args);
  if (values.month === undefined) {
    throw new RefusedInput(`--month가 빠져 있습니다. 이용월을 2024-12처럼 지정해야 합니다.\n${usageText}`);
  }
  const usageMonth = parseYearMonth(values.month);
  if (!usageMonth) {
    throw new RefusedInput(`--month "${values.month}"은(는) 달이 아닙니다. 2024-12처럼 지정해야 합니다.`);
  }
  const issue = issues[values.issue ?? "none"];
  if (!issue) {
    throw new RefusedInput(
      `--issue "${values.issue}"은(는) 쓸 수 없습니다. now, next-day, none 가운데 하나여야 합니다.`,
    );
  }
  const until = values.until === undefined ? null : parseMoment(values.until);
  if (values.until !== undefined && !until) {
    throw new RefusedInput(
      `--until "${values.until}"은(는) 시각이 아닙니다. 2025-01-07T16:00:00+09:00처럼 지정해야 합니다.`,
    );
  }
  return {
    usageMonth,
    config: values.config ?? null,
    out: values.out ?? `out/${usageMonth}`,
    send: values.send,
    issue,
    provisional: values.provisional,
    late: values.late,
    until,
    report: values.report ?? null,
  };
}

/** Refuses a month that has not begun, and sending or issuing one that is not over. */
export function checkMonthAgainst(options: MonthArguments, now: Date): void {
  const { usageMonth } = options;
  const today: LocalDate = seoulDate(now);
  if (firstDay(usageMonth) > today) {
    throw new RefusedInput(`--month ${usageMonth}: 아직 시작하지 않은 달입니다(오늘 ${today}).`);
  }
  if ((options.send || options.issue !== "none") && lastDay(usageMonth) >= today) {
    throw new RefusedInput(
      `--month ${usageMonth}: 아직 끝나지 않은 달이라 발송하거나 발행할 수 없습니다(오늘 ${today}). ` +
        `--send와 --issue 없이 실행하면 지금까지의 금액을 볼 수 있습니다.`,
    );
  }
  if (options.until && options.until.getTime() <= now.getTime()) {
    throw new RefusedInput(`--until은 업무 시각(${seoulMinute(now)})보다 뒤여야 합니다.`);
  }
}

const known = {
  month: { type: "string" },
  config: { type: "string" },
  out: { type: "string" },
  send: { type: "boolean" },
  issue: { type: "string" },
  provisional: { type: "boolean" },
  late: { type: "boolean" },
  until: { type: "string" },
  report: { type: "string" },
} as const;

function parsed(args: readonly string[]) {
  // Read leniently and checked here: the parser's own refusals are not Korean.
  const { tokens, values } = parseArgs({ args: [...args], strict: false, tokens: true, options: known });
  const problems = tokens.flatMap((token) => token.kind === "option-terminator" ? [] : problemOf(token) ?? []);
  if (problems.length > 0) throw new RefusedInput(`${problems.join("\n")}\n${usageText}`);
  const text = (value: string | boolean | undefined) => typeof value === "string" ? value : undefined;
  return {
    month: text(values.month),
    config: text(values.config),
    out: text(values.out),
    send: values.send === true,
    issue: text(values.issue),
    provisional: values.provisional === true,
    late: values.late === true,
    until: text(values.until),
    report: text(values.report),
  };
}

type Token =
  | { readonly kind: "option"; readonly name: string; readonly rawName: string; readonly value?: string | undefined }
  | { readonly kind: "positional"; readonly value: string };

function problemOf(token: Token): string | null {
  if (token.kind === "positional") return `"${token.value}"은(는) 쓸 수 없습니다. 옵션은 --로 시작합니다.`;
  const option = Object.entries(known).find(([name]) => name === token.name)?.[1];
  if (!option) return `${token.rawName}은(는) 모르는 옵션입니다.`;
  const hasValue = token.value !== undefined && token.value !== "" && !token.value.startsWith("--");
  if (option.type === "string" && !hasValue) return `${token.rawName} 뒤에 값이 빠져 있습니다.`;
  if (option.type === "boolean" && token.value !== undefined) return `${token.rawName}은(는) 값을 받지 않습니다.`;
  return null;
}
