import { ok, refuse, type Result } from "./prelude.ts";

/** At most this many characters of an e-mail address (Popbill's limit for the tax invoice's recipient). */
const emailLength = 100;
const phoneLength = 20;
const phoneDigits = 8;

/**
 * Reads an e-mail address: trimmed, one `@`, plain ASCII, a domain with a dot, at most 100 characters. Anything that a
 * mail header could read as a second address or a second line is refused, with a Korean sentence that names `field`.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * deepStrictEqual(parseEmail(" billing@example.com "), { ok: true, value: "billing@example.com" });
 * ```
 */
export function parseEmail(text: string, field = "이메일 주소"): Result<string, string> {
  const address = text.trim();
  const problem = emailProblem(address);
  return problem === null ? ok(address) : refuse(`「${field}」 값${problem} name@example.com처럼 입력해 주십시오.`);
}

/** Reads a phone number: digits and hyphens, 8 digits or more, at most 20 characters; kept as typed. */
export function parsePhone(text: string, field = "전화번호"): Result<string, string> {
  const phone = text.trim();
  const problem = phoneProblem(phone);
  return problem === null ? ok(phone) : refuse(`「${field}」 값${problem} 02-123-4567처럼 입력해 주십시오.`);
}

function emailProblem(address: string): string | null {
  if (address === "") return "이 비어 있습니다.";
  if (address.length > emailLength) return `은 ${emailLength}자를 넘을 수 없습니다.`;
  if (!/^[\x21-\x7e]+$/.test(address)) return "에는 공백, 줄 바꿈, 한글을 쓸 수 없습니다.";
  const [local = "", domain = "", ...more] = address.split("@");
  if (domain === "" || more.length > 0) return "에는 @가 하나 있어야 합니다.";
  if (!/^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) || local.length > 64) {
    return "에서 @ 앞부분이 올바르지 않습니다.";
  }
  const label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  if (!new RegExp(`^(${label}\\.)+${label}$`).test(domain)) return "에서 @ 뒤의 도메인이 올바르지 않습니다.";
  return null;
}

function phoneProblem(phone: string): string | null {
  if (phone === "") return "이 비어 있습니다.";
  if (phone.length > phoneLength) return `은 ${phoneLength}자를 넘을 수 없습니다.`;
  if (!/^[0-9-]+$/.test(phone)) return "에는 숫자와 하이픈만 쓸 수 있습니다.";
  if (!/^\d+(-\d+)*$/.test(phone)) return "에서 하이픈의 자리가 올바르지 않습니다.";
  if (phone.replaceAll("-", "").length < phoneDigits) return "에는 지역번호를 포함해 숫자가 8개 이상 있어야 합니다.";
  return null;
}
