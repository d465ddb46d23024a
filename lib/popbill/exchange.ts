import { ProviderError } from "../prelude.ts";
import type { Fetch } from "../simulator.ts";
import { readVendorError } from "./answers.ts";

/** How calls leave the process; `random` spreads the pauses between repeated calls. */
export interface Line {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** One HTTP call as it goes over the wire. */
export interface WireCall {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly expects: "json" | "pdf";
  /** What an error calls it; carries no secret and no query. */
  readonly label: string;
  /** Whether calling twice does no harm: only such calls are repeated. */
  readonly repeatable: boolean;
}

/** An answer with status 200; `json` is undefined where the body is none. */
export interface WireAnswer {
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

const attempts = 3;
const firstPauseMs = 500;

// −10010032: too many calls at a time. −18000003: a collecting job runs. −18020044: the bank asks to wait 30 s.
const passingCodes = new Set(["-10010032", "-18000003", "-18020044"]);

/** Makes a call, and makes a repeatable one up to three times while its failure may pass (network, time, 5xx, 429, −10010032). */
export async function exchange(line: Line, call: WireCall): Promise<WireAnswer> {
  for (let attempt = 1;; attempt++) {
    try {
      return await exchangeOnce(line, call);
    } catch (error) {
      const passes = error instanceof ProviderError && error.retryable;
      if (!call.repeatable || !passes || attempt === attempts) throw error;
    }
    await line.sleep(firstPauseMs * 2 ** (attempt - 1) * (0.5 + line.random() / 2));
  }
}

async function exchangeOnce(line: Line, call: WireCall): Promise<WireAnswer> {
  const { status, contentType, bytes } = await send(line, call);
  const json = parseJson(bytes);
  const passes = status >= 500 || status === 429;
  const vendorError = readVendorError(json);
  if (vendorError) {
    const message = vendorError.message || `Popbill refused ${call.label} with ${vendorError.code}`;
    const retryable = passingCodes.has(vendorError.code) || (passes && call.repeatable);
    throw new ProviderError("popbill", vendorError.code, message, retryable);
  }
  if (status !== 200) throw unclear(call, { code: "http", why: `HTTP ${status} without an error code`, passes });
  const expected = call.expects === "pdf" ? contentType.startsWith("application/pdf") : json !== undefined;
  if (!expected) throw unclear(call, { code: "http", why: `the answer is no ${call.expects}`, passes: true });
  return { json, bytes };
}

async function send(line: Line, call: WireCall): Promise<RawAnswer> {
  const expiry = new AbortController();
  const { method, headers, body } = call;
  // A followed redirect would repeat a POST.
  const request = new Request(call.url, { method, headers, body, redirect: "manual", signal: expiry.signal });
  const timer = setTimeout(() => expiry.abort(), line.timeoutMs);
  try {
    return await Promise.race([answerOf(line.fetch, request), whenAborted(expiry.signal)]);
  } catch (error) {
    if (expiry.signal.aborted) {
      throw unclear(call, { code: "timeout", why: `no answer within ${line.timeoutMs} ms`, passes: true });
    }
    const name = error instanceof Error ? error.name : "unknown error";
    throw unclear(call, { code: "network", why: `the connection failed (${name})`, passes: true });
  } finally {
    clearTimeout(timer);
  }
}

interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

async function answerOf(fetch: Fetch, request: Request): Promise<RawAnswer> {
  const response = await fetch(request);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, contentType: response.headers.get("content-type") ?? "", bytes };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

// Whether a change went through is not known after such a failure, so only a repeatable call is called retryable.
function unclear(
  call: WireCall,
  failure: { code: "http" | "timeout" | "network"; why: string; passes: boolean },
): ProviderError {
  const message = `Cannot complete ${call.label} at Popbill: ${failure.why}`;
  return new ProviderError("popbill", failure.code, message, failure.passes && call.repeatable);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
