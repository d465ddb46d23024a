import type { Actor } from "../audit.ts";
import type { Clock } from "../calendar.ts";
import type { Customer } from "../customers/customer.ts";
import { listCustomers } from "../customers/store.ts";
import { type Db, inMsp } from "../db/mod.ts";
import type { CustomerId, MspId } from "../ids.ts";
import type { Jobs } from "../jobs/mod.ts";
import { listCloudAccounts, readMsp } from "../msps/store.ts";
import { sendStatement } from "../notices/send_statement.ts";
import { statementDeliveries } from "../notices/store.ts";
import { ProviderError } from "../prelude.ts";
import { settleMonth } from "../settlement/settle.ts";
import { readSettlements } from "../settlement/store.ts";
import { draftStatements, isSettledWith, monthsToSettle } from "../statements/draft.ts";
import { periodOf } from "../statements/period.ts";
import { statementRefusalText } from "../statements/statement.ts";
import { liveStatements, lockStatement } from "../statements/store.ts";
import { issueRefusalText, requestTaxInvoice } from "../tax_invoices/request.ts";
import { liveTaxInvoices } from "../tax_invoices/store.ts";
import type { Transfer } from "../tax_invoices/tax_invoice.ts";
import { costCodesAt, putCostCodes } from "../usage/cost_codes.ts";
import { failedPulls } from "../usage/months_store.ts";
import type { KeyPair, UsageSource } from "../usage/port.ts";
import { linksOfMonth } from "../usage/pulls_store.ts";
import { collectReport } from "./collect.ts";
import type { CustomerFailure, MonthOrder } from "./order.ts";
import type { MonthReport } from "./report.ts";

