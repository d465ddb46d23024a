import { strictEqual } from "node:assert/strict";
import { ntsVerdict } from "./nts.ts";
import { readDocument } from "./sent_document.ts";
import { document } from "./bench_for_tests.ts";

Deno.test("ntsVerdict() rejects an amendment whose original is not known, and takes a buyer that is no business", () => {
  const content = readDocument(document());
  strictEqual(ntsVerdict(content, { buyer: 1, originalKnown: false }), "ERR011");
  strictEqual(ntsVerdict(content, { buyer: null, originalKnown: true }), "SUC001");
});
