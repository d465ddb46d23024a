import { z } from "zod";
import { seoulStamp } from "../../calendar.ts";
import { windowUrl } from "./windows.ts";
import type { MemberCall } from "./wire.ts";
import { done, json, PopbillRefusal, readJson, unsupported } from "./wire.ts";

const text = z.string().nullish().transform((value) => value ?? "");
const sendBody = z.object({
  snd: text,
  sndnm: text,
  content: text,
  subject: text,
  sndDT: text,
  requestNum: text,
  msgs: z.array(
    z.object({ snd: text, sndnm: text, rcv: text, rcvnm: text, msg: text, sjt: text, interOPRefKey: text }),
  ).nullish().transform((value) => value ?? []),
});

/** 문자: one text of a sending, as getMessages answers it; it is kept and not sent. */
export interface KeptMessage {
  readonly subject: string;
  readonly content: string;
  readonly sendNum: string;
  readonly senderName: string;
  readonly receiveNum: string;
  readonly receiveName: string;
  readonly receiptDT: string;
  readonly sendDT: string;
  readonly resultDT: string;
  readonly reserveDT: string;
  readonly state: number;
  readonly result: number;
  readonly type: string;
  readonly receiptNum: string;
  readonly requestNum: string;
  readonly interOPRefKey: string;
}

const smsBytes = 90;
const lmsBytes = 2_000;

/** POST /SMS, /LMS, /XMS (popbill-api.md 9). */
export async function sendMessages(call: MemberCall): Promise<Response> {
  if (call.verb !== "POST") throw unsupported(call);
  const parsed = sendBody.safeParse(readJson(call, -15010003));
  if (!parsed.success) throw new PopbillRefusal(-15010003, "전송 요청의 형식이 올바르지 않습니다.");
  const body = parsed.data;
  checkSending(body);
  const receiptDT = seoulStamp(call.context.clock.now());
  const serial = await call.context.memory.next("popbill.message");
  const receiptNum = `0${receiptDT.slice(2, 10)}${String(serial).padStart(9, "0")}`;
  const { corpNum } = call.member;
  if (body.requestNum !== "" && !await call.context.memory.add(requestKind(corpNum), body.requestNum, receiptNum)) {
    throw new PopbillRefusal(-15000012, "같은 요청번호가 사용 중입니다.");
  }
  const kept = body.msgs.map((message): KeptMessage => {
    const content = message.msg || body.content;
    const kind = call.path[0] === "XMS" ? (bytesOf(content) > smsBytes ? "LMS" : "SMS") : call.path[0] ?? "";
    return {
      subject: kind === "SMS" ? "" : message.sjt || body.subject,
      content: cutToBytes(content, kind === "SMS" ? smsBytes : lmsBytes),
      sendNum: message.snd || body.snd,
      senderName: message.sndnm || body.sndnm,
      receiveNum: message.rcv,
      receiveName: message.rcvnm,
      receiptDT,
      sendDT: receiptDT,
      resultDT: receiptDT,
      reserveDT: body.sndDT,
      state: 2,
      result: 100,
      type: kind,
      receiptNum,
      requestNum: body.requestNum,
      interOPRefKey: message.interOPRefKey,
    };
  });
  await call.context.memory.put(messageKind(corpNum), receiptNum, kept);
  return json({ receiptNum });
}

function checkSending(body: z.infer<typeof sendBody>): void {
  if (body.msgs.length === 0) throw new PopbillRefusal(-15010005, "메시지 정보를 입력해 주세요.");
  if (body.msgs.length > 1000) throw new PopbillRefusal(-15010006, "한 번에 1,000건까지 보냅니다.");
  if (!/^[0-9A-Za-z_-]{0,36}$/.test(body.requestNum)) {
    throw new PopbillRefusal(-15000013, "요청번호는 영문, 숫자, -, _ 36자까지입니다.");
  }
  for (const message of body.msgs) {
    if (!isRegistered(message.snd || body.snd)) throw new PopbillRefusal(-15001014, "등록되지 않은 발신번호입니다.");
    if (message.rcv === "") throw new PopbillRefusal(-15001018, "받는 번호를 입력해 주세요.");
    if (message.interOPRefKey.length > 20) throw new PopbillRefusal(-15000018, "메시지 식별번호는 20자까지입니다.");
  }
}

/** The calls under /Message. */
export function messageCall(call: MemberCall): Promise<Response> {
  const [, kind, key] = call.path;
  if (call.verb !== "GET") throw unsupported(call);
  switch (kind) {
    case undefined:
      return windowUrl(call, { title: call.query.get("TG") === "BOX" ? "문자 전송내역" : "발신번호 관리" });
    case "CheckSenderNumber":
      return Promise.resolve(checkSenderNumber(key ?? ""));
    case "UnitCost":
      return Promise.resolve(json({ unitCost: "10" }));
    case "ChargeInfo":
      return Promise.resolve(json({ unitCost: "10", chargeMethod: "파트너", rateSystem: "종량제" }));
    case "Get":
      return keptByRequest(call, key ?? "");
    default:
      return keptByReceipt(call, kind);
  }
}

function checkSenderNumber(number: string): Response {
  if (number === "") throw new PopbillRefusal(-15010022, "확인할 발신번호를 입력해 주세요.");
  if (!/^0\d{7,10}$/.test(number.replaceAll("-", ""))) {
    throw new PopbillRefusal(-15010023, "발신번호의 형식이 올바르지 않습니다.");
  }
  if (!isRegistered(number)) throw new PopbillRefusal(-15001014, "등록되지 않은 발신번호입니다.");
  return done("등록된 발신번호입니다.");
}

async function keptByRequest(call: MemberCall, requestNum: string): Promise<Response> {
  const receiptNum = await call.context.memory.get<string>(requestKind(call.member.corpNum), requestNum);
  if (receiptNum === null) throw new PopbillRefusal(-15000011, "요청번호가 없습니다.");
  return keptByReceipt(call, receiptNum);
}

async function keptByReceipt(call: MemberCall, receiptNum: string): Promise<Response> {
  const kept = await call.context.memory.get<KeptMessage[]>(messageKind(call.member.corpNum), receiptNum);
  if (kept === null) throw new PopbillRefusal(-15000002, "접수번호가 없습니다.");
  return json(kept);
}

/** Every well-formed number is registered, but for those that end in 0000. */
function isRegistered(number: string): boolean {
  const digits = number.replaceAll("-", "");
  return /^0\d{7,10}$/.test(digits) && !digits.endsWith("0000");
}

/** The length in EUC-KR, in which Hangul takes two bytes. */
function bytesOf(content: string): number {
  return [...content].reduce((sum, character) => sum + (character < "\u0080" ? 1 : 2), 0);
}

function cutToBytes(content: string, most: number): string {
  let kept = "";
  for (const character of content) {
    if (bytesOf(kept + character) > most) return kept;
    kept += character;
  }
  return kept;
}

function messageKind(corpNum: string): string {
  return `popbill.message:${corpNum}`;
}

function requestKind(corpNum: string): string {
  return `popbill.message_request:${corpNum}`;
}
