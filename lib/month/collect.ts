import { seoulText } from "../calendar.ts";
import type { Customer } from "../customers/customer.ts";
import { listLinks } from "../customers/store.ts";
import { type Db, inMsp, type Tx } from "../db/mod.ts";
import type { StoredFile } from "../files.ts";
import type { CustomerId, MspId } from "../ids.ts";
import { minusWon, wonToJson } from "../money.ts";
import { statementDeliveries } from "../notices/store.ts";
import { monthPayments } from "../payments/store.ts";
import { readSettlements } from "../settlement/store.ts";
import { composeDocument } from "../statements/compose.ts";
import { readDetailRows } from "../statements/detail_store.ts";
import { makeFiles, readLogo, statementFiles } from "../statements/files.ts";
import { composedFrom } from "../statements/issue.ts";
import type { Statement } from "../statements/statement.ts";
import { liveStatements } from "../statements/store.ts";
import type { TaxInvoice } from "../tax_invoices/issued.ts";
import { latestTaxInvoices } from "../tax_invoices/store.ts";
import { readUsageMonths } from "../usage/months_store.ts";
import { type MonthReport, monthReport, type ReportCustomer, reportedAmounts } from "./report.ts";
import type { CustomerFailure, MonthOrder } from "./order.ts";

/** Reads how every customer's month stands after the run, writes the bills to the directory, and makes the report. */
export async function collectReport(
  db: Db,
  options: { order: MonthOrder; customers: readonly Customer[]; failures: readonly CustomerFailure[] },
): Promise<MonthReport> {
  const { order, customers } = options;
  const { mspId, usageMonth } = order;
  const standing = await inMsp(db, mspId, (tx) => readStanding(tx, order));
  const failures = [...options.failures];
  const reported: ReportCustomer[] = [];
  const taken = new Set<string>();
  for (const customer of customers) {
    const settled = standing.settlements.get(customer.id);
    if (!settled) continue;
    const statement = standing.statements.get(customer.id) ?? null;
    const files = statement ? await inMsp(db, mspId, (tx) => filesOf(tx, { mspId, statement })) : [];
    const memberNo = standing.memberNos.get(customer.id) ?? "";
    const paths = await writeFiles(files, { directory: order.outDirectory, memberNo, taken });
    const delivery = statement ? standing.deliveries.get(statement.id) : undefined;
    const taxInvoice = standing.taxInvoices.get(customer.id) ?? null;
    failures.push(...lateFailures({ customer, delivery, taxInvoice, order }));
    reported.push({
      memberNo,
      name: customer.name,
      ...reportedAmounts(settled),
      statement: statement
        ? { number: statement.number, xlsx: paths[0] ?? "", pdf: paths[1] ?? "", mail: mailState(delivery?.state) }
        : null,
      taxInvoice: taxInvoiceOf(taxInvoice),
      payment: standing.payments.get(customer.id) ?? { paidAmount: 0, outstandingAmount: 0 },
    });
  }
  return monthReport({
    usageMonth,
    asOf: standing.asOf,
    customers: reported,
    failures: failures.map(({ customerId, step, reason }) => ({
      memberNo: standing.memberNos.get(customerId) ?? "",
      step,
      reason,
    })),
  });
}

async function readStanding(tx: Tx, order: MonthOrder) {
  const { mspId, usageMonth } = order;
  const statements = await liveStatements(tx, mspId, usageMonth);
  const deliveries = await statementDeliveries(tx, mspId, statements.map((each) => each.id));
  const months = await readUsageMonths(tx, mspId, { usageMonths: [usageMonth], customers: "all" });
  const oldest = months.reduce<Date | null>((first, each) => !first || each.asOf < first ? each.asOf : first, null);
  const links = await listLinks(tx, mspId);
  return {
    asOf: oldest ? seoulText(oldest) : null,
    settlements: byCustomer(await readSettlements(tx, mspId, { usageMonths: [usageMonth], customers: "all" })),
    statements: byCustomer(statements),
    deliveries: new Map(deliveries.map((each) => [each.statementId, each])),
    taxInvoices: byCustomer(await latestTaxInvoices(tx, mspId, usageMonth)),
    memberNos: new Map(
      links.filter((link) => link.fromMonth <= usageMonth).map((link) => [link.customerId, link.memberNo]),
    ),
    payments: new Map(
      (await monthPayments(tx, mspId, usageMonth)).map((each) => [each.customerId, {
        paidAmount: wonToJson(each.paidAmount),
        outstandingAmount: wonToJson(minusWon(each.billedAmount, each.paidAmount)),
      }]),
    ),
  };
}

