import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { localDate } from "../calendar.ts";
import { taxOn, won } from "../money.ts";
import { invariant } from "../prelude.ts";
import { type AmendedDocuments, amendedDocuments } from "./amendment.ts";
import type { AmendmentRequest, KeylessContent, OriginalTaxInvoice, PriorAmendment } from "./amendment_request.ts";
import { exampleContent, exampleRecipient } from "./content_example.ts";
import { contentProblems } from "./content_problems.ts";
import { amendmentDeadline } from "./deadline.ts";
import { taxInvoiceStates } from "./tax_invoice.ts";

const today = localDate("2026-03-10");
const approvalNo = "2026013188888888000001a7";
const original: OriginalTaxInvoice = { content: exampleContent(), approvalNo, state: "completed", amendments: [] };

function amend(request: AmendmentRequest, from: OriginalTaxInvoice = original) {
  return amendedDocuments(from, { request, vatRounding: "cut", today });
}

function amended(request: AmendmentRequest, from: OriginalTaxInvoice = original): AmendedDocuments {
  const result = amend(request, from);
  invariant(result.ok, "the request of this test is not refused");
  return result.value;
}

function refusalOf(request: AmendmentRequest, from: OriginalTaxInvoice = original) {
  const result = amend(request, from);
  return result.ok ? null : result.refusal;
}

/** What the worked examples of 3.4 name: reason, original's number, date, tax type, three amounts, line sign, remarks. */
function summary(document: KeylessContent) {
  const { amendment, writeDate, taxType, supplyAmount, taxAmount, totalAmount, lines, remarks } = document;
  return [
    `${amendment?.reason} ${amendment?.originalApprovalNo}`,
    `${writeDate} ${taxType} ${supplyAmount} ${taxAmount} ${totalAmount}`,
    ...lines.map((line) =>
      `${line.date} ${line.quantity} x ${line.unitPrice} = ${line.supplyAmount} ${line.taxAmount}`
    ),
    ...remarks,
  ];
}

Deno.test("amendedDocuments() entry_error: the negative copy, then 1,100,000 (3.4, code 1)", () => {
  const { documents, warnings } = amended({ reason: "entry_error", corrected: { supplyAmount: won(1_100_000) } });
  deepStrictEqual(documents.map(summary), [
    [
      `entry_error ${approvalNo}`,
      "2026-01-31 taxable -1000000 -100000 -1100000",
      "2026-01-31 -1 x 1000000 = -1000000 -100000",
    ],
    [
      `entry_error ${approvalNo}`,
      "2026-01-31 taxable 1100000 110000 1210000",
      "2026-01-31 1 x 1100000 = 1100000 110000",
    ],
  ]);
  deepStrictEqual(warnings, []);
});

Deno.test("amendedDocuments() supply_change: one document of the difference on its day (3.4, code 2)", () => {
  const changedOn = localDate("2026-02-20");
  const down = amended({ reason: "supply_change", changedOn, supplyDifference: won(-200_000) });
  deepStrictEqual(down.documents.map(summary), [[
    `supply_change ${approvalNo}`,
    "2026-02-20 taxable -200000 -20000 -220000",
    "2026-02-20 -1 x 200000 = -200000 -20000",
    "당초 작성일자 20260131",
  ]]);
  const up = amended({ reason: "supply_change", changedOn, supplyDifference: won(5), taxDifference: won(1) });
  strictEqual(summary(up.documents[0] ?? exampleContent())[1], "2026-02-20 taxable 5 1 6");
});

Deno.test("amendedDocuments() contract_cancelled: the whole, negative, on its day (3.4, code 4)", () => {
  const { documents } = amended({ reason: "contract_cancelled", cancelledOn: localDate("2026-03-05") });
  deepStrictEqual(documents.map(summary), [[
    `contract_cancelled ${approvalNo}`,
    "2026-03-05 taxable -1000000 -100000 -1100000",
    "2026-03-05 -1 x 1000000 = -1000000 -100000",
    "당초 작성일자 20260131",
  ]]);
});

Deno.test("amendedDocuments() return: the returned part, negative, on its day (code 3)", () => {
  const request = { reason: "return", returnedOn: localDate("2026-03-05"), supplyAmount: won(-300_005) } as const;
  deepStrictEqual(amended(request).documents.map(summary), [[
    `return ${approvalNo}`,
    "2026-03-05 taxable -300005 -30000 -330005",
    "2026-03-05 -1 x 300005 = -300005 -30000",
    "당초 작성일자 20260131",
  ]]);
});

