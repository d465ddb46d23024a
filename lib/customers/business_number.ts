import { type Brand, ok, refuse, type Result } from "../prelude.ts";

/** 사업자등록번호: ten digits without hyphens. */
export type Brn = Brand<string, "Brn">;

/** Reads a business registration number written with or without hyphens and spaces; null unless it has ten digits. */
export function parseBusinessNumber(text: string): Brn | null {
  const digits = text.replace(/[-\s]/g, "");
  return /^\d{10}$/.test(digits) ? digits as Brn : null;
}

const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/** Whether the last digit is the check digit of the others (tax-invoice-rules.md 5); ten zeros are no number. */
export function isValidBusinessNumber(brn: Brn): boolean {
  if (/^0+$/.test(brn)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(brn[index]), 0);
  const carried = Math.floor(Number(brn[8]) * 5 / 10);
  return Number(brn[9]) === (10 - (sum + carried) % 10) % 10;
}

/** `123-45-67890`, for people. */
export function formatBusinessNumber(brn: Brn): string {
  return `${brn.slice(0, 3)}-${brn.slice(3, 5)}-${brn.slice(5)}`;
}

/** Reads a business number that can be one: ten digits with the right check digit; the refusal is a Korean sentence. */
export function checkBusinessNumber(text: string): Result<Brn, string> {
  const brn = parseBusinessNumber(text);
  if (!brn) return refuse(`사업자등록번호 "${text}"은(는) 숫자 10자리가 아닙니다. 123-45-67890처럼 써야 합니다`);
  if (!isValidBusinessNumber(brn)) {
    return refuse(`사업자등록번호 "${text}"은(는) 검증번호(마지막 자리)가 맞지 않습니다. 번호를 다시 확인해 주십시오`);
  }
  return ok(brn);
}
