import { parseYearMonth, type YearMonth } from "../calendar.ts";
import { invariant } from "../prelude.ts";

/** What a statement number says: the last usage month, and a counter from 1, gapless per MSP and usage month (B6). */
export interface StatementNumber {
  readonly usageMonth: YearMonth;
  readonly counter: number;
}

/** 문서번호 of a statement: `2024-12-0001`; past 9999 the counter grows. */
export function statementNumber(usageMonth: YearMonth, counter: number): string {
  invariant(Number.isSafeInteger(counter) && counter >= 1, `a statement is counted from 1, not ${counter}`);
  return `${usageMonth}-${String(counter).padStart(4, "0")}`;
}

/** Reads a statement number as `statementNumber()` writes it; null when it is none. */
export function parseStatementNumber(text: string): StatementNumber | null {
  const parts = /^(\d{4}-\d{2})-(\d{4}|[1-9]\d{4,8})$/.exec(text);
  const usageMonth = parseYearMonth(parts?.[1] ?? "");
  const counter = Number(parts?.[2]);
  return usageMonth && counter >= 1 ? { usageMonth, counter } : null;
}
