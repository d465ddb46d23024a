import { ProviderError } from "../prelude.ts";
import type { Fetch } from "../simulator.ts";
import type { KeyPair, RawPage, Zone } from "../usage/port.ts";
import { type Failure, readAnswer } from "./answer.ts";
import type { JsonObject } from "./json.ts";
import { concurrencyLimit, dailyBudget } from "./limits.ts";
import { backoffMs, retryAfterMs } from "./retry.ts";
import { sign } from "./signature.ts";

/** What a client of the billing API is made of; the rest has defaults. */
export interface NcpOptions {
  /** Base of each zone up to `/billing/v1`, without a slash at the end. */
  readonly baseUrls: Readonly<Record<Zone, string>>;
  readonly fetch: Fetch;
  readonly wallClockMs: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** From 0 up to 1; spreads the waits. */
  readonly random?: () => number;
  /** Of one attempt, body included. */
  readonly timeoutMs?: number;
  readonly maxAttempts?: number;
  /** The waits between the attempts of one call together. */
  readonly maxWaitMs?: number;
  /** Calls at a time per access key. */
  readonly maxConcurrent?: number;
  /** Attempts per access key and UTC day (R25). */
  readonly dailyBudget?: number;
}

/** One GET of the billing API. */
export interface NcpCall {
  readonly keys: KeyPair;
  /** After the base, `/cost/getDemandCostList`. */
  readonly path: string;
  /** In the order sent; `responseFormatType=json` is added. */
  readonly parameters: readonly Parameter[];
}
/** A query parameter, not encoded yet. */
export type Parameter = readonly [name: string, value: string];

/** A good answer: what stood under the outer key, and the page as received. */
export interface NcpAnswer {
  readonly content: JsonObject;
  readonly page: RawPage;
}

/** The billing API of NCP; `get` throws `ProviderError` where NCP fails or refuses. */
export interface NcpClient {
  get(call: NcpCall): Promise<NcpAnswer>;
}

const defaults = {
  sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
  random: Math.random,
  timeoutMs: 30_000,
  maxAttempts: 4,
  maxWaitMs: 60_000,
  maxConcurrent: 4,
  dailyBudget: 100_000,
};
type Settings = typeof defaults & NcpOptions;

/** A client that signs each attempt anew, backs off, and keeps the bounds of `NcpOptions` per access key. */
export function ncpClient(options: NcpOptions): NcpClient {
  const settings: Settings = { ...defaults, ...options };
  const limited = concurrencyLimit(settings.maxConcurrent);
  const spend = dailyBudget(settings.dailyBudget, settings.wallClockMs);
  // The place is kept while a call waits, so a throttled key slows down as a whole.
  return { get: (call) => limited(call.keys.accessKey, () => getWithRetries(call, { settings, spend })) };
}

/** The operation of a path, `getDemandCostList`. */
export function operationOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

const signatureHeader = "x-ncp-apigw-signature-v2";

interface Running {
  readonly settings: Settings;
  readonly spend: (accessKey: string) => boolean;
}

async function getWithRetries(call: NcpCall, { settings, spend }: Running): Promise<NcpAnswer> {
  let waitedMs = 0;
  for (let attempt = 1;; attempt++) {
    if (!spend(call.keys.accessKey)) {
      const message = `NCP 하루 호출 한도 ${settings.dailyBudget}회를 다 썼습니다`;
      throw providerError({ code: "budget", message, retryable: false }, call.keys);
    }
    const outcome = await tryOnce(call, settings);
    if ("content" in outcome) return outcome;
    const waitMs = Math.max(backoffMs(attempt, settings.random), outcome.retryAfterMs);
    const isLast = attempt >= settings.maxAttempts || waitedMs + waitMs > settings.maxWaitMs;
    if (!outcome.again || isLast) throw providerError(outcome.failure, call.keys);
    await settings.sleep(waitMs);
    waitedMs += waitMs;
  }
}

interface Miss {
  readonly failure: Failure;
  /** Whether this call tries again by itself; a retryable failure may also be left to the caller. */
  readonly again: boolean;
  readonly retryAfterMs: number;
}

async function tryOnce(call: NcpCall, settings: Settings): Promise<NcpAnswer | Miss> {
  const operation = operationOf(call.path);
  const url = urlOf(call, settings);
  const request = await signedRequest(url, { keys: call.keys, timestamp: String(settings.wallClockMs()) });
  let received: Received;
  try {
    received = await receive(request, settings);
  } catch (error) {
    return { failure: concealed(transportFailure(operation, error), request), again: true, retryAfterMs: 0 };
  }
  const { status, body } = received;
  const read = readAnswer({ operation, status, body });
  const nowMs = settings.wallClockMs();
  if (read.ok) {
    const page = { operation, query: url.search.slice(1), fetchedAt: new Date(nowMs), body };
    return { content: read.value, page };
  }
  return {
    failure: concealed(read.refusal, request),
    again: status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(received.retryAfter, nowMs),
  };
}

function urlOf(call: NcpCall, settings: Settings): URL {
  const parameters: readonly Parameter[] = [...call.parameters, ["responseFormatType", "json"]];
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return new URL(`${settings.baseUrls[call.keys.zone]}${call.path}?${query}`);
}

async function signedRequest(url: URL, { keys, timestamp }: { keys: KeyPair; timestamp: string }): Promise<Request> {
  const { accessKey, secretKey } = keys;
  const pathAndQuery = url.pathname + url.search;
  const signature = await sign({ method: "GET", pathAndQuery, timestamp, accessKey, secretKey });
  return new Request(url, {
    headers: {
      "x-ncp-apigw-timestamp": timestamp,
      "x-ncp-iam-access-key": accessKey,
      [signatureHeader]: signature,
    },
    // A redirect would carry the signed headers to another host.
    redirect: "manual",
  });
}

interface Received {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

class TimeoutReached extends Error {
  override readonly name = "TimeoutReached";
}

async function receive(request: Request, settings: Settings): Promise<Received> {
  const abort = new AbortController();
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reached = new TimeoutReached(`${settings.timeoutMs / 1_000}`);
    timeout.reject(reached);
    abort.abort(reached);
  }, settings.timeoutMs);
  const answer = async () => {
    const response = await settings.fetch(new Request(request, { signal: abort.signal }));
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.text() };
  };
  try {
    return await Promise.race([answer(), timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function transportFailure(operation: string, error: unknown): Failure {
  if (error instanceof TimeoutReached) {
    const message = `NCP ${operation} 응답이 ${error.message}초 안에 오지 않았습니다`;
    return { code: "timeout", message, retryable: true };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "network", message: `NCP ${operation} 호출이 연결되지 않았습니다: ${reason}`, retryable: true };
}

// What NCP or the network says may repeat what was sent: neither the signature nor the keys may pass.
function concealed(failure: Failure, request: Request): Failure {
  const signature = request.headers.get(signatureHeader);
  return signature ? { ...failure, message: failure.message.replaceAll(signature, "***") } : failure;
}

function providerError(failure: Failure, { accessKey, secretKey }: KeyPair): ProviderError {
  const masked = maskedKey(accessKey);
  let message = failure.message;
  if (secretKey) message = message.replaceAll(secretKey, "***");
  if (accessKey) message = message.replaceAll(accessKey, masked);
  return new ProviderError("ncp", failure.code, `${message} [인증키 ${masked}]`, failure.retryable);
}

function maskedKey(accessKey: string): string {
  return accessKey.length < 12 ? "****" : `${accessKey.slice(0, 4)}****`;
}
