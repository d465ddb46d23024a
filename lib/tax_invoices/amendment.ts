import { isDeepStrictEqual } from "node:util";
import { dayText, type ExtraHolidays, type LocalDate } from "../calendar.ts";
import { formatWon, negateWon, sumWon, taxOn, type VatRounding, type Won, zeroWon } from "../money.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import type { AmendmentRefusal } from "./amendment_refusal.ts";
import {
  type AmendmentRequest,
  type Correction,
  type KeylessContent,
  type OriginalTaxInvoice,
  restOf,
  taxOfDifference,
} from "./amendment_request.ts";
import { amountLine } from "./content.ts";
import { amendmentDeadline, finalReturnOn } from "./deadline.ts";
import type { AmendmentReason, TaxInvoiceLine } from "./tax_invoice.ts";

/** What an amendment is made of beside its original. */
export interface AmendmentOptions {
  readonly request: AmendmentRequest;
  readonly vatRounding: VatRounding;
  readonly today: LocalDate;
  readonly extraHolidays?: ExtraHolidays;
}

/** The one or two documents to issue, in order, and what a person should read first (Korean). */
export interface AmendedDocuments {
  readonly documents: readonly KeylessContent[];
  readonly warnings: readonly string[];
}

type Documents = Result<readonly KeylessContent[], AmendmentRefusal>;

/** The amended tax invoices of one reason, complete but for their keys (시행령 §70①; `tax-invoice-rules.md`, part 3). */
export function amendedDocuments(
  original: OriginalTaxInvoice,
  options: AmendmentOptions,
): Result<AmendedDocuments, AmendmentRefusal> {
  if (original.state !== "completed") return refuse({ kind: "original_not_completed", state: original.state });
  if (!/^\d{16}[0-9A-Za-z]{8}$/.test(original.approvalNo ?? "")) return refuse({ kind: "approval_no_unknown" });
  for (const { reason } of original.amendments) {
    if (reason === "entry_error" || reason === "duplicate") return refuse({ kind: "original_replaced", reason });
  }
  const documents = documentsOf(original, options);
  if (!documents.ok) return documents;
  return ok({ documents: documents.value, warnings: warningsOf(original, { ...options, documents: documents.value }) });
}

function documentsOf(original: OriginalTaxInvoice, options: AmendmentOptions): Documents {
  const { request } = options;
  switch (request.reason) {
    case "entry_error":
      return correctedDocuments(original, { ...options, corrected: request.corrected });
    case "supply_change": {
      const supplyAmount = request.supplyDifference;
      const taxAmount = request.taxDifference ?? taxOfDifference(original, { ...options, supplyAmount });
      return datedDocument(original, { ...options, on: request.changedOn, supplyAmount, taxAmount });
    }
    case "return":
      return negativeDocument(original, { ...options, on: request.returnedOn, supplyAmount: request.supplyAmount });
    case "contract_cancelled": {
      const supplyAmount = request.supplyAmount ?? negateWon(restOf(original).supplyAmount);
      return negativeDocument(original, { ...options, on: request.cancelledOn, supplyAmount });
    }
    case "local_lc":
      return zeroRatedDocuments(original, {
        ...options,
        openedOn: request.openedOn,
        partAmount: request.partAmount ?? restOf(original).supplyAmount,
      });
    case "duplicate":
      return ok([negativeCopy(original, "duplicate")]);
  }
}

