import type { YearMonth } from "../lib/calendar.ts";
import { type Db, sql, type Tx } from "../lib/db/mod.ts";
import type { CustomerId } from "../lib/ids.ts";
import { invariant, type Result } from "../lib/prelude.ts";
import { issueStatement, voidStatement } from "../lib/statements/issue.ts";
import type { Statement, StatementRefusal } from "../lib/statements/statement.ts";
import { liveStatements } from "../lib/statements/store.ts";
import { asApp, rolledBack } from "./support.ts";
import {
  confirmedAt,
  december,
  person,
  pulledMonth,
  type SeededCustomer,
  seedWorld,
  settled,
  storePulled,
  usageLine,
  type World,
} from "./support_seed.ts";

/** Registers tests on a world of their own, each rolled back. */
export function worldTests(db: () => Db): (name: string, test: (tx: Tx, world: World) => Promise<void>) => void {
  return (name, test) => {
    const fn = () => rolledBack(db(), async (tx) => await test(tx, await seedWorld(tx)));
    Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
  };
}

/** One line of so many won in a customer's usage month, pulled and settled at a moment. */
export interface Use {
  readonly customer: SeededCustomer;
  /** Won; 0 gives a month without lines. */
  readonly amount: number;
  readonly usageMonth?: YearMonth;
  readonly now?: Date;
}

/** Pulls, settles and drafts a customer's month; answers its statement, null when there is nothing to bill. */
export async function used(tx: Tx, world: World, use: Use): Promise<Statement | null> {
  const { customer, amount, usageMonth = december, now = confirmedAt } = use;
  const lines = amount === 0 ? [] : [usageLine("a", amount)];
  await storePulled(tx, world.mspId, { linkId: customer.linkId, pulled: pulledMonth(lines), usageMonth, takenAt: now });
  await settled(tx, world.mspId, { usageMonth, now });
  return await liveStatement(tx, world, { customer, usageMonth });
}

/** Pulls, settles and drafts a customer's month that has something to bill. */
export async function drafted(tx: Tx, world: World, use: Use): Promise<Statement> {
  const statement = await used(tx, world, use);
  invariant(statement, "the customer has a statement");
  return statement;
}

/** The live statement of a customer that closes with a usage month; null when there is none. */
export async function liveStatement(
  tx: Tx,
  world: World,
  options: { customer: SeededCustomer; usageMonth?: YearMonth },
): Promise<Statement | null> {
  const { mspId } = world;
  const live = await asApp(tx, mspId, (app) => liveStatements(app, mspId, options.usageMonth ?? december));
  return live.find((each) => each.customerId === options.customer.id) ?? null;
}

/** How a test issues a statement. */
export interface Issue {
  readonly statement: Statement;
  readonly now?: Date;
  readonly allowProvisional?: boolean;
}

/** Issues a statement as a person does. */
export async function issue(tx: Tx, world: World, options: Issue): Promise<Result<Statement, StatementRefusal>> {
  return await asApp(tx, world.mspId, (app) =>
    issueStatement(app, {
      mspId: world.mspId,
      statementId: options.statement.id,
      actor: person(options.now),
      allowProvisional: options.allowProvisional ?? false,
    }));
}

/** Issues a statement that nothing holds back. */
export async function issued(tx: Tx, world: World, options: Issue): Promise<Statement> {
  const result = await issue(tx, world, options);
  invariant(result.ok, `a statement is issued, not refused: ${result.ok || result.refusal.kind}`);
  return result.value;
}

/** Voids a statement as a person does. */
export async function voided(
  tx: Tx,
  world: World,
  options: { statement: Statement; now?: Date },
): Promise<Result<Statement, StatementRefusal>> {
  return await asApp(tx, world.mspId, (app) =>
    voidStatement(app, {
      mspId: world.mspId,
      statementId: options.statement.id,
      actor: person(options.now),
      reason: "금액을 고칩니다.",
    }));
}

/** The settled months of a customer with what froze them. */
export async function frozenBy(tx: Tx, customerId: CustomerId): Promise<(readonly [string, string | null])[]> {
  const rows = await tx.query<{ month: string; by: string | null }>(sql`
    select to_char(usage_month, 'YYYY-MM') as month, frozen_by as by from settlements
    where customer_id = ${customerId} order by usage_month`);
  return rows.map((row) => [row.month, row.by] as const);
}