function byCustomer<T extends { readonly customerId: CustomerId }>(entries: readonly T[]): ReadonlyMap<CustomerId, T> {
  return new Map(entries.map((entry) => [entry.customerId, entry]));
}

/** xlsx and PDF of a bill: the frozen ones of an issued bill, fresh ones of a draft. */
async function filesOf(tx: Tx, options: { mspId: MspId; statement: Statement }): Promise<readonly StoredFile[]> {
  const { mspId, statement } = options;
  if (statement.status === "issued") return await statementFiles(tx, mspId, statement);
  const source = await composedFrom(tx, { mspId, statement });
  const files = await makeFiles({
    document: composeDocument({ ...source, issue: null }),
    lines: await readDetailRows(tx, mspId, {
      customerId: statement.customerId,
      usageMonths: statement.months.map((month) => month.usageMonth),
      passDiscounts: source.customer.passDiscounts,
    }),
    logo: await readLogo(tx, mspId),
  });
  return [files.xlsx, files.pdf];
}

async function writeFiles(
  files: readonly StoredFile[],
  options: { directory: string; memberNo: string; taken: Set<string> },
): Promise<string[]> {
  const { directory, memberNo, taken } = options;
  const paths: string[] = [];
  for (const file of files) {
    // Drafts have no number yet: two customers of one name are told apart by their member numbers.
    const name = taken.has(file.name) ? `${memberNo}_${file.name}` : file.name;
    taken.add(name);
    await Deno.writeFile(`${directory}/${name}`, file.content);
    paths.push(`${directory}/${name}`);
  }
  return paths;
}

/** What failed after the calls: a mail that was refused, a tax invoice that Popbill or the NTS refused. */
function lateFailures(
  options: {
    customer: Customer;
    delivery: { state: string; reason: string | null } | undefined;
    taxInvoice: TaxInvoice | null;
    order: MonthOrder;
  },
): CustomerFailure[] {
  const { customer, delivery, taxInvoice, order } = options;
  const failures: CustomerFailure[] = [];
  if (order.send && delivery && delivery.state !== "sent" && delivery.state !== "kept") {
    failures.push({
      customerId: customer.id,
      step: "mail",
      reason: delivery.reason ?? "메일을 아직 보내지 못했습니다.",
    });
  }
  if (order.issue !== "none" && taxInvoice) {
    const isStuck = taxInvoice.state === "issuing" || taxInvoice.state === "not_issued";
    const reason = taxInvoice.failure ?? (isStuck ? "팝빌의 답을 받지 못해 발행 여부를 확인하는 중입니다." : null);
    if (reason !== null) failures.push({ customerId: customer.id, step: "tax_invoice", reason });
  }
  return failures;
}

function mailState(state: string | undefined): "sent" | "kept" | "failed" | "none" {
  if (state === undefined) return "none";
  return state === "sent" || state === "kept" ? state : "failed";
}

function taxInvoiceOf(taxInvoice: TaxInvoice | null): ReportCustomer["taxInvoice"] {
  // A cancelled or failed one is kept, but the customer's month is open again.
  if (!taxInvoice || taxInvoice.state === "cancelled" || taxInvoice.state === "failed") {
    return { state: "not_issued", approvalNo: null, documentKey: null };
  }
  const { state, approvalNo, documentKey } = taxInvoice;
  return { state, approvalNo, documentKey };
}
