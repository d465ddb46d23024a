import type { AccountMail } from "../account_mail.ts";
import { seoulMinute } from "../calendar.ts";

/** The languages of the mails. */
export type MailLang = AccountMail["lang"];

/** When and from where something happened, as the mails tell it. */
export interface Happened {
  readonly at: Date;
  readonly ip: string;
}

/** What a mail tells its user; each kind has its words in both languages. */
export type Told =
  | { readonly kind: "code"; readonly code: string; readonly minutes: number }
  | { readonly kind: "reset"; readonly url: string; readonly minutes: number }
  | { readonly kind: "password_changed" }
  | { readonly kind: "password_reset" }
  | { readonly kind: "factor_added"; readonly factor: string }
  | { readonly kind: "factor_removed"; readonly factor: string }
  | { readonly kind: "recovery_renewed" }
  | { readonly kind: "recovery_used"; readonly left: number }
  | { readonly kind: "new_device"; readonly userAgent: string };

interface Words {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly linkLabel?: string;
  /** What to do where it was somebody else. */
  readonly warning: string;
}

/** The mail about something that happened to a user's own account. */
export function authMail(told: Told, to: { name: string; lang: MailLang; happened: Happened }): AccountMail {
  const words = to.lang === "ko" ? korean(told) : english(told);
  return {
    subject: `[Cla-Bill] ${words.subject}`,
    name: to.name,
    lines: words.lines,
    code: told.kind === "code" ? told.code : null,
    link: told.kind === "reset" ? { label: words.linkLabel ?? "", url: told.url } : null,
    foot: [whenText(to), words.warning],
    lang: to.lang,
  };
}

function whenText(to: { lang: MailLang; happened: Happened }): string {
  const { at, ip } = to.happened;
  return to.lang === "ko" ? `시각 ${seoulMinute(at)} (KST), 접속 주소 ${ip}` : `${seoulMinute(at)} KST, from ${ip}`;
}

function korean(told: Told): Words {
  const stranger = "직접 하신 일이 아니면 바로 비밀번호를 바꾸고, 「내 세션」에서 다른 세션을 끝내 주십시오.";
  switch (told.kind) {
    case "code":
      return {
        subject: "인증번호",
        lines: [`아래 인증번호를 ${told.minutes}분 안에 입력해 주십시오.`],
        warning: "요청하지 않으셨다면 누군가 비밀번호를 알고 있을 수 있습니다. 비밀번호를 바꿔 주십시오.",
      };
    case "reset":
      return {
        subject: "비밀번호 재설정",
        lines: [`아래 링크에서 새 비밀번호를 정해 주십시오. 링크는 ${told.minutes}분 동안 한 번만 쓸 수 있습니다.`],
        linkLabel: "비밀번호 재설정",
        warning: "요청하지 않으셨다면 이 메일을 무시하시면 됩니다. 비밀번호는 바뀌지 않습니다.",
      };
    case "password_changed":
      return {
        subject: "비밀번호가 변경되었습니다",
        lines: ["비밀번호가 변경되었고, 다른 기기의 세션은 모두 끝났습니다."],
        warning: "직접 하신 일이 아니면 로그인 화면의 「비밀번호 찾기」로 바로 다시 정해 주십시오.",
      };
    case "password_reset":
      return {
        subject: "비밀번호가 재설정되었습니다",
        lines: ["비밀번호가 재설정되었고, 모든 기기의 세션이 끝났습니다."],
        warning: "직접 하신 일이 아니면 로그인 화면의 「비밀번호 찾기」로 바로 다시 정해 주십시오.",
      };
    case "factor_added":
      return {
        subject: "2차 인증이 추가되었습니다",
        lines: [`2차 인증 「${told.factor}」이(가) 추가되었습니다.`],
        warning: stranger,
      };
    case "factor_removed":
      return {
        subject: "2차 인증이 삭제되었습니다",
        lines: [`2차 인증 「${told.factor}」이(가) 삭제되었습니다.`],
        warning: stranger,
      };
    case "recovery_renewed":
      return {
        subject: "복구 코드를 새로 만들었습니다",
        lines: ["복구 코드를 새로 만들었습니다. 전에 만든 코드는 쓸 수 없습니다."],
        warning: stranger,
      };
    case "recovery_used":
      return {
        subject: "복구 코드로 로그인했습니다",
        lines: [`복구 코드 하나를 썼습니다. 남은 코드는 ${told.left}개입니다.`],
        warning: stranger,
      };
    case "new_device":
      return {
        subject: "새 기기에서 로그인했습니다",
        lines: ["전에 쓰지 않던 기기나 브라우저에서 로그인했습니다.", told.userAgent],
        warning: stranger,
      };
  }
}

function english(told: Told): Words {
  const stranger = "If this was not you, change your password now and end the other sessions under “My sessions”.";
  switch (told.kind) {
    case "code":
      return {
        subject: "Verification code",
        lines: [`Enter this code within ${told.minutes} minutes.`],
        warning: "If you did not ask for it, someone may know your password. Please change it.",
      };
    case "reset":
      return {
        subject: "Password reset",
        lines: [`Choose a new password with this link. It works once and for ${told.minutes} minutes.`],
        linkLabel: "Reset the password",
        warning: "If you did not ask for it, ignore this mail. The password stays as it is.",
      };
    case "password_changed":
      return {
        subject: "Your password was changed",
        lines: ["Your password was changed and the sessions on other devices have ended."],
        warning: "If this was not you, choose a new one at once with “Forgot password” on the login page.",
      };
    case "password_reset":
      return {
        subject: "Your password was reset",
        lines: ["Your password was reset and the sessions on all devices have ended."],
        warning: "If this was not you, choose a new one at once with “Forgot password” on the login page.",
      };
    case "factor_added":
      return {
        subject: "A second factor was added",
        lines: [`The second factor “${told.factor}” was added.`],
        warning: stranger,
      };
    case "factor_removed":
      return {
        subject: "A second factor was removed",
        lines: [`The second factor “${told.factor}” was removed.`],
        warning: stranger,
      };
    case "recovery_renewed":
      return {
        subject: "New recovery codes were made",
        lines: ["New recovery codes were made. The earlier ones no longer work."],
        warning: stranger,
      };
    case "recovery_used":
      return {
        subject: "A recovery code was used",
        lines: [`A recovery code was used to sign in. ${told.left} are left.`],
        warning: stranger,
      };
    case "new_device":
      return {
        subject: "Signed in on a new device",
        lines: ["Somebody signed in on a device or browser that was not used before.", told.userAgent],
        warning: stranger,
      };
  }
}
