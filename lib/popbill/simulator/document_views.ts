import type { TaxDocument } from "./documents.ts";

/** TaxinvoiceInfo: what getInfo, getInfos and search answer (popbill-api.md 5.8). */
export function statusView(document: TaxDocument) {
  const { content } = document;
  return {
    itemKey: document.itemKey,
    stateCode: document.stateCode,
    taxType: content.taxType,
    purposeType: content.purposeType,
    modifyCode: content.modifyCode,
    issueType: content.issueType,
    lateIssueYN: document.lateIssueYN,
    interOPYN: true,
    writeDate: content.writeDate,
    invoicerCorpName: content.invoicerCorpName,
    invoicerCorpNum: content.invoicerCorpNum,
    invoicerMgtKey: content.invoicerMgtKey,
    invoicerPrintYN: false,
    invoiceeCorpName: content.invoiceeCorpName,
    invoiceeCorpNum: content.invoiceeCorpNum,
    invoiceeMgtKey: content.invoiceeMgtKey || null,
    invoiceePrintYN: false,
    trusteeCorpName: null,
    trusteeCorpNum: null,
    trusteeMgtKey: null,
    trusteePrintYN: false,
    supplyCostTotal: content.supplyCostTotal,
    taxTotal: content.taxTotal,
    stateMemo: document.stateMemo,
    regDT: document.issueDT,
    ...progress(document),
  };
}

/** The whole Taxinvoice of getDetailInfo: what was sent, and where it stands (popbill-api.md 5.7). */
export function detailView(document: TaxDocument) {
  const sent = Object.fromEntries(
    Object.entries(document.content).map(([field, value]) => [field, value === "" ? null : value]),
  );
  const { lateIssueYN, stateCode } = document;
  return { ...sent, stateCode, lateIssueYN, interOPYN: true, ...progress(document) };
}

function progress(document: TaxDocument) {
  return {
    issueDT: document.issueDT,
    stateDT: document.stateDT,
    openYN: false,
    openDT: null,
    ntsconfirmNum: document.approvalNo,
    ntssendDT: document.ntssendDT,
    ntsresultDT: document.ntsresultDT,
    ntsresult: document.ntsresult,
    ntssendErrCode: document.ntsresult,
    closeDownState: document.closeDownState,
    closeDownStateDate: null,
  };
}
