import { isBusinessNumber } from "./business_number.ts";
import type { SentDocument, TextField } from "./sent_document.ts";
import type { Refusal } from "./wire.ts";
import { wireDay } from "./wire_days.ts";

/** Field, code where missing, Korean name, in the order of the form. */
const required: readonly (readonly [TextField, number, string])[] = [
  ["writeDate", -11001001, "작성일자"],
  ["issueType", -11001003, "발행형태"],
  ["taxType", -11001005, "과세형태"],
  ["purposeType", -11001004, "영수/청구"],
  ["chargeDirection", -11001012, "과금방향"],
  ["supplyCostTotal", -11001041, "공급가액 합계"],
  ["taxTotal", -11001042, "세액 합계"],
  ["totalAmount", -11001043, "합계금액"],
  ["invoicerCorpNum", -11001013, "공급자 사업자번호"],
  ["invoicerMgtKey", -11001035, "공급자 문서번호"],
  ["invoicerCorpName", -11001015, "공급자 상호"],
  ["invoicerCEOName", -11001016, "공급자 대표자명"],
  ["invoiceeType", -11001053, "공급받는자 유형"],
  ["invoiceeCorpNum", -11001020, "공급받는자 사업자번호"],
  ["invoiceeCorpName", -11001022, "공급받는자 상호"],
  ["invoiceeCEOName", -11001023, "공급받는자 대표자명"],
];

/** Field, code of another word than these, the words. */
const choices: readonly (readonly [TextField, number, readonly string[]])[] = [
  ["issueType", -11001003, ["정발행", "역발행", "위수탁"]],
  ["taxType", -11001005, ["과세", "영세", "면세"]],
  ["purposeType", -11001004, ["영수", "청구", "없음"]],
  ["chargeDirection", -11001012, ["정과금", "역과금"]],
  ["invoiceeType", -11001053, ["사업자", "개인", "외국인"]],
];

/** The first required field that is missing or has none of its words, or null. */
export function brokenRequirement(document: SentDocument): Refusal | null {
  for (const [field, code, label] of required) {
    if (document[field].trim() === "") return { code, message: `${label}을(를) 입력해 주세요.` };
  }
  for (const [field, code, words] of choices) {
    if (!words.includes(document[field])) return { code, message: `${field}은(는) ${words.join(", ")} 중 하나입니다.` };
  }
  return null;
}

/** The first field of a wrong form, or null: kinds of issue, dates, keys, numbers of both parties, added contacts. */
export function brokenFormat(document: SentDocument): Refusal | null {
  return brokenKind(document) ?? brokenSupplier(document) ?? brokenBuyer(document) ?? brokenContact(document);
}

function brokenKind(document: SentDocument): Refusal | null {
  if (document.issueType === "역발행" && document.modifyCode !== null) {
    return { code: -11001054, message: "수정세금계산서는 역발행할 수 없습니다." };
  }
  if (document.issueType !== "정발행") {
    return { code: -11010005, message: "모의 서버는 정발행만 지원합니다." };
  }
  if (document.chargeDirection === "역과금") {
    return { code: -11001006, message: "역과금은 역발행에만 쓸 수 있습니다." };
  }
  if (!wireDay(document.writeDate)) return { code: -11001103, message: "작성일자는 yyyyMMdd 날짜입니다." };
  for (const line of document.detailList) {
    if (line.purchaseDT !== "" && !wireDay(line.purchaseDT)) {
      return { code: -11010003, message: "상세항목 거래일자는 yyyyMMdd 날짜입니다." };
    }
  }
  return null;
}

function brokenSupplier(document: SentDocument): Refusal | null {
  if (!isBusinessNumber(document.invoicerCorpNum)) {
    return { code: -11001014, message: "공급자 사업자번호가 올바르지 않습니다." };
  }
  if (!/^[0-9A-Za-z_-]{1,24}$/.test(document.invoicerMgtKey)) {
    return { code: -11001120, message: "공급자 문서번호는 영문, 숫자, -, _ 24자까지입니다." };
  }
  if (!/^(\d{4})?$/.test(document.invoicerTaxRegID)) {
    return { code: -11001019, message: "공급자 종사업장번호는 숫자 4자리입니다." };
  }
  return null;
}

function brokenBuyer(document: SentDocument): Refusal | null {
  const number = document.invoiceeCorpNum;
  if (document.invoiceeType === "사업자") {
    if (!/^\d{10}$/.test(number)) {
      return { code: -11001061, message: "공급받는자 사업자번호는 숫자 10자리입니다." };
    }
    if (!isBusinessNumber(number)) {
      return { code: -11001021, message: "공급받는자 사업자번호가 올바르지 않습니다." };
    }
  }
  if (document.invoiceeType === "개인" && !/^\d{13}$/.test(number)) {
    return { code: -11001062, message: "공급받는자 주민등록번호는 숫자 13자리입니다." };
  }
  if (document.invoiceeType === "외국인") {
    if (number !== "9999999999999") return { code: -11001063, message: "외국인은 9999999999999를 적습니다." };
    if (document.remark1.trim() === "") {
      return { code: -11001007, message: "비고1에 외국인등록번호나 여권번호를 적어 주세요." };
    }
  }
  if (!/^([0-9A-Za-z_-]{1,24})?$/.test(document.invoiceeMgtKey)) {
    return { code: -11001121, message: "공급받는자 문서번호는 영문, 숫자, -, _ 24자까지입니다." };
  }
  if (!/^(\d{4})?$/.test(document.invoiceeTaxRegID)) {
    return { code: -11001026, message: "공급받는자 종사업장번호는 숫자 4자리입니다." };
  }
  return null;
}

function brokenContact(document: SentDocument): Refusal | null {
  const added = document.addContactList;
  if (added.length > 5) return { code: -11001074, message: "추가 담당자는 5명까지입니다." };
  if (added.some((contact) => contact.serialNum === null || contact.serialNum < 1)) {
    return { code: -11001106, message: "추가 담당자 일련번호가 올바르지 않습니다." };
  }
  if (new Set(added.map((contact) => contact.serialNum)).size < added.length) {
    return { code: -11001107, message: "추가 담당자 일련번호가 겹칩니다." };
  }
  if (added.some((contact) => contact.contactName === "" || contact.contactName.length > 100)) {
    return { code: -11001075, message: "추가 담당자의 이름을 100자까지 적어 주세요." };
  }
  if (added.some((contact) => contact.email === "" || contact.email.length > 100)) {
    return { code: -11001076, message: "추가 담당자의 이메일을 100자까지 적어 주세요." };
  }
  return null;
}
