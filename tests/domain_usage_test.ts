import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { addMonths, fixedClock, yearMonth } from "../lib/calendar.ts";
import { insertLink, setActive } from "../lib/customers/store.ts";
import { sql, type Tx } from "../lib/db/mod.ts";
import { won } from "../lib/money.ts";
import { ProviderError } from "../lib/prelude.ts";
import { failedPulls, readUsageMonths } from "../lib/usage/months_store.ts";
import type { PulledMonth, UsageSource } from "../lib/usage/port.ts";
import { linksOfMonth } from "../lib/usage/pulls_store.ts";
import { pullLink } from "../lib/usage/sync.ts";
import { asApp, dbWithin, pgliteOfModule } from "./support.ts";
import {
  at,
  confirmedAt,
  december,
  pulledMonth,
  seedCustomer,
  settled,
  storePulled,
  usageLine,
  type World,
} from "./support_seed.ts";
import { worldTests } from "./support_statements.ts";

const pglite = pgliteOfModule();

const onWorld = worldTests(pglite);

async function monthOf(tx: Tx, world: World, customer: keyof World & ("gaon" | "naru" | "daon") = "gaon") {
  const scope = { usageMonths: [december], customers: [world[customer].id] };
  const [month] = await asApp(tx, world.mspId, (app) => readUsageMonths(app, world.mspId, scope));
  return month ? { state: month.state, reason: month.reason, asOf: month.asOf } : null;
}

async function linesOf(tx: Tx) {
  const rows = await tx.query<{ key: string; amount: bigint; place: string }>(sql`
    select line_key as key, use_amount as amount, ctid::text as place from usage_lines order by line_key`);
  return new Map(rows.map((row) => [row.key, row]));
}

async function changesOf(tx: Tx) {
  const rows = await tx.query<object>(sql`
    select line_key as key, change, label, before_amount as before, after_amount as after
    from usage_changes order by line_key`);
  return rows.map((row) => ({ ...row }));
}

async function pullsOf(tx: Tx) {
  const rows = await tx.query<{ good: boolean; reason: string | null; lines: number }>(sql`
    select good, reason, line_count as lines from pulls order by taken_at`);
  return rows.map((row) => ({ ...row }));
}

const three = [usageLine("a", 1_000), usageLine("b", 2_000), usageLine("c", 3_000)];

onWorld("storePull() loads a first pull whole, which is no change", async (tx, { mspId, gaon }) => {
  await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(three) });
  deepStrictEqual([...await linesOf(tx)].map(([key, { amount }]) => [key, amount]), [["a", 1_000n], ["b", 2_000n], [
    "c",
    3_000n,
  ]]);
  deepStrictEqual(await changesOf(tx), []);
  deepStrictEqual(await pullsOf(tx), [{ good: true, reason: null, lines: 3 }]);
});

onWorld("storePull() writes only the lines that differ, and says what changed", async (tx, { mspId, gaon }) => {
  await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(three), takenAt: at("2025-01-05") });
  const before = await linesOf(tx);
  const later = [usageLine("a", 1_000), usageLine("b", 2_500), usageLine("d", 4_000)];
  await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(later) });
  const after = await linesOf(tx);
  deepStrictEqual([...after].map(([key, { amount }]) => [key, amount]), [["a", 1_000n], ["b", 2_500n], ["d", 4_000n]]);
  strictEqual(after.get("a")?.place, before.get("a")?.place, "an equal line is not written again");
  deepStrictEqual(await changesOf(tx), [
    { key: "b", change: "changed", label: "Server · web-b", before: 2_000n, after: 2_500n },
    { key: "c", change: "removed", label: "c", before: 3_000n, after: null },
    { key: "d", change: "added", label: "Server · web-d", before: null, after: 4_000n },
  ]);
});

onWorld("storePull() notices a line whose amount is the same and whose content is not", async (tx, { mspId, gaon }) => {
  await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(three), takenAt: at("2025-01-05") });
  const moved = [...three.slice(0, 2), usageLine("c", 3_000, { quantity: "1" })];
  await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(moved) });
  deepStrictEqual(await changesOf(tx), [
    { key: "c", change: "changed", label: "Server · web-c", before: 3_000n, after: 3_000n },
  ]);
});

