import { dayText, type LocalDate, monthText, type YearMonth } from "../calendar.ts";
import { formatWon, type Won } from "../money.ts";
import { type ComposedMail, composeMail } from "./mail_body.ts";

/** What the mail of a statement says. */
export interface StatementMail {
  readonly mspName: string;
  readonly customerName: string;
  /** 담당자; "" where none is named. */
  readonly contactName: string;
  /** 이용월 or period, as people read it: 「2024년 12월」, 「2024년 10월 ~ 2024년 12월」. */
  readonly usageText: string;
  readonly billingMonth: YearMonth;
  /** With VAT, without earlier arrears. */
  readonly totalAmount: Won;
  readonly dueOn: LocalDate;
  /** 입금 계좌; "" where none is registered. */
  readonly bankAccountText: string;
  /** 문서번호. */
  readonly number: string;
  /** Whether it is sent on provisional amounts 「잠정」 (product.md B3). */
  readonly provisional: boolean;
}

/** The mail of 「요금청구서 발송」; the statement itself is attached by the sender. */
export function statementMail(mail: StatementMail): ComposedMail {
  const title = mail.provisional ? "요금청구서(잠정)" : "요금청구서";
  return composeMail({
    ...mail,
    subject: `[${mail.mspName}] ${mail.customerName} ${mail.usageText} 이용분 ${title} (${mail.number})`,
    opening: [`${mail.usageText} 네이버클라우드 이용분의 ${title}를 첨부하여 보내 드립니다.`],
    rows: [
      ["문서번호", mail.number],
      ["이용월", mail.usageText],
      ["청구월", monthText(mail.billingMonth)],
      ["총 납부금액 (VAT 포함)", formatWon(mail.totalAmount)],
      ["납부기한", dayText(mail.dueOn)],
      ["입금 계좌", mail.bankAccountText],
    ],
    closing: [
      ...(mail.provisional
        ? ["이 금액은 잠정 금액이며, 네이버클라우드의 이용요금이 확정되면 달라질 수 있습니다."]
        : []),
      "자세한 내역은 첨부한 요금청구서에 있습니다.",
      "문의하실 사항이 있으면 이 메일에 회신해 주시기 바랍니다.",
    ],
  });
}
