import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { seoulMinute } from "../lib/calendar.ts";
import { inMsp, sql } from "../lib/db/mod.ts";
import type { CustomerId, TaxInvoiceId } from "../lib/ids.ts";
import { won } from "../lib/money.ts";
import { registerMember } from "../lib/popbill/simulator/mod.ts";
import { invariant } from "../lib/prelude.ts";
import type { Fetch } from "../lib/simulator.ts";
import { cancelTaxInvoice } from "../lib/tax_invoices/cancel.ts";
import { issueRefusalText } from "../lib/tax_invoices/request.ts";
import { readTaxInvoice } from "../lib/tax_invoices/store.ts";
import type { Transfer } from "../lib/tax_invoices/tax_invoice.ts";
import { runUntil } from "../workers/run_until.ts";
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
  taxInvoicesOf,
  vendorDocuments,
} from "./reliability_support.ts";
import { pgliteOfModule } from "./support.ts";
import { fileCustomer } from "./support_month.ts";
import { at } from "./support_seed.ts";

const pglite = pgliteOfModule();
const mails = mailOfModule();

let laid: { ground: Ground; back: () => Promise<void> } | null = null;

/** Two customers whose December 2024 is settled and confirmed on 2025-01-06. */
async function settled(): Promise<Ground> {
  if (laid === null) {
    const ground = await layGround(pglite(), {
      customers: [
        fileCustomer(1, { name: "가온미입금", memberNo: "1000003" }),
        fileCustomer(2, { name: "나루전송실패", memberNo: "1000005" }),
      ],
      now: at("2025-01-06", "09:12"),
      mailUrl: mails().url,
    });
    const product = await startProduct(ground);
    await pullAll(product, ground);
    await product.close();
    laid = { ground, back: await keep(ground.db, { name: "settled", mail: mails() }) };
  } else {
    await laid.back();
  }
  laid.ground.clock.moveTo(at("2025-01-06", "09:30"));
  return laid.ground;
}

interface Scene {
  readonly ground: Ground;
  readonly product: Product;
  readonly gaon: CustomerId;
  readonly naru: CustomerId;
}

/** Plays a scene on the settled ground. */
async function scene(play: (scene: Scene) => Promise<void>, between: Between = {}): Promise<void> {
  const ground = await settled();
  const product = await startProduct(ground, between);
  try {
    const [gaon, naru] = [customerNamed(ground, "가온미입금"), customerNamed(ground, "나루전송실패")];
    await play({ ground, product, gaon, naru });
  } finally {
    await product.close();
  }
}

/** What passed the wire to Popbill about documents: verbs with the HTTP status, or what befell the call. */
interface Wire extends Between {
  readonly calls: string[];
}

type Accident = "lost" | "answer lost" | "no answer" | "502 in place of the answer";

/** A wire on which the first calls of a verb meet with accidents, in turn. */
function wireOf(verb: string, accidents: readonly Accident[]): Wire {
  const calls: string[] = [];
  let struck = 0;
  const pass = async (fetch: Fetch, sent: Request): Promise<Response> => {
    const { pathname, search } = new URL(sent.url);
    const own = sent.headers.get("x-http-method-override") ?? sent.method;
    const isDocument = pathname.startsWith("/Taxinvoice") && (own !== "GET" || pathname.includes("/SELL/")) && !search;
    if (!isDocument) return await fetch(sent);
    const accident = own === verb ? accidents[struck++] : undefined;
    calls.push(`${own}${accident ? ` ${accident}` : ""}`);
    if (accident === "lost") throw new TypeError("connection refused");
    const answer = await fetch(sent);
    if (!accident) return answer;
    await answer.body?.cancel();
    switch (accident) {
      case "answer lost":
        throw new TypeError("connection closed before message completed");
      case "502 in place of the answer":
        return new Response("<html>502 Bad Gateway</html>", { status: 502 });
      case "no answer":
        return await new Promise(() => {});
    }
  };
  return { calls, wire: (fetch) => (sent) => pass(fetch, sent), timeoutMs: 1_500 };
}