onWorld(
  "storePull() of equal lines in another order changes nothing and keeps the pull",
  async (tx, { mspId, gaon }) => {
    await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(three), takenAt: at("2025-01-05") });
    const before = await linesOf(tx);
    await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(three.toReversed()) });
    deepStrictEqual(await linesOf(tx), before);
    deepStrictEqual(await changesOf(tx), []);
    strictEqual((await pullsOf(tx)).length, 2);
  },
);

onWorld(
  "storePull() that is empty after lines is not good and replaces nothing; a first empty one is good",
  async (tx, world) => {
    const { mspId, gaon, naru } = world;
    await storePulled(tx, mspId, {
      linkId: gaon.linkId,
      pulled: pulledMonth(three),
      takenAt: at("2025-01-06", "09:12"),
    });
    await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth([]), takenAt: at("2025-01-07") });
    deepStrictEqual(await pullsOf(tx), [
      { good: true, reason: null, lines: 3 },
      {
        good: false,
        reason: "NCP가 이용내역을 한 건도 주지 않았습니다. 지난번에는 3건이었으므로 지난 이용내역을 그대로 둡니다.",
        lines: 0,
      },
    ]);
    strictEqual((await linesOf(tx)).size, 3);
    deepStrictEqual(await monthOf(tx, world), { state: "confirmed", reason: null, asOf: at("2025-01-06", "09:12") });
    await storePulled(tx, mspId, { linkId: naru.linkId, pulled: pulledMonth([]) });
    deepStrictEqual(await monthOf(tx, world, "naru"), { state: "confirmed", reason: null, asOf: confirmedAt });
  },
);

onWorld("storePull() keeps the pages of NCP once, whatever their request id", async (tx, { mspId, gaon, naru }) => {
  const page = (requestId: string, body: string) => ({
    operation: "getDemandCostList",
    query: "pageNo=1",
    fetchedAt: confirmedAt,
    body: `{"requestId":"${requestId}","rows":"${body}"}`,
  });
  const pulled = { ...pulledMonth(three), pages: [page("1", "x"), page("2", "y")] };
  await storePulled(tx, mspId, { linkId: gaon.linkId, pulled });
  await storePulled(tx, mspId, { linkId: naru.linkId, pulled: { ...pulled, pages: [page("3", "x")] } });
  const pages = await tx.query(sql`select hash from raw_pages`);
  strictEqual(pages.length, 2);
  const lost = await tx.query(sql`
    select page ->> 'hash' from pulls, jsonb_array_elements(pages) as page
    where page ->> 'hash' not in (select hash from raw_pages)`);
  deepStrictEqual(lost, []);
});

/** NCP as a source that answers what a test says, or fails. */
function source(answer: () => PulledMonth): UsageSource {
  const never = () => Promise.reject(new TypeError("Cannot answer: not asked for in this test"));
  return {
    pullMonth: () => {
      try {
        return Promise.resolve(answer());
      } catch (error) {
        return Promise.reject(error);
      }
    },
    verify: never,
    unknownMembers: never,
    costCodes: never,
    contractCounts: never,
  };
}