/** Reason 1: the negative copy, then the corrected document. */
function correctedDocuments(
  original: OriginalTaxInvoice,
  options: AmendmentOptions & { corrected: Correction },
): Documents {
  const { content } = original;
  const { lineName, ...corrected } = options.corrected;
  const taxType = corrected.taxType ?? content.taxType;
  const writeDate = corrected.writeDate ?? content.writeDate;
  const supplyAmount = corrected.supplyAmount ?? content.supplyAmount;
  const computedTax = taxType === "zero_rated" ? zeroWon : taxOn(supplyAmount, options.vatRounding);
  const sameBase = taxType === content.taxType && supplyAmount === content.supplyAmount;
  const taxAmount = corrected.taxAmount ?? (sameBase ? content.taxAmount : computedTax);
  if (writeDate > options.today) return refuse({ kind: "date_in_future", today: options.today });
  if (supplyAmount === 0n || (supplyAmount > 0n) !== (content.supplyAmount > 0n)) {
    return refuse({ kind: "sign_changed" });
  }

  const sameLines = sameBase && taxAmount === content.taxAmount &&
    (lineName ?? lineNameOf(content)) === lineNameOf(content);
  const document: KeylessContent = {
    ...amendedContent(original, "entry_error"),
    ...corrected,
    taxType,
    writeDate,
    remarks: corrected.remarks ?? content.remarks,
    lines: sameLines
      ? content.lines.map((line) => ({ ...line, date: corrected.writeDate ?? line.date }))
      : [amountLine({ date: writeDate, name: lineName ?? lineNameOf(content), supplyAmount, taxAmount })],
    supplyAmount,
    taxAmount,
    totalAmount: sumWon([supplyAmount, taxAmount]),
  };
  const unchanged = isDeepStrictEqual({ ...content, ...document, amendment: content.amendment }, { ...content });
  if (unchanged) return refuse({ kind: "nothing_corrected" });
  return ok([negativeCopy(original, "entry_error"), document]);
}

/** Reasons 3 and 4, which only ever lower the amount (Popbill -11001010). */
function negativeDocument(
  original: OriginalTaxInvoice,
  options: AmendmentOptions & { on: LocalDate; supplyAmount: Won },
): Documents {
  if (original.content.supplyAmount <= 0n) return refuse({ kind: "original_not_positive" });
  if (options.supplyAmount > 0n) return refuse({ kind: "must_be_negative" });
  return datedDocument(original, { ...options, taxAmount: taxOfDifference(original, options) });
}

/** Reasons 2, 3 and 4: one document of the difference, written on the day of the cause, naming the original's date. */
function datedDocument(
  original: OriginalTaxInvoice,
  options: AmendmentOptions & { on: LocalDate; supplyAmount: Won; taxAmount: Won },
): Documents {
  const { on, supplyAmount, taxAmount, today } = options;
  const originalDate = original.content.writeDate;
  if (on < originalDate) return refuse({ kind: "date_before_original", writeDate: originalDate });
  if (on > today) return refuse({ kind: "date_in_future", today });
  if (supplyAmount === 0n) return refuse({ kind: "zero_amount" });
  const document = lumpDocument(original, { reason: options.request.reason, writeDate: on, supplyAmount, taxAmount });
  return ok([{ ...document, remarks: [`당초 작성일자 ${compact(originalDate)}`] }]);
}

/** Reason 5: the taxed part is taken back and supplied again zero-rated, both on the original's date. */
function zeroRatedDocuments(
  original: OriginalTaxInvoice,
  options: AmendmentOptions & { openedOn: LocalDate; partAmount: Won },
): Documents {
  const { openedOn, partAmount, today } = options;
  const { taxType, writeDate } = original.content;
  const restAmount = restOf(original).supplyAmount;
  const until = finalReturnOn(writeDate, options.extraHolidays);
  if (taxType === "zero_rated") return refuse({ kind: "original_zero_rated" });
  if (original.content.supplyAmount <= 0n) return refuse({ kind: "original_not_positive" });
  if (openedOn < writeDate) return refuse({ kind: "date_before_original", writeDate });
  if (openedOn > today) return refuse({ kind: "date_in_future", today });
  if (openedOn > until) return refuse({ kind: "lc_too_late", until });
  if (partAmount <= 0n) return refuse({ kind: "part_not_positive" });
  if (partAmount > restAmount) return refuse({ kind: "part_exceeds_rest", restAmount });

  const supplyAmount = negateWon(partAmount);
  const taxAmount = taxOfDifference(original, { ...options, supplyAmount });
  const shared = { reason: "local_lc", writeDate } as const;
  const remarks = [`내국신용장 개설일 ${compact(openedOn)}`];
  return ok([
    { ...lumpDocument(original, { ...shared, supplyAmount, taxAmount }), remarks },
    {
      ...lumpDocument(original, { ...shared, supplyAmount: partAmount, taxAmount: zeroWon }),
      taxType: "zero_rated",
      remarks,
    },
  ]);
}

