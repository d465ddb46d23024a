import { match, strictEqual } from "node:assert/strict";
import { localDate } from "../calendar.ts";
import { won } from "../money.ts";
import { type AmendmentRefusal, amendmentRefusalText } from "./amendment_refusal.ts";
import { taxInvoiceStates } from "./tax_invoice.ts";

Deno.test("amendmentRefusalText() sends a scheduled original to cancelling and a rejected one to a new issue", () => {
  strictEqual(
    amendmentRefusalText({ kind: "original_not_completed", state: "scheduled" }),
    "당초 세금계산서: 아직 국세청에 전송하지 않았습니다. 수정하지 말고 발행을 취소한 뒤 다시 발행해 주십시오.",
  );
  strictEqual(
    amendmentRefusalText({ kind: "original_not_completed", state: "rejected" }),
    "당초 세금계산서: 국세청이 받지 않은 문서입니다. 수정하지 말고 새로 발행해 주십시오.",
  );
});

Deno.test("amendmentRefusalText() says every refusal in a whole Korean sentence that names its field", () => {
  const refusals: readonly AmendmentRefusal[] = [
    ...taxInvoiceStates.map((state) => ({ kind: "original_not_completed", state }) as const),
    { kind: "approval_no_unknown" },
    { kind: "original_replaced", reason: "entry_error" },
    { kind: "original_replaced", reason: "duplicate" },
    { kind: "original_not_positive" },
    { kind: "original_zero_rated" },
    { kind: "date_before_original", writeDate: localDate("2026-01-31") },
    { kind: "date_in_future", today: localDate("2026-03-10") },
    { kind: "zero_amount" },
    { kind: "must_be_negative" },
    { kind: "sign_changed" },
    { kind: "nothing_corrected" },
    { kind: "part_not_positive" },
    { kind: "part_exceeds_rest", restAmount: won(800_000) },
    { kind: "lc_too_late", until: localDate("2026-07-27") },
  ];
  for (const refusal of refusals) match(amendmentRefusalText(refusal), /^[가-힣].+(다|오)\.$/, refusal.kind);
  match(amendmentRefusalText({ kind: "part_exceeds_rest", restAmount: won(800_000) }), /800,000원/);
});
