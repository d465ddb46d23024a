import { texts } from "./texts.ts";

/** What is wrong with a typed field: each names the field, what is wrong, and what would be right. */
export const fieldTexts = texts({
  ko: {
    empty: (label: string) => `「${label}」 값이 비어 있습니다. 입력해 주십시오.`,
    tooLong: (label: string, most: string) => `「${label}」 값이 너무 깁니다. ${most}자까지 입력할 수 있습니다.`,
    control: (label: string) =>
      `「${label}」 값에 줄 바꿈이나 보이지 않는 문자가 있습니다. 지우고 한 줄로 입력해 주십시오.`,
    invisible: (label: string) => `「${label}」 값에 보이지 않는 문자가 있습니다. 지우고 다시 입력해 주십시오.`,
    emoji: (label: string) => `「${label}」 값에는 그림 문자를 쓸 수 없습니다. 글자로 입력해 주십시오.`,
    email: (label: string) =>
      `「${label}」 값이 이메일 주소가 아닙니다. name@example.com처럼 100자까지 입력해 주십시오.`,
    phone: (label: string) =>
      `「${label}」 값이 전화번호가 아닙니다. 숫자와 하이픈으로 02-123-4567처럼 20자까지 입력해 주십시오.`,
    brnDigits: "「사업자등록번호」 값이 숫자 10자리가 아닙니다. 123-45-67890처럼 입력해 주십시오.",
    brnCheck: "「사업자등록번호」의 검증번호(마지막 자리)가 맞지 않습니다. 번호를 다시 확인해 주십시오.",
    passwordShort: "「비밀번호」는 8자 이상이어야 합니다. 15자 이상을 권합니다.",
    passwordLong: "「비밀번호」는 128자까지 쓸 수 있습니다. 더 짧게 입력해 주십시오.",
    passwordCommon: "널리 쓰여 쉽게 추측되는 비밀번호입니다. 다른 비밀번호를 입력해 주십시오.",
    passwordsDiffer: "「비밀번호 확인」이 비밀번호와 다릅니다. 같은 값을 다시 입력해 주십시오.",
    login: "「계정 ID」는 영문자나 숫자로 시작하고 영문자, 숫자, 점(.), 밑줄(_), 하이픈(-)으로 2~32자여야 합니다.",
    key: (label: string) =>
      `「${label}」 값은 공백 없는 영문자, 숫자, 기호여야 합니다. 네이버 클라우드 플랫폼에서 복사한 값을 그대로 붙여 넣어 주십시오.`,
    choose: (label: string) => `「${label}」에서 하나를 골라 주십시오.`,
  },
  en: {
    empty: (label) => `“${label}” is empty. Enter a value.`,
    tooLong: (label, most) => `“${label}” is too long. Enter at most ${most} characters.`,
    control: (label) => `“${label}” holds a line break or an invisible character. Remove it and enter one line.`,
    invisible: (label) => `“${label}” holds an invisible character. Remove it and enter the text again.`,
    emoji: (label) => `“${label}” cannot hold emoji. Enter letters.`,
    email: (label) => `“${label}” is not an e-mail address. Enter one like name@example.com, at most 100 characters.`,
    phone: (label) =>
      `“${label}” is not a phone number. Enter digits and hyphens like 02-123-4567, at most 20 characters.`,
    brnDigits: "“Business number” does not have ten digits. Enter it like 123-45-67890.",
    brnCheck: "The last digit of the “business number” does not check. Look at the number again.",
    passwordShort: "The “password” needs at least 8 characters; 15 are advised.",
    passwordLong: "The “password” can have at most 128 characters. Enter a shorter one.",
    passwordCommon: "This password is common and easily guessed. Enter another one.",
    passwordsDiffer: "The “repeated password” differs from the password. Enter the same one again.",
    login:
      "An “account ID” begins with a letter or digit and has 2 to 32 letters, digits, dots (.), underscores (_) and hyphens (-).",
    key: (label) =>
      `“${label}” holds letters, digits and signs without spaces. Paste what Naver Cloud Platform shows, as it is.`,
    choose: (label) => `Choose one under “${label}”.`,
  },
});
