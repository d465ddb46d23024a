import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { formBody } from "./form_body.ts";

/** A form that arrives in the given pieces. */
function inPieces(pieces: readonly string[]): Request {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return new Request("http://localhost/", { method: "POST", body, headers });
}

Deno.test("formBody() reads a form whose pieces end anywhere, and reads it once", async () => {
  const req = inPieces(["a=%EA%B", "0%80+b", "&", "c=1&c=", "2&&d&=e"]);
  const body = await formBody(req);
  deepStrictEqual([...body.fields], [["a", ["가 b"]], ["c", ["1", "2"]], ["d", [""]], ["", ["e"]]]);
  deepStrictEqual([body.byteLength, body.isCut], [27, false]);
  strictEqual(await formBody(req), body);
});

Deno.test("formBody() keeps no more of a form than it may", async () => {
  const long = await formBody(inPieces([`a=${"x".repeat(256 * 1024 - 2)}`, "y&b=2"]));
  deepStrictEqual([long.fields.get("a")?.[0]?.length, long.fields.get("b"), long.isCut], [256 * 1024 - 2, ["2"], true]);
  const many = await formBody(inPieces([Array.from({ length: 501 }, (_, index) => `f${index}=1`).join("&")]));
  deepStrictEqual([many.fields.size, many.isCut], [500, true]);
});

Deno.test("formBody() reads an upload: its fields, and its files where one was chosen", async () => {
  const form = new FormData();
  form.set("name", "로고");
  form.set("logo", new File(["png"], "로고.png", { type: "image/png" }));
  form.set("seal", new File([], "", { type: "application/octet-stream" }));
  const body = await formBody(new Request("http://localhost/", { method: "POST", body: form }));
  deepStrictEqual([...body.fields], [["name", ["로고"]]]);
  deepStrictEqual([...body.files].map(([name, file]) => [name, file.name, file.size]), [["logo", "로고.png", 3]]);
});

Deno.test("formBody() refuses an upload over 16 MiB, and one that is none", async () => {
  const headers = { "Content-Type": "multipart/form-data; boundary=x" };
  const upload = (body: BodyInit) => formBody(new Request("http://localhost/", { method: "POST", body, headers }));
  await rejects(upload(new Uint8Array(16 * 1024 * 1024 + 1)), { status: 413 });
  await rejects(upload("no upload"), { status: 400 });
});