async function issueNow(
  { product, ground }: Scene,
  customerId: CustomerId,
  transfer: Transfer = "next_day",
): Promise<TaxInvoiceId> {
  const requested = await request(product, ground, { customerId, transfer });
  invariant(requested.ok, "the tax invoice can be asked for");
  await product.jobs.drain();
  return requested.value;
}

async function onlyOne({ ground }: Scene, customerId: CustomerId) {
  const taxInvoices = await taxInvoicesOf(ground.db, customerId);
  strictEqual(taxInvoices.length, 1);
  const [taxInvoice] = taxInvoices;
  invariant(taxInvoice, "there is one");
  return taxInvoice;
}

for (const accident of ["answer lost", "no answer", "502 in place of the answer"] as const) {
  Deno.test(`a tax invoice whose issue ended in "${accident}" is asked for by its key and taken over, not issued again`, async () => {
    const wire = wireOf("ISSUE", [accident]);
    await scene(async (on) => {
      await issueNow(on, on.gaon);
      const stored = await onlyOne(on, on.gaon);
      const [document, ...more] = await vendorDocuments(on.ground);
      deepStrictEqual(more, []);
      deepStrictEqual(wire.calls, [`ISSUE ${accident}`, "GET"]);
      deepStrictEqual([stored.state, stored.approvalNo], ["scheduled", document?.approvalNo]);
      deepStrictEqual(on.product.runs.filter((each) => each.startsWith("issue")), ["issue_tax_invoice done"]);
    }, wire);
  });
}

Deno.test("a tax invoice whose issue never reached Popbill is asked for, then issued by the retry, once", async () => {
  const wire = wireOf("ISSUE", ["lost", "lost"]);
  await scene(async (on) => {
    await issueNow(on, on.gaon);
    strictEqual((await onlyOne(on, on.gaon)).state, "scheduled");
    strictEqual((await vendorDocuments(on.ground)).length, 1);
    // Asked after the loss, and again at the start of the retry.
    deepStrictEqual(wire.calls, ["ISSUE lost", "GET", "GET", "ISSUE lost", "GET", "GET", "ISSUE"]);
  }, wire);
});

Deno.test("a tax invoice whose fate stays unknown is kept as such, never issued blindly, and resolved by the next run", async () => {
  const wire = wireOf("ISSUE", ["answer lost"]);
  let isAway = false;
  const away: Between = {
    ...wire,
    wire: (fetch) => {
      const passed = wire.wire?.(fetch) ?? fetch;
      return async (sent) => {
        const verb = sent.headers.get("x-http-method-override") ?? sent.method;
        if (isAway) throw new TypeError("connection refused");
        isAway = verb === "ISSUE";
        return await passed(sent);
      };
    },
  };
  await scene(async (on) => {
    await issueNow(on, on.gaon);
    strictEqual((await onlyOne(on, on.gaon)).state, "issuing");
    isAway = false;
    await run(on.product, "finalize_tax_invoices");
    strictEqual((await onlyOne(on, on.gaon)).state, "scheduled");
    deepStrictEqual(wire.calls, ["ISSUE answer lost", "GET"]);
    strictEqual((await vendorDocuments(on.ground)).length, 1);
  }, away);
});

Deno.test("a key that is in use at Popbill with our own content is taken over", async () => {
  const wire = wireOf("ISSUE", []);
  await scene(async (on) => {
    const { product, ground } = on;
    const requested = await request(product, ground, { customerId: on.gaon });
    invariant(requested.ok, "the tax invoice can be asked for");
    const stored = await inMsp(ground.db, ground.mspId, (tx) => readTaxInvoice(tx, ground.mspId, requested.value));
    invariant(stored, "the request is stored");
    // A process that died before it could write anything down has issued it already.
    await product.issuer.issue(stored.content, { forceLate: false, memo: "" });
    await product.jobs.drain();
    const taken = await onlyOne(on, on.gaon);
    const documents = await vendorDocuments(ground);
    deepStrictEqual([taken.state, taken.approvalNo], ["scheduled", documents[0]?.approvalNo]);
    strictEqual(documents.length, 1);
    deepStrictEqual(wire.calls, ["ISSUE", "ISSUE", "GET"]);
  }, wire);
});

