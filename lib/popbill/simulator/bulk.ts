import { z } from "zod";
import { toBase64, utf8 } from "../../bytes.ts";
import { parseSeoulStamp, seoulStamp } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import type { Due } from "./agenda.ts";
import { schedule } from "./agenda.ts";
import { issueDocument } from "./issue.ts";
import { findMember } from "./members.ts";
import type { SentDocument } from "./sent_document.ts";
import { readDocument, readOptions } from "./sent_document.ts";
import type { MemberCall } from "./wire.ts";
import { done, PopbillRefusal, readJson } from "./wire.ts";

interface Submission {
  readonly submitID: string;
  readonly receiptID: string;
  readonly receiptDT: string;
  readonly forceIssue: boolean;
  readonly documents: readonly SentDocument[];
  /** Null until they were issued. */
  readonly results: readonly BulkResult[] | null;
}

interface BulkResult {
  readonly invoicerMgtKey: string;
  readonly trusteeMgtKey: null;
  readonly code: number;
  readonly message: string;
  readonly ntsconfirmNum: string | null;
  readonly issueDT: string | null;
}

/** Business time from the submission to its end. */
const durationMs = 2_000;

const bulkBody = z.object({ forceIssue: z.boolean().nullish(), invoices: z.array(z.unknown()).nullish() });

/** 대량발행 접수 (popbill-api.md 3.4). */
export async function bulkSubmit(call: MemberCall): Promise<Response> {
  const submitID = await checkedSubmitId(call);
  const body = bulkBody.safeParse(readJson(call, -11010023));
  if (!body.success) throw new PopbillRefusal(-11010023, "대량발행 본문의 형식이 올바르지 않습니다.");
  const sent = body.data.invoices ?? [];
  if (sent.length === 0) throw new PopbillRefusal(-11010024, "세금계산서 목록을 입력해 주세요.");
  if (sent.length > 100) throw new PopbillRefusal(-11010036, "한 번에 100건까지 접수합니다.");
  const documents = sent.map(readDocument);
  checkDocuments(documents, call.member.corpNum);
  const at = call.context.clock.now();
  const receiptDT = seoulStamp(at);
  const serial = await call.context.memory.next("popbill.bulk");
  const submission: Submission = {
    submitID,
    receiptID: `${receiptDT.slice(2)}${String(serial % 100_000_000).padStart(8, "0")}`,
    receiptDT,
    forceIssue: body.data.forceIssue ?? false,
    documents,
    results: null,
  };
  if (!await call.context.memory.add(kindOf(call.member.corpNum), submitID, submission)) {
    throw new PopbillRefusal(-11010034, "같은 제출아이디가 사용 중입니다.");
  }
  const due = { what: "bulk", corpNum: call.member.corpNum, key: submitID, itemKey: "" } as const;
  await schedule(call.context, { ...due, at: new Date(at.getTime() + durationMs).toISOString() });
  return done("접수 완료", { receiptID: submission.receiptID });
}

/** GET /Taxinvoice/BULK/{SubmitID}/State. */
export async function bulkResult(call: MemberCall): Promise<Response> {
  const submission = await call.context.memory.get<Submission>(kindOf(call.member.corpNum), call.path[2] ?? "");
  if (!submission) throw new PopbillRefusal(-11010035, "제출아이디와 일치하는 접수가 없습니다.");
  const { submitID, receiptID, receiptDT, documents, results } = submission;
  const endDT = endOf(submission);
  return done("success", {
    submitID,
    submitCount: documents.length,
    successCount: results?.filter((result) => result.code === 1).length ?? 0,
    failCount: results?.filter((result) => result.code !== 1).length ?? 0,
    txState: results ? 2 : 0,
    txResultCode: results ? 1 : null,
    txStartDT: results ? receiptDT : null,
    txEndDT: results ? endDT : null,
    receiptDT,
    receiptID,
    ...(results ? { issueResult: results } : {}),
  });
}

/** Issues the documents of a submission, each for itself. */
export async function playBulk(context: SimulatorContext, due: Due): Promise<void> {
  const submission = await context.memory.get<Submission>(kindOf(due.corpNum), due.key);
  const member = await findMember(context, due.corpNum);
  if (!submission || submission.results || !member) return;
  const options = { ...readOptions({}), forceIssue: submission.forceIssue };
  const results: BulkResult[] = [];
  for (const content of submission.documents) {
    const key = { invoicerMgtKey: content.invoicerMgtKey, trusteeMgtKey: null };
    try {
      const issued = await issueDocument(context, { member, content, options, at: new Date(due.at) });
      results.push({ ...key, code: 1, message: "", ntsconfirmNum: issued.approvalNo, issueDT: issued.issueDT });
    } catch (error) {
      if (!(error instanceof PopbillRefusal)) throw error;
      results.push({ ...key, code: error.code, message: error.message, ntsconfirmNum: null, issueDT: null });
    }
  }
  await context.memory.put(kindOf(due.corpNum), due.key, { ...submission, results });
}

async function checkedSubmitId(call: MemberCall): Promise<string> {
  const submitID = call.headers.get("x-pb-submit-id") ?? "";
  if (submitID === "") throw new PopbillRefusal(-11010019, "제출아이디를 입력해 주세요.");
  if (!/^[0-9A-Za-z-]{1,36}$/.test(submitID)) {
    throw new PopbillRefusal(-11010020, "제출아이디는 영문, 숫자, - 36자까지입니다.");
  }
  const digest = call.headers.get("x-pb-message-digest") ?? "";
  if (digest === "") throw new PopbillRefusal(-11010021, "메시지 해시를 입력해 주세요.");
  const expected = toBase64(new Uint8Array(await crypto.subtle.digest("SHA-1", utf8(call.body))));
  if (digest !== expected) throw new PopbillRefusal(-11010022, "메시지 해시가 본문과 다릅니다.");
  return submitID;
}

function checkDocuments(documents: readonly SentDocument[], corpNum: string): void {
  for (const content of documents) {
    if (content.issueType === "") throw new PopbillRefusal(-11010025, "발행형태를 입력해 주세요.");
    if (content.issueType === "역발행") throw new PopbillRefusal(-11010026, "역발행은 대량발행할 수 없습니다.");
    if (content.invoicerMgtKey === "") throw new PopbillRefusal(-11010027, "공급자 문서번호를 입력해 주세요.");
    if (content.invoicerCorpNum !== corpNum) {
      throw new PopbillRefusal(-11010028, "팝빌회원과 공급자의 사업자번호가 다릅니다.");
    }
  }
  if (new Set(documents.map((content) => content.invoicerMgtKey)).size < documents.length) {
    throw new PopbillRefusal(-11010029, "공급자 문서번호가 목록 안에서 겹칩니다.");
  }
}

function endOf(submission: Submission): string | null {
  const received = parseSeoulStamp(submission.receiptDT);
  return received ? seoulStamp(new Date(received.getTime() + durationMs)) : null;
}

function kindOf(corpNum: string): string {
  return `popbill.bulk:${corpNum}`;
}