/** What the month runs on. */
export interface MonthTools {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly source: UsageSource;
  readonly keyPair: (mspId: MspId, cloudAccountId: string) => Promise<KeyPair>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A code list older than this is taken anew: NCP's new products bring new codes (ncp-api.md 5.7). */
const codesAgeMs = 25 * 86_400_000;

/** Runs a usage month: pull → settle → bill → mail → tax invoice → deposits. Safe to run again: the domain's rows decide. */
export async function runMonth(tools: MonthTools, order: MonthOrder): Promise<MonthReport> {
  const { mspId, usageMonth, progress } = order;
  const actor: Actor = { name: "month", source: "command", at: tools.clock.now() };
  const customers = await billedCustomers(tools, order);
  progress(`고객사 ${customers.length}곳의 ${usageMonth} 이용월을 정산합니다.`);
  await refreshCodes(tools, mspId);
  await pull(tools, { order, customers });
  await settle(tools, { order, customers });
  const failures = await unsettled(tools, { order, customers });
  const refused = new Set(failures.map((failure) => failure.customerId));
  if (order.send) failures.push(...await send(tools, { order, actor, refused }));
  if (order.issue !== "none") {
    failures.push(...await issue(tools, { order, actor, customers, transfer: order.issue, refused }));
  }
  progress("메일과 세금계산서 작업을 처리합니다.");
  await tools.jobs.drain();
  if (order.issue === "immediate") await awaitTransfers(tools, order);
  await order.afterCalls();
  // What an earlier run left behind: mails that did not leave, tax invoices whose end is not known yet.
  if (order.send) await tools.jobs.wake("send_notices");
  await tools.jobs.wake("finalize_tax_invoices");
  await tools.jobs.wake("match_deposits");
  await tools.jobs.drain();
  progress("결과를 모읍니다.");
  return await collectReport(tools.db, { order, customers, failures });
}

async function billedCustomers(tools: MonthTools, order: MonthOrder): Promise<Customer[]> {
  const all = await inMsp(tools.db, order.mspId, (tx) => listCustomers(tx, order.mspId));
  return all.filter((customer) =>
    periodOf(order.usageMonth, customer) !== null && (customer.active || (customer.lastMonth ?? "") >= order.usageMonth)
  );
}

async function refreshCodes(tools: MonthTools, mspId: MspId): Promise<void> {
  const now = tools.clock.now();
  const { at, accounts } = await inMsp(tools.db, mspId, async (tx) => ({
    at: await costCodesAt(tx, mspId),
    accounts: await listCloudAccounts(tx, mspId),
  }));
  if (at && now.getTime() - at.getTime() < codesAgeMs) return;
  for (const account of accounts) {
    try {
      const codes = await tools.source.costCodes(await tools.keyPair(mspId, account.id));
      await inMsp(tools.db, mspId, (tx) => putCostCodes(tx, mspId, { codes, at: now }));
      return;
    } catch (error) {
      // Without the list categories read 「미분류」; amounts do not hang on it. The next account may answer.
      if (!(error instanceof ProviderError)) throw error;
    }
  }
}

async function pull(tools: MonthTools, options: { order: MonthOrder; customers: readonly Customer[] }): Promise<void> {
  const { order, customers } = options;
  const { mspId, usageMonth } = order;
  for (const month of monthsToSettle(customers, usageMonth)) {
    const wanted = customers.filter((customer) => isSettledWith(customer, { month, usageMonth })).map((each) =>
      each.id
    );
    const count = await inMsp(tools.db, mspId, async (tx) => {
      const settled = await readSettlements(tx, mspId, { usageMonths: [month], customers: wanted });
      const done = new Set(
        month === usageMonth
          ? []
          : settled.filter((each) => each.frozenBy !== null || each.state === "confirmed").map((each) =>
            each.customerId
          ),
      );
      const links = await linksOfMonth(tx, mspId, {
        usageMonth: month,
        customers: wanted.filter((id) => !done.has(id)),
      });
      await tools.jobs.send(tx, "pull_usage", links.map((link) => ({ mspId, linkId: link.linkId, usageMonth: month })));
      return links.length;
    });
    if (count > 0) order.progress(`NCP에서 ${month} 이용내역을 가져옵니다(${count}건).`);
    await tools.jobs.drain(["pull_usage", "settle_month"]);
  }
}

async function settle(
  tools: MonthTools,
  options: { order: MonthOrder; customers: readonly Customer[] },
): Promise<void> {
  const { order, customers } = options;
  const { mspId, usageMonth } = order;
  const now = tools.clock.now();
  await inMsp(tools.db, mspId, async (tx) => {
    const msp = await readMsp(tx, mspId);
    for (const month of monthsToSettle(customers, usageMonth)) {
      const wanted = customers.filter((customer) => isSettledWith(customer, { month, usageMonth }));
      await settleMonth(tx, { msp, usageMonth: month, customers: wanted, now });
    }
    await draftStatements(tx, { msp, usageMonth, customers });
  });
  order.progress("정산과 청구서 초안을 마쳤습니다.");
}

/** The customers whose months could not be settled, each with the reason of its last pull. */
async function unsettled(
  tools: MonthTools,
  options: { order: MonthOrder; customers: readonly Customer[] },
): Promise<CustomerFailure[]> {
  const { order, customers } = options;
  const { mspId, usageMonth } = order;
  return await inMsp(tools.db, mspId, async (tx) => {
    const failures: CustomerFailure[] = [];
    for (const month of monthsToSettle(customers, usageMonth)) {
      const wanted = customers.filter((customer) => isSettledWith(customer, { month, usageMonth }));
      const settled = await readSettlements(tx, mspId, {
        usageMonths: [month],
        customers: wanted.map((each) => each.id),
      });
      const done = new Set(settled.map((each) => each.customerId));
      const failed = new Map((await failedPulls(tx, mspId, month)).map((each) => [each.customerId, each.reason]));
      for (const customer of wanted) {
        const reason = failed.get(customer.id);
        const frozen = settled.some((each) => each.customerId === customer.id && each.frozenBy !== null);
        if (done.has(customer.id) && (reason === undefined || frozen)) continue;
        failures.push({
          customerId: customer.id,
          step: "pull",
          reason: `${month}: ${reason ?? "NCP에서 가져온 정상 이용내역이 없어 정산하지 않았습니다."}`,
        });
      }
    }
    return failures;
  });
}

async function send(
  tools: MonthTools,
  options: { order: MonthOrder; actor: Actor; refused: ReadonlySet<CustomerId> },
): Promise<CustomerFailure[]> {
  const { order, actor, refused } = options;
  const { mspId, usageMonth } = order;
  const { statements, delivered } = await inMsp(tools.db, mspId, async (tx) => {
    const live = await liveStatements(tx, mspId, usageMonth);
    const deliveries = await statementDeliveries(tx, mspId, live.map((each) => each.id));
    return {
      statements: live,
      delivered: new Set(deliveries.filter((each) => each.state !== "failed").map((each) => each.statementId)),
    };
  });
  const waiting = statements.filter((each) => !delivered.has(each.id) && !refused.has(each.customerId));
  order.progress(`요금청구서 ${waiting.length}건을 발송합니다.`);
  const failures: CustomerFailure[] = [];
  for (const statement of waiting) {
    const result = await inMsp(tools.db, mspId, async (tx) => {
      // Another run may be sending it at this moment: with the statement locked it is looked at again.
      await lockStatement(tx, mspId, statement.id);
      const [delivery] = await statementDeliveries(tx, mspId, [statement.id]);
      if (delivery && delivery.state !== "failed") return null;
      return await sendStatement(tx, {
        mspId,
        statementId: statement.id,
        actor,
        allowProvisional: order.allowProvisional,
        jobs: tools.jobs,
      });
    });
    if (result && !result.ok) {
      failures.push({
        customerId: statement.customerId,
        step: "statement",
        reason: statementRefusalText(result.refusal),
      });
    }
  }
  return failures;
}

async function issue(
  tools: MonthTools,
  options: {
    order: MonthOrder;
    actor: Actor;
    customers: readonly Customer[];
    transfer: Transfer;
    refused: ReadonlySet<CustomerId>;
  },
): Promise<CustomerFailure[]> {
  const { order, actor, customers, transfer, refused } = options;
  const { mspId, usageMonth } = order;
  const live = await inMsp(tools.db, mspId, (tx) => liveTaxInvoices(tx, mspId, usageMonth));
  const done = new Set(live.map((each) => each.customerId));
  const waiting = customers.filter((customer) => !done.has(customer.id) && !refused.has(customer.id));
  const failures: CustomerFailure[] = [];
  let requested = 0;
  for (const customer of waiting) {
    const result = await inMsp(tools.db, mspId, (tx) =>
      requestTaxInvoice(tx, {
        mspId,
        customerId: customer.id,
        usageMonth,
        transfer,
        actor,
        allowLate: order.allowLate,
        allowProvisional: order.allowProvisional,
        jobs: tools.jobs,
      }));
    if (result.ok) requested++;
    if (result.ok || ["nothing_to_issue", "waits_for_period", "live_already"].includes(result.refusal.kind)) continue;
    failures.push({ customerId: customer.id, step: "tax_invoice", reason: issueRefusalText(result.refusal) });
  }
  order.progress(`세금계산서 ${requested}건의 발행을 요청했습니다.`);
  return failures;
}

// The NTS answers an immediate transfer within seconds or within twenty minutes (popbill-api.md 4.3): the quick ones are awaited.
const transferRounds = 6;
const transferRoundMs = 3_000;

async function awaitTransfers(tools: MonthTools, order: MonthOrder): Promise<void> {
  order.progress("국세청의 답을 잠시 기다립니다.");
  for (let round = 0; round < transferRounds; round++) {
    const live = await inMsp(tools.db, order.mspId, (tx) => liveTaxInvoices(tx, order.mspId, order.usageMonth));
    if (live.every((each) => each.state !== "transferring")) return;
    await tools.sleep(transferRoundMs);
    await tools.jobs.wake("finalize_tax_invoices");
    await tools.jobs.drain();
  }
}
