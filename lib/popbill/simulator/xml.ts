import type { TaxDocument } from "./documents.ts";
import type { SentDocument, SentLine } from "./sent_document.ts";

const namespace = "urn:kr:or:kec:standard:Tax:ReusableAggregateBusinessInformationEntitySchemaModule:1:0";
const schema = "http://www.kec.or.kr/standard/Tax/TaxInvoiceSchemaModule_1.0.xsd";
const rootAttributes = `xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
  `xsi:schemaLocation="${namespace} ${schema}"`;

/** The standard XML of a document (tax-invoice-rules.md 6), without its signature. */
export function taxInvoiceXml(document: TaxDocument): string {
  const { content } = document;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<TaxInvoice ${rootAttributes}>\n` +
    [
      parent("ExchangedDocument", leaf("IssueDateTime", document.issueDT)),
      head(document),
      settlement(content),
      ...content.detailList.map((line) => lineElement(line, content)),
    ].join("\n") +
    "\n</TaxInvoice>\n";
}

/** The class 01–04 and the kind 01 or 02 (tax-invoice-rules.md 6.3). */
export function typeCode(content: SentDocument): string {
  const isAmended = content.modifyCode !== null;
  if (content.taxType === "면세") return isAmended ? "0401" : "0301";
  return `${isAmended ? "02" : "01"}${content.taxType === "영세" ? "02" : "01"}`;
}

function head(document: TaxDocument): string {
  const { content } = document;
  return parent(
    "TaxInvoiceDocument",
    leaf("IssueID", document.approvalNo),
    leaf("TypeCode", typeCode(content)),
    ...[content.remark1, content.remark2, content.remark3].map((remark) => leaf("DescriptionText", remark)),
    leaf("IssueDateTime", content.writeDate),
    leaf("AmendmentStatusCode", content.modifyCode === null ? "" : `0${content.modifyCode}`),
    leaf("PurposeCode", content.purposeType === "영수" ? "01" : content.purposeType === "청구" ? "02" : ""),
    leaf("OriginalIssueID", content.orgNTSConfirmNum),
  );
}

function settlement(content: SentDocument): string {
  return parent(
    "TaxInvoiceTradeSettlement",
    supplier(content),
    buyer(content),
    paymentMeans("10", content.cash),
    paymentMeans("20", content.chkBill),
    paymentMeans("30", content.note),
    paymentMeans("40", content.credit),
    parent(
      "SpecifiedMonetarySummation",
      leaf("ChargeTotalAmount", content.supplyCostTotal),
      leaf("TaxTotalAmount", content.taxType === "면세" ? "" : content.taxTotal),
      leaf("GrandTotalAmount", content.totalAmount),
    ),
  );
}

function supplier(content: SentDocument): string {
  return parent(
    "InvoicerParty",
    leaf("ID", content.invoicerCorpNum),
    leaf("TypeCode", content.invoicerBizType),
    leaf("NameText", content.invoicerCorpName),
    leaf("ClassificationCode", content.invoicerBizClass),
    parent("SpecifiedOrganization", leaf("TaxRegistrationID", content.invoicerTaxRegID)),
    parent("SpecifiedPerson", leaf("NameText", content.invoicerCEOName)),
    contact("DefinedContact", {
      department: content.invoicerDeptName,
      person: content.invoicerContactName,
      telephone: content.invoicerTEL,
      email: content.invoicerEmail,
    }),
    parent("SpecifiedAddress", leaf("LineOneText", content.invoicerAddr)),
  );
}

function buyer(content: SentDocument): string {
  const kind = content.invoiceeType === "사업자" ? "01" : content.invoiceeType === "개인" ? "02" : "03";
  return parent(
    "InvoiceeParty",
    leaf("ID", content.invoiceeCorpNum),
    leaf("TypeCode", content.invoiceeBizType),
    leaf("NameText", content.invoiceeCorpName),
    leaf("ClassificationCode", content.invoiceeBizClass),
    parent(
      "SpecifiedOrganization",
      leaf("TaxRegistrationID", content.invoiceeTaxRegID),
      leaf("BusinessTypeCode", kind),
    ),
    parent("SpecifiedPerson", leaf("NameText", content.invoiceeCEOName)),
    contact("PrimaryDefinedContact", {
      department: content.invoiceeDeptName1,
      person: content.invoiceeContactName1,
      telephone: content.invoiceeTEL1,
      email: content.invoiceeEmail1,
    }),
    contact("SecondaryDefinedContact", {
      department: content.invoiceeDeptName2,
      person: content.invoiceeContactName2,
      telephone: content.invoiceeTEL2,
      email: content.invoiceeEmail2,
    }),
    parent("SpecifiedAddress", leaf("LineOneText", content.invoiceeAddr)),
  );
}

function contact(name: string, of: { department: string; person: string; telephone: string; email: string }): string {
  return parent(
    name,
    leaf("DepartmentNameText", of.department),
    leaf("PersonNameText", of.person),
    leaf("TelephoneCommunication", of.telephone),
    leaf("URICommunication", of.email),
  );
}

function paymentMeans(code: string, paid: string): string {
  return paid === "" ? "" : parent("SpecifiedPaymentMeans", leaf("TypeCode", code), leaf("PaidAmount", paid));
}

function lineElement(line: SentLine, content: SentDocument): string {
  return parent(
    "TaxInvoiceTradeLineItem",
    leaf("SequenceNumeric", String(line.serialNum ?? "")),
    leaf("DescriptionText", line.remark),
    leaf("InvoiceAmount", line.supplyCost),
    leaf("ChargeableUnitQuantity", line.qty),
    leaf("InformationText", line.spec),
    leaf("NameText", line.itemName),
    leaf("PurchaseExpiryDateTime", line.purchaseDT),
    parent("TotalTax", leaf("CalculatedAmount", content.taxType === "면세" ? "" : line.tax)),
    parent("UnitPrice", leaf("UnitAmount", line.unitCost)),
  );
}

/** An element with its children; nothing where it has none. */
function parent(name: string, ...children: readonly string[]): string {
  const content = children.join("");
  return content === "" ? "" : `<${name}>${content}</${name}>`;
}

function leaf(name: string, text: string): string {
  return text === "" ? "" : `<${name}>${escaped(text)}</${name}>`;
}

/** Escapes what XML reads as its own, and leaves out what XML 1.0 cannot carry. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
