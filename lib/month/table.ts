import { formatAmount, won } from "../money.ts";
import { taxInvoiceStateLabels } from "../tax_invoices/states.ts";
import type { MonthReport } from "./report.ts";

const mailLabels = { sent: "발송", kept: "발신함 보관", failed: "실패", none: "발송 전" } as const;
// On the screen 「발행 취소」 is the button of a scheduled one; in a table it would read as cancelled.
const taxInvoiceLabels = { ...taxInvoiceStateLabels, scheduled: "전송 예정" };
const stateLabels = { confirmed: "확정", provisional: "잠정" } as const;

const steps: Readonly<Record<MonthReport["failures"][number]["step"], string>> = {
  pull: "가져오기",
  settle: "정산",
  statement: "청구서",
  mail: "메일",
  tax_invoice: "세금계산서",
  payment: "납부",
};

/** The report as a table for a terminal, in Korean. */
export function reportTable(report: MonthReport): string {
  const head = ["고객사", "회원번호", "상태", "공급가액", "세액", "합계", "청구서", "메일", "세금계산서", "미납"];
  const rows = report.customers.map((customer) => [
    customer.name,
    customer.memberNo,
    stateLabels[customer.state],
    amount(customer.supplyAmount),
    amount(customer.taxAmount),
    amount(customer.totalAmount),
    customer.statement?.number ?? "-",
    customer.statement ? mailLabels[customer.statement.mail] : "-",
    taxInvoiceLabels[customer.taxInvoice.state],
    amount(customer.payment.outstandingAmount),
  ]);
  const { totals } = report;
  const foot = [
    "합계",
    `${totals.customers}곳`,
    "",
    amount(totals.supplyAmount),
    amount(totals.taxAmount),
    amount(totals.totalAmount),
  ];
  const lines = aligned([head, ...rows, foot], new Set([3, 4, 5, 9]));
  const names = new Map(report.customers.map((customer) => [customer.memberNo, `(${customer.name})`]));
  const failures = report.failures.map(({ memberNo, step, reason }) =>
    `- ${memberNo}${names.get(memberNo) ?? ""} ${steps[step]}: ${reason}`
  );
  return [
    `${report.usageMonth} 이용월 · ${stateLabels[report.state]} · 기준 ${report.asOf ?? "-"}`,
    ...lines,
    ...(failures.length === 0 ? [doneText(report)] : [`마치지 못한 것 ${failures.length}건`, ...failures]),
  ].join("\n");
}

function doneText(report: MonthReport): string {
  return report.customers.length === 0
    ? "이 이용월에 정산할 고객사가 없습니다. 청구 시작월(cycleStart)을 확인해 주십시오."
    : "모든 고객사를 마쳤습니다.";
}

function amount(value: number): string {
  return formatAmount(won(value));
}

function aligned(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from(
    { length: columns },
    (_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))),
  );
  return rows.map((row) =>
    widths.map((size, column) => {
      const text = row[column] ?? "";
      const padding = " ".repeat(size - width(text));
      return right.has(column) ? padding + text : text + padding;
    }).join("  ").trimEnd()
  );
}

// Hangul and other wide characters take two cells of a terminal.
function width(text: string): number {
  return [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character) ? 2 : 1),
    0,
  );
}
