import type { z } from "zod";
import type { YearMonth } from "../calendar.ts";
import { ProviderError } from "../prelude.ts";
import type { RawPage } from "../usage/port.ts";
import type { JsonObject } from "./json.ts";
import { compactMonth, shown } from "./fields.ts";

/** All rows of one query, in NCP's order, with the pages that they came on. */
export interface PulledRows {
  readonly operation: string;
  readonly rows: readonly JsonObject[];
  readonly pages: readonly RawPage[];
}

/** Where in an answer a rule is broken; `row` counts from 0 over all pages. */
export interface Breach {
  readonly operation: string;
  readonly row?: number;
  readonly field: string;
  readonly problem: string;
}

/** The answer breaks its schema: `getContractDemandCostList 12번째 행 useAmount: 정수가 아닙니다 ("abc")`. */
export function schemaError({ operation, row, field, problem }: Breach): ProviderError {
  const place = row === undefined ? operation : `${operation} ${row + 1}번째 행`;
  return new ProviderError("ncp", "schema", `${place} ${field}: ${problem}`, false);
}

/** Reads every row by a schema; throws `schemaError` at the first that breaks it. */
export function parseRows<T>(pulled: PulledRows, schema: z.ZodType<T>): T[] {
  return pulled.rows.map((row, index) => {
    const read = schema.safeParse(withMemberNo(row));
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    const field = issue?.path.join(".") ?? "";
    throw schemaError({
      operation: pulled.operation,
      row: index,
      field,
      problem: issue?.message ?? "형식이 다릅니다",
    });
  });
}

/** Reads rows that must all be of the asked month. */
export function parseMonthRows<T extends { readonly demandMonth: YearMonth }>(
  pulled: PulledRows,
  { schema, usageMonth }: { schema: z.ZodType<T>; usageMonth: YearMonth },
): T[] {
  const rows = parseRows(pulled, schema);
  const strange = rows.findIndex((row) => row.demandMonth !== usageMonth);
  if (strange < 0) return rows;
  throw schemaError({
    operation: pulled.operation,
    row: strange,
    field: "demandMonth",
    problem: `요청한 ${compactMonth(usageMonth)}이 아닙니다 (${shown(pulled.rows[strange]?.["demandMonth"])})`,
  });
}

/** The row with `memberNo`, which was called `loginId` in 2022. */
export function withMemberNo(row: JsonObject): JsonObject {
  return "memberNo" in row || row["loginId"] === undefined ? row : { ...row, memberNo: row["loginId"] };
}
