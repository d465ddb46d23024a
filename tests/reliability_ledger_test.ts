import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type LocalDate, localDate, yearMonth } from "../lib/calendar.ts";
import { inMsp, sql } from "../lib/db/mod.ts";
import type { CustomerId, TaxInvoiceId } from "../lib/ids.ts";
import { negateWon, type Won, won } from "../lib/money.ts";
import { undoPayment } from "../lib/payments/record.ts";
import { monthPayments } from "../lib/payments/store.ts";
import { bookDeposit } from "../lib/popbill/simulator/bank_lines.ts";
import { findMember, putMember, type RegisteredBankAccount } from "../lib/popbill/simulator/members.ts";
import { invariant } from "../lib/prelude.ts";
import { amendRefusalText, amendTaxInvoice, copyTaxInvoice } from "../lib/tax_invoices/amend.ts";
import type { AmendmentRequest } from "../lib/tax_invoices/amendment_request.ts";
import { cancelTaxInvoice } from "../lib/tax_invoices/cancel.ts";
import type { TaxInvoice } from "../lib/tax_invoices/issued.ts";
import { readTaxInvoice } from "../lib/tax_invoices/store.ts";
import {
  type Between,
  customerNamed,
  type Ground,
  keep,
  layGround,
  mailOfModule,
  person,
  type Product,
  pullAll,
  request,
  run,
  startProduct,
  usageMonth,
} from "./reliability_support.ts";
import { pgliteOfModule } from "./support.ts";
import { fileCustomer } from "./support_month.ts";
import { at } from "./support_seed.ts";

const pglite = pgliteOfModule();
const mails = mailOfModule();

interface Scene {
  readonly ground: Ground;
  readonly product: Product;
  readonly gaon: CustomerId;
  readonly original: TaxInvoice;
}

let laid: { ground: Ground; original: TaxInvoice; back: () => Promise<void> } | null = null;

/** One customer whose tax invoice of December 2024 went to the NTS at once and is completed; it never pays by itself. */
async function completed(): Promise<NonNullable<typeof laid>> {
  if (laid !== null) {
    await laid.back();
  } else {
    const ground = await layGround(pglite(), {
      customers: [fileCustomer(1, { name: "가온미입금", memberNo: "1000003" })],
      now: at("2025-01-06", "09:12"),
      mailUrl: mails().url,
    });
    const product = await startProduct(ground);
    await pullAll(product, ground);
    const customerId = customerNamed(ground, "가온미입금");
    const requested = await request(product, ground, { customerId, transfer: "immediate" });
    invariant(requested.ok, "the tax invoice can be asked for");
    await product.jobs.drain();
    ground.clock.moveTo(at("2025-01-06", "09:30"));
    await run(product, "finalize_tax_invoices");
    await product.close();
    const original = await taxInvoice(ground, requested.value);
    laid = { ground, original, back: await keep(ground.db, { name: "completed", mail: mails() }) };
  }
  laid.ground.clock.moveTo(at("2025-01-13", "10:00"));
  return laid;
}

async function scene(play: (scene: Scene) => Promise<void>, between: Between = {}): Promise<void> {
  const { ground, original } = await completed();
  const product = await startProduct(ground, between);
  try {
    await play({ ground, product, original, gaon: customerNamed(ground, "가온미입금") });
  } finally {
    await product.close();
  }
}

async function taxInvoice({ db, mspId }: Ground, id: TaxInvoiceId): Promise<TaxInvoice> {
  const found = await inMsp(db, mspId, (tx) => readTaxInvoice(tx, mspId, id));
  invariant(found, "the tax invoice is stored");
  return found;
}

function amend({ ground, product, original }: Scene, request: AmendmentRequest) {
  const { mspId } = ground;
  const actor = person(ground.clock.now());
  const options = { mspId, originalId: original.id, transfer: "immediate", actor, jobs: product.jobs } as const;
  return inMsp(ground.db, mspId, (tx) => amendTaxInvoice(tx, { ...options, request, belongsToReissue: false }));
}

