import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { inMsp, sql } from "../lib/db/mod.ts";
import type { MonthReport } from "../lib/month/report.ts";
import { runMonth } from "../lib/month/run.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { insertNotice } from "../lib/notices/store.ts";
import type { Fetch } from "../lib/simulator.ts";
import {
  type Between,
  castOfModule,
  customerNamed,
  type Ground,
  mailOfModule,
  members,
  type Product,
  pullAll,
  run,
  startProduct,
  usageMonth,
  vendorDocuments,
} from "./reliability_support.ts";
import { pgliteOfModule } from "./support.ts";
import { at } from "./support_seed.ts";

const mails = mailOfModule();
const ground = castOfModule({ db: pgliteOfModule(), mails });

type Vendor = "ncp" | "popbill" | "bank";

/** A wire on which the vendors of the set are down. */
function without(down: ReadonlySet<Vendor>): (fetch: Fetch) => Fetch {
  return (fetch) => async (sent) => {
    const { hostname, pathname } = new URL(sent.url);
    const vendor = hostname.startsWith("billingapi") ? "ncp" : pathname.startsWith("/EasyFin") ? "bank" : "popbill";
    return down.has(vendor) ? new Response("<html>Service Unavailable</html>", { status: 503 }) : await fetch(sent);
  };
}

/** The command `month`: sends and issues. */
async function runWhole(product: Product, ground: Ground): Promise<MonthReport> {
  const outDirectory = await Deno.makeTempDir({ prefix: "clabill-reliability-" });
  try {
    return await runMonth(product, {
      mspId: ground.mspId,
      usageMonth,
      send: true,
      issue: "next_day",
      allowProvisional: false,
      allowLate: false,
      outDirectory,
      progress: () => {},
      afterCalls: () => Promise.resolve(),
    });
  } finally {
    await Deno.remove(outDirectory, { recursive: true });
  }
}

const memberNos = ["1000003", "2000001", "3000001"];

const failuresOf = ({ failures }: MonthReport) => failures.map((each) => `${each.memberNo} ${each.step}`).sort();

function statesOf(report: MonthReport) {
  return report.customers.map(({ memberNo, statement, taxInvoice }) => [
    memberNo,
    statement?.mail ?? null,
    taxInvoice.state,
  ]).sort();
}

Deno.test("with NCP down the last good figures stay readable, and the month goes through when it is back", async () => {
  const world = await ground();
  const down = new Set<Vendor>();
  const product = await startProduct(world, { wire: without(down) });
  try {
    world.clock.moveTo(at("2025-01-05", "05:10"));
    await pullAll(product, world);
    down.add("ncp");
    world.clock.moveTo(at("2025-01-06", "09:12"));
    const report = await runWhole(product, world);
    deepStrictEqual(failuresOf(report), memberNos.map((memberNo) => `${memberNo} pull`));
    ok(report.failures.every((failure) => failure.reason.includes("503")));
    deepStrictEqual(statesOf(report), memberNos.map((memberNo) => [memberNo, "none", "not_issued"]));
    ok(report.customers.every((customer) => customer.listAmount > 0));
    down.delete("ncp");
    const later = await runWhole(product, world);
    deepStrictEqual(failuresOf(later), []);
    deepStrictEqual(statesOf(later), memberNos.map((memberNo) => [memberNo, "sent", "scheduled"]));
  } finally {
    await product.close();
  }
});

