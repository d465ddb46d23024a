import { deepStrictEqual, notStrictEqual, ok } from "node:assert/strict";
import { type Db, inMsp, sql, type Tx } from "../lib/db/mod.ts";
import { localDate } from "../lib/calendar.ts";
import { won } from "../lib/money.ts";
import { amendTaxInvoice } from "../lib/tax_invoices/amend.ts";
import type { Transfer } from "../lib/tax_invoices/tax_invoice.ts";
import { invariant } from "../lib/prelude.ts";
import {
  type Between,
  castOfModule,
  customerNamed,
  type Ground,
  keep,
  mailOfModule,
  person,
  type Product,
  pullAll,
  request,
  run,
  sendAll,
  standing,
  startProduct,
  taxInvoicesOf,
} from "./reliability_support.ts";
import { pgliteOfModule } from "./support.ts";
import { at } from "./support_seed.ts";

const mails = mailOfModule();
const cast = castOfModule({ db: pgliteOfModule(), mails });

/** A process dies: its transaction rolls back, and nothing of it goes on. */
class Killed extends Error {
  override readonly name = "Killed";
}

/** Kills the process that it stands around at its n-th boundary. */
interface Killer extends Between {
  /** Comes true at the death, once what the world was doing for the process is done. */
  readonly death: Promise<void>;
  /** The boundaries that were met, the last one deadly. */
  readonly met: readonly string[];
}

/** Before and after every call outside; before and after every commit, of what wrote nothing excepted. */
function killerAt(deadly: number): Killer {
  const met: string[] = [];
  const death = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  let isDead = false;
  let busy = 0;
  /** Runs what goes on whether the process lives or not; a dead process never learns of its end. */
  const outside = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return await never;
    busy++;
    try {
      return await work();
    } catch (error) {
      if (!isDead) throw error;
    } finally {
      busy--;
      if (isDead && busy === 0) death.resolve();
    }
    return await never;
  };
  const meet = (boundary: string) => {
    if (!isDead) {
      met.push(boundary);
      isDead = met.length === deadly;
    }
    if (isDead) throw new Killed(boundary);
  };
  const around = <T>(label: string, call: () => Promise<T>) =>
    outside(async () => {
      meet(`before ${label}`);
      const answer = await call();
      meet(`after ${label}`);
      return answer;
    });
  return {
    death: death.promise,
    met,
    wire: (fetch) => (sent) => around(callOf(sent), () => fetch(sent)),
    mailer: (mailer) => ({ send: (mail) => around("mail", () => mailer.send(mail)) }),
    db: (db): Db => ({
      ...db,
      transaction: (work) =>
        outside(async () => {
          let wrote = false;
          const value = await db.transaction(async (tx) => {
            const inner = await work(watched(tx, () => wrote = true));
            if (wrote) meet("before commit");
            return inner;
          });
          if (wrote) meet("after commit");
          return value;
        }),
    }),
  };
}

/** A transaction that tells when it is written to. */
function watched(tx: Tx, onWrite: () => void): Tx {
  return {
    query: (statement) => {
      if (/\b(insert|update|delete)\b/.test(statement.text)) onWrite();
      return tx.query(statement);
    },
    execute: (statement) => (onWrite(), tx.execute(statement)),
    plain: (text, values) => (onWrite(), tx.plain(text, values)),
    savepoint: (work) => tx.savepoint((inner) => work(watched(inner, onWrite))),
  };
}

function callOf(sent: Request): string {
  const verb = sent.headers.get("x-http-method-override") ?? sent.method;
  return `${verb} ${new URL(sent.url).pathname}`;
}

/** One thing that a person or a schedule starts; after a crash it is started again. */
interface Step {
  readonly name: string;
  readonly at: Date;
  readonly act: (product: Product, ground: Ground) => Promise<void>;
}

const steps: readonly Step[] = [
  { name: "pull and settle", at: at("2025-01-06", "09:12"), act: pullAll },
  {
    name: "send",
    at: at("2025-01-06", "09:20"),
    act: async (product, ground) => void deepStrictEqual(await sendAll(product, ground), []),
  },
  {
    name: "issue",
    at: at("2025-01-06", "09:30"),
    act: (product, ground) => issueAll(product, { ground, names: ["가온정확", "나루일부입금"], transfer: "next_day" }),
  },
  {
    name: "issue at once",
    at: at("2025-01-06", "09:40"),
    act: (product, ground) => issueAll(product, { ground, names: ["다온다른이름"], transfer: "immediate" }),
  },
  {
    name: "finalize",
    at: at("2025-01-07", "15:30"),
    act: (product) => run(product, "finalize_tax_invoices"),
  },
  { name: "read deposits", at: at("2025-01-10", "12:00"), act: (product) => run(product, "match_deposits") },
  {
    name: "amend",
    at: at("2025-01-13", "10:00"),
    act: async (product, ground) => {
      const taxInvoices = await taxInvoicesOf(ground.db, customerNamed(ground, "가온정확"));
      const [original] = taxInvoices;
      invariant(original, "the tax invoice was issued");
      if (taxInvoices.length === 1) {
        const amended = await inMsp(product.db, ground.mspId, (tx) =>
          amendTaxInvoice(tx, {
            mspId: ground.mspId,
            originalId: original.id,
            transfer: "next_day",
            actor: person(product.clock.now()),
            jobs: product.jobs,
            request: { reason: "supply_change", changedOn: localDate("2025-01-10"), supplyDifference: won(-12_345) },
            belongsToReissue: false,
          }));
        ok(amended.ok);
      }
      await product.jobs.drain();
    },
  },
  {
    name: "finalize the amendment",
    at: at("2025-01-14", "15:30"),
    act: (product) => run(product, "finalize_tax_invoices"),
  },
];

