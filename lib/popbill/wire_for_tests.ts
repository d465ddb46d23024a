import type { Fetch } from "../simulator.ts";
import { type PopbillClient, popbillClient } from "./client.ts";
import { verifyToken } from "./signature.ts";

/** One call as it reached the wire: `name` is the verb (override before method) with path and query. */
export interface Received {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Answers one call. */
export type Reply = (request: Request) => Response | Promise<Response>;

/** A wire for tests: it checks token requests as Linkhub does and answers other calls with planned replies. */
export interface TestWire {
  readonly client: PopbillClient;
  readonly received: readonly Received[];
  readonly tokenRequests: readonly Received[];
  /** Milliseconds that the client waited between calls. */
  readonly pauses: readonly number[];
  /** What a call named so is answered, in turn; the last reply stays. */
  plan(name: string, ...replies: readonly Reply[]): void;
  /** What the next token requests are answered instead of a token. */
  planTokens(...replies: readonly Reply[]): void;
  passMs(ms: number): void;
  sleep(ms: number): Promise<void>;
}

/** The made-up secret of popbill-api.md 2.2, base64. */
export const secretKey = "c2VjcmV0LWZvci1sb2NhbC10ZXN0";
const linkId = "DEMOLINK";
const tokenLifeMs = 30 * 60_000;

/** A wire whose wall clock stands at 2026-02-03T01:15:00Z until it is moved or slept on. */
export function testWire(settings: { env?: "test" | "production"; timeoutMs?: number } = {}): TestWire {
  let nowMs = Date.UTC(2026, 1, 3, 1, 15);
  const received: Received[] = [];
  const tokenRequests: Received[] = [];
  const tokenReplies: Reply[] = [];
  const pauses: number[] = [];
  const plans = new Map<string, Reply[]>();
  const live = new Map<string, { access_id: string; expiresAtMs: number }>();

  async function answerToken(call: Received): Promise<Response> {
    const date = call.headers.get("x-lh-date") ?? "";
    const [scheme, id, signature] = (call.headers.get("authorization") ?? "").split(" ");
    const serviceId = new URL(call.url).pathname.split("/")[1] ?? "";
    const forwarded = call.headers.get("x-lh-forwarded");
    const signed = { serviceId, body: call.body, date, forwarded, secretKey, signature: signature ?? "" };
    if (scheme !== "LINKHUB" || id !== linkId || !await verifyToken(signed)) return refusal(-99010007, "서명 불일치");
    if (Math.abs(Date.parse(date) - nowMs) > 1_000) return refusal(-99010004, "요청 시간 오류");
    const asked: { access_id: string; scope: string[] } = JSON.parse(call.body);
    const session_token = `token-${tokenRequests.length}`;
    const expiresAtMs = nowMs + tokenLifeMs;
    live.set(session_token, { access_id: asked.access_id, expiresAtMs });
    return json({ session_token, serviceID: serviceId, scope: asked.scope, expiration: isoSecond(expiresAtMs) });
  }

  const fetch: Fetch = async (request) => {
    const url = new URL(request.url);
    const verb = request.headers.get("x-http-method-override") ?? request.method;
    const name = `${verb} ${url.pathname}${url.search}`;
    const { method, headers } = request;
    const call = { name, method, url: request.url, headers, body: await request.clone().text() };
    if (url.host === "auth.example.com") {
      tokenRequests.push(call);
      const reply = tokenReplies.shift();
      return reply ? await reply(request) : await answerToken(call);
    }
    received.push(call);
    const bearer = headers.get("authorization")?.replace("Bearer ", "");
    const token = bearer === undefined ? null : live.get(bearer);
    if (token === undefined || (token && token.expiresAtMs <= nowMs)) return refusal(-99000026, "세션 만료");
    const replies = plans.get(name) ?? [];
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    return reply ? await reply(request) : refusal(-1, `unplanned: ${name}`);
  };

  const sleep = (ms: number) => {
    nowMs += ms;
    pauses.push(ms);
    return Promise.resolve();
  };
  const client = popbillClient({
    linkId,
    secretKey,
    env: settings.env ?? "test",
    authUrl: "https://auth.example.com",
    apiUrl: "https://api.example.com/",
    fetch,
    wallClockMs: () => nowMs,
    sleep,
    random: () => 0,
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
  });
  return {
    client,
    received,
    tokenRequests,
    pauses,
    plan: (name, ...replies) => void plans.set(name, [...replies]),
    planTokens: (...replies) => void tokenReplies.push(...replies),
    passMs: (ms) => void (nowMs += ms),
    sleep,
  };
}

/** A JSON answer. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status });
}

/** A business error as Popbill answers it. */
export function refusal(code: number, message: string, status = 400): Response {
  return json({ code, message }, status);
}

/** The page of a gateway in front of Popbill. */
export function gatewayPage(status: number): Response {
  return new Response("<html><body>Bad Gateway</body></html>", { status, headers: { "content-type": "text/html" } });
}

/** A connection that breaks. */
export function dropped(): Response {
  throw new TypeError("connection reset: https://api.example.com/?token=token-1");
}

/** An answer that never comes. */
export function silent(): Promise<Response> {
  return new Promise(() => {});
}

/** A ProviderError in the shape that tests compare. */
export function providerError(code: string, retryable: boolean, message?: string | RegExp) {
  return { name: "ProviderError", vendor: "popbill", code, retryable, ...(message === undefined ? {} : { message }) };
}

function isoSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
