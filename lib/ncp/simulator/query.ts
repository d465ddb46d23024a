import { monthRange, monthsBetween, parseYearMonth, type YearMonth } from "../../calendar.ts";
import { ok, refuse, type Result } from "../../prelude.ts";
import type { Format } from "./reply.ts";

/** The month parameters that an operation takes. */
export type MonthParameters = "startMonth_endMonth" | "contractMonth" | "none";

/** A query whose parameters are well formed. */
export interface Query {
  readonly months: readonly YearMonth[];
  readonly memberNos: readonly string[];
  readonly isPartner: boolean;
  readonly isOrganization: boolean;
  readonly pageNo: number;
  readonly pageSize: number;
}

const longestRange = 3;
const largestPage = 1000;

/** XML unless JSON is asked for by name. */
export function formatOf(params: URLSearchParams): Format {
  return params.get("responseFormatType") === "json" ? "json" : "xml";
}

/** The members that a query names, in both of NCP's forms: the key repeated, and `memberNoList.N`. */
export function memberNosOf(params: URLSearchParams): string[] {
  return [...params].filter(([key]) => /^memberNoList(\.\d+)?$/.test(key)).map(([, value]) => value);
}

/** Reads the parameters; the refusal says which one is wrong, as the service's returnMessage. */
export function readQuery(params: URLSearchParams, takes: MonthParameters): Result<Query, string> {
  const months = readMonths(params, takes);
  if (!months.ok) return months;
  const pageNo = readNumber(params.get("pageNo"), 1);
  const pageSize = readNumber(params.get("pageSize"), largestPage);
  if (pageNo === null || pageNo < 1) return refuse("pageNo is invalid.");
  if (pageSize === null || pageSize < 1 || pageSize > largestPage) return refuse("pageSize is invalid.");
  for (const flag of ["isPartner", "isOrganization"]) {
    if (!["true", "false"].includes(params.get(flag) ?? "false")) return refuse(`${flag} is invalid.`);
  }
  const isPartner = params.get("isPartner") === "true";
  const isOrganization = params.get("isOrganization") === "true";
  if (isPartner && isOrganization) return refuse("isOrganization and isPartner cannot be used together.");
  return ok({ months: months.value, memberNos: memberNosOf(params), isPartner, isOrganization, pageNo, pageSize });
}

function readMonths(params: URLSearchParams, takes: MonthParameters): Result<YearMonth[], string> {
  if (takes === "none") return ok([]);
  const [first, last] = takes === "contractMonth" ? ["contractMonth", "contractMonth"] : ["startMonth", "endMonth"];
  const from = readMonth(params.get(first));
  const to = readMonth(params.get(last));
  if (!from) return refuse(`${first} is invalid.`);
  if (!to || to < from) return refuse(`${last} is invalid.`);
  if (monthsBetween(from, to) >= longestRange) return refuse("The inquiry period is limited to 3 months.");
  return ok(monthRange(from, to));
}

function readMonth(text: string | null): YearMonth | null {
  return text !== null && /^\d{6}$/.test(text) ? parseYearMonth(`${text.slice(0, 4)}-${text.slice(4)}`) : null;
}

function readNumber(text: string | null, otherwise: number): number | null {
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