async function issueAll(
  product: Product,
  options: { ground: Ground; names: readonly string[]; transfer: Transfer },
): Promise<void> {
  const { ground, names, transfer } = options;
  for (const name of names) {
    const requested = await request(product, ground, { customerId: customerNamed(ground, name), transfer });
    ok(requested.ok || requested.refusal.kind === "live_already");
  }
  await product.jobs.drain();
}

/** What becomes of the jobs that a dead process was working on: they expire and come back, or are lost for good. */
const afterlives = {
  returned: sql`update pgboss.job set state = 'retry', retry_count = retry_count + 1 where state = 'active'`,
  lost: sql`delete from pgboss.job where state <= 'active'`,
};

Deno.test({
  name: "a month killed at any boundary and started again ends as one that was not",
  // A dead process leaves the timers of its calls behind.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const mail = mails();
    const ground = await cast();
    const walked: string[] = [];
    for (const [index, step] of steps.entries()) {
      ground.clock.moveTo(step.at);
      const before = await keep(ground.db, { name: `kept_${index}`, mail });
      const whole = killerAt(Infinity);
      await inProduct(ground, { between: whole, act: (product) => step.act(product, ground) });
      const expected = await standing(ground, mail);
      const after = await keep(ground.db, { name: `whole_${index}`, mail });
      for (const boundary of whole.met.keys()) {
        await before();
        ground.clock.moveTo(step.at);
        const killer = killerAt(boundary + 1);
        const label = `${step.name}, boundary ${boundary + 1}: ${await killed(step, { ground, killer })}`;
        const afterlife = boundary % 2 === 0 ? "returned" : "lost";
        await ground.db.execute(afterlives[afterlife]);
        await inProduct(ground, { act: (product) => startedAgain(step, { product, ground }) });
        deepStrictEqual(await standing(ground, mail), expected, `${label}, jobs ${afterlife}`);
      }
      await after();
      walked.push(...whole.met);
    }
    for (
      const call of ["commit", "mail", "ISSUE /Taxinvoice", "POST /EasyFin/Bank/BankAccount", "POST /Taxinvoice/SELL"]
    ) {
      ok(walked.includes(`before ${call}`) && walked.includes(`after ${call}`), call);
    }
    ok(walked.length >= 150, `${walked.length} boundaries`);
  },
});

async function inProduct(
  ground: Ground,
  options: { between?: Between; act: (product: Product) => Promise<void> },
): Promise<void> {
  const product = await startProduct(ground, options.between);
  try {
    await options.act(product);
  } finally {
    await product.close();
  }
}

/** Runs a step until it dies; answers where. */
async function killed(step: Step, { ground, killer }: { ground: Ground; killer: Killer }): Promise<string> {
  const product = await startProduct(ground, killer);
  const ending = await Promise.race([
    step.act(product, ground).then(() => "went through"),
    killer.death.then(() => "died"),
  ]);
  notStrictEqual(ending, "went through", `${step.name}: ${killer.met.join(", ")}`);
  await product.close();
  return killer.met.at(-1) ?? "";
}

/** What a person and the schedule do after a crash: what is missing, and the periodic runs take up what was left. */
async function startedAgain(step: Step, { product, ground }: { product: Product; ground: Ground }): Promise<void> {
  const isLeft = [...(await product.jobs.waiting()).values()].some((count) => count > 0);
  await product.jobs.drain();
  // A pull that came back needs nobody; the other acts do only what is missing.
  if (!isLeft || step.act !== pullAll) await step.act(product, ground);
  if (step.name === "send") {
    // A recipient whose fate the crash hid is left to the dead worker for ten minutes.
    ground.clock.moveTo(at("2025-01-06", "09:30"));
    await run(product, "send_notices");
  }
  if (step.name.startsWith("issue") || step.name === "amend") await run(product, "finalize_tax_invoices");
}
