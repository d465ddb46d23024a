import type { SimulatorContext } from "../../simulator.ts";
import { simulatedMember } from "./member.ts";
import { askedBefore, misbehaveBefore, misbehavingRows } from "./misbehave.ts";
import { type Misbehaviour, misbehaviourOf } from "./misbehaviours.ts";
import { monthBook } from "./month_book.ts";
import type { Operation } from "./operations.ts";
import { type Page, pageOf } from "./page.ts";
import type { KeyHolder } from "./partners.ts";
import { formatOf, memberNosOf, type Query, readQuery } from "./query.ts";
import { serviceError, success } from "./reply.ts";
import { seededUuid } from "./seeded.ts";
import type { Row } from "./wire.ts";

/** A request that the gateway let in. */
export interface Admitted {
  readonly request: Request;
  readonly url: URL;
  readonly holder: KeyHolder;
  readonly context: SimulatorContext;
}

/** Answers an operation: misbehaviour of the gateway first, then parameters, permission and rows (ncp-api.md 12). */
export async function serve(operation: Operation, admitted: Admitted): Promise<Response> {
  const { url, holder, context } = admitted;
  const params = url.searchParams;
  const misbehaviour = firstMisbehaviour(memberNosOf(params));
  const early = misbehaviour &&
    await misbehaveBefore(misbehaviour, { ...admitted, operation: operation.name, memory: context.memory });
  if (early) return early;
  const format = formatOf(params);
  const query = readQuery(params, operation.months);
  if (!query.ok) return serviceError(400, { message: query.refusal, format });
  const memberNos = readableMembers(operation, { query: query.value, holder });
  if (!memberNos) return serviceError(403, { message: "Forbidden.", format });
  const emptied = misbehaviour === "empty_later" && await askedBefore({ url, memory: context.memory });
  const page = emptied ? { totalRows: 0, rows: [] } : pageOf(operation, {
    ...query.value,
    members: memberNos.map((memberNo) => simulatedMember(memberNo, holder.zone)),
    books: query.value.months.map((month) => monthBook(month, context.clock.now())).filter((book) => book !== null),
    params,
  });
  const requestId = seededUuid(`${url.pathname}${url.search}`);
  const reply = success(operation.name, {
    body: envelope(operation, { page, misbehaviour, requestId, format }),
    format,
  });
  return misbehaviour === "truncated" ? await truncated(reply) : reply;
}

/** The member numbers that a query reads; null where the holder of the key may not read one of them. */
function readableMembers(operation: Operation, of: { query: Query; holder: KeyHolder }): string[] | null {
  const { query, holder } = of;
  if (operation.about === "nobody") return [holder.memberNo];
  const asPartner = operation.about === "partner" || query.isPartner;
  if (query.isOrganization || asPartner && holder.standing !== "partner") return null;
  const reads = (memberNo: string) =>
    memberNo === holder.memberNo ||
    asPartner && (holder.members.has(memberNo) || misbehaviourOf(memberNo) !== null);
  if (!query.memberNos.every(reads)) return null;
  if (query.memberNos.length > 0) return [...new Set(query.memberNos)];
  return asPartner ? [...holder.members] : [holder.memberNo];
}

/** In JSON the totals come first, in XML and in 2022 what the reply says of itself (ncp-api.md 3.3, 12). */
function envelope(
  operation: Operation,
  of: { page: Page; misbehaviour: Misbehaviour | null; requestId: string; format: "json" | "xml" },
): Row {
  if (of.misbehaviour === "return_code") {
    return { requestId: of.requestId, returnCode: "9999", returnMessage: "Internal error." };
  }
  const outcome = { requestId: of.requestId, returnCode: "0", returnMessage: "success" };
  const rows = { totalRows: of.page.totalRows, [operation.listKey]: misbehavingRows(of.misbehaviour, of.page.rows) };
  const outcomeFirst = of.format === "xml" || of.misbehaviour === "shape_of_2022";
  return outcomeFirst ? { ...outcome, ...rows } : { ...rows, ...outcome };
}

function firstMisbehaviour(memberNos: readonly string[]): Misbehaviour | null {
  return memberNos.map(misbehaviourOf).find((misbehaviour) => misbehaviour !== null) ?? null;
}

async function truncated(reply: Response): Promise<Response> {
  const text = await reply.text();
  return new Response(text.slice(0, Math.floor(text.length * 0.6)), reply);
}
