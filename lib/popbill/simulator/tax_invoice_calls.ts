import { bulkResult, bulkSubmit } from "./bulk.ts";
import { certificateExpiration, certificateProfile, checkCertificate } from "./certificates.ts";
import { changeDocument } from "./changes.ts";
import { detailView, statusView } from "./document_views.ts";
import type { TaxDocument } from "./documents.ts";
import { existingDocument, findDocument } from "./documents.ts";
import { faultAfter, faultBefore } from "./faults.ts";
import { issueDocument } from "./issue.ts";
import { taxInvoicePdf } from "./pdf.ts";
import { searchDocuments } from "./search.ts";
import { readDocument, readOptions } from "./sent_document.ts";
import { windowUrl } from "./windows.ts";
import type { Answer, MemberCall } from "./wire.ts";
import { done, json, PopbillRefusal, readJson, unsupported } from "./wire.ts";
import { taxInvoiceXml } from "./xml.ts";

const boxes: Readonly<Record<string, string>> = {
  TBOX: "임시문서함",
  SWBOX: "매출 발행 대기함",
  SBOX: "매출 문서함",
  PWBOX: "매입 발행 대기함",
  PBOX: "매입 문서함",
  WRITE: "정발행 작성",
};
const views: Readonly<Record<string, string>> = {
  POPUP: "세금계산서 보기",
  VIEW: "세금계산서 보기",
  PRINT: "세금계산서 인쇄",
  PRINTOLD: "세금계산서 인쇄 (구 양식)",
  EPRINT: "공급받는자 보관용 인쇄",
  PDF: "세금계산서 PDF",
  MAIL: "안내메일의 세금계산서",
};

/** The calls under /Taxinvoice (popbill-api.md 3.1). */
export function taxInvoiceCall(call: MemberCall): Promise<Answer> {
  const [, kind, key, part] = call.path;
  if (kind === undefined) return unkeyedCall(call);
  if (kind === "BULK" && part === "State" && call.verb === "GET") return bulkResult(call);
  if (key === undefined && call.verb === "GET") {
    switch (kind) {
      case "CertCheck":
        return Promise.resolve(checkCertificate(call));
      case "Certificate":
        return Promise.resolve(certificateProfile(call));
      case "SendToNTSConfig":
        return Promise.resolve(json({ sendToNTS: call.member.transfersAtIssue }));
      case "ChargeInfo":
        return Promise.resolve(json({ unitCost: "100", chargeMethod: "파트너", rateSystem: "종량제" }));
    }
  }
  if (!["SELL", "BUY", "TRUSTEE"].includes(kind)) {
    throw new PopbillRefusal(-11010008, "문서번호 유형은 SELL, BUY, TRUSTEE 중 하나입니다.");
  }
  return key === undefined ? listCall(call) : documentCall(call, { mgtKey: key, part });
}

function unkeyedCall(call: MemberCall): Promise<Answer> {
  const { verb, query } = call;
  if (verb === "ISSUE") return registIssue(call);
  if (verb === "BULKISSUE") return bulkSubmit(call);
  if (verb !== "GET") throw unsupported(call);
  if (query.get("cfg") === "CERT") return Promise.resolve(certificateExpiration(call));
  if (query.get("cfg") === "UNITCOST") return Promise.resolve(json({ unitCost: "100" }));
  const title = boxes[query.get("TG") ?? ""];
  if (title === undefined) throw new PopbillRefusal(-99002014, "TG 값이 올바르지 않습니다.");
  return windowUrl(call, { title });
}

/** 즉시발행. */
async function registIssue(call: MemberCall): Promise<Answer> {
  const body = readJson(call, -11010003);
  const content = readDocument(body);
  const fault = await faultBefore(call.context, content);
  if (fault) return fault;
  const at = call.context.clock.now();
  const issued = await issueDocument(call.context, { member: call.member, content, options: readOptions(body), at });
  const response = done("발행 완료", { ntsConfirmNum: issued.approvalNo, issueDT: issued.issueDT });
  return await faultAfter(call.context, { content, response });
}

async function listCall(call: MemberCall): Promise<Answer> {
  if (call.verb === "GET") return await searchDocuments(call);
  if (call.verb !== "POST") throw unsupported(call);
  const isPrint = call.query.has("Print");
  const keys = readJson(call, isPrint ? -11010044 : -11010042);
  const most = isPrint ? 100 : 1000;
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new PopbillRefusal(isPrint ? -11010044 : -11010042, "문서번호 목록을 입력해 주세요.");
  }
  if (keys.length > most) {
    throw new PopbillRefusal(isPrint ? -11010045 : -11010003, `문서번호는 한 번에 ${most}개까지입니다.`);
  }
  if (isPrint) return await windowUrl(call, { title: "세금계산서 대량 인쇄" });
  const { corpNum } = call.member;
  const found = call.path[1] === "SELL"
    ? await Promise.all(keys.map((key) => findDocument(call.context, { corpNum, mgtKey: String(key) })))
    : [];
  return json(found.filter((document) => document !== null).map(statusView));
}

async function documentCall(
  call: MemberCall,
  of: { readonly mgtKey: string; readonly part: string | undefined },
): Promise<Answer> {
  if (call.path[1] !== "SELL") {
    throw new PopbillRefusal(-11000005, "문서번호의 세금계산서가 없습니다. 모의 서버는 매출 문서만 압니다.");
  }
  const document = await existingDocument(call.context, { corpNum: call.member.corpNum, mgtKey: of.mgtKey });
  if (of.part === "Logs" && call.verb === "GET") return json(document.logs);
  if (of.part !== undefined) throw unsupported(call);
  return call.verb === "GET" ? readCall(call, document) : changeDocument(call, document);
}

async function readCall(call: MemberCall, document: TaxDocument): Promise<Answer> {
  const { query } = call;
  if (query.has("Detail")) return json(detailView(document));
  if (query.has("XML")) return done("", { retObject: taxInvoiceXml(document) });
  if (query.has("PDF")) {
    const headers = { "content-type": "application/pdf;charset=utf-8" };
    return new Response(await taxInvoicePdf(document), { headers });
  }
  const target = query.get("TG");
  if (target === null) return json(statusView(document));
  const title = views[target];
  if (title === undefined) throw new PopbillRefusal(-99002014, "TG 값이 올바르지 않습니다.");
  return windowUrl(call, { title });
}
