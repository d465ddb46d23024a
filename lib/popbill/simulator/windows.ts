import { z } from "zod";
import { findMember, putMember, withBankAccount, withCertificate } from "./members.ts";
import { seal, unseal } from "./seals.ts";
import type { Call, MemberCall } from "./wire.ts";
import { html, json, PopbillRefusal, unsupported } from "./wire.ts";

/** 30 seconds, as the vendor's (popbill-api.md 3.1). */
const lifeMs = 30_000;

const memberWindows: Readonly<Record<string, string>> = {
  LOGIN: "팝빌 로그인",
  CHRG: "포인트 충전",
  PAYMENT: "포인트 결제내역",
  USEHISTORY: "포인트 사용내역",
  CERT: "공동인증서 등록",
  SEAL: "인감 및 첨부문서 등록",
};

const opened = z.object({ title: z.string(), corpNum: z.string(), registers: z.string(), untilMs: z.number() });

/** `{url}` of a page that lives for thirty seconds; `registers` names what its button does for the member. */
export async function windowUrl(
  call: MemberCall,
  window: { readonly title: string; readonly registers?: "certificate" | "bank_account" },
): Promise<Response> {
  const untilMs = call.context.wallClockMs() + lifeMs;
  const { title, registers = "nothing" } = window;
  const token = await seal({ title, corpNum: call.member.corpNum, registers, untilMs });
  return json({ url: `${call.origin}/Window/${token}` });
}

/** GET /Member?TG=…: the windows that belong to the member. */
export function memberWindow(call: MemberCall): Promise<Response> {
  const target = call.query.get("TG") ?? "";
  const title = memberWindows[target];
  if (title === undefined) throw new PopbillRefusal(-99002014, "TG 값이 올바르지 않습니다.");
  return windowUrl(call, target === "CERT" ? { title, registers: "certificate" } : { title });
}

/** The page behind a window's address: GET shows it, POST presses its button. */
export async function showWindow(call: Call): Promise<Response> {
  const found = opened.safeParse(await unseal(call.path[1] ?? ""));
  if (!found.success) throw unsupported(call);
  const { title, corpNum, registers, untilMs } = found.data;
  if (untilMs <= call.context.wallClockMs()) return html(page(title, "주소의 유효 시간(30초)이 지났습니다."), 410);
  const member = await findMember(call.context, corpNum);
  if (!member) throw unsupported(call);
  if (call.verb === "POST" && registers === "certificate") {
    await putMember(call.context, withCertificate(call.context, member));
    return html(page(title, "등록했습니다."));
  }
  if (call.verb === "POST" && registers === "bank_account") {
    await putMember(call.context, withBankAccount(call.context, member));
    return html(page(title, "등록했습니다."));
  }
  const button = registers === "nothing" ? "" : `<form method="post"><button>등록</button></form>`;
  return html(page(title, `팝빌 모의 화면입니다.${button}`));
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>${title}</title></head>` +
    `<body><h1>${title}</h1><p>${content}</p></body></html>`;
}