/** The whole original with the other sign, figure for figure (reasons 1 and 6). */
function negativeCopy(original: OriginalTaxInvoice, reason: "entry_error" | "duplicate"): KeylessContent {
  const { content } = original;
  return {
    ...amendedContent(original, reason),
    lines: content.lines.map(negativeLine),
    supplyAmount: negateWon(content.supplyAmount),
    taxAmount: negateWon(content.taxAmount),
    totalAmount: negateWon(content.totalAmount),
  };
}

/** A document of one line, under the original's item name. */
function lumpDocument(
  original: OriginalTaxInvoice,
  options: { reason: AmendmentReason; writeDate: LocalDate; supplyAmount: Won; taxAmount: Won },
): KeylessContent {
  const { writeDate, supplyAmount, taxAmount } = options;
  return {
    ...amendedContent(original, options.reason),
    writeDate,
    lines: [amountLine({ date: writeDate, name: lineNameOf(original.content), supplyAmount, taxAmount })],
    supplyAmount,
    taxAmount,
    totalAmount: sumWon([supplyAmount, taxAmount]),
  };
}

function amendedContent(original: OriginalTaxInvoice, reason: AmendmentReason): KeylessContent {
  const { taxType, purpose, writeDate, supplier, recipient, lines, supplyAmount, taxAmount, totalAmount } =
    original.content;
  return {
    taxType,
    purpose,
    writeDate,
    supplier,
    recipient,
    lines,
    supplyAmount,
    taxAmount,
    totalAmount,
    remarks: [],
    amendment: { reason, originalApprovalNo: original.approvalNo ?? "" },
  };
}

function negativeLine(line: TaxInvoiceLine): TaxInvoiceLine {
  return {
    ...line,
    quantity: line.quantity.startsWith("-") ? line.quantity.slice(1) : `-${line.quantity}`,
    supplyAmount: negateWon(line.supplyAmount),
    taxAmount: negateWon(line.taxAmount),
  };
}

function warningsOf(
  original: OriginalTaxInvoice,
  options: AmendmentOptions & { documents: readonly KeylessContent[] },
): string[] {
  const { documents, request, today } = options;
  const warnings: string[] = [];
  const sameType = documents.filter((document) => document.taxType === original.content.taxType);
  const restAmount = sumWon([restOf(original).supplyAmount, ...sameType.map((document) => document.supplyAmount)]);
  if (original.content.supplyAmount > 0n && restAmount < 0n) {
    warnings.push(
      `당초와 수정분을 더하면 공급가액이 ${formatWon(restAmount)}으로 0원보다 작아집니다. 금액을 확인해 주십시오.`,
    );
  }
  if (documents.some((document) => document.recipient.brn !== original.content.recipient.brn)) {
    warnings.push(
      "공급받는자의 사업자등록번호가 바뀝니다. 다른 회사로 바로잡는 것이 맞는지 세무사에게 확인해 주십시오.",
    );
  }
  if (request.reason === "local_lc") {
    const until = amendmentDeadline("local_lc", original.content);
    if (until && today > until) {
      warnings.push(`발급 기한(${dayText(until)})이 지나 팝빌이 받지 않을 수 있습니다.`);
    }
  }
  return warnings;
}

function lineNameOf(content: KeylessContent): string {
  return content.lines[0]?.name ?? "";
}

function compact(day: LocalDate): string {
  return day.replaceAll("-", "");
}