Deno.test("amendedDocuments() duplicate: the second copy taken back whole, on its date (3.4, code 6)", () => {
  const second = { ...original, approvalNo: "2026013188888888000001a8" };
  deepStrictEqual(amended({ reason: "duplicate" }, second).documents.map(summary), [[
    "duplicate 2026013188888888000001a8",
    "2026-01-31 taxable -1000000 -100000 -1100000",
    "2026-01-31 -1 x 1000000 = -1000000 -100000",
  ]]);
});

Deno.test("amendedDocuments() local_lc: taxed part back, zero-rated again, both on the original's date (3.4, code 5)", () => {
  const openedOn = localDate("2026-02-10");
  const whole = amended({ reason: "local_lc", openedOn });
  deepStrictEqual(whole.documents.map(summary), [
    [
      `local_lc ${approvalNo}`,
      "2026-01-31 taxable -1000000 -100000 -1100000",
      "2026-01-31 -1 x 1000000 = -1000000 -100000",
      "내국신용장 개설일 20260210",
    ],
    [
      `local_lc ${approvalNo}`,
      "2026-01-31 zero_rated 1000000 0 1000000",
      "2026-01-31 1 x 1000000 = 1000000 0",
      "내국신용장 개설일 20260210",
    ],
  ]);
  const part = amended({ reason: "local_lc", openedOn, partAmount: won(400_005) });
  deepStrictEqual(part.documents.map((document) => summary(document)[1]), [
    "2026-01-31 taxable -400005 -40000 -440005",
    "2026-01-31 zero_rated 400005 0 400005",
  ]);
});

Deno.test("amendedDocuments() is refused until the NTS has accepted the original", () => {
  for (const state of taxInvoiceStates) {
    const expected = state === "completed" ? null : { kind: "original_not_completed", state };
    deepStrictEqual(refusalOf({ reason: "duplicate" }, { ...original, state }), expected, state);
  }
});

Deno.test("amendedDocuments() is refused without a whole approval number", () => {
  for (const unknown of [null, "", "20260131888888880000001", "2026013188888888000001a7x"]) {
    deepStrictEqual(refusalOf({ reason: "duplicate" }, { ...original, approvalNo: unknown }), {
      kind: "approval_no_unknown",
    });
  }
});

Deno.test("amendedDocuments() is refused on an original that was corrected or taken back already", () => {
  for (const reason of ["entry_error", "duplicate"] as const) {
    const prior: PriorAmendment = {
      reason,
      taxType: "taxable",
      supplyAmount: won(-1_000_000),
      taxAmount: won(-100_000),
    };
    const replaced = { ...original, amendments: [prior] };
    deepStrictEqual(refusalOf({ reason: "contract_cancelled", cancelledOn: today }, replaced), {
      kind: "original_replaced",
      reason,
    });
  }
});

Deno.test("amendedDocuments() takes a day from the original's write date to today", () => {
  const of = (day: string): AmendmentRequest[] => [
    { reason: "supply_change", changedOn: localDate(day), supplyDifference: won(-1_000) },
    { reason: "return", returnedOn: localDate(day), supplyAmount: won(-1_000) },
    { reason: "contract_cancelled", cancelledOn: localDate(day) },
    { reason: "local_lc", openedOn: localDate(day) },
  ];
  for (const day of ["2026-01-31", "2026-03-10"]) {
    for (const request of of(day)) strictEqual(refusalOf(request), null, `${request.reason} ${day}`);
  }
  for (const request of of("2026-01-30")) {
    deepStrictEqual(refusalOf(request), { kind: "date_before_original", writeDate: "2026-01-31" }, request.reason);
  }
  for (const request of of("2026-03-11")) {
    deepStrictEqual(refusalOf(request), { kind: "date_in_future", today }, request.reason);
  }
});

Deno.test("amendedDocuments() refuses positive returns and cancellations, and amounts of zero", () => {
  const positive = won(1);
  const day = localDate("2026-02-20");
  deepStrictEqual(refusalOf({ reason: "return", returnedOn: day, supplyAmount: positive }), {
    kind: "must_be_negative",
  });
  deepStrictEqual(refusalOf({ reason: "contract_cancelled", cancelledOn: day, supplyAmount: positive }), {
    kind: "must_be_negative",
  });
  deepStrictEqual(refusalOf({ reason: "return", returnedOn: day, supplyAmount: won(0) }), { kind: "zero_amount" });
  deepStrictEqual(refusalOf({ reason: "supply_change", changedOn: day, supplyDifference: won(0) }), {
    kind: "zero_amount",
  });
});

Deno.test("amendedDocuments() refuses returns and L/Cs of a document that is itself negative", () => {
  const negative = amended({ reason: "duplicate" }).documents[0];
  invariant(negative, "a duplicate has one document");
  const from = { ...original, content: negative };
  deepStrictEqual(refusalOf({ reason: "return", returnedOn: today, supplyAmount: won(-1) }, from), {
    kind: "original_not_positive",
  });
  deepStrictEqual(refusalOf({ reason: "local_lc", openedOn: localDate("2026-02-10") }, from), {
    kind: "original_not_positive",
  });
});

