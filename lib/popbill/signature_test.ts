import { rejects, strictEqual } from "node:assert/strict";
import { signToken, verifyToken } from "./signature.ts";

// The vectors of popbill-api.md 2.2.
const request = {
  serviceId: "POPBILL_TEST",
  body: '{"access_id":"1234567890","scope":["member","110"]}',
  date: "2026-01-02T03:04:05Z",
  forwarded: null,
  secretKey: "c2VjcmV0LWZvci1sb2NhbC10ZXN0",
};
const signature = "PQGyJ2hVQAY3HP7DgsJJNjW4NOa8ggFpLzoWuYVYf5k=";

Deno.test("signToken() gives the known signatures, without and with x-lh-forwarded", async () => {
  strictEqual(await signToken(request), signature);
  strictEqual(await signToken({ ...request, forwarded: "*" }), "LaX485jv+lhd8BD2FXD1IuKyG7izIFfIDzy70nVkEKY=");
});

Deno.test("signToken() rejects a secret key that is not base64, without telling it", async () => {
  await rejects(signToken({ ...request, secretKey: "not base64!" }), {
    name: "TypeError",
    message: "Cannot sign a token request: the secret key is not base64",
  });
});

Deno.test("verifyToken() takes the right signature and refuses one over anything else", async () => {
  strictEqual(await verifyToken({ ...request, signature }), true);
  strictEqual(await verifyToken({ ...request, signature: "" }), false);
  const changes = [
    { serviceId: "POPBILL" },
    { body: request.body.replace("110", "170") },
    { date: "2026-01-02T03:04:06Z" },
    { forwarded: "*" },
    { secretKey: "b3RoZXI=" },
  ];
  for (const change of changes) {
    strictEqual(await verifyToken({ ...request, ...change, signature }), false, JSON.stringify(change));
  }
});