Deno.test("with Popbill down bills are sent, and the tax invoices are issued when it is back, each once", async () => {
  const world = await ground();
  const down = new Set<Vendor>(["popbill", "bank"]);
  const product = await startProduct(world, { wire: without(down) });
  try {
    world.clock.moveTo(at("2025-01-06", "09:12"));
    const report = await runWhole(product, world);
    deepStrictEqual(failuresOf(report), memberNos.map((memberNo) => `${memberNo} tax_invoice`));
    deepStrictEqual(statesOf(report), memberNos.map((memberNo) => [memberNo, "sent", "not_issued"]));
    down.clear();
    world.clock.moveTo(at("2025-01-06", "09:50"));
    await run(product, "finalize_tax_invoices");
    const later = await runWhole(product, world);
    deepStrictEqual(failuresOf(later), []);
    deepStrictEqual(statesOf(later), memberNos.map((memberNo) => [memberNo, "sent", "scheduled"]));
    strictEqual((await vendorDocuments(world)).length, 3);
    strictEqual(mails().arrived.length, 3);
  } finally {
    await product.close();
  }
});

Deno.test("with the mail server down the bills wait in the queue, and leave once when it is back", async () => {
  const world = await ground();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const nobody = `smtp://127.0.0.1:${listener.addr.port}`;
  listener.close();
  world.clock.moveTo(at("2025-01-06", "09:12"));
  const product = await startProduct({ ...world, mailUrl: nobody });
  try {
    const report = await runWhole(product, world);
    deepStrictEqual(failuresOf(report), memberNos.map((memberNo) => `${memberNo} mail`));
    deepStrictEqual(statesOf(report), memberNos.map((memberNo) => [memberNo, "failed", "scheduled"]));
  } finally {
    await product.close();
  }
  const restarted = await startProduct(world);
  try {
    await run(restarted, "send_notices");
    const later = await runWhole(restarted, world);
    deepStrictEqual(failuresOf(later), []);
    deepStrictEqual(statesOf(later), memberNos.map((memberNo) => [memberNo, "sent", "scheduled"]));
    deepStrictEqual(mails().arrived.map((mail) => mail.to).sort(), [
      "billing-1@example.com",
      "billing-2@example.com",
      "billing-3@example.com",
    ]);
  } finally {
    await restarted.close();
  }
});

Deno.test("with the bank down the month is whole but for the deposits, which are matched when it is back", async () => {
  const world = await ground();
  const down = new Set<Vendor>(["bank"]);
  const product = await startProduct(world, { wire: without(down) });
  try {
    world.clock.moveTo(at("2025-01-06", "09:12"));
    await runWhole(product, world);
    world.clock.moveTo(at("2025-01-07", "16:00"));
    const report = await runWhole(product, world);
    deepStrictEqual(statesOf(report), memberNos.map((memberNo) => [memberNo, "sent", "completed"]));
    deepStrictEqual(report.customers.map((customer) => customer.payment.paidAmount), [0, 0, 0]);
    down.clear();
    await run(product, "match_deposits");
    const later = await runWhole(product, world);
    const [paid] = later.customers.filter((customer) => customer.memberNo === "1000003");
    strictEqual(paid?.payment.paidAmount, paid?.totalAmount);
  } finally {
    await product.close();
  }
});

Deno.test("NCP is called so many times at once a key, each attempt signed anew, with growing waits spread by chance", async () => {
  const world = await ground();
  const running = new Map<string, number>();
  const most = new Map<string, number>();
  const tries = new Map<string, string[]>();
  const waits: number[] = [];
  const sleep = (ms: number) => (waits.push(ms), world.wall.sleep(ms));
  const product = await startProduct({ ...world, wall: { ...world.wall, sleep } }, {
    maxConcurrent: 2,
    wire: (fetch) => async (sent) => {
      const key = sent.headers.get("x-ncp-iam-access-key") ?? "";
      const now = (running.get(key) ?? 0) + 1;
      running.set(key, now);
      most.set(key, Math.max(most.get(key) ?? 0, now));
      await new Promise((resolve) => setTimeout(resolve, 2));
      const signature = sent.headers.get("x-ncp-apigw-signature-v2") ?? "";
      const signatures = [...tries.get(sent.url) ?? [], signature];
      tries.set(sent.url, signatures);
      try {
        return signatures.length <= 2
          ? new Response("", { status: signatures.length === 1 ? 429 : 503 })
          : await fetch(sent);
      } finally {
        running.set(key, (running.get(key) ?? 0) - 1);
      }
    },
  });
  try {
    const [partner] = simulatedPartners(members);
    ok(partner);
    await Promise.all(partner.members.map((memberNo) => product.source.pullMonth(partner, { memberNo, usageMonth })));
    deepStrictEqual([...most.values()], [2]);
    ok(tries.size >= partner.members.length * 4);
    for (const [url, signatures] of tries) {
      deepStrictEqual([signatures.length, new Set(signatures).size], [3, 3], url);
    }
    strictEqual(waits.length, tries.size * 2);
    ok(waits.every((ms) => ms >= 500 && ms <= 2_000));
    ok(new Set(waits).size > tries.size, "waits are spread");
  } finally {
    await product.close();
  }
});

