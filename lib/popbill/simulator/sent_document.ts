import { z } from "zod";
import { PopbillRefusal } from "./wire.ts";

const text = z.string().nullish().transform((value) => value ?? "");
const flag = z.boolean().nullish().transform((value) => value ?? false);
const whole = z.number().int().nullish().transform((value) => value ?? null);
/** 권 and 호 are 16-bit numbers at the vendor. */
const small = z.number().int().min(0).max(32767).nullish().transform((value) => value ?? null);

const line = z.object({
  serialNum: whole,
  purchaseDT: text,
  itemName: text,
  spec: text,
  qty: text,
  unitCost: text,
  supplyCost: text,
  tax: text,
  remark: text,
});

const addedContact = z.object({ serialNum: whole, contactName: text, email: text });

/** The Taxinvoice object (popbill-api.md 5): what is absent, null or empty reads as "", false or null. */
const sentDocument = z.object({
  issueType: text,
  taxType: text,
  chargeDirection: text,
  purposeType: text,
  writeDate: text,
  supplyCostTotal: text,
  taxTotal: text,
  totalAmount: text,
  cash: text,
  chkBill: text,
  note: text,
  credit: text,
  serialNum: text,
  kwon: small,
  ho: small,
  remark1: text,
  remark2: text,
  remark3: text,
  businessLicenseYN: flag,
  bankBookYN: flag,
  modifyCode: whole,
  orgNTSConfirmNum: text,
  invoicerCorpNum: text,
  invoicerMgtKey: text,
  invoicerTaxRegID: text,
  invoicerCorpName: text,
  invoicerCEOName: text,
  invoicerAddr: text,
  invoicerBizType: text,
  invoicerBizClass: text,
  invoicerContactName: text,
  invoicerDeptName: text,
  invoicerTEL: text,
  invoicerHP: text,
  invoicerEmail: text,
  invoicerSMSSendYN: flag,
  invoiceeType: text,
  invoiceeCorpNum: text,
  invoiceeMgtKey: text,
  invoiceeTaxRegID: text,
  invoiceeCorpName: text,
  invoiceeCEOName: text,
  invoiceeAddr: text,
  invoiceeBizType: text,
  invoiceeBizClass: text,
  invoiceeContactName1: text,
  invoiceeDeptName1: text,
  invoiceeTEL1: text,
  invoiceeHP1: text,
  invoiceeEmail1: text,
  invoiceeContactName2: text,
  invoiceeDeptName2: text,
  invoiceeTEL2: text,
  invoiceeHP2: text,
  invoiceeEmail2: text,
  invoiceeSMSSendYN: flag,
  detailList: z.array(line).nullish().transform((value) => value ?? []),
  addContactList: z.array(addedContact).nullish().transform((value) => value ?? []),
});

/** The options that stand beside the document in the same body (popbill-api.md 3.2). */
const issueOptions = z.object({ forceIssue: flag, writeSpecification: flag, memo: text, emailSubject: text });

/** A tax invoice as the partner sent it. */
export type SentDocument = z.infer<typeof sentDocument>;
/** A line 상세항목 of a tax invoice as sent. */
export type SentLine = SentDocument["detailList"][number];
/** What is asked for together with a tax invoice. */
export type IssueOptions = z.infer<typeof issueOptions>;
/** The names of the fields that are text. */
export type TextField = {
  [Name in keyof SentDocument]: SentDocument[Name] extends string ? Name : never;
}[keyof SentDocument];

/** Reads a document of a body; refuses a field of another type, as the vendor's mapping does. */
export function readDocument(value: unknown): SentDocument {
  return mapped(sentDocument.safeParse(value));
}

/** Reads the options beside a document. */
export function readOptions(value: unknown): IssueOptions {
  return mapped(issueOptions.safeParse(value));
}

function mapped<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new PopbillRefusal(-11010003, `세금계산서 정보를 읽지 못했습니다: ${where} 항목의 형식이 다릅니다.`);
}