/** What the standard XML of a document says: type, reason, original, write date, amounts. */
async function xmlOf({ product, ground }: Scene, documentKey: string): Promise<readonly string[]> {
  const xml = await product.issuer.xml(ground.mspBrn, documentKey);
  const all = (name: string) =>
    [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((found) => found[1]);
  return [
    all("TypeCode")[0],
    all("AmendmentStatusCode")[0],
    all("OriginalIssueID")[0],
    all("IssueDateTime")[1],
    all("ChargeTotalAmount")[0],
    all("TaxTotalAmount")[0],
  ].map((text) => text ?? "");
}

function receivables({ ground }: Scene): Promise<{ month: string; source: string; amount: Won }[]> {
  return ground.db.query(sql`
    select to_char(usage_month, 'YYYY-MM') as month, source, amount from receivables order by source desc, amount`);
}

const [day, december] = [localDate("2025-01-10"), "20241231"];
const supply = won(164_650);
const tax = won(16_465);
const total = won(181_115);

/** Per reason: what is entered, and the documents it leads to as type, write date, supply and tax. */
const reasons: readonly (readonly [AmendmentRequest, readonly (readonly [string, string, Won, Won])[]])[] = [
  [{ reason: "entry_error", corrected: { supplyAmount: won(100_000) } }, [
    ["0201", december, negateWon(supply), negateWon(tax)],
    ["0201", december, won(100_000), won(10_000)],
  ]],
  [{ reason: "supply_change", changedOn: day, supplyDifference: won(-12_345) }, [
    ["0201", "20250110", won(-12_345), won(-1_234)],
  ]],
  [{ reason: "return", returnedOn: day, supplyAmount: won(-20_000) }, [[
    "0201",
    "20250110",
    won(-20_000),
    won(-2_000),
  ]]],
  [{ reason: "contract_cancelled", cancelledOn: day }, [["0201", "20250110", negateWon(supply), negateWon(tax)]]],
  [{ reason: "local_lc", openedOn: day, partAmount: won(50_000) }, [
    ["0201", december, won(-50_000), won(-5_000)],
    ["0202", december, won(50_000), won(0)],
  ]],
  [{ reason: "duplicate" }, [["0201", december, negateWon(supply), negateWon(tax)]]],
];

for (const [index, [entered, documents]] of reasons.entries()) {
  Deno.test(`amendment ${index + 1} (${entered.reason}) is issued, accepted by the NTS and entered under the original's month`, async () => {
    await scene(async (on) => {
      deepStrictEqual([on.original.state, on.original.content.totalAmount], ["completed", total]);
      const amended = await amend(on, entered);
      ok(amended.ok);
      await on.product.jobs.drain();
      on.ground.clock.moveTo(at("2025-01-13", "10:20"));
      await run(on.product, "finalize_tax_invoices");
      const issued = await Promise.all(amended.value.ids.map((id) => taxInvoice(on.ground, id)));
      deepStrictEqual(
        issued.map((each) => [each.kind, each.state, each.resultCode, each.originalId]),
        documents.map(() => ["amendment", "completed", "SUC001", on.original.id]),
      );
      strictEqual(new Set([on.original, ...issued].map((each) => each.approvalNo)).size, documents.length + 1);
      strictEqual(new Set([on.original, ...issued].map((each) => each.documentKey)).size, documents.length + 1);
      const said = await Promise.all(issued.map((each) => xmlOf(on, each.documentKey)));
      deepStrictEqual(
        said,
        documents.map(([type, writeDate, supplyAmount, taxAmount]) => [
          type,
          `0${index + 1}`,
          on.original.approvalNo,
          writeDate,
          String(supplyAmount),
          String(taxAmount),
        ]),
      );
      deepStrictEqual(await receivables(on), [
        { month: "2024-12", source: "statement", amount: total },
        // In no order: two documents of one amendment are issued one after the other, whichever comes first.
        ...documents.map(([, , supplyAmount, taxAmount]) => ({
          month: "2024-12",
          source: "amendment",
          amount: won(supplyAmount + taxAmount),
        })),
      ]);
    });
  });
}

Deno.test("an amendment is refused before its original is completed, and after it was replaced", async () => {
  await scene(async (on) => {
    await on.ground.db.execute(sql`update tax_invoices set state = 'transferring'`);
    const early = await amend(on, { reason: "duplicate" });
    ok(!early.ok);
    strictEqual(
      amendRefusalText(early.refusal),
      "당초 세금계산서: 국세청 전송 결과가 아직 나오지 않았습니다. 발행 완료가 된 뒤에 수정해 주십시오.",
    );
    await on.ground.db.execute(sql`update tax_invoices set state = 'completed'`);
    ok((await amend(on, { reason: "duplicate" })).ok);
    const twice = await amend(on, { reason: "duplicate" });
    ok(!twice.ok);
    deepStrictEqual(twice.refusal, {
      kind: "amendment",
      refusal: { kind: "original_replaced", reason: "duplicate" },
    });
    await on.product.jobs.drain();
    strictEqual((await receivables(on)).length, 2);
  });
});

Deno.test("two people who amend one original in the same second make one amendment", async () => {
  await scene(async (on) => {
    const both = await Promise.all([amend(on, { reason: "duplicate" }), amend(on, { reason: "duplicate" })]);
    deepStrictEqual(both.map((each) => each.ok).sort(), [false, true]);
  });
});

Deno.test("a copied tax invoice is a new document of its own write date, belongs to no bill and opens a receivable", async () => {
  await scene(async (on) => {
    const { mspId } = on.ground;
    const order = {
      mspId,
      transfer: "immediate",
      actor: person(on.ground.clock.now()),
      jobs: on.product.jobs,
    } as const;
    const copied = await inMsp(
      on.ground.db,
      mspId,
      (tx) => copyTaxInvoice(tx, { ...order, originalId: on.original.id }),
    );
    ok(copied.ok);
    await on.product.jobs.drain();
    on.ground.clock.moveTo(at("2025-01-13", "10:20"));
    await run(on.product, "finalize_tax_invoices");
    const copy = await taxInvoice(on.ground, copied.value);
    deepStrictEqual(
      [copy.kind, copy.state, copy.statementId, copy.usageMonth, copy.writeDate, copy.content.amendment],
      ["copy", "completed", null, yearMonth("2025-01"), localDate("2025-01-13"), null],
    );
    notStrictEqual(copy.approvalNo, on.original.approvalNo);
    deepStrictEqual((await xmlOf(on, copy.documentKey)).slice(0, 4), ["0101", "", "", "20250113"]);
    deepStrictEqual(await receivables(on), [
      { month: "2024-12", source: "statement", amount: total },
      { month: "2025-01", source: "copy", amount: total },
    ]);
    const nobody = crypto.randomUUID() as TaxInvoiceId;
    const refused = await inMsp(on.ground.db, mspId, (tx) => copyTaxInvoice(tx, { ...order, originalId: nobody }));
    deepStrictEqual(refused, { ok: false, refusal: { kind: "not_found" } });
  });
});

Deno.test("a copy or an amendment that is cancelled takes back what it entered in the ledger", async () => {
  await scene(async (on) => {
    const { ground, product } = on;
    const { mspId } = ground;
    const order = { mspId, transfer: "next_day", actor: person(ground.clock.now()), jobs: product.jobs } as const;
    const copied = await inMsp(ground.db, mspId, (tx) => copyTaxInvoice(tx, { ...order, originalId: on.original.id }));
    ok(copied.ok);
    await product.jobs.drain();
    const cancellation = { mspId, taxInvoiceId: copied.value, actor: order.actor, memo: "" };
    ok((await cancelTaxInvoice(product, cancellation)).ok);
    deepStrictEqual(await receivables(on), [
      { month: "2024-12", source: "statement", amount: total },
      { month: "2025-01", source: "reversal", amount: negateWon(total) },
      { month: "2025-01", source: "copy", amount: total },
    ]);
  });
});

/** A wire that writes down the days that collecting jobs are asked for. */
function collected(): Between & { readonly ranges: string[] } {
  const ranges: string[] = [];
  return {
    ranges,
    wire: (fetch) => (sent) => {
      const { pathname, searchParams } = new URL(sent.url);
      if (pathname.endsWith("/Bank/BankAccount")) {
        ranges.push(`${searchParams.get("SDate")}-${searchParams.get("EDate")}`);
      }
      return fetch(sent);
    },
  };
}

async function bankAccounts(ground: Ground): Promise<readonly RegisteredBankAccount[]> {
  const member = await findMember(ground.popbill, ground.mspBrn);
  invariant(member, "the MSP is a member");
  return member.bankAccounts;
}

async function book(ground: Ground, deposit: { at: Date; total: Won; name: string }, place = 0): Promise<void> {
  const bankAccount = (await bankAccounts(ground))[place];
  invariant(bankAccount, "the MSP has a bank account");
  await bookDeposit(ground.popbill, bankAccount, deposit);
}

function deposits({ ground }: Scene): Promise<{ amount: Won; name: string; status: string }[]> {
  return ground.db.query(sql`
    select amount, depositor_name as name, status from deposits order by deposited_at, bank_line_id`);
}

Deno.test("bank lines read twice are there once, and one that the bank posts late is read all the same", async () => {
  const wire = collected();
  await scene(async (on) => {
    await book(on.ground, { at: at("2025-01-09", "11:00"), total: won(1_000), name: "모르는상사" });
    await run(on.product, "match_deposits");
    await run(on.product, "match_deposits");
    strictEqual((await deposits(on)).length, 1);
    await book(on.ground, { at: at("2025-01-11", "11:00"), total: won(2_000), name: "모르는상사" });
    on.ground.clock.moveTo(at("2025-01-14", "09:00"));
    await run(on.product, "match_deposits");
    deepStrictEqual((await deposits(on)).map((each) => each.amount), [won(1_000), won(2_000)]);
    deepStrictEqual(wire.ranges, [
      "20241213-20250112",
      "20250113-20250113",
      "20250110-20250113",
      "20250110-20250114",
    ]);
  }, wire);
});

Deno.test("a reading over more than a month is split, and lines older than three months are never asked for", async () => {
  const wire = collected();
  await scene(async (on) => {
    await run(on.product, "match_deposits");
    wire.ranges.length = 0;
    const readUntil = (until: LocalDate) =>
      on.ground.db.execute(sql`update bank_accounts set read_until = ${until}::date`);
    await readUntil(localDate("2024-11-20"));
    await run(on.product, "match_deposits");
    await readUntil(localDate("2024-06-01"));
    await run(on.product, "match_deposits");
    deepStrictEqual(wire.ranges, [
      "20241117-20241216",
      "20241217-20250113",
      "20241013-20241112",
      "20241113-20241212",
      "20241213-20250112",
      "20250113-20250113",
    ]);
  }, wire);
});

Deno.test("a bank account that cannot be read holds up neither the other accounts nor the matching", async () => {
  let refused = 0;
  const wire: Between = {
    wire: (fetch) => async (sent) => {
      const account = new URL(sent.url).searchParams.get("AccountNumber") ?? "";
      if (!account.startsWith("000")) return await fetch(sent);
      refused++;
      return Response.json({ code: -18020019, message: "비밀번호 오류 횟수를 넘었습니다." }, { status: 400 });
    },
  };
  await scene(async (on) => {
    const member = await findMember(on.ground.popbill, on.ground.mspBrn);
    const [bankAccount] = await bankAccounts(on.ground);
    invariant(member && bankAccount, "the MSP is a member with a bank account");
    const locked = { ...bankAccount, accountNumber: "0001", idPrefix: bankAccount.idPrefix.replace(/1$/, "2") };
    await putMember(on.ground.popbill, { ...member, bankAccounts: [locked, bankAccount] });
    await book(on.ground, { at: at("2025-01-09", "11:00"), total, name: "가온미입금" }, 1);
    await run(on.product, "match_deposits");
    deepStrictEqual(await deposits(on), [{ amount: total, name: "가온미입금", status: "matched" }]);
    // A bank locks an account after wrong passwords: one attempt a run and its one retry, no more.
    strictEqual(refused, 2);
    ok(on.product.runs.some((each) => each.includes("비밀번호 오류 횟수를 넘었습니다.")));
    // Taken off the feed it is not asked for any more, and the run is whole again.
    await putMember(on.ground.popbill, { ...member, bankAccounts: [bankAccount] });
    await run(on.product, "match_deposits");
    strictEqual(refused, 2);
    strictEqual(on.product.runs.at(-1), "match_deposits done");
  }, wire);
});

Deno.test("a deposit is matched to one full amount, a second one stays open; undoing it restores the balances", async () => {
  await scene(async (on) => {
    const { db, mspId } = on.ground;
    const balances = () => inMsp(db, mspId, (tx) => monthPayments(tx, mspId, usageMonth));
    const unpaid = await balances();
    deepStrictEqual(unpaid.map((each) => [each.billedAmount, each.paidAmount]), [[total, won(0)]]);
    for (const time of ["11:00", "11:05"]) {
      await book(on.ground, { at: at("2025-01-09", time), total, name: "가온미입금" });
    }
    await run(on.product, "match_deposits");
    deepStrictEqual((await deposits(on)).map((each) => each.status), ["matched", "open"]);
    deepStrictEqual((await balances()).map((each) => each.paidAmount), [total]);
    const [payment] = await db.query<{ id: string }>(sql`select id from payments`);
    invariant(payment, "the deposit was accepted as a payment");
    const order = { mspId, customerId: on.gaon, actor: person(on.ground.clock.now()), paymentId: payment.id };
    ok((await inMsp(db, mspId, (tx) => undoPayment(tx, order))).ok);
    deepStrictEqual(await balances(), unpaid);
    deepStrictEqual((await deposits(on)).map((each) => each.status), ["open", "open"]);
    const again = await inMsp(db, mspId, (tx) => undoPayment(tx, order));
    deepStrictEqual(again, { ok: false, refusal: { kind: "payment_not_standing" } });
    await run(on.product, "match_deposits");
    deepStrictEqual((await balances()).map((each) => each.paidAmount), [total]);
  });
});