Deno.test("amendedDocuments() entry_error keeps the lines where only a party, the date or the tax type was wrong", () => {
  const corrected = {
    writeDate: localDate("2026-02-28"),
    recipient: { ...exampleRecipient, representative: "박가온" },
  };
  const { documents, warnings } = amended({ reason: "entry_error", corrected });
  deepStrictEqual(documents.map((document) => [document.writeDate, document.recipient.representative]), [
    ["2026-01-31", "이가온"],
    ["2026-02-28", "박가온"],
  ]);
  strictEqual(documents[1]?.lines[0]?.date, "2026-02-28");
  deepStrictEqual(warnings, []);
  const zero = amended({ reason: "entry_error", corrected: { taxType: "zero_rated" } }).documents[1];
  deepStrictEqual([zero?.taxType, zero?.supplyAmount, zero?.taxAmount, zero?.totalAmount], [
    "zero_rated",
    1_000_000n,
    0n,
    1_000_000n,
  ]);
  const tax = amended({ reason: "entry_error", corrected: { taxAmount: won(99_999) } }).documents[1];
  deepStrictEqual([tax?.taxAmount, tax?.totalAmount, tax?.lines[0]?.taxAmount], [99_999n, 1_099_999n, 99_999n]);
});

Deno.test("amendedDocuments() entry_error warns of another company and refuses no change, a flipped sign, tomorrow", () => {
  const recipient = { ...exampleRecipient, brn: "1016154760", name: "나루소프트" };
  deepStrictEqual(amended({ reason: "entry_error", corrected: { recipient } }).warnings, [
    "공급받는자의 사업자등록번호가 바뀝니다. 다른 회사로 바로잡는 것이 맞는지 세무사에게 확인해 주십시오.",
  ]);
  const cases = [
    [{}, { kind: "nothing_corrected" }],
    [{ supplyAmount: won(1_000_000), recipient: { ...exampleRecipient } }, { kind: "nothing_corrected" }],
    [{ supplyAmount: won(0) }, { kind: "sign_changed" }],
    [{ supplyAmount: won(-1) }, { kind: "sign_changed" }],
    [{ writeDate: localDate("2026-03-11") }, { kind: "date_in_future", today }],
  ] as const;
  for (const [corrected, expected] of cases) {
    deepStrictEqual(refusalOf({ reason: "entry_error", corrected }), expected);
  }
});

Deno.test("amendedDocuments() local_lc keeps to the taxed rest and to 25 days after the taxable period", () => {
  const openedOn = localDate("2026-02-10");
  const prior: PriorAmendment = {
    reason: "supply_change",
    taxType: "taxable",
    supplyAmount: won(-200_000),
    taxAmount: won(-20_000),
  };
  const lowered = { ...original, amendments: [prior] };
  strictEqual(amended({ reason: "local_lc", openedOn }, lowered).documents[1]?.supplyAmount, 800_000n);
  deepStrictEqual(refusalOf({ reason: "local_lc", openedOn, partAmount: won(800_001) }, lowered), {
    kind: "part_exceeds_rest",
    restAmount: 800_000n,
  });
  deepStrictEqual(refusalOf({ reason: "local_lc", openedOn, partAmount: won(0) }), { kind: "part_not_positive" });
  const zeroRated = { ...original, content: exampleContent({ taxType: "zero_rated" }) };
  deepStrictEqual(refusalOf({ reason: "local_lc", openedOn }, zeroRated), { kind: "original_zero_rated" });

  const late = (day: string) =>
    amendedDocuments(original, {
      request: { reason: "local_lc", openedOn: localDate(day) },
      vatRounding: "cut",
      today: localDate("2026-07-31"),
    });
  const inTime = late("2026-07-27"); // the 25th is a Saturday
  deepStrictEqual(inTime.ok && inTime.value.warnings, [
    "발급 기한(2026-07-20 (월))이 지나 팝빌이 받지 않을 수 있습니다.",
  ]);
  deepStrictEqual(late("2026-07-28"), { ok: false, refusal: { kind: "lc_too_late", until: "2026-07-27" } });
});

Deno.test("amendedDocuments() warns, and only warns, when original and amendments together fall below zero", () => {
  const prior: PriorAmendment = {
    reason: "supply_change",
    taxType: "taxable",
    supplyAmount: won(-200_000),
    taxAmount: won(-20_000),
  };
  const lowered = { ...original, amendments: [prior] };
  const of = (difference: number) =>
    amended({ reason: "supply_change", changedOn: today, supplyDifference: won(difference) }, lowered).warnings;
  deepStrictEqual(of(-800_000), []);
  deepStrictEqual(of(-800_001), [
    "당초와 수정분을 더하면 공급가액이 -1원으로 0원보다 작아집니다. 금액을 확인해 주십시오.",
  ]);
});

