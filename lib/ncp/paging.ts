import { ProviderError } from "../prelude.ts";
import type { KeyPair, RawPage } from "../usage/port.ts";
import { type NcpAnswer, type NcpClient, operationOf, type Parameter } from "./client.ts";
import { shown } from "./fields.ts";
import { isJsonNumber, isJsonObject, type JsonObject, wholeNumber } from "./json.ts";
import { type PulledRows, schemaError, withMemberNo } from "./rows.ts";

/** A query whose answer comes in pages. */
export interface RowsQuery {
  readonly keys: KeyPair;
  readonly path: string;
  readonly listKey: string;
  readonly parameters: readonly Parameter[];
  /** Where given, NCP is asked for this member's rows alone. */
  readonly memberNo?: string;
}

const pageSize = 1000;
const maxRestarts = 3;

// The guide writes `memberNoList`, live clients use both forms (ncp-api.md 4.1): a form that NCP ignores brings all members.
const memberListKeys = ["memberNoList", "memberNoList.1"] as const;

/** All rows of a query (ncp-api.md 4.3): starts again while rows come and go, never drops equal ones. */
export async function pullRows(client: NcpClient, query: RowsQuery): Promise<PulledRows> {
  const { memberNo, parameters } = query;
  if (memberNo === undefined) return rowsOrThrow(await pullSteadily(client, query), query);
  const [repeated, numbered] = memberListKeys;
  const first = await pullSteadily(client, { ...query, parameters: [...parameters, [repeated, memberNo]] });
  if (first.kind === "whole") return first.pulled;
  return rowsOrThrow(
    await pullSteadily(client, { ...query, parameters: [...parameters, [numbered, memberNo]] }),
    query,
  );
}

/** The rows of an operation that answers everything at once and takes no paging parameters. */
export async function pullUnpagedRows(client: NcpClient, query: RowsQuery): Promise<PulledRows> {
  const answer = await client.get(query);
  const { rows, totalRows } = readPage(answer, query.listKey);
  if (rows.length !== totalRows) throw pagingError(query);
  return { operation: answer.page.operation, rows, pages: [answer.page] };
}

type Pass =
  | { readonly kind: "whole"; readonly pulled: PulledRows }
  | { readonly kind: "moved" }
  | { readonly kind: "foreign"; readonly row: number; readonly memberNo: string };
type Settled = Exclude<Pass, { kind: "moved" }>;

function rowsOrThrow(pass: Settled, query: RowsQuery): PulledRows {
  if (pass.kind === "whole") return pass.pulled;
  const problem = `요청한 회원 ${query.memberNo}이 아닙니다 (${shown(pass.memberNo)})`;
  throw schemaError({ operation: operationOf(query.path), row: pass.row, field: "memberNo", problem });
}

async function pullSteadily(client: NcpClient, query: RowsQuery): Promise<Settled> {
  for (let restarts = 0; restarts <= maxRestarts; restarts++) {
    const pass = await pullOnce(client, query);
    if (pass.kind !== "moved") return pass;
  }
  throw pagingError(query);
}

async function pullOnce(client: NcpClient, query: RowsQuery): Promise<Pass> {
  const rows: JsonObject[] = [];
  const pages: RawPage[] = [];
  let expected: number | null = null;
  for (let pageNo = 1;; pageNo++) {
    const paging: Parameter[] = [["pageNo", String(pageNo)], ["pageSize", String(pageSize)]];
    const answer = await client.get({ ...query, parameters: [...query.parameters, ...paging] });
    const page = readPage(answer, query.listKey);
    if (expected !== null && page.totalRows !== expected) return { kind: "moved" };
    expected = page.totalRows;
    const foreign = foreignRow(page.rows, query.memberNo);
    if (foreign) return { kind: "foreign", row: rows.length + foreign.row, memberNo: foreign.memberNo };
    rows.push(...page.rows);
    pages.push(answer.page);
    if (page.rows.length === 0 || pageNo * pageSize >= expected) break;
  }
  if (rows.length !== expected) return { kind: "moved" };
  return { kind: "whole", pulled: { operation: operationOf(query.path), rows, pages } };
}

function foreignRow(rows: readonly JsonObject[], memberNo: string | undefined) {
  if (memberNo === undefined) return null;
  for (const [row, columns] of rows.entries()) {
    const found = withMemberNo(columns)["memberNo"];
    // A row without a member number breaks its schema, which is told when it is read.
    if (typeof found === "string" && found !== "" && found !== memberNo) return { row, memberNo: found };
  }
  return null;
}

function readPage({ content, page: { operation } }: NcpAnswer, listKey: string) {
  const total = content["totalRows"];
  const whole = isJsonNumber(total) ? wholeNumber(total) : null;
  if (whole === null || whole < 0n) {
    throw schemaError({ operation, field: "totalRows", problem: `정수가 아닙니다 (${shown(total)})` });
  }
  const totalRows = Number(whole);
  const list = content[listKey];
  // That an empty list is sent as [] is inferred; NCP may leave it out.
  if (list === undefined && totalRows === 0) return { rows: [], totalRows };
  if (!isRowList(list)) throw schemaError({ operation, field: listKey, problem: "행의 목록이 아닙니다" });
  return { rows: list, totalRows };
}

function isRowList(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every(isJsonObject);
}

function pagingError(query: RowsQuery): ProviderError {
  const operation = operationOf(query.path);
  const message = `NCP ${operation}의 행 수가 전체 행 수(totalRows)와 맞지 않습니다. 잠시 뒤 다시 가져와야 합니다`;
  return new ProviderError("ncp", "paging", message, true);
}
