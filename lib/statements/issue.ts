import { gzipSync } from "node:zlib";
import { type Actor, audit } from "../audit.ts";
import { seoulDate, type YearMonth } from "../calendar.ts";
import { listLinks, readCustomer } from "../customers/store.ts";
import type { Tx } from "../db/mod.ts";
import type { CustomerId, MspId, StatementId } from "../ids.ts";
import { listCloudAccounts, readMsp } from "../msps/store.ts";
import { invariant, ok, refuse, type Result } from "../prelude.ts";
import { freezeMonths, openMonths, readSettlements } from "../settlement/store.ts";
import { readUsageMonths } from "../usage/months_store.ts";
import { composeDocument } from "./compose.ts";
import { readDetailRows } from "./detail_store.ts";
import { documentToJson } from "./document_json.ts";
import { statementNumber } from "./number.ts";
import { arrearsBefore, openReceivable, reverseReceivableOf } from "./receivables_store.ts";
import type { Statement, StatementRefusal } from "./statement.ts";
import {
  lastVoid,
  lockStatement,
  markIssued,
  markReplaces,
  markVoid,
  nextCounter,
  readStatement,
  unsettledTaxInvoice,
} from "./store.ts";

/** How a statement is issued; an override of provisional amounts is logged. */
export interface IssueOptions {
  readonly mspId: MspId;
  readonly statementId: StatementId;
  readonly actor: Actor;
  readonly allowProvisional: boolean;
  /** Only for a tax invoice that was asked for when nothing held the bill, and is issued now. */
  readonly allowHeld?: boolean;
}

/** Why a statement cannot be issued now; null when it can, or is. `provisional`: why its amounts are, or null. */
export function issueProblem(
  statement: Statement,
  options: { provisional: string | null; allowProvisional: boolean; allowHeld?: boolean },
): StatementRefusal | null {
  if (statement.status === "void") return { kind: "void" };
  if (statement.status === "issued") return null;
  const isHeld = statement.holdReasons.length > 0 && statement.holdClearedReason === null;
  if (isHeld && !options.allowHeld) return { kind: "held", reasons: statement.holdReasons };
  const { provisional } = options;
  return provisional !== null && !options.allowProvisional ? { kind: "provisional", reason: provisional } : null;
}

/** Why the months' amounts are provisional; null when all are confirmed. */
export async function provisionalReason(
  tx: Tx,
  options: { mspId: MspId; customerId: CustomerId; usageMonths: readonly YearMonth[] },
): Promise<string | null> {
  const { mspId, customerId, usageMonths } = options;
  const standing = await readUsageMonths(tx, mspId, { usageMonths, customers: [customerId] });
  return standing.find((month) => month.state === "provisional")?.reason ?? null;
}

/**
 * Issues a statement: number without gaps, document and lines frozen, months frozen, receivable opened, in one transaction.
 * One that is issued already is answered as it is, so that a second press changes nothing.
 */
export async function issueStatement(tx: Tx, options: IssueOptions): Promise<Result<Statement, StatementRefusal>> {
  const { mspId, statementId, actor } = options;
  const statement = await lockStatement(tx, mspId, statementId);
  if (!statement) return refuse({ kind: "not_found" });
  if (statement.status === "issued") return ok(statement);
  const usageMonths = statement.months.map((month) => month.usageMonth);
  const provisional = await provisionalReason(tx, { mspId, customerId: statement.customerId, usageMonths });
  const problem = issueProblem(statement, { provisional, ...options });
  if (problem) return refuse(problem);
  const source = await composedFrom(tx, { mspId, statement });
  // The counter's row is locked from here on: what can be refused has been.
  const number = statementNumber(statement.usageMonth, await nextCounter(tx, mspId, statement.usageMonth));
  const issuedOn = seoulDate(actor.at);
  const document = composeDocument({ ...source, issue: { number, issuedOn } });
  invariant(document.totalAmount === statement.totalAmount, "a statement's document shows the statement's total");
  const rows = await readDetailRows(tx, mspId, {
    customerId: statement.customerId,
    usageMonths,
    passDiscounts: source.customer.passDiscounts,
  });
  const lines = gzipSync(documentToJson(rows));
  await markIssued(tx, mspId, {
    id: statementId,
    number,
    issuedAt: actor.at,
    issuedOn,
    dueOn: document.dueOn,
    document,
    lines,
  });
  const replaced = await lastVoid(tx, mspId, statement);
  if (replaced) await markReplaces(tx, mspId, { id: statementId, replacesId: replaced });
  await freezeMonths(tx, mspId, { customerId: statement.customerId, usageMonths, by: "statement" });
  await openReceivable(tx, mspId, {
    customerId: statement.customerId,
    usageMonth: statement.usageMonth,
    source: "statement",
    statementId,
    taxInvoiceId: null,
    amount: statement.totalAmount,
    dueOn: document.dueOn,
    openedAt: actor.at,
  });
  await audit(tx, actor, {
    mspId,
    entries: [{
      objectKind: "statement",
      objectId: statementId,
      action: provisional === null ? "issue" : "issue_provisional",
      after: { number, totalAmount: statement.totalAmount, provisional },
    }],
  });
  const issued = await readStatement(tx, mspId, statementId);
  invariant(issued, "an issued statement exists");
  return ok(issued);
}

/** Voids an issued statement: it is kept with its number; its receivable is reversed and its months are open again (B6). */
export async function voidStatement(
  tx: Tx,
  options: { mspId: MspId; statementId: StatementId; actor: Actor; reason: string },
): Promise<Result<Statement, StatementRefusal>> {
  const { mspId, statementId, actor, reason } = options;
  const statement = await lockStatement(tx, mspId, statementId);
  if (!statement) return refuse({ kind: "not_found" });
  if (statement.status === "void") return refuse({ kind: "void" });
  if (statement.status === "draft") return refuse({ kind: "not_issued" });
  // Before it has left for the NTS it is cancelled first; after, the re-issue comes with an amended one (B6).
  const documentKey = await unsettledTaxInvoice(tx, mspId, statement);
  if (documentKey !== null) return refuse({ kind: "tax_invoice_stands", documentKey });
  if (!await markVoid(tx, mspId, { id: statementId, reason })) return refuse({ kind: "not_issued" });
  await openMonths(tx, mspId, {
    customerId: statement.customerId,
    usageMonths: statement.months.map((month) => month.usageMonth),
  });
  await reverseReceivableOf(tx, mspId, { source: { statementId }, at: actor.at });
  await audit(tx, actor, {
    mspId,
    entries: [{ objectKind: "statement", objectId: statementId, action: "void", after: { reason } }],
  });
  return ok(statement);
}

/** Everything that the document of a statement is composed of, as it stands now. */
export async function composedFrom(tx: Tx, options: { mspId: MspId; statement: Statement }) {
  const { mspId, statement } = options;
  const customer = await readCustomer(tx, mspId, statement.customerId);
  invariant(customer, "a statement belongs to a customer");
  const link = (await listLinks(tx, mspId, [customer.id])).findLast((each) => each.fromMonth <= statement.usageMonth);
  const account = (await listCloudAccounts(tx, mspId)).find((each) => each.id === link?.cloudAccountId);
  invariant(link && account, "a billed customer has a link to NCP");
  const usageMonths = statement.months.map((month) => month.usageMonth);
  return {
    msp: await readMsp(tx, mspId),
    customer,
    link: { ...link, cloudAccountName: account.name },
    months: await readSettlements(tx, mspId, { usageMonths, customers: [customer.id] }),
    arrears: await arrearsBefore(tx, mspId, { customerId: customer.id, usageMonth: statement.periodFrom }),
  };
}
