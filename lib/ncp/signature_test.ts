import { strictEqual } from "node:assert/strict";
import { sign, verify } from "./signature.ts";

interface Vector {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly pathAndQuery: string;
  readonly signedPath: string;
  readonly timestamp: string;
  readonly signedTimestamp?: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly stringToSign: string;
  readonly signature: string;
  readonly correctSignature?: string;
  readonly serverClockMs?: number;
  readonly expect: "accept" | "reject";
}

const fixture = new URL("../../tests/fixtures/ncp/signature-vectors.json", import.meta.url);
const { vectors } = JSON.parse(Deno.readTextFileSync(fixture)) as { vectors: readonly Vector[] };

for (const vector of vectors) {
  Deno.test(`verify() ${vector.expect}s the vector ${vector.id}`, async () => {
    const { method, accessKey, secretKey, signature } = vector;
    const received = { method, pathAndQuery: vector.pathAndQuery, timestamp: vector.timestamp, accessKey, secretKey };
    const gatewayClockMs = vector.serverClockMs ?? Number(vector.timestamp);
    strictEqual(await verify({ ...received, signature }, gatewayClockMs), vector.expect === "accept");
  });

  Deno.test(`sign() gives both signatures of the vector ${vector.id}`, async () => {
    const { method, pathAndQuery, timestamp, accessKey, secretKey } = vector;
    const pair = { method, accessKey, secretKey };
    const signedTimestamp = vector.signedTimestamp ?? timestamp;
    strictEqual(vector.stringToSign, `${method} ${vector.signedPath}\n${signedTimestamp}\n${accessKey}`);
    strictEqual(
      await sign({ ...pair, pathAndQuery: vector.signedPath, timestamp: signedTimestamp }),
      vector.signature,
    );
    strictEqual(await sign({ ...pair, pathAndQuery, timestamp }), vector.correctSignature ?? vector.signature);
    const { pathname, search } = new URL(vector.url);
    strictEqual(pathname + search, pathAndQuery);
  });
}

Deno.test("verify() takes a timestamp less than five minutes off, either way, and none at five minutes", async () => {
  const request = { method: "GET", pathAndQuery: "/a", timestamp: "1736124032000", accessKey: "A", secretKey: "S" };
  const signed = { ...request, signature: await sign(request) };
  const cases = [[-300_000, false], [-299_999, true], [0, true], [299_999, true], [300_000, false]] as const;
  for (const [skewMs, accepted] of cases) {
    strictEqual(await verify(signed, 1_736_124_032_000 + skewMs), accepted, `${skewMs}`);
  }
});

Deno.test("verify() refuses a timestamp that is no number", async () => {
  const request = { method: "GET", pathAndQuery: "/a", timestamp: "NaN", accessKey: "A", secretKey: "S" };
  strictEqual(await verify({ ...request, signature: await sign(request) }, 0), false);
});
