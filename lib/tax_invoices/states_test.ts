import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { VendorState } from "./port.ts";
import { changeState, isFinal, isLive, stateFromVendor, taxInvoiceStateLabels } from "./states.ts";
import { type TaxInvoiceState, taxInvoiceStates } from "./tax_invoice.ts";

Deno.test("changeState() allows exactly the ways of B7", () => {
  const allowed = new Set([
    "not_issued>issuing",
    "not_issued>failed",
    "issuing>scheduled",
    "issuing>transferring",
    "issuing>completed",
    "issuing>rejected",
    "issuing>cancelled",
    "issuing>failed",
    "scheduled>transferring",
    "scheduled>completed",
    "scheduled>rejected",
    "scheduled>cancelled",
    "transferring>completed",
    "transferring>rejected",
  ]);
  for (const from of taxInvoiceStates) {
    for (const to of taxInvoiceStates) {
      const expected = allowed.has(`${from}>${to}`)
        ? { ok: true, value: to }
        : { ok: false, refusal: { kind: "transition_not_allowed", from, to } };
      deepStrictEqual(changeState(from, to), expected, `${from} > ${to}`);
    }
  }
});

Deno.test("changeState() cancels until the transfer has begun and not after", () => {
  strictEqual(changeState("scheduled", "cancelled").ok, true);
  strictEqual(changeState("transferring", "cancelled").ok, false);
  strictEqual(changeState("completed", "cancelled").ok, false);
});

Deno.test("isLive() frees the month only when cancelled, rejected or failed; isFinal() ends the asking", () => {
  const cases: Record<TaxInvoiceState, [boolean, boolean]> = {
    not_issued: [true, false],
    issuing: [true, false],
    scheduled: [true, false],
    transferring: [true, false],
    completed: [true, true],
    rejected: [false, true],
    cancelled: [false, true],
    failed: [false, true],
  };
  for (const state of taxInvoiceStates) deepStrictEqual([isLive(state), isFinal(state)], cases[state], state);
});

Deno.test("stateFromVendor() reads every vendor state and settles nothing on a draft or an unknown code", () => {
  const cases: Record<VendorState, TaxInvoiceState | null> = {
    draft: null,
    issued: "scheduled",
    transferring: "transferring",
    completed: "completed",
    rejected: "rejected",
    cancelled: "cancelled",
    unknown: null,
  };
  for (const [vendorState, state] of Object.entries(cases)) {
    strictEqual(stateFromVendor(vendorState as VendorState), state, vendorState);
  }
});

Deno.test("taxInvoiceStateLabels are the words of A5 and all differ", () => {
  strictEqual(taxInvoiceStateLabels.not_issued, "발행전");
  strictEqual(taxInvoiceStateLabels.scheduled, "발행 취소");
  strictEqual(taxInvoiceStateLabels.transferring, "전송 중");
  strictEqual(taxInvoiceStateLabels.completed, "발행 완료");
  strictEqual(taxInvoiceStateLabels.rejected, "발행 실패");
  strictEqual(new Set(Object.values(taxInvoiceStateLabels)).size, taxInvoiceStates.length);
});
