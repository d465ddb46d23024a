import { texts } from "./texts.ts";

/** What is said of a field that a schema says nothing of itself. */
export const formTexts = texts({
  ko: {
    thisField: "이 칸",
    field: (label: string) => `「${label}」`,
    missing: (field: string) => `${field}에 값을 입력해 주십시오.`,
    tooShort: (field: string, least: number) => `${field} 값이 너무 짧습니다. ${least}자 이상 입력해 주십시오.`,
    tooLongField: (field: string, most: number) => `${field} 값이 너무 깁니다. ${most}자까지 입력할 수 있습니다.`,
    notOffered: (field: string) => `${field}에서 고를 수 없는 값입니다. 목록에 있는 것을 골라 주십시오.`,
    email: (field: string) => `${field} 값이 이메일 주소가 아닙니다. name@example.com처럼 입력해 주십시오.`,
    wrong: (field: string) => `${field} 값의 형식이 맞지 않습니다. 다시 확인해 주십시오.`,
    tooLong: "보낸 내용이 너무 깁니다. 줄여서 다시 보내 주십시오. 아무것도 저장하지 않았습니다.",
    nul: "쓸 수 없는 문자(NUL)가 들어 있습니다. 지우고 다시 보내 주십시오. 아무것도 저장하지 않았습니다.",
  },
  en: {
    thisField: "This field",
    field: (label) => `“${label}”`,
    missing: (field) => `${field} is empty. Enter a value.`,
    tooShort: (field, least) => `${field} is too short. Enter at least ${least} characters.`,
    tooLongField: (field, most) => `${field} is too long. Enter at most ${most} characters.`,
    notOffered: (field) => `${field} has a value that is not offered. Choose one of the list.`,
    email: (field) => `${field} is not an e-mail address. Enter one like name@example.com.`,
    wrong: (field) => `${field} is not in the right form. Check it again.`,
    tooLong: "What was sent is too long. Shorten it and send it again. Nothing was saved.",
    nul: "A character that cannot be used (NUL) is in it. Remove it and send it again. Nothing was saved.",
  },
});
