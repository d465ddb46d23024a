import type { AccountMail } from "../account_mail.ts";
import { seoulMinute } from "../calendar.ts";
import type { ApplicationFields } from "./application.ts";

type Applicant = Pick<ApplicationFields, "company" | "contactName" | "email" | "lang">;

/** Asks the applicant to confirm the e-mail by a link, with the company that applied, so that a stranger sees it is none of his. */
export function confirmationMail(applicant: Applicant, link: { url: string; until: Date }): AccountMail {
  const until = seoulMinute(link.until);
  return mail(applicant, {
    ko: {
      subject: "[Cla-Bill] 이메일 주소를 확인해 주십시오",
      lines: [
        `${applicant.company}의 Cla-Bill 가입 신청을 받았습니다.`,
        "아래 링크를 열어 이메일 주소를 확인하시면 운영자가 신청을 심사합니다.",
      ],
      link: { label: "이메일 주소 확인", url: link.url },
      foot: [
        `이 링크는 ${until}까지 한 번만 쓸 수 있습니다.`,
        "신청하신 적이 없다면 링크를 열지 마시고 이 메일을 지워 주십시오. 아무 일도 일어나지 않습니다.",
      ],
    },
    en: {
      subject: "[Cla-Bill] Please confirm your e-mail address",
      lines: [
        `We received the application of ${applicant.company} for Cla-Bill.`,
        "Open the link below to confirm your e-mail address. The operator will then review the application.",
      ],
      link: { label: "Confirm the e-mail address", url: link.url },
      foot: [
        `The link works once, until ${until} (Seoul time).`,
        "If you did not apply, do not open the link and delete this mail. Nothing will happen.",
      ],
    },
  });
}

/** Tells the holder of a registered e-mail that someone applied with it; the page itself tells nobody (R33). */
export function registeredMail(applicant: Applicant, urls: { login: string; forgot: string }): AccountMail {
  return mail({ ...applicant, contactName: "" }, {
    ko: {
      subject: "[Cla-Bill] 이미 가입된 이메일 주소입니다",
      lines: [
        "이 이메일 주소로 Cla-Bill 가입 신청이 있었으나, 이미 가입되어 있어 새로 접수하지 않았습니다.",
        `비밀번호를 잊으셨다면 ${urls.forgot} 에서 다시 정하실 수 있습니다.`,
      ],
      link: { label: "로그인", url: urls.login },
      foot: ["신청하신 적이 없다면 이 메일을 지워 주십시오. 계정은 달라지지 않았습니다."],
    },
    en: {
      subject: "[Cla-Bill] This e-mail address is registered already",
      lines: [
        "Someone applied for Cla-Bill with this e-mail address. It is registered already, so nothing new was accepted.",
        `If you forgot your password, set a new one at ${urls.forgot}`,
      ],
      link: { label: "Log in", url: urls.login },
      foot: ["If you did not apply, delete this mail. Your account is unchanged."],
    },
  });
}

/** Tells an applicant who waits already that the first application stands. */
export function waitingMail(applicant: Applicant): AccountMail {
  return mail({ ...applicant, contactName: "" }, {
    ko: {
      subject: "[Cla-Bill] 가입 신청을 심사하고 있습니다",
      lines: [
        "이 이메일 주소의 가입 신청을 이미 심사하고 있어, 새 신청은 접수하지 않았습니다.",
        "승인되거나 반려되면 메일로 알려 드립니다.",
      ],
      link: null,
      foot: ["신청하신 적이 없다면 이 메일을 지워 주십시오."],
    },
    en: {
      subject: "[Cla-Bill] Your application is under review",
      lines: [
        "An application with this e-mail address is under review already, so the new one was not accepted.",
        "You will get a mail when it is approved or rejected.",
      ],
      link: null,
      foot: ["If you did not apply, delete this mail."],
    },
  });
}

/** Tells an applicant that the operator approved, and how to log in. */
export function approvalMail(applicant: Applicant, loginUrl: string): AccountMail {
  return mail(applicant, {
    ko: {
      subject: "[Cla-Bill] 가입이 승인되었습니다",
      lines: [
        `${applicant.company}의 Cla-Bill 가입이 승인되었습니다.`,
        `「메인 계정」 탭에서 이메일 주소 ${applicant.email} 및 신청하실 때 정한 비밀번호로 로그인해 주십시오.`,
      ],
      link: { label: "로그인", url: loginUrl },
      foot: ["먼저 「환경설정」의 「인증키 관리」에서 네이버 클라우드 플랫폼 인증키를 등록해 주십시오."],
    },
    en: {
      subject: "[Cla-Bill] Your application was approved",
      lines: [
        `The application of ${applicant.company} for Cla-Bill was approved.`,
        `Log in on the tab of the main account with ${applicant.email} and the password that you chose.`,
      ],
      link: { label: "Log in", url: loginUrl },
      foot: ["Start by registering your Naver Cloud Platform keys in the settings."],
    },
  });
}

/** Tells an applicant that the operator rejected, why, and where to apply again. */
export function rejectionMail(applicant: Applicant, options: { reason: string; signupUrl: string }): AccountMail {
  const reason = options.reason.split(/\r?\n/);
  return mail(applicant, {
    ko: {
      subject: "[Cla-Bill] 가입이 반려되었습니다",
      lines: [`${applicant.company}의 Cla-Bill 가입 신청이 반려되었습니다.`, "반려 사유:", ...reason],
      link: { label: "다시 신청하기", url: options.signupUrl },
      foot: ["사유를 확인하신 뒤 다시 신청하실 수 있습니다."],
    },
    en: {
      subject: "[Cla-Bill] Your application was rejected",
      lines: [`The application of ${applicant.company} for Cla-Bill was rejected.`, "Reason:", ...reason],
      link: { label: "Apply again", url: options.signupUrl },
      foot: ["You may apply again once the reason is settled."],
    },
  });
}

/** Tells an operator that an application waits. */
export function pendingMail(company: string, url: string): AccountMail {
  return mail({ contactName: "", lang: "ko" }, {
    ko: {
      subject: "[Cla-Bill] 새 가입 신청이 있습니다",
      lines: [`${company}의 가입 신청이 승인을 기다리고 있습니다. 내용을 확인하고 승인하거나 반려해 주십시오.`],
      link: { label: "가입 신청 보기", url },
      foot: [],
    },
    en: {
      subject: "[Cla-Bill] A new application waits",
      lines: [`The application of ${company} waits for approval.`],
      link: { label: "See the applications", url },
      foot: [],
    },
  });
}

type Words = Pick<AccountMail, "subject" | "lines" | "link" | "foot">;

function mail(
  applicant: Pick<ApplicationFields, "contactName" | "lang">,
  words: Readonly<Record<"ko" | "en", Words>>,
): AccountMail {
  return { name: applicant.contactName, code: null, lang: applicant.lang, ...words[applicant.lang] };
}