onWorld(
  "pullLink() keeps a failure with its reason and replaces nothing; what may pass later is thrown again",
  async (tx, world) => {
    const { mspId, gaon } = world;
    const pull = (day: string, answer: () => PulledMonth) =>
      pullLink({
        db: dbWithin(tx),
        source: source(answer),
        clock: fixedClock(at(day)),
        keyPair: () => Promise.resolve({ zone: "public", accessKey: "a", secretKey: "b" }),
      }, { mspId, linkId: gaon.linkId, usageMonth: december });
    const fails = (retryable: boolean) => () => {
      throw new ProviderError("ncp", "500", `NCP가 답하지 않습니다(${retryable}).`, retryable);
    };
    await pull("2025-01-06", () => pulledMonth(three));
    await rejects(pull("2025-01-07", fails(true)), ProviderError);
    await pull("2025-01-08", fails(false));
    deepStrictEqual((await pullsOf(tx)).map((each) => each.reason), [
      null,
      "NCP가 답하지 않습니다(true).",
      "NCP가 답하지 않습니다(false).",
    ]);
    strictEqual((await linesOf(tx)).size, 3);
    const listed = () => asApp(tx, mspId, (app) => failedPulls(app, mspId, december));
    deepStrictEqual((await listed()).map((row) => ({ ...row })), [{
      customerId: gaon.id,
      reason: "NCP가 답하지 않습니다(false).",
      takenAt: at("2025-01-08"),
      lastGoodAt: at("2025-01-06"),
    }]);
    await pull("2025-01-09", () => pulledMonth(three));
    deepStrictEqual(await listed(), []);
  },
);

/** B3 on the database: pulls by day, each with its list amount, and how December stands after the last. */
const confirmations: readonly {
  name: string;
  pulls: readonly (readonly [string, string, number])[];
  state: string;
  reason?: RegExp;
}[] = [
  {
    name: "a minute before 09:00 of the 6th",
    pulls: [["2025-01-06", "08:59", 1]],
    state: "provisional",
    reason: /^2025-01-06 09:00 이후/,
  },
  { name: "at 09:00 of the 6th, alone", pulls: [["2025-01-06", "09:00", 1]], state: "confirmed" },
  {
    name: "equal to the day before",
    pulls: [["2025-01-05", "09:10", 1], ["2025-01-06", "09:00", 1]],
    state: "confirmed",
  },
  {
    name: "moved since the day before",
    pulls: [["2025-01-05", "09:10", 1], ["2025-01-06", "09:00", 2]],
    state: "provisional",
    reason: /^이전 날짜/,
  },
  {
    name: "moved, then equal for a day",
    pulls: [["2025-01-05", "09:10", 1], ["2025-01-06", "09:10", 2], ["2025-01-07", "05:10", 2]],
    state: "confirmed",
  },
  {
    name: "moved within a day only",
    pulls: [["2025-01-06", "05:10", 1], ["2025-01-06", "09:10", 2]],
    state: "confirmed",
  },
  {
    name: "confirmed, then moved again",
    pulls: [["2025-01-06", "09:10", 1], ["2025-01-07", "09:10", 2]],
    state: "provisional",
    reason: /^이전 날짜/,
  },
  {
    name: "the night of the 5th to the 6th counts as two days",
    pulls: [["2025-01-05", "23:59", 1], ["2025-01-06", "09:00", 2]],
    state: "provisional",
    reason: /^이전 날짜/,
  },
];
for (const { name, pulls, state, reason } of confirmations) {
  onWorld(`storePull() decides a month: ${name} → ${state}`, async (tx, world) => {
    for (const [day, time, amount] of pulls) {
      const pulled = pulledMonth([usageLine("a", amount * 1_000)]);
      await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled, takenAt: at(day, time) });
    }
    const month = await monthOf(tx, world);
    strictEqual(month?.state, state);
    strictEqual(reason ? reason.test(month?.reason ?? "") : month?.reason === null, true, month?.reason ?? "");
  });
}

onWorld(
  "storePull() of a breached identity is kept and leaves the month provisional; 10 won are tolerated",
  async (tx, world) => {
    const pull = (linkId: World["gaon"]["linkId"], demandGap: number) =>
      storePulled(tx, world.mspId, {
        linkId,
        pulled: pulledMonth(three, { adjustments: { credit: won(500) }, demandGap }),
      });
    await pull(world.gaon.linkId, 10);
    deepStrictEqual(await monthOf(tx, world), { state: "confirmed", reason: null, asOf: confirmedAt });
    await pull(world.naru.linkId, 11);
    deepStrictEqual(await monthOf(tx, world, "naru"), {
      state: "provisional",
      reason:
        "NCP 합계와 맞지 않습니다. 할인과 조정을 반영한 금액 5,500원과 NCP 당월 청구금액 5,511원의 차이가 11원입니다.",
      asOf: confirmedAt,
    });
    const [{ breaches } = { breaches: null }] = await tx.query<{ breaches: unknown }>(sql`
    select breaches from pulls where customer_id = ${world.naru.id}`);
    deepStrictEqual(breaches, [{ identity: "demand_amount", actualAmount: "5500", expectedAmount: "5511" }]);
  },
);

