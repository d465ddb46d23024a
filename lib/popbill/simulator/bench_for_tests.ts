import { fixedClock, localDate, seoulMoment } from "../../calendar.ts";
import type { MovableClock } from "../../calendar.ts";
import type { Fetch, SimulatorContext } from "../../simulator.ts";
import { processMemory } from "../../simulator.ts";
import { signToken } from "../signature.ts";
import { popbillSimulator, registerMember, simulatedLink } from "./mod.ts";

/** A simulator with its clocks in a test's hand, the demo MSP registered, and a raw signed client of it. */
export interface Bench {
  readonly context: SimulatorContext;
  readonly clock: MovableClock;
  /** Moves the wall clock, by which tokens and jobs live. */
  readonly passMs: (ms: number) => void;
  readonly simulator: Fetch;
  /** A new simulator over the same memory. */
  readonly restarted: () => Bench;
  /** Sends a request with the demo MSP's token and answers status and JSON. */
  readonly ask: (path: string, options?: Asking) => Promise<Answered>;
  /** The Response itself. */
  readonly raw: (path: string, options?: Asking) => Promise<Response>;
}

/** What a request of a test carries. */
export interface Asking {
  /** GET, POST, or an override sent by POST. */
  readonly verb?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly corpNum?: string;
  readonly token?: string;
}

/** Status and decoded body. */
export interface Answered {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The buyer of the tests: an active business. */
export const buyerNum = "9988101011";
const origin = "http://popbill.example";

/** A bench whose business clock stands at a Seoul moment, `2026-02-03 10:15:02`. */
export async function bench(at: string): Promise<Bench> {
  const clock = fixedClock(moment(at));
  let wallMs = Date.parse("2026-11-24T00:00:00Z");
  const context: SimulatorContext = { clock, wallClockMs: () => wallMs, memory: processMemory() };
  await registerMember(context, {
    corpNum: simulatedLink.corpNum,
    corpName: "예시클라우드 주식회사",
    ceoName: "김예시",
  });
  return benchOver(context, clock, (ms) => void (wallMs += ms));
}

/** The moment of `2026-02-03 10:15:02` in Seoul. */
export function moment(text: string): Date {
  return seoulMoment(localDate(text.slice(0, 10)), text.slice(11));
}

/** Asks for a token as a client would. */
export async function tokenRequest(
  wallMs: number,
  change: {
    readonly corpNum?: string;
    readonly linkId?: string;
    readonly secretKey?: string;
    readonly date?: string;
    readonly forwarded?: string;
    readonly serviceId?: string;
    readonly scope?: readonly string[];
  } = {},
): Promise<Request> {
  const serviceId = change.serviceId ?? "POPBILL_TEST";
  const scope = change.scope ?? ["member", "110", "150", "170", "180"];
  const body = JSON.stringify({ access_id: change.corpNum ?? simulatedLink.corpNum, scope });
  const date = change.date ?? `${new Date(wallMs).toISOString().slice(0, 19)}Z`;
  const forwarded = change.forwarded ?? null;
  const secretKey = change.secretKey ?? simulatedLink.secretKey;
  const signature = await signToken({ serviceId, body, date, forwarded, secretKey });
  const headers: Record<string, string> = {
    authorization: `LINKHUB ${change.linkId ?? simulatedLink.linkId} ${signature}`,
    "x-lh-date": date,
    "x-lh-version": "2.0",
    "content-type": "application/json",
  };
  if (forwarded !== null) headers["x-lh-forwarded"] = forwarded;
  return new Request(`${origin}/${serviceId}/Token`, { method: "POST", headers, body });
}

/** A document that passes every rule on 2026-02-03; a test changes only what it is about. */
export function document(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    issueType: "정발행",
    taxType: "과세",
    chargeDirection: "정과금",
    purposeType: "청구",
    writeDate: "20260131",
    supplyCostTotal: "1200000",
    taxTotal: "120000",
    totalAmount: "1320000",
    invoicerCorpNum: simulatedLink.corpNum,
    invoicerMgtKey: "T-202601-000042",
    invoicerCorpName: "예시클라우드 주식회사",
    invoicerCEOName: "김예시",
    invoiceeType: "사업자",
    invoiceeCorpNum: buyerNum,
    invoiceeCorpName: "샘플상사",
    invoiceeCEOName: "이샘플",
    invoiceeEmail1: "ap@example.org",
    detailList: [{
      serialNum: 1,
      purchaseDT: "20260131",
      itemName: "클라우드 이용료",
      qty: "1",
      unitCost: "1200000",
      supplyCost: "1200000",
      tax: "120000",
    }],
    ...change,
  };
}

/** The amounts of a document of one line; the sign goes with them. */
export function totals(supply: number, tax: number): Record<string, unknown> {
  const line = { serialNum: 1, itemName: "클라우드 이용료", supplyCost: String(supply), tax: String(tax) };
  return {
    supplyCostTotal: String(supply),
    taxTotal: String(tax),
    totalAmount: String(supply + tax),
    detailList: [line],
  };
}

/** Issues a document and answers the code: 1, or why not. */
export async function issue(on: Bench, change: Readonly<Record<string, unknown>> = {}): Promise<Answered> {
  return await on.ask("/Taxinvoice", { verb: "ISSUE", body: document(change) });
}

/** The state of a document. */
export async function stateOf(on: Bench, mgtKey = "T-202601-000042"): Promise<unknown> {
  return (await on.ask(`/Taxinvoice/SELL/${mgtKey}`)).json.stateCode;
}

function benchOver(context: SimulatorContext, clock: MovableClock, passMs: (ms: number) => void): Bench {
  const simulator = popbillSimulator(context);
  const raw = async (path: string, options: Asking = {}) => {
    const verb = options.verb ?? (options.body === undefined ? "GET" : "POST");
    const token = options.token ?? await freshToken(simulator, context, options.corpNum);
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, ...options.headers };
    if (verb !== "GET" && verb !== "POST") headers["X-HTTP-Method-Override"] = verb;
    const body = typeof options.body === "string" ? options.body : JSON.stringify(options.body ?? {});
    const method = verb === "GET" ? "GET" : "POST";
    return await simulator(
      new Request(`${origin}${path}`, { method, headers, ...(method === "POST" ? { body } : {}) }),
    );
  };
  const ask = async (path: string, options: Asking = {}) => {
    const response = await raw(path, options);
    return { status: response.status, json: await response.json() };
  };
  return { context, clock, passMs, simulator, restarted: () => benchOver(context, clock, passMs), ask, raw };
}

async function freshToken(
  simulator: Fetch,
  context: SimulatorContext,
  corpNum = simulatedLink.corpNum,
): Promise<string> {
  const response = await simulator(await tokenRequest(context.wallClockMs(), { corpNum }));
  return String((await response.json()).session_token);
}
