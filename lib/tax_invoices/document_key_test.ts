import { notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { addMonths, yearMonth } from "../calendar.ts";
import { InvariantError } from "../prelude.ts";
import { makeDocumentKey, maxKeyCounter, maxSerial } from "./document_key.ts";

const anyParts = fc.record({
  usageMonth: fc.integer({ min: 0, max: 1_200 }).map((months) => addMonths(yearMonth("2000-01"), months)),
  customerSerial: fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: maxSerial })),
  counter: fc.integer({ min: 1, max: maxKeyCounter }),
  mspId: fc.uuid(),
});

/** Few enough values that two draws often agree in all but one part, or in all. */
const nearParts = fc.record({
  usageMonth: fc.constantFrom(yearMonth("2024-11"), yearMonth("2024-12")),
  customerSerial: fc.constantFrom(1, 2, 11, 36, 37, 1_296),
  counter: fc.constantFrom(1, 2, 11, 21, 111),
  mspId: fc.constantFrom("01a20e99-5781-713b-9d28-4dce457ad7c7", "01a20e99-5781-713b-9d28-4dce457ad7c8"),
});

Deno.test("makeDocumentKey() writes month, serial, counter and the end of the MSP's id", () => {
  const shared = { usageMonth: yearMonth("2024-12"), mspId: "01a20e99-5781-713b-9d28-4dce457ad7c7" };
  strictEqual(makeDocumentKey({ ...shared, customerSerial: 1, counter: 1 }), "202412-1-1-d7c7");
  strictEqual(makeDocumentKey({ ...shared, customerSerial: 36, counter: 12 }), "202412-10-12-d7c7");
  const longest = makeDocumentKey({ ...shared, customerSerial: maxSerial, counter: maxKeyCounter });
  strictEqual(longest, "202412-zik0zj-99999-d7c7");
});

Deno.test("makeDocumentKey() always keeps Popbill's 24 letters, digits and hyphens", () => {
  fc.assert(fc.property(anyParts, (parts) => ok(/^[A-Za-z0-9_-]{1,24}$/.test(makeDocumentKey(parts)))));
});

Deno.test("makeDocumentKey() differs wherever customer, month, counter or MSP differs, also without regard to case", () => {
  fc.assert(
    fc.property(nearParts, nearParts, (a, b) => {
      const same = a.usageMonth === b.usageMonth && a.customerSerial === b.customerSerial && a.counter === b.counter &&
        a.mspId === b.mspId;
      if (same) strictEqual(makeDocumentKey(a), makeDocumentKey(b));
      else notStrictEqual(makeDocumentKey(a).toLowerCase(), makeDocumentKey(b).toLowerCase());
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("makeDocumentKey() refuses serials and counters outside their range", () => {
  const shared = { usageMonth: yearMonth("2024-12"), mspId: "01a20e99-5781-713b-9d28-4dce457ad7c7" };
  const wrong = [[0, 1], [1.5, 1], [maxSerial + 1, 1], [1, 0], [1, maxKeyCounter + 1], [1, 1.5]] as const;
  for (const [customerSerial, counter] of wrong) {
    throws(() => makeDocumentKey({ ...shared, customerSerial, counter }), InvariantError);
  }
});