Deno.test("a key's daily budget stops its calls with the reason, and a new day opens it again", async () => {
  const world = await ground();
  world.clock.moveTo(at("2025-01-06", "09:12"));
  const product = await startProduct(world, { dailyBudget: 3 });
  try {
    await pullAll(product, world);
    const reasons = await world.db.query<{ reason: string | null }>(sql`select distinct reason from pulls`);
    strictEqual(reasons.length, 1);
    ok(reasons.every(({ reason }) => reason?.startsWith("NCP 하루 호출 한도 3회를 다 썼습니다")));
  } finally {
    await product.close();
  }
  const roomy = await startProduct(world, { dailyBudget: 8 });
  try {
    const [partner] = simulatedPartners(members);
    ok(partner);
    const [memberNo] = partner.members;
    ok(memberNo);
    const pull = () => roomy.source.pullMonth(partner, { memberNo, usageMonth });
    await pull();
    await pull();
    await rejects(pull, { name: "ProviderError", code: "budget", retryable: false });
    await world.wall.sleep(86_400_000);
    await pull();
  } finally {
    await roomy.close();
  }
});

Deno.test("a mail that may not leave as it is written fails for good with the reason, and is not tried again", async () => {
  const world = await ground();
  const product = await startProduct(world);
  try {
    await inMsp(world.db, world.mspId, async (tx) => {
      const noticeId = await insertNotice(tx, world.mspId, {
        ...{
          customerId: customerNamed(world, "가온정확"),
          kind: "reminder",
          statementId: null,
          bodyText: "",
          bodyHtml: "",
        },
        subject: "미납 안내\r\nBcc: everyone@example.com",
        addresses: ["billing-1@example.com"],
        createdAt: world.clock.now(),
      });
      await product.jobs.send(tx, "send_notice", [{ mspId: world.mspId, noticeId }]);
    });
    await product.jobs.drain();
    await run(product, "send_notices");
    const recipients = await world.db.query(sql`select state, reason from notice_recipients`);
    const reason = "「메일 제목」에 줄 바꿈이나 제어 문자가 있습니다. 한 줄로 입력해 주십시오.";
    deepStrictEqual(recipients, [{ state: "failed", reason }]);
    deepStrictEqual(product.runs, ["send_notice done", "send_notices done"]);
    deepStrictEqual(mails().arrived, []);
  } finally {
    await product.close();
  }
});

Deno.test("the nightly sync settles every month that it pulled, though one customer cannot be pulled", async () => {
  const world = await ground();
  world.clock.moveTo(at("2025-01-06", "09:10"));
  const wire: Between["wire"] = (fetch) => async (sent) =>
    sent.url.includes("3000001") ? new Response("", { status: 503 }) : await fetch(sent);
  const product = await startProduct(world, { lanes: 1, wire });
  try {
    await run(product, "sync_usage");
    const settled = await world.db.query(sql`
      select to_char(usage_month, 'YYYY-MM') as month, count(*)::int as customers from settlements group by 1 order by 1`);
    deepStrictEqual(settled, [{ month: "2024-12", customers: 2 }, { month: "2025-01", customers: 2 }]);
  } finally {
    await product.close();
  }
});
