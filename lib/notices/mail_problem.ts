import { parseEmail } from "../contact.ts";
import type { Mail } from "./port.ts";

/**
 * Why a mail must not leave (Korean), or null: every address is one plain address, and no name, subject or attachment
 * can add a header, a line or a recipient (checks.md R43).
 */
export function mailProblem(mail: Mail): string | null {
  if (mail.to.length === 0) return "받는 사람이 없습니다. 담당자 이메일을 등록해 주십시오.";
  const fields = [
    ...mail.to.map((address) => addressProblem(address, "받는 사람")),
    addressProblem(mail.from.address, "보내는 사람"),
    mail.replyTo === null ? null : addressProblem(mail.replyTo, "회신 주소"),
    lineProblem(mail.from.name, "보내는 사람 이름"),
    mail.messageId === null || /^<[\w.+-]+@[\w.-]+>$/.test(mail.messageId)
      ? null
      : "「메일 식별자」가 올바르지 않습니다. <번호@도메인>처럼 적어 주십시오.",
    mail.subject.trim() === "" ? "메일 제목이 비어 있습니다. 제목을 입력해 주십시오." : null,
    lineProblem(mail.subject, "메일 제목"),
    ...mail.attachments.map((attachment) => attachmentProblem(attachment)),
  ];
  return fields.find((problem) => problem !== null) ?? null;
}

function addressProblem(address: string, field: string): string | null {
  const parsed = parseEmail(address, field);
  if (!parsed.ok) return parsed.refusal;
  return parsed.value === address ? null : `「${field}」 값의 앞뒤에 공백이 있습니다. 공백을 지워 주십시오.`;
}

function lineProblem(text: string, field: string): string | null {
  return /[\p{Cc}\u2028\u2029]/u.test(text)
    ? `「${field}」에 줄 바꿈이나 제어 문자가 있습니다. 한 줄로 입력해 주십시오.`
    : null;
}

function attachmentProblem(attachment: Mail["attachments"][number]): string | null {
  if (attachment.name.trim() === "" || /[/\\]/.test(attachment.name)) {
    return "「첨부 파일 이름」이 비어 있거나 경로를 담고 있습니다. 파일 이름만 입력해 주십시오.";
  }
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(attachment.type)) {
    return "「첨부 파일 형식」이 올바르지 않습니다. application/pdf처럼 적어 주십시오.";
  }
  return lineProblem(attachment.name, "첨부 파일 이름");
}