onWorld(
  "a link that changes within a month: both are pulled, and settled together once both came",
  async (tx, world) => {
    const { mspId, gaon, ordinaryAccount } = world;
    const second = await insertLink(tx, mspId, {
      customerId: gaon.id,
      cloudAccountId: ordinaryAccount,
      zone: "public",
      memberNo: "2999999",
      fromMonth: december,
      previousUntil: december,
    });
    const links = (usageMonth: typeof december) =>
      asApp(tx, mspId, (app) => linksOfMonth(app, mspId, { usageMonth, customers: [gaon.id] }))
        .then((rows) => rows.map((row) => row.linkId));
    deepStrictEqual(await links(addMonths(december, -1)), [gaon.linkId]);
    deepStrictEqual(await links(december), [gaon.linkId, second]);
    deepStrictEqual(await links(addMonths(december, 1)), [second]);
    const early = at("2025-01-06", "09:01");
    await storePulled(tx, mspId, { linkId: gaon.linkId, pulled: pulledMonth(three), takenAt: early });
    strictEqual(await monthOf(tx, world), null);
    strictEqual((await settled(tx, mspId)).has(gaon.id), false, "half a month is not settled");
    // The same keys in both pulls are lines of their own.
    await storePulled(tx, mspId, { linkId: second, pulled: pulledMonth(three, { adjustments: { credit: won(700) } }) });
    deepStrictEqual(await monthOf(tx, world), { state: "confirmed", reason: null, asOf: early });
    const month = (await settled(tx, mspId)).get(gaon.id);
    deepStrictEqual([month?.listAmount, month?.supplyAmount, month?.lineCount, month?.cost], [
      12_000n,
      11_300n,
      6,
      12_000n,
    ]);
  },
);

onWorld(
  "a deactivated customer is pulled and settled through its last month and not after; activated, it is again",
  async (tx, { mspId, gaon }) => {
    const pulledIn = async (usageMonth: typeof december) => {
      const links = await asApp(tx, mspId, (app) => linksOfMonth(app, mspId, { usageMonth, customers: [gaon.id] }));
      return links.length;
    };
    const next = addMonths(december, 1);
    await setActive(tx, mspId, { id: gaon.id, active: false, lastMonth: december });
    deepStrictEqual([await pulledIn(december), await pulledIn(next)], [1, 0]);
    for (const usageMonth of [december, next]) {
      await storePulled(tx, mspId, {
        linkId: gaon.linkId,
        pulled: pulledMonth(three),
        usageMonth,
        takenAt: at("2025-02-07"),
      });
    }
    strictEqual((await settled(tx, mspId)).has(gaon.id), true);
    strictEqual((await settled(tx, mspId, { usageMonth: next, now: at("2025-02-07") })).has(gaon.id), false);
    await setActive(tx, mspId, { id: gaon.id, active: true, lastMonth: null });
    strictEqual(await pulledIn(next), 1);
  },
);

onWorld("months before the 청구 시작월 are neither pulled nor settled", async (tx, world) => {
  const { mspId } = world;
  const late = await seedCustomer(tx, world, {
    serial: 9,
    name: "마루커머스",
    changes: { cycleStart: yearMonth("2025-01") },
  });
  const links = await asApp(
    tx,
    mspId,
    (app) => linksOfMonth(app, mspId, { usageMonth: december, customers: [late.id] }),
  );
  deepStrictEqual(links, []);
  await storePulled(tx, mspId, { linkId: late.linkId, pulled: pulledMonth(three) });
  strictEqual((await settled(tx, mspId)).has(late.id), false);
});