Deno.test("a key that is in use at Popbill with other content fails with the reason, and the next request has a new key", async () => {
  await scene(async (on) => {
    const { product, ground } = on;
    const requested = await request(product, ground, { customerId: on.gaon });
    invariant(requested.ok, "the tax invoice can be asked for");
    const stored = await inMsp(ground.db, ground.mspId, (tx) => readTaxInvoice(tx, ground.mspId, requested.value));
    invariant(stored, "the request is stored");
    const other = { supplyAmount: won(1_000), taxAmount: won(100), totalAmount: won(1_100) };
    const lines = stored.content.lines.map((line) => ({ ...line, ...other, unitPrice: "1000" }));
    await product.issuer.issue({ ...stored.content, ...other, lines }, { forceLate: false, memo: "" });
    await product.jobs.drain();
    const failed = await onlyOne(on, on.gaon);
    strictEqual(failed.state, "failed");
    strictEqual(
      failed.failure,
      `팝빌에 같은 문서번호(${stored.documentKey})로 내용이 다른 세금계산서가 있습니다.`,
    );
    await issueNow(on, on.gaon);
    const [, again] = await taxInvoicesOf(ground.db, on.gaon);
    strictEqual(again?.state, "scheduled");
    notStrictEqual(again?.documentKey, stored.documentKey);
    strictEqual((await vendorDocuments(ground)).length, 2);
  });
});

Deno.test("a cancellation frees the month, and the next tax invoice has a new key; a lost answer is resolved by asking", async () => {
  const wire = wireOf("CANCELISSUE", ["answer lost"]);
  await scene(async (on) => {
    const { product, ground } = on;
    const taxInvoiceId = await issueNow(on, on.gaon);
    ground.clock.moveTo(at("2025-01-07", "14:59"));
    const order = { mspId: ground.mspId, taxInvoiceId, actor: person(ground.clock.now()), memo: "금액을 고칩니다" };
    deepStrictEqual(await cancelTaxInvoice(product, order), { ok: true, value: null });
    const cancelled = await onlyOne(on, on.gaon);
    strictEqual(cancelled.state, "cancelled");
    deepStrictEqual(await cancelTaxInvoice(product, order), {
      ok: false,
      refusal: { kind: "not_scheduled", state: "cancelled" },
    });
    await issueNow(on, on.gaon);
    const [first, second] = await taxInvoicesOf(ground.db, on.gaon);
    deepStrictEqual([first?.state, second?.state], ["cancelled", "scheduled"]);
    notStrictEqual(first?.documentKey, second?.documentKey);
    deepStrictEqual((await vendorDocuments(ground)).map((each) => each.stateCode), [600, 300]);
    deepStrictEqual(await heldMonths(ground), [second?.id]);
  }, wire);
});

Deno.test("a cancellation that comes after 15:00 is refused, and the state is Popbill's", async () => {
  await scene(async (on) => {
    const { product, ground } = on;
    const taxInvoiceId = await issueNow(on, on.gaon);
    // Our row still says scheduled: no run has read it since.
    ground.clock.moveTo(at("2025-01-07", "15:00"));
    const actor = person(ground.clock.now());
    const refused = await cancelTaxInvoice(product, { mspId: ground.mspId, taxInvoiceId, actor, memo: "" });
    deepStrictEqual(refused, {
      ok: false,
      refusal: {
        kind: "vendor_refused",
        text: "발행완료 상태의 세금계산서만 발행취소할 수 있습니다.",
      },
    });
    strictEqual((await onlyOne(on, on.gaon)).state, "transferring");
    deepStrictEqual(await heldMonths(ground), [taxInvoiceId]);
    const again = await request(product, ground, { customerId: on.gaon });
    strictEqual(again.ok ? "" : again.refusal.kind, "live_already");
  });
});

Deno.test("a tax invoice that the NTS rejects frees its month, says why, and can be issued anew", async () => {
  await scene(async (on) => {
    const { product, ground } = on;
    await issueNow(on, on.naru);
    ground.clock.moveTo(at("2025-01-07", "15:30"));
    await run(product, "finalize_tax_invoices");
    const rejected = await onlyOne(on, on.naru);
    deepStrictEqual([rejected.state, rejected.failure], ["rejected", "국세청이 거부했습니다(ERR099)."]);
    deepStrictEqual(await heldMonths(ground), []);
    await issueNow(on, on.naru);
    const [, again] = await taxInvoicesOf(ground.db, on.naru);
    strictEqual(again?.state, "scheduled");
    notStrictEqual(again?.documentKey, rejected.documentKey);
  });
});

