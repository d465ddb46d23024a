import { type Actor, audit } from "../audit.ts";
import { billingMonthOf, monthRange, seoulDate, type YearMonth } from "../calendar.ts";
import type { Customer } from "../customers/customer.ts";
import { lockCustomers, readCustomer } from "../customers/store.ts";
import { breaks, type Tx } from "../db/mod.ts";
import type { CustomerId, MspId, StatementId, TaxInvoiceId } from "../ids.ts";
import type { Jobs } from "../jobs/mod.ts";
import { sumWon, zeroWon } from "../money.ts";
import type { Msp, WriteDateRule } from "../msps/msp.ts";
import { readMsp } from "../msps/store.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { freezeMonths, readSettlements } from "../settlement/store.ts";
import { dueOn } from "../statements/due_date.ts";
import { issueProblem, provisionalReason } from "../statements/issue.ts";
import { periodOf } from "../statements/period.ts";
import { type StatementRefusal, statementRefusalText } from "../statements/statement.ts";
import { statementOfMonth } from "../statements/store.ts";
import { composeContent, type MonthAmounts } from "./content.ts";
import { contentProblems } from "./content_problems.ts";
import { issueDeadline, lateness, latenessText, supplyDayFor, writeDateFor } from "./deadline.ts";
import { makeDocumentKey } from "./document_key.ts";
import { insertTaxInvoice, liveTaxInvoices, nextKeyCounter } from "./store.ts";
import type { Party, Transfer } from "./tax_invoice.ts";

/** The queue that issues one tax invoice. */
export const issueTaxInvoiceQueue = "issue_tax_invoice";

/** What a person asks for: the tax invoice of a customer's usage month. */
export interface IssueRequest {
  readonly mspId: MspId;
  readonly customerId: CustomerId;
  readonly usageMonth: YearMonth;
  readonly transfer: Transfer;
  readonly actor: Actor;
  /** Confirmed that it is late and what that costs. */
  readonly allowLate: boolean;
  readonly allowProvisional: boolean;
  readonly jobs: Jobs;
}

/** Why a tax invoice cannot be asked for now. */
export type IssueRefusal =
  | { readonly kind: "not_settled" }
  | { readonly kind: "nothing_to_issue" }
  | { readonly kind: "live_already"; readonly documentKey: string }
  | { readonly kind: "waits_for_period"; readonly closesWith: YearMonth }
  | { readonly kind: "provisional"; readonly reason: string }
  | { readonly kind: "late"; readonly text: string }
  | { readonly kind: "incomplete"; readonly texts: readonly string[] }
  | { readonly kind: "statement"; readonly refusal: StatementRefusal };

/** The refusal in a Korean sentence. */
export function issueRefusalText(refusal: IssueRefusal): string {
  switch (refusal.kind) {
    case "not_settled":
      return "정산하지 않은 이용월입니다. 먼저 이용내역을 가져와 정산해야 합니다.";
    case "nothing_to_issue":
      return "발행할 금액이 없습니다.";
    case "live_already":
      return `이 이용월의 세금계산서가 이미 있습니다(${refusal.documentKey}).`;
    case "waits_for_period":
      return `기간별 세금계산서를 쓰는 고객사입니다. ${refusal.closesWith} 이용월의 청구서와 함께 발행합니다.`;
    case "provisional":
      return `잠정 금액입니다. ${refusal.reason} 잠정 금액으로 발행하려면 그렇게 하겠다고 지정해야 합니다(--provisional).`;
    case "late":
      return `${refusal.text} 그래도 발행하려면 늦은 발행이라고 지정해야 합니다(--late).`;
    case "incomplete":
      return refusal.texts.join(" ");
    case "statement":
      return statementRefusalText(refusal.refusal);
  }
}

/**
 * 「세금계산서 발행」: checks what can be checked, also of the bill that is issued with it, freezes the month, claims it,
 * stores the content under a new document key, and queues the call, in one transaction (B5–B7).
 */