Deno.test("amendedDocuments() contract_cancelled takes back just what is left, tax included", () => {
  const odd = exampleContent({ supplyAmount: won(3_015), taxAmount: won(300), totalAmount: won(3_315) }); // of a period
  const prior: PriorAmendment = {
    reason: "return",
    taxType: "taxable",
    supplyAmount: won(-1_005),
    taxAmount: won(-100),
  };
  const { documents } = amended({ reason: "contract_cancelled", cancelledOn: today }, {
    ...original,
    content: odd,
    amendments: [prior],
  });
  deepStrictEqual([documents[0]?.supplyAmount, documents[0]?.taxAmount], [-2_010n, -200n]);
});

Deno.test("amendmentDeadline() is the 10th after a dated one, the 20th after the period of an L/C, none of a mistake", () => {
  const writeDate = localDate("2026-02-20");
  strictEqual(amendmentDeadline("supply_change", { writeDate }), "2026-03-10");
  strictEqual(amendmentDeadline("return", { writeDate }), "2026-03-10");
  strictEqual(amendmentDeadline("contract_cancelled", { writeDate }), "2026-03-10");
  strictEqual(amendmentDeadline("local_lc", { writeDate }), "2026-07-20");
  strictEqual(amendmentDeadline("local_lc", { writeDate: localDate("2025-12-31") }), "2026-01-20");
  strictEqual(amendmentDeadline("entry_error", { writeDate }), null);
  strictEqual(amendmentDeadline("duplicate", { writeDate }), null);
});

const requests: fc.Arbitrary<AmendmentRequest> = fc.oneof(
  fc.bigInt({ min: 1n, max: 9_000_000n }).map((supply): AmendmentRequest => ({
    reason: "entry_error",
    corrected: { supplyAmount: won(supply) },
  })),
  fc.bigInt({ min: -9_000_000n, max: 9_000_000n }).map((supply): AmendmentRequest => ({
    reason: "supply_change",
    changedOn: localDate("2026-02-20"),
    supplyDifference: won(supply),
  })),
  fc.bigInt({ min: -9_000_000n, max: 9_000_000n }).map((supply): AmendmentRequest => ({
    reason: "return",
    returnedOn: localDate("2026-02-20"),
    supplyAmount: won(supply),
  })),
  fc.constant<AmendmentRequest>({ reason: "contract_cancelled", cancelledOn: localDate("2026-02-20") }),
  fc.bigInt({ min: 1n, max: 9_000_000n }).map((supply): AmendmentRequest => ({
    reason: "local_lc",
    openedOn: localDate("2026-02-10"),
    partAmount: won(supply),
  })),
  fc.constant<AmendmentRequest>({ reason: "duplicate" }),
);

Deno.test("amendedDocuments() keeps the invariants of 3.4 and what Popbill demands, for any amounts", () => {
  const supplies = fc.bigInt({ min: 1n, max: 9_000_000n }).map((value) => won(value));
  fc.assert(fc.property(supplies, requests, (supplyAmount, request) => {
    const taxAmount = taxOn(supplyAmount);
    const totalAmount = won(supplyAmount + taxAmount);
    const lines = exampleContent().lines.map((line) => ({
      ...line,
      unitPrice: `${supplyAmount}`,
      supplyAmount,
      taxAmount,
    }));
    const content = exampleContent({ supplyAmount, taxAmount, totalAmount, lines });
    const result = amend(request, { ...original, content });
    if (!result.ok) return;
    for (const document of result.value.documents) {
      const { reason, originalApprovalNo } = document.amendment ?? {};
      strictEqual(originalApprovalNo, approvalNo);
      deepStrictEqual(contentProblems({ documentKey: "202601-1-2", ...document }, { today }), []);
      if (reason === "return" || reason === "contract_cancelled") strictEqual(document.totalAmount < 0n, true);
      if (reason === "local_lc" || reason === "duplicate") strictEqual(document.writeDate, content.writeDate);
      strictEqual(document.writeDate >= content.writeDate, true);
    }
    const first = result.value.documents[0];
    if (request.reason === "entry_error" || request.reason === "duplicate") {
      deepStrictEqual([first?.supplyAmount, first?.taxAmount, first?.totalAmount], [
        -supplyAmount,
        -taxAmount,
        -totalAmount,
      ]);
    }
    const expectedCount = request.reason === "entry_error" || request.reason === "local_lc" ? 2 : 1;
    strictEqual(result.value.documents.length, expectedCount);
  }));
});