for (const accident of ["answer lost", "lost", "no answer"] as const) {
  Deno.test(`an immediate transfer that ended in "${accident}" is asked for, and begins once`, async () => {
    const wire = wireOf("NTS", [accident]);
    await scene(async (on) => {
      await issueNow(on, on.gaon, "immediate");
      strictEqual((await onlyOne(on, on.gaon)).state, "transferring");
      const transfers = wire.calls.filter((call) => call.startsWith("NTS"));
      deepStrictEqual(transfers, accident === "lost" ? ["NTS lost", "NTS"] : [`NTS ${accident}`]);
      on.ground.clock.moveTo(at("2025-01-06", "09:50"));
      await run(on.product, "finalize_tax_invoices");
      strictEqual((await onlyOne(on, on.gaon)).state, "completed");
    }, wire);
  });
}

/** The tax invoices that hold the usage months. */
async function heldMonths({ db }: Ground): Promise<TaxInvoiceId[]> {
  const rows = await db.query<{ id: TaxInvoiceId }>(sql`select tax_invoice_id as id from tax_invoice_months`);
  return rows.map((row) => row.id);
}

Deno.test("a next-day issue leaves at 15:00 of the next day on which the NTS takes transfers", async () => {
  const cases = [
    // Friday: Monday.
    { issued: at("2025-01-10", "16:00"), waits: ["2025-01-11", "2025-01-12"], day: "2025-01-13", late: null },
    // The 27th was made a holiday, 28th to 30th are 설날.
    {
      issued: at("2025-01-24", "16:00"),
      waits: ["2025-01-25", "2025-01-26", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30"],
      day: "2025-01-31",
      late: "1%",
    },
    // The last day of the year: the 1st is a holiday.
    { issued: at("2025-12-31", "16:00"), waits: ["2026-01-01"], day: "2026-01-02", late: "2%" },
  ];
  for (const { issued, waits, day, late } of cases) {
    await scene(async (on) => {
      const { ground, product } = on;
      ground.clock.moveTo(issued);
      // By the end of the year the certificate of January is over: it is renewed.
      await registerMember(ground.popbill, { corpNum: ground.mspBrn, corpName: "", ceoName: "" });
      if (late !== null) {
        const refused = await request(product, ground, { customerId: on.gaon });
        ok(!refused.ok && refused.refusal.kind === "late");
        match(issueRefusalText(refused.refusal), new RegExp(`공급가액의 ${late}\\(`));
        deepStrictEqual(await taxInvoicesOf(ground.db, on.gaon), []);
      }
      const requested = await request(product, ground, { customerId: on.gaon, allowLate: true });
      ok(requested.ok);
      await product.jobs.drain();
      const stored = await inMsp(ground.db, ground.mspId, (tx) => readTaxInvoice(tx, ground.mspId, requested.value));
      deepStrictEqual([stored?.forceLate, seoulMinute(stored?.cancelUntil ?? issued)], [late !== null, `${day} 15:00`]);
      for (const waiting of waits) {
        ground.clock.moveTo(at(waiting, "15:30"));
        await run(product, "finalize_tax_invoices");
        strictEqual((await onlyOne(on, on.gaon)).state, "scheduled", waiting);
      }
      ground.clock.moveTo(at(day, "14:31"));
      await runUntil(product, at(day, "14:59"));
      strictEqual((await onlyOne(on, on.gaon)).state, "scheduled");
      await runUntil(product, at(day, "15:31"));
      const done = await inMsp(ground.db, ground.mspId, (tx) => readTaxInvoice(tx, ground.mspId, requested.value));
      deepStrictEqual([done?.state, done?.resultCode], ["completed", "SUC001"]);
      strictEqual(seoulMinute(done?.transferredAt ?? issued), `${day} 15:05`);
    });
  }
});