export async function requestTaxInvoice(tx: Tx, request: IssueRequest): Promise<Result<TaxInvoiceId, IssueRefusal>> {
  const { mspId, usageMonth, actor } = request;
  await lockCustomers(tx, mspId, [request.customerId]);
  const customer = await readCustomer(tx, mspId, request.customerId);
  const period = customer ? periodOf(usageMonth, customer) : null;
  if (!customer || !period) return refuse({ kind: "not_settled" });
  const live = (await liveTaxInvoices(tx, mspId, usageMonth)).find((each) => each.customerId === customer.id);
  if (live) return refuse({ kind: "live_already", documentKey: live.documentKey });
  const isPeriod = customer.taxBasis === "period" && customer.cycleMonths > 1;
  if (isPeriod && !period.closes) return refuse({ kind: "waits_for_period", closesWith: period.to });
  const msp = await readMsp(tx, mspId);
  const months = await settledMonths(tx, { mspId, customer, from: isPeriod ? period.from : usageMonth, usageMonth });
  if (!months) return refuse({ kind: "not_settled" });
  if (months.every((month) => month.supplyAmount === zeroWon)) return refuse({ kind: "nothing_to_issue" });
  const usageMonths = months.map((month) => month.usageMonth);
  const provisional = await provisionalReason(tx, { mspId, customerId: customer.id, usageMonths });
  if (provisional !== null && !request.allowProvisional) return refuse({ kind: "provisional", reason: provisional });
  const dates = writeDates({ msp, customer, usageMonth, isPeriod, request });
  if (dates.late !== null && !request.allowLate) {
    const supplyAmount = sumWon(months.map((month) => month.supplyAmount));
    return refuse({ kind: "late", text: latenessText(dates.late, { deadline: dates.deadline, supplyAmount }) });
  }
  const compose = (documentKey: string) =>
    composeContent({
      documentKey,
      months,
      writeDate: dates.writeDate,
      supplier: supplierOf(msp),
      recipient: recipientOf(customer),
      vatRounding: msp.vatRounding,
    });
  const problems = contentProblems(compose("check"), { today: seoulDate(actor.at) });
  if (problems.length > 0) return refuse({ kind: "incomplete", texts: problems.map((problem) => problem.text) });
  const statement = await billOf(tx, { request, customer, provisional });
  if (!statement.ok) return refuse({ kind: "statement", refusal: statement.refusal });
  const counter = await nextKeyCounter(tx, mspId, { customerId: customer.id, usageMonth });
  const content = compose(makeDocumentKey({ usageMonth, customerSerial: customer.serial, counter, mspId }));
  const id = await claim(tx, {
    mspId,
    actor,
    request: {
      customerId: customer.id,
      statementId: statement.value,
      kind: isPeriod ? "period" : "month",
      usageMonth,
      periodFrom: isPeriod ? period.from : usageMonth,
      transfer: request.transfer,
      content,
      forceLate: dates.late !== null,
      exceptionReason: null,
      amendmentReason: null,
      originalId: null,
      opensReceivable: false,
    },
  });
  if (!id.ok) return id;
  await freezeMonths(tx, mspId, { customerId: customer.id, usageMonths, by: "tax_invoice" });
  await request.jobs.send(tx, issueTaxInvoiceQueue, [
    { mspId, taxInvoiceId: id.value, serial: customer.serial },
  ]);
  return id;
}

/** Stores the request; the database refuses a second live one for the month, whoever asks at the same moment (R18). */
async function claim(
  tx: Tx,
  options: { mspId: MspId; actor: Actor; request: Parameters<typeof insertTaxInvoice>[2]["request"] },
): Promise<Result<TaxInvoiceId, IssueRefusal>> {
  const { mspId, actor, request } = options;
  try {
    const id = await tx.savepoint((inner) => insertTaxInvoice(inner, mspId, { request, requestedAt: actor.at }));
    await audit(tx, actor, {
      mspId,
      entries: [{
        objectKind: "tax_invoice",
        objectId: id,
        action: request.forceLate ? "request_late" : "request",
        after: {
          documentKey: request.content.documentKey,
          totalAmount: request.content.totalAmount,
          transfer: request.transfer,
        },
      }],
    });
    return ok(id);
  } catch (error) {
    if (breaks(error, "tax_invoice_months_pkey")) return refuse({ kind: "live_already", documentKey: "동시에 요청됨" });
    throw error;
  }
}

async function settledMonths(
  tx: Tx,
  options: { mspId: MspId; customer: Customer; from: YearMonth; usageMonth: YearMonth },
): Promise<readonly MonthAmounts[] | null> {
  const { mspId, customer, from, usageMonth } = options;
  const wanted = monthRange(from, usageMonth);
  const own = await readSettlements(tx, mspId, { usageMonths: wanted, customers: [customer.id] });
  return own.length === wanted.length ? own : null;
}

/** The bill whose period closes with the month: it is issued with the tax invoice where that comes first (B6). */
async function billOf(
  tx: Tx,
  options: { request: IssueRequest; customer: Customer; provisional: string | null },
): Promise<Result<StatementId | null, StatementRefusal>> {
  const { request, customer, provisional } = options;
  const { mspId, usageMonth, allowProvisional } = request;
  const statement = await statementOfMonth(tx, mspId, { customerId: customer.id, usageMonth });
  if (!statement || statement.usageMonth !== usageMonth) return ok(null);
  const problem = issueProblem(statement, { provisional, allowProvisional });
  return problem ? refuse(problem) : ok(statement.id);
}

function writeDates(
  options: { msp: Msp; customer: Customer; usageMonth: YearMonth; isPeriod: boolean; request: IssueRequest },
) {
  const today = seoulDate(options.request.actor.at);
  const rule: WriteDateRule = options.isPeriod ? "issue_date" : options.msp.writeDateRule;
  const dueDate = dueOn(billingMonthOf(options.usageMonth), options.customer);
  const writeDate = writeDateFor(rule, { usageMonth: options.usageMonth, today, dueDate });
  const deadline = issueDeadline(supplyDayFor(rule, { writeDate, dueDate }));
  return { writeDate, deadline, late: lateness({ today, deadline, writeDate }) };
}

/** The MSP as 공급자. */
export function supplierOf(msp: Msp): Party {
  return {
    brn: msp.brn,
    branchNo: "",
    name: msp.name,
    representative: msp.representative,
    address: msp.address,
    bizType: msp.bizType,
    bizItem: msp.bizItem,
    contactName: "",
    phone: msp.phone,
    email: msp.email,
  };
}

/** The customer as 공급받는자; the 담당자 is named on it. */
export function recipientOf(customer: Customer): Party {
  return {
    brn: customer.brn,
    branchNo: "",
    name: customer.name,
    representative: customer.representative,
    address: [customer.address, customer.addressDetail].filter(Boolean).join(" "),
    bizType: customer.bizType,
    bizItem: customer.bizItem,
    contactName: customer.contactName,
    phone: customer.contactPhone,
    email: customer.contactEmail,
  };
}
