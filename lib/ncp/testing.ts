import type { KeyPair } from "../usage/port.ts";
import { type NcpClient, ncpClient, type NcpOptions } from "./client.ts";

/** An invented pair, for tests of this folder. */
export const testKeys: KeyPair = {
  zone: "public",
  accessKey: "EXAMPLEACCESSKEY0001",
  secretKey: "ExampleSecretKeyForTestingOnly0123456789",
};

/** 2025-01-06T00:40:32Z, the moment of the published signature vectors. */
export const testNowMs = 1_736_124_032_000;

/** Options that wait nowhere: sleeping is noted in `waits` and moves the clock. */
export function testOptions(fetch: NcpOptions["fetch"]): NcpOptions & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let nowMs = testNowMs;
  return {
    baseUrls: {
      public: "https://public.example.com/billing/v1",
      gov: "https://gov.example.com/billing/v1",
      fin: "https://fin.example.com/billing/v1",
    },
    fetch,
    wallClockMs: () => nowMs,
    sleep: (ms) => {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    random: () => 0.5,
    waits,
  };
}

/** A client of those options. */
export function testClient(fetch: NcpOptions["fetch"]): NcpClient {
  return ncpClient(testOptions(fetch));
}

/** An answer of NCP as on the wire: the content under the operation's outer key. */
export function wireAnswer(request: Request, content: Readonly<Record<string, unknown>>): Response {
  const operation = new URL(request.url).pathname.split("/").at(-1);
  return Response.json({
    [`${operation}Response`]: { ...content, requestId: "r", returnCode: "0", returnMessage: "success" },
  });
}

/** The text of a fixture answer. */
export function fixtureText(operation: string): string {
  return Deno.readTextFileSync(new URL(`../../tests/fixtures/ncp/${operation}.json`, import.meta.url));
}
