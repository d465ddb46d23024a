import type { SimulatorContext } from "../../simulator.ts";
import type { Member } from "./members.ts";

/** A request as the calls see it. */
export interface Call {
  readonly context: SimulatorContext;
  /** The HTTP method, or what X-HTTP-Method-Override puts in its place. */
  readonly verb: string;
  readonly origin: string;
  /** Decoded, without empty segments. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
}

/** A call whose token named a member. */
export interface MemberCall extends Call {
  readonly member: Member;
}

/** What a call answers: at once, or `slow`. */
export type Answer = Response | { readonly slow: Response };

/** One broken rule: the vendor's number and a sentence of our own. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
}

/** An answer of `{code, message}`; 400 for business rules, 401 for tokens (popbill-api.md 2.5). */
export class PopbillRefusal extends Error {
  override readonly name = "PopbillRefusal";
  constructor(readonly code: number, message: string, readonly status = 400) {
    super(message);
  }
}

/** Throws where a rule is broken. */
export function refuseIf(broken: Refusal | null): void {
  if (broken) throw new PopbillRefusal(broken.code, broken.message);
}

/** An answer in JSON. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json;charset=utf-8" },
  });
}

/** `{"code":1,"message":…}` with more beside it. */
export function done(message: string, more: Readonly<Record<string, unknown>> = {}): Response {
  return json({ code: 1, message, ...more });
}

/** An answer in HTML. */
export function html(page: string, status = 200): Response {
  return new Response(page, { status, headers: { "content-type": "text/html;charset=utf-8" } });
}

/** The refusal of a path or verb that is not served. */
export function unsupported(call: Call): PopbillRefusal {
  return new PopbillRefusal(
    -11010005,
    `모의 서버가 지원하지 않는 요청입니다: ${call.verb} /${call.path.join("/")}`,
    404,
  );
}

/** The body as JSON; refuses with the code given where it is none. */
export function readJson(call: Call, code: number): unknown {
  try {
    return JSON.parse(call.body);
  } catch {
    throw new PopbillRefusal(code, "요청 본문이 JSON이 아닙니다.");
  }
}

/** One page of a list, with the counts that the searches answer. */
export function page<T>(all: readonly T[], query: URLSearchParams) {
  const perPage = within(query.get("PerPage"), { standard: 500, most: 1000 });
  const pageNum = within(query.get("Page"), { standard: 1, most: Number.MAX_SAFE_INTEGER });
  return {
    total: all.length,
    perPage,
    pageNum,
    pageCount: Math.ceil(all.length / perPage),
    list: all.slice((pageNum - 1) * perPage, pageNum * perPage),
  };
}

function within(text: string | null, bounds: { standard: number; most: number }): number {
  const value = Number(text ?? "");
  return Number.isSafeInteger(value) && value >= 1 ? Math.min(value, bounds.most) : bounds.standard;
}
