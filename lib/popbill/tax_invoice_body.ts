import type { LocalDate } from "../calendar.ts";
import { invariant } from "../prelude.ts";
import {
  amendmentReasons,
  type Party,
  type TaxInvoiceContent,
  type TaxInvoiceLine,
} from "../tax_invoices/tax_invoice.ts";

/** 과세형태 as Popbill writes it. */
export const vendorTaxTypes = { taxable: "과세", zero_rated: "영세" } as const;

/**
 * The body of registIssue (popbill-api.md 3.2, 5): 정발행, 정과금. The whole total stands under 외상미수금 (claim) or 현금
 * (receipt); an empty field is left out; amounts are won in decimal text.
 */
export function registIssueBody(content: TaxInvoiceContent, options: { forceLate: boolean; memo: string }) {
  invariant(content.remarks.length <= 3, "a tax invoice has at most three remarks");
  invariant(content.lines.length <= 99, "a tax invoice has at most 99 lines");
  const total = String(content.totalAmount);
  const [remark1, remark2, remark3] = content.remarks.map(filled);
  return {
    issueType: "정발행",
    taxType: vendorTaxTypes[content.taxType],
    chargeDirection: "정과금",
    purposeType: content.purpose === "claim" ? "청구" : "영수",
    writeDate: vendorDay(content.writeDate),
    supplyCostTotal: String(content.supplyAmount),
    taxTotal: String(content.taxAmount),
    totalAmount: total,
    ...(content.purpose === "claim" ? { credit: total } : { cash: total }),
    ...supplierFields(content.supplier),
    invoicerMgtKey: content.documentKey,
    ...recipientFields(content.recipient),
    remark1,
    remark2,
    remark3,
    ...amendmentFields(content.amendment),
    detailList: content.lines.map(lineFields),
    forceIssue: options.forceLate,
    memo: filled(options.memo),
  };
}

function amendmentFields(amendment: TaxInvoiceContent["amendment"]) {
  if (!amendment) return {};
  // 수정사유코드 1–6 are the reasons in the order of NTS codes.
  return {
    modifyCode: amendmentReasons.indexOf(amendment.reason) + 1,
    orgNTSConfirmNum: amendment.originalApprovalNo,
  };
}

function supplierFields(supplier: Party) {
  return {
    invoicerCorpNum: supplier.brn,
    invoicerTaxRegID: filled(supplier.branchNo),
    invoicerCorpName: supplier.name,
    invoicerCEOName: supplier.representative,
    invoicerAddr: filled(supplier.address),
    invoicerBizType: filled(supplier.bizType),
    invoicerBizClass: filled(supplier.bizItem),
    invoicerContactName: filled(supplier.contactName),
    invoicerTEL: filled(supplier.phone),
    invoicerEmail: filled(supplier.email),
  };
}

function recipientFields(recipient: Party) {
  return {
    invoiceeType: "사업자",
    invoiceeCorpNum: recipient.brn,
    invoiceeTaxRegID: filled(recipient.branchNo),
    invoiceeCorpName: recipient.name,
    invoiceeCEOName: recipient.representative,
    invoiceeAddr: filled(recipient.address),
    invoiceeBizType: filled(recipient.bizType),
    invoiceeBizClass: filled(recipient.bizItem),
    invoiceeContactName1: filled(recipient.contactName),
    invoiceeTEL1: filled(recipient.phone),
    invoiceeEmail1: filled(recipient.email),
  };
}

function lineFields(line: TaxInvoiceLine, index: number) {
  return {
    serialNum: index + 1,
    purchaseDT: vendorDay(line.date),
    itemName: filled(line.name),
    spec: filled(line.spec),
    qty: filled(line.quantity),
    unitCost: filled(line.unitPrice),
    supplyCost: String(line.supplyAmount),
    tax: String(line.taxAmount),
    remark: filled(line.remark),
  };
}

// JSON leaves out what is undefined.
function filled(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function vendorDay(day: LocalDate): string {
  return day.replaceAll("-", "");
}
