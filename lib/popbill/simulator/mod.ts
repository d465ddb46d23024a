/**
 * A Popbill with an NTS and a bank behind it, that answers as `fetch` does. What it does not imitate: points (nothing is
 * charged; the balance stands still), the binding of tokens to an address, drafts, 역발행 and 위수탁, the buyer's side
 * (BUY, TRUSTEE), attachments, fax, mails and texts (kept, not sent), webhooks, the XML's signature, reading deposits of an
 * account registered with its password, and gzip. An amount with decimals is refused, where Popbill cuts them. One process
 * at a time may use a memory: requests queue within the process, between processes only the uniqueness of a document key
 * and of a deposit holds.
 */
import type { Fetch, SimulatorContext } from "../../simulator.ts";
import { playDue } from "./advance.ts";
import { bankCall } from "./bank_calls.ts";
import { closedownCall } from "./closedown.ts";
import { slowly } from "./faults.ts";
import { exclusively } from "./lock.ts";
import { checkId, checkIsMember, companyProfile, contacts, joinMember } from "./member_calls.ts";
import { messageCall, sendMessages } from "./messages.ts";
import { taxInvoiceCall } from "./tax_invoice_calls.ts";
import { authenticate, isService, issueToken } from "./tokens.ts";
import { memberWindow, showWindow, windowUrl } from "./windows.ts";
import type { Answer, Call, MemberCall } from "./wire.ts";
import { json, PopbillRefusal, unsupported } from "./wire.ts";

export { setBusinessState } from "./closedown.ts";
export type { BusinessState } from "./closedown.ts";
export { simulatedLink } from "./link.ts";
export { registerMember } from "./members.ts";
export { popbillMisbehaviours } from "./misbehaviours.ts";

/** The auth host and the API host as one; everything it knows is in the context's memory. Rejects where a connection breaks. */
export function popbillSimulator(context: SimulatorContext): Fetch {
  return async (request) => {
    const call = await readCall(context, request);
    const answer = await exclusively(context.memory, () => answered(call));
    return answer instanceof Response ? answer : await slowly(answer.slow, request.signal);
  };
}

/** Brings every document and deposit to where it stands at business now; every request does so first. */
export function advance(context: SimulatorContext): Promise<void> {
  return exclusively(context.memory, () => playDue(context));
}

async function readCall(context: SimulatorContext, request: Request): Promise<Call> {
  const url = new URL(request.url);
  return {
    context,
    verb: request.headers.get("x-http-method-override") ?? request.method,
    origin: url.origin,
    path: url.pathname.split("/").filter((segment) => segment !== "").map(decoded),
    query: url.searchParams,
    headers: request.headers,
    body: await request.text(),
  };
}

async function answered(call: Call): Promise<Answer> {
  try {
    await playDue(call.context);
    return await route(call);
  } catch (error) {
    if (error instanceof PopbillRefusal) return json({ code: error.code, message: error.message }, error.status);
    throw error;
  }
}

async function route(call: Call): Promise<Answer> {
  const [first = "", second = ""] = call.path;
  if (isService(first)) return await authCall(call, second);
  switch (first) {
    case "Time":
      return new Response(new Date(call.context.wallClockMs()).toISOString(), {
        headers: { "content-type": "text/plain;charset=utf-8" },
      });
    case "Window":
      return await showWindow(call);
    case "Join":
      return await (call.verb === "POST" ? joinMember(call) : checkIsMember(call));
    case "IDCheck":
      return await checkId(call);
    case "Taxinvoice":
      return await taxInvoiceCall(await authenticate(call, ["110"]));
    case "CloseDown":
      return await closedownCall(await authenticate(call, ["170"]));
    case "EasyFin":
      return await bankCall(await authenticate(call, ["180"]));
    case "SMS":
    case "LMS":
    case "XMS":
      return await sendMessages(await authenticate(call, ["150", "151"]));
    case "Message":
      return await messageCall(await authenticate(call, ["150", "151", "152"]));
    case "Member":
      return await memberWindow(await authenticate(call, ["member"]));
    case "CorpInfo":
      return await companyProfile(await authenticate(call, ["member"]));
    case "IDs":
      return await contacts(await authenticate(call, ["member"]));
    default:
      throw unsupported(call);
  }
}

/** The calls under /{ServiceID}, which live on the auth host (popbill-api.md 2.2, 2.4). */
async function authCall(call: Call, kind: string): Promise<Response> {
  if (kind === "Token" && call.verb === "POST") return await issueToken(call);
  const memberCall: MemberCall = await authenticate(call, ["member"]);
  if (kind === "Point") return json({ remainPoint: 100_000 });
  if (kind === "PartnerPoint") return json({ remainPoint: 1_000_000 });
  if (kind === "URL") return await windowUrl(memberCall, { title: "파트너 포인트 충전" });
  throw unsupported(call);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
