import { z } from "zod";
import { seoulDate } from "../../calendar.ts";
import { closeClaim } from "./deposits.ts";
import type { TaxDocument } from "./documents.ts";
import { deleteDocument, inState, putDocument } from "./documents.ts";
import { scheduleTransfer } from "./transfer.ts";
import type { MemberCall } from "./wire.ts";
import { done, PopbillRefusal, readJson, unsupported } from "./wire.ts";

const memoBody = z.object({ memo: z.string().max(200).nullish() });
const mailBody = z.object({ receiver: z.string() });

/** POST /Taxinvoice/SELL/{MgtKey} with an override: what changes a document, or tells the buyer again. */
export function changeDocument(call: MemberCall, document: TaxDocument): Promise<Response> {
  switch (call.verb) {
    case "CANCELISSUE":
      return cancelIssue(call, document);
    case "DELETE":
      return deleteIssued(call, document);
    case "NTS":
      return sendToNts(call, document);
    case "EMAIL":
      return sendEmail(call, document);
    case "ISSUE":
      throw new PopbillRefusal(-11002051, "이미 발행한 세금계산서입니다.");
    default:
      throw unsupported(call);
  }
}

/** 발행취소: only 발행완료 (300). */
async function cancelIssue(call: MemberCall, document: TaxDocument): Promise<Response> {
  const memo = readMemo(call);
  if (document.stateCode !== 300) {
    throw new PopbillRefusal(-11002030, "발행완료 상태의 세금계산서만 발행취소할 수 있습니다.");
  }
  const at = call.context.clock.now();
  await putDocument(call.context, inState(document, { stateCode: 600, at, log: "발행취소", memo }));
  await closeClaim(call.context, document);
  return done("발행취소 완료");
}

/** 삭제: only 발행취소 and 전송실패 here; the key is free again. */
async function deleteIssued(call: MemberCall, document: TaxDocument): Promise<Response> {
  if (document.stateCode !== 600 && document.stateCode !== 305) {
    throw new PopbillRefusal(-11002005, "삭제할 수 있는 상태가 아닙니다.");
  }
  await closeClaim(call.context, document);
  await deleteDocument(call.context, document);
  return done("삭제 완료");
}

/** 국세청 즉시전송: only 발행완료 (300), which becomes 301 with the answer. */
async function sendToNts(call: MemberCall, document: TaxDocument): Promise<Response> {
  if (document.stateCode > 300 && document.stateCode < 305) {
    throw new PopbillRefusal(-11004005, "국세청 전송 중이거나 전송이 끝난 세금계산서입니다.");
  }
  if (document.stateCode !== 300) {
    throw new PopbillRefusal(-11004002, "발행완료 상태의 세금계산서만 전송할 수 있습니다.");
  }
  const at = call.context.clock.now();
  const sent: TaxDocument = {
    ...inState(document, { stateCode: 301, at, log: "국세청 즉시전송 요청" }),
    transfer: { startsAt: at.toISOString(), pace: "at_once" },
  };
  await putDocument(call.context, sent);
  await scheduleTransfer(call.context, sent);
  return done("국세청 즉시전송 접수");
}

/** 이메일 재전송: kept, not sent. */
async function sendEmail(call: MemberCall, document: TaxDocument): Promise<Response> {
  const body = mailBody.safeParse(readJson(call, -11010006));
  if (!body.success || !/^[^@\s]+@[^@\s]+$/.test(body.data.receiver)) {
    throw new PopbillRefusal(-11005002, "받는 이메일 주소를 입력해 주세요.");
  }
  const number = await call.context.memory.next("popbill.email");
  await call.context.memory.put("popbill.email", String(number).padStart(9, "0"), {
    receiver: body.data.receiver,
    mgtKey: document.mgtKey,
    corpNum: document.corpNum,
    sentOn: seoulDate(call.context.clock.now()),
  });
  return done("이메일 전송 완료");
}

function readMemo(call: MemberCall): string {
  if (call.body === "") return "";
  const body = memoBody.safeParse(readJson(call, -11010003));
  if (!body.success) throw new PopbillRefusal(-11001087, "메모는 200자까지 쓸 수 있습니다.");
  return body.data.memo ?? "";
}
