import type { Fetch } from "../simulator.ts";
import { hasCode } from "./answers.ts";
import { exchange, type Line, type WireAnswer, type WireCall } from "./exchange.ts";
import { type Acting, tokenStore } from "./tokens.ts";

export type { Acting, Product } from "./tokens.ts";

/** What a Popbill client needs to know; the two URLs are bases, with or without a path. */
export interface PopbillOptions {
  readonly linkId: string;
  /** base64. */
  readonly secretKey: string;
  readonly env: "test" | "production";
  readonly authUrl: string;
  readonly apiUrl: string;
  readonly fetch: Fetch;
  readonly wallClockMs: () => number;
  /** One call may last so long; 30 s unless told. */
  readonly timeoutMs?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/** One call of the Popbill API. */
export interface PopbillCall {
  /** Null where the vendor asks for no token (checkIsMember). */
  readonly acting: Acting | null;
  /** Path and query, encoded. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** The Popbill API over HTTP. Every method throws `ProviderError` (vendor `popbill`), whose text carries no secret. */
export interface PopbillClient {
  readonly linkId: string;
  readonly wallClockMs: () => number;
  /** Asks for JSON: GET, or POST where there is a body. Repeated while its failure may pass. */
  read(call: PopbillCall): Promise<unknown>;
  /** Asks for a document of `application/pdf`. Repeated while its failure may pass. */
  readPdf(call: PopbillCall): Promise<Uint8Array>;
  /** Changes something at Popbill: one POST, never repeated by itself; `override` is the verb it stands for. */
  change(call: PopbillCall & { readonly override?: string }): Promise<unknown>;
}

const sessionExpired = "-99000026";

/** Makes a client; nothing is sent before the first call. */
export function popbillClient(options: PopbillOptions): PopbillClient {
  const { linkId, secretKey, wallClockMs } = options;
  const line: Line = {
    fetch: options.fetch,
    timeoutMs: options.timeoutMs ?? 30_000,
    sleep: options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
    random: options.random ?? Math.random,
  };
  const serviceId = options.env === "production" ? "POPBILL" : "POPBILL_TEST";
  const tokens = tokenStore({ linkId, secretKey, serviceId, authUrl: base(options.authUrl), wallClockMs, line });
  const apiUrl = base(options.apiUrl);

  async function authorized<T>(acting: Acting | null, call: (token: string | null) => Promise<T>): Promise<T> {
    if (!acting) return await call(null);
    const token = await tokens.token(acting);
    try {
      return await call(token);
    } catch (error) {
      if (!hasCode(error, sessionExpired)) throw error;
    }
    // The vendor turned the call away before doing anything, so even a change may be made again.
    tokens.forget(token);
    return await call(await tokens.token(acting));
  }

  async function read(call: PopbillCall, expects: "json" | "pdf"): Promise<WireAnswer> {
    const method = call.body === undefined ? "GET" : "POST";
    return await authorized(
      call.acting,
      (token) => exchange(line, { ...wireCall(call, { apiUrl, token, method }), expects, repeatable: true }),
    );
  }

  async function change(call: PopbillCall & { readonly override?: string }): Promise<unknown> {
    const answer = await authorized(call.acting, (token) => {
      const wire = wireCall(call, { apiUrl, token, method: "POST" });
      return exchange(line, { ...wire, expects: "json", repeatable: false });
    });
    return answer.json;
  }

  return {
    linkId,
    wallClockMs,
    read: async (call) => (await read(call, "json")).json,
    readPdf: async (call) => (await read(call, "pdf")).bytes,
    change,
  };
}

function wireCall(
  call: PopbillCall & { readonly override?: string },
  options: { apiUrl: string; token: string | null; method: "GET" | "POST" },
): Pick<WireCall, "url" | "method" | "headers" | "body" | "label"> {
  const { token, method } = options;
  const headers: Record<string, string> = { "accept-language": "ko-KR" };
  if (token !== null) headers["authorization"] = `Bearer ${token}`;
  if (method === "POST") headers["content-type"] = "application/json;charset=utf-8";
  if (call.override !== undefined) headers["x-http-method-override"] = call.override;
  return {
    url: `${options.apiUrl}${call.path}`,
    method,
    headers,
    body: call.body === undefined ? null : JSON.stringify(call.body),
    label: `${call.override ?? method} ${call.path.split("?")[0]}`,
  };
}

function base(url: string): string {
  return url.replace(/\/+$/, "");
}
