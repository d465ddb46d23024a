import type { LocalDate, YearMonth } from "../calendar.ts";
import type { CustomerId, FileId, StatementId } from "../ids.ts";
import type { Won } from "../money.ts";
import type { StatementDocument } from "./document.ts";

/** Life of a 요금청구서: recomputed → frozen and numbered → kept but replaced (B6). */
export const statementStatuses = ["draft", "issued", "void"] as const;
export type StatementStatus = typeof statementStatuses[number];

/** The amounts of one usage month within a statement. Won. */
export interface StatementMonth {
  readonly usageMonth: YearMonth;
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
}

/** 요금청구서: what a customer is to pay for a period that closes with `usageMonth`. */
export interface Statement {
  readonly id: StatementId;
  readonly customerId: CustomerId;
  readonly periodFrom: YearMonth;
  readonly usageMonth: YearMonth;
  readonly status: StatementStatus;
  readonly number: string | null;
  readonly issuedAt: Date | null;
  readonly issuedOn: LocalDate | null;
  readonly dueOn: LocalDate | null;
  readonly months: readonly StatementMonth[];
  readonly supplyAmount: Won;
  readonly taxAmount: Won;
  readonly totalAmount: Won;
  /** Frozen content; null for a draft. */
  readonly document: StatementDocument | null;
  readonly xlsxFileId: FileId | null;
  readonly pdfFileId: FileId | null;
  /** A file that a person put in the place of the product's own (A5). */
  readonly uploadedFileId: FileId | null;
  readonly uploadedAt: Date | null;
  /** Why it is held (Korean); empty when it may go out. */
  readonly holdReasons: readonly string[];
  readonly holdClearedReason: string | null;
  readonly voidReason: string | null;
  readonly replacesId: StatementId | null;
}

/** Why a statement cannot be issued or voided now. */
export type StatementRefusal =
  | { readonly kind: "not_found" }
  | { readonly kind: "already_issued"; readonly number: string }
  | { readonly kind: "void" }
  | { readonly kind: "not_issued" }
  | { readonly kind: "held"; readonly reasons: readonly string[] }
  | { readonly kind: "provisional"; readonly reason: string }
  | { readonly kind: "nothing_to_bill" }
  | { readonly kind: "profile_incomplete"; readonly missing: readonly string[] }
  | { readonly kind: "contact_missing" }
  | { readonly kind: "tax_invoice_stands"; readonly documentKey: string };

/** The refusal in a Korean sentence that says what would be right. */
export function statementRefusalText(refusal: StatementRefusal): string {
  switch (refusal.kind) {
    case "not_found":
      return "청구서가 없습니다. 먼저 그 이용월을 정산해야 합니다.";
    case "already_issued":
      return `이미 발행한 청구서입니다(${refusal.number}).`;
    case "void":
      return "무효로 한 청구서입니다. 다시 발행한 청구서를 써야 합니다.";
    case "not_issued":
      return "아직 발행하지 않은 청구서입니다.";
    case "held":
      return `보류된 청구서입니다. ${refusal.reasons.join(" ")} 이유를 적어 보류를 풀어야 발송할 수 있습니다.`;
    case "provisional":
      return `잠정 금액입니다. ${refusal.reason} 잠정 금액으로 청구하려면 그렇게 하겠다고 지정해야 합니다(--provisional).`;
    case "nothing_to_bill":
      return "청구할 금액이 없습니다.";
    case "profile_incomplete":
      return `정산 등록에 ${refusal.missing.join(", ")} 항목이 비어 있습니다. 채운 뒤에 발송할 수 있습니다.`;
    case "contact_missing":
      return "담당자 이메일이 비어 있습니다. 고객사 정보에 채운 뒤에 발송할 수 있습니다.";
    case "tax_invoice_stands":
      return `세금계산서(${refusal.documentKey})가 아직 국세청에 전송되지 않았습니다. 먼저 세금계산서 발행을 취소해야 합니다.`;
  }
}
