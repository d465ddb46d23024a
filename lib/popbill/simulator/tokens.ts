import { z } from "zod";
import { parseMoment } from "../../calendar.ts";
import { verifyToken } from "../signature.ts";
import { simulatedLink } from "./link.ts";
import { findMember } from "./members.ts";
import { seal, unseal } from "./seals.ts";
import type { Call, MemberCall } from "./wire.ts";
import { json, PopbillRefusal, readJson } from "./wire.ts";

const services: ReadonlySet<string> = new Set(["POPBILL", "POPBILL_TEST"]);
/** How far the date of a token request may lie from the wall clock. */
const clockWindowMs = 300_000;
/** Short, so that clients meet the end of a token (popbill-api.md 11.3). */
const tokenLifeMs = 600_000;

const tokenBody = z.object({ access_id: z.string().default(""), scope: z.array(z.string()).default([]) });
const session = z.object({ corpNum: z.string(), scope: z.array(z.string()), expiresAtMs: z.number() });

/** Whether a first path segment is a ServiceID of the auth host. */
export function isService(segment: string): boolean {
  return services.has(segment);
}

/** POST /{ServiceID}/Token: the signed request for a session token (popbill-api.md 2.2). */
export async function issueToken(call: Call): Promise<Response> {
  const serviceId = call.path[0] ?? "";
  await checkSignature(call, serviceId);
  const body = tokenBody.safeParse(readJson(call, -99010001));
  if (!body.success) throw refused(-99010001, "토큰 요청의 형식이 올바르지 않습니다.");
  const { access_id: corpNum, scope } = body.data;
  if (corpNum !== "" && !(await findMember(call.context, corpNum))) {
    throw new PopbillRefusal(-99003008, "이 파트너의 연동회원이 아닌 사업자번호입니다.");
  }
  const expiresAtMs = call.context.wallClockMs() + tokenLifeMs;
  return json({
    session_token: await seal({ corpNum, scope, expiresAtMs }),
    serviceID: serviceId,
    linkID: simulatedLink.linkId,
    userID: corpNum,
    partnerCode: "26010000009",
    usercode: `2601${corpNum.slice(0, 7)}`,
    scope,
    ipaddress: "127.0.0.1",
    expiration: `${new Date(expiresAtMs).toISOString().slice(0, 19)}Z`,
  });
}

/** The call with the member that its Bearer token names; `scopes` are the products of which the token must have one. */
export async function authenticate(call: Call, scopes: readonly string[]): Promise<MemberCall> {
  const bearer = /^Bearer (\S+)$/.exec(call.headers.get("authorization") ?? "")?.[1];
  if (!bearer) throw refused(-99010005, "권한 정보가 없습니다.");
  const found = session.safeParse(await unseal(bearer));
  if (!found.success) throw refused(-99910004, "해석할 수 없는 토큰입니다.");
  if (found.data.expiresAtMs <= call.context.wallClockMs()) throw refused(-99000026, "세션이 만료되었습니다.");
  if (!scopes.some((scope) => found.data.scope.includes(scope))) {
    throw new PopbillRefusal(-99910002, "토큰에 이 상품의 이용 권한이 없습니다.");
  }
  if (found.data.corpNum === "") throw new PopbillRefusal(-10010006, "토큰에 사업자번호가 없습니다.");
  const member = await findMember(call.context, found.data.corpNum);
  if (!member) throw new PopbillRefusal(-10000014, "사업자번호와 일치하는 회원이 없습니다.");
  return { ...call, member };
}

async function checkSignature(call: Call, serviceId: string): Promise<void> {
  const authorization = call.headers.get("authorization");
  if (authorization === null) throw refused(-99010005, "권한 정보가 없습니다.");
  const [, linkId, signature] = /^LINKHUB (\S+) (\S+)$/.exec(authorization) ?? [];
  if (linkId === undefined || signature === undefined || call.headers.get("x-lh-version") !== "2.0") {
    throw refused(-99010001, "토큰 요청의 형식이 올바르지 않습니다.");
  }
  const date = call.headers.get("x-lh-date");
  if (date === null) throw refused(-99010002, "요청 일시가 없습니다.");
  const moment = parseMoment(date);
  if (!moment) throw refused(-99010003, "요청 일시의 형식이 올바르지 않습니다.");
  if (Math.abs(call.context.wallClockMs() - moment.getTime()) > clockWindowMs) {
    throw refused(-99010004, "요청 일시가 서버 시각과 5분 넘게 차이 납니다.");
  }
  if (linkId !== simulatedLink.linkId) throw refused(-99003004, "없는 링크아이디입니다.");
  const forwarded = call.headers.get("x-lh-forwarded");
  const secretKey = simulatedLink.secretKey;
  if (!await verifyToken({ serviceId, body: call.body, date, forwarded, secretKey, signature })) {
    throw refused(-99010007, "권한 정보의 서명이 일치하지 않습니다.");
  }
}

function refused(code: number, message: string): PopbillRefusal {
  return new PopbillRefusal(code, message, 401);
}
