import { z } from "zod";
import type { SmsSender } from "../notices/sms.ts";
import { ProviderError } from "../prelude.ts";
import type { Fetch } from "../simulator.ts";
import { sign } from "./signature.ts";

/** A service of SENS and its keys (ncp-api.md 9). */
export interface SensOptions {
  readonly serviceId: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** 발신번호, registered at SENS, digits alone; null: nothing can leave. */
  readonly from: string | null;
  readonly fetch: Fetch;
  readonly wallClockMs: () => number;
  readonly timeoutMs?: number;
}

/**
 * Sends SMS through SENS v2. One attempt a message: whoever waits for a code asks again, and a message taken twice would
 * bring a second code. Refuses texts over 90 bytes by SENS's own answer.
 */
export function sensSender(options: SensOptions): SmsSender {
  return {
    send: async (sms) => {
      if (options.from === null) throw failure("no_sender", { message: noSender, retryable: false });
      const body = {
        type: "SMS",
        contentType: "COMM",
        countryCode: "82",
        from: options.from,
        content: sms.text,
        messages: [{ to: sms.to }],
      };
      const { status, text } = await exchange(options, JSON.stringify(body));
      const answer = accepted.safeParse(jsonOf(text));
      if (status === 202 && answer.success && answer.data.statusCode === "202") return "sent";
      const retryable = status === 429 || status >= 500;
      throw failure(String(status), { message: `SENS가 문자를 받지 않았습니다: HTTP ${status}`, retryable });
    },
  };
}

const noSender = "SENS_FROM(등록한 발신번호)이 설정되지 않아 문자를 보낼 수 없습니다";
const accepted = z.object({ requestId: z.string(), statusCode: z.string() });

async function exchange(options: SensOptions, body: string): Promise<{ status: number; text: string }> {
  const url = new URL(`${options.url}/sms/v2/services/${encodeURIComponent(options.serviceId)}/messages`);
  const timestamp = String(options.wallClockMs());
  const { accessKey, secretKey } = options;
  const signature = await sign({ method: "POST", pathAndQuery: url.pathname, timestamp, accessKey, secretKey });
  const request = new Request(url, {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-ncp-apigw-timestamp": timestamp,
      "x-ncp-iam-access-key": accessKey,
      "x-ncp-apigw-signature-v2": signature,
    },
    body,
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
  });
  try {
    const response = await options.fetch(request);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    throw failure("transport", { message: `SENS에 연결할 수 없습니다: ${reason}`, retryable: true });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function failure(code: string, told: { message: string; retryable: boolean }): ProviderError {
  return new ProviderError("ncp", `sens_${code}`, told.message, told.retryable);
}
