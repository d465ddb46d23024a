import { billingMonthOf, firstDay, lastDay, type LocalDate } from "../calendar.ts";
import type { Customer, CustomerLink } from "../customers/customer.ts";
import type { Won } from "../money.ts";
import { invariant } from "../prelude.ts";
import type { Msp } from "../msps/msp.ts";
import type { SettledMonth } from "../settlement/settled.ts";
import type { StatementDocument } from "./document.ts";
import { billOn, dueOn } from "./due_date.ts";
import { statementAmounts } from "./period.ts";
import { summaryRows } from "./summary.ts";

/** What a statement's document is composed of. */
export interface ComposedFrom {
  readonly msp: Msp;
  readonly customer: Customer;
  /** The link that holds in the last usage month, with its account's name. */
  readonly link: CustomerLink & { readonly cloudAccountName: string };
  /** The settled months of the period, in order. */
  readonly months: readonly SettledMonth[];
  readonly arrears: readonly { readonly usageMonth: SettledMonth["usageMonth"]; readonly amount: Won }[];
  /** Null for a draft. */
  readonly issue: { readonly number: string; readonly issuedOn: LocalDate } | null;
}

/** The bill as it is printed: parties, dates, rows and amounts as of now; at issue it is frozen. */
export function composeDocument(from: ComposedFrom): StatementDocument {
  const { msp, customer, link, months } = from;
  const [first, last] = [months[0], months.at(-1)];
  invariant(first && last, "a statement covers one settled month at least");
  const billingMonth = billingMonthOf(last.usageMonth);
  return {
    number: from.issue?.number ?? null,
    issuedOn: from.issue?.issuedOn ?? null,
    state: months.every((month) => month.state === "confirmed") ? "confirmed" : "provisional",
    usageMonths: months.map((month) => month.usageMonth),
    periodFrom: firstDay(first.usageMonth),
    periodTo: lastDay(last.usageMonth),
    billingMonth,
    billOn: billOn(billingMonth, customer.billingDay),
    dueOn: dueOn(billingMonth, customer),
    supplier: {
      name: msp.name,
      representative: msp.representative,
      brn: msp.brn,
      address: msp.address,
      phone: msp.phone,
      fax: msp.fax,
      email: msp.email,
    },
    customer: {
      name: customer.name,
      brn: customer.brn,
      contactName: customer.contactName,
      mainAccountId: customer.mainAccountId,
      memberNo: link.memberNo,
      cloudAccountName: link.cloudAccountName,
    },
    rows: summaryRows(months.map((month) => ({ settlement: month, categories: month.categories }))),
    ...statementAmounts(months),
    arrears: from.arrears,
    bankAccountText: msp.bankAccountText,
    noticeText: msp.noticeText,
  };
}
