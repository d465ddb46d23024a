import { dayText, type LocalDate } from "../calendar.ts";
import { formatWon, sumWon, type Won } from "../money.ts";
import { invariant } from "../prelude.ts";
import { type ComposedMail, composeMail } from "./mail_body.ts";

/** What the mail about overdue statements says. */
export interface ReminderMail {
  readonly mspName: string;
  readonly customerName: string;
  /** 담당자; "" where none is named. */
  readonly contactName: string;
  /** The day whose deposits are counted. */
  readonly asOf: LocalDate;
  /** What is overdue, oldest first; one at least. */
  readonly overdue: readonly {
    readonly number: string;
    readonly usageText: string;
    readonly dueOn: LocalDate;
    readonly outstandingAmount: Won;
  }[];
  /** 입금 계좌; "" where none is registered. */
  readonly bankAccountText: string;
}

/** The mail of 미납 안내. */
export function reminderMail(mail: ReminderMail): ComposedMail {
  invariant(mail.overdue.length > 0, "a reminder names what is overdue");
  const outstandingAmount = sumWon(mail.overdue.map((statement) => statement.outstandingAmount));
  return composeMail({
    ...mail,
    subject: `[${mail.mspName}] ${mail.customerName} 이용요금 미납 안내 (${mail.overdue.length}건)`,
    opening: [`${dayText(mail.asOf)} 기준으로 납부기한이 지난 이용요금이 있어 안내해 드립니다.`],
    rows: [
      ...mail.overdue.map((statement) =>
        [
          `${statement.usageText} 이용분 (${statement.number})`,
          `${formatWon(statement.outstandingAmount)}, 납부기한 ${dayText(statement.dueOn)}`,
        ] as const
      ),
      ["미납 금액 합계 (VAT 포함)", formatWon(outstandingAmount)],
      ["입금 계좌", mail.bankAccountText],
    ],
    closing: [
      "이미 납부하셨다면 입금이 확인되는 대로 정리하겠습니다. 따로 하실 일은 없습니다.",
      "문의하실 사항이 있으면 이 메일에 회신해 주시기 바랍니다.",
    ],
  });
}
