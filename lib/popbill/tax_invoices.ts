import { z } from "zod";
import { won } from "../money.ts";
import type { TaxInvoiceIssuer, VendorState, VendorStatus } from "../tax_invoices/port.ts";
import type { TaxInvoiceContent, TaxType } from "../tax_invoices/tax_invoice.ts";
import { hasCode, optionalStamp, optionalText, readAnswer, wholeNumber } from "./answers.ts";
import { businessStatusesOf } from "./business_status.ts";
import type { Acting, PopbillClient } from "./client.ts";
import { readinessOf } from "./readiness.ts";
import { registIssueBody, vendorTaxTypes } from "./tax_invoice_body.ts";
import { inThousands } from "./thousands.ts";

/** What an issuer keeps to. */
export interface IssuerOptions {
  /** Popbill mails the recipient by itself, its test environment too: an address that may not be mailed is left out (R20). */
  readonly mayMail: (address: string) => boolean;
}

/** 전자세금계산서 by Popbill: 정발행 documents of the member that is the supplier (popbill-api.md 3–6). */
export function popbillIssuer(client: PopbillClient, { mayMail }: IssuerOptions): TaxInvoiceIssuer {
  return {
    readiness: (supplierBrn) => readinessOf(client, supplierBrn),
    issue: (content, options) => {
      const { recipient } = content;
      const email = mayMail(recipient.email) ? recipient.email : "";
      return issue(client, { content: { ...content, recipient: { ...recipient, email } }, ...options });
    },
    status: (supplierBrn, documentKey) => statusOf(client, { supplierBrn, documentKey }),
    statuses: (supplierBrn, documentKeys) => statusesOf(client, { supplierBrn, documentKeys }),
    cancel: async (supplierBrn, documentKey, memo) => {
      const body = memo === "" ? {} : { memo };
      await client.change({ ...document(supplierBrn, documentKey), override: "CANCELISSUE", body });
    },
    transferNow: async (supplierBrn, documentKey) => {
      await client.change({ ...document(supplierBrn, documentKey), override: "NTS" });
    },
    xml: async (supplierBrn, documentKey) => {
      const { acting, path } = document(supplierBrn, documentKey);
      const answer = await client.read({ acting, path: `${path}?XML` });
      return readAnswer(answer, { schema: xmlAnswer, of: `GET ${path}?XML` }).retObject;
    },
    pdf: (supplierBrn, documentKey) => {
      const { acting, path } = document(supplierBrn, documentKey);
      return client.readPdf({ acting, path: `${path}?PDF` });
    },
    businessStatuses: (supplierBrn, brns) => businessStatusesOf(client, { member: supplierBrn, brns }),
  };
}

/** The domain's word for a stateCode (popbill-api.md 4.1); a 3xx code that is not in the table is unknown. */
export function vendorState(stateCode: number): VendorState {
  return states.get(stateCode) ?? "unknown";
}

const states: ReadonlyMap<number, VendorState> = new Map([
  [100, "draft"],
  [300, "issued"],
  [301, "transferring"],
  [302, "transferring"],
  [303, "transferring"],
  [304, "completed"],
  [305, "rejected"],
  [600, "cancelled"],
]);

const noSuchDocument = "-11000005";

const wonText = z.string().regex(/^-?\d+$/).transform(won);
const issueAnswer = z.object({ ntsConfirmNum: z.string().min(1), issueDT: optionalStamp });
const xmlAnswer = z.object({ retObject: z.string().min(1) });

const statusAnswer = z.object({
  invoicerMgtKey: z.string().min(1),
  stateCode: wholeNumber,
  taxType: z.enum([vendorTaxTypes.taxable, vendorTaxTypes.zero_rated]),
  ntsconfirmNum: optionalText,
  issueDT: optionalStamp,
  ntssendDT: optionalStamp,
  ntsresultDT: optionalStamp,
  ntssendErrCode: optionalText,
  ntsresult: optionalText,
  invoiceeCorpNum: z.string(),
  supplyCostTotal: wonText,
  taxTotal: wonText,
}).transform((answer): VendorStatus => ({
  documentKey: answer.invoicerMgtKey,
  state: vendorState(answer.stateCode),
  vendorCode: answer.stateCode,
  approvalNo: answer.ntsconfirmNum,
  issuedAt: answer.issueDT,
  transferredAt: answer.ntssendDT,
  resultAt: answer.ntsresultDT,
  resultCode: answer.ntssendErrCode ?? answer.ntsresult,
  taxType: taxTypeOf(answer.taxType),
  recipientBrn: answer.invoiceeCorpNum,
  supplyAmount: answer.supplyCostTotal,
  taxAmount: answer.taxTotal,
}));

async function issue(
  client: PopbillClient,
  options: { content: TaxInvoiceContent; forceLate: boolean; memo: string },
): Promise<{ approvalNo: string; issuedAt: Date | null }> {
  const answer = await client.change({
    acting: { brn: options.content.supplier.brn, product: "110" },
    path: "/Taxinvoice",
    override: "ISSUE",
    body: registIssueBody(options.content, options),
  });
  // A document whose answer cannot be read is issued all the same: "http" tells the caller that the outcome is not known.
  const issued = readAnswer(answer, { schema: issueAnswer, of: "ISSUE /Taxinvoice", code: "http" });
  return { approvalNo: issued.ntsConfirmNum, issuedAt: issued.issueDT };
}

async function statusOf(
  client: PopbillClient,
  options: { supplierBrn: string; documentKey: string },
): Promise<VendorStatus | null> {
  const { acting, path } = document(options.supplierBrn, options.documentKey);
  try {
    return readAnswer(await client.read({ acting, path }), { schema: statusAnswer, of: `GET ${path}` });
  } catch (error) {
    if (hasCode(error, noSuchDocument)) return null;
    throw error;
  }
}

async function statusesOf(
  client: PopbillClient,
  options: { supplierBrn: string; documentKeys: readonly string[] },
): Promise<VendorStatus[]> {
  const found: VendorStatus[] = [];
  for (const keys of inThousands(options.documentKeys)) {
    const acting: Acting = { brn: options.supplierBrn, product: "110" };
    const answer = await client.read({ acting, path: "/Taxinvoice/SELL", body: keys });
    found.push(...readAnswer(answer, { schema: z.array(statusAnswer), of: "POST /Taxinvoice/SELL" }));
  }
  return found;
}

function document(supplierBrn: string, documentKey: string): { acting: Acting; path: string } {
  return {
    acting: { brn: supplierBrn, product: "110" },
    path: `/Taxinvoice/SELL/${encodeURIComponent(documentKey)}`,
  };
}

function taxTypeOf(text: typeof vendorTaxTypes[TaxType]): TaxType {
  return text === vendorTaxTypes.taxable ? "taxable" : "zero_rated";
}
