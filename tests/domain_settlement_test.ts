import { deepStrictEqual, rejects } from "node:assert/strict";
import { localDate } from "../lib/calendar.ts";
import { putPcpTerm } from "../lib/customers/store.ts";
import { raw, sql } from "../lib/db/mod.ts";
import { won } from "../lib/money.ts";
import { putPcpExclusions } from "../lib/msps/store.ts";
import type { ChargeKind } from "../lib/settlement/charge.ts";
import { type CustomerRule, insertRuleVersion } from "../lib/settlement/rules_store.ts";
import type { PulledMonth } from "../lib/usage/port.ts";
import { pgliteOfModule } from "./support.ts";
import { at, pulledMonth, settled, storePulled, usageLine, type World } from "./support_seed.ts";
import { worldTests } from "./support_statements.ts";

const pglite = pgliteOfModule();
const onWorld = worldTests(pglite);

const registered = localDate("2025-01-06");
const dayAfter = localDate("2025-01-07");

function rule(world: World, changes: Partial<CustomerRule>): Omit<CustomerRule, "id"> & { id: string | null } {
  return {
    id: null,
    version: 1,
    customerId: world.gaon.id,
    position: 1,
    kind: "extra",
    name: "운영 및 기술지원료 (M)",
    fixedAmount: null,
    rateBps: null,
    serverCodes: [],
    countsFrom: registered,
    ended: false,
    ...changes,
  };
}

const server = (useAmount: number) =>
  usageLine("server", useAmount, {
    demandType: { code: "SVR", codeName: "Server" },
    demandTypeDetail: { code: "SVR", codeName: "Server" },
  });
const storage = (useAmount: number) =>
  usageLine("storage", useAmount, {
    demandType: { code: "OBJT", codeName: "Storage" },
    demandTypeDetail: { code: "OBJT", codeName: "Storage" },
  });
const codes = ["SVR", "VSVR"];

/** R5 on the database: use, rules, and what comes out; amounts as B4 has them. */
const settlements: readonly {
  name: string;
  pulled: PulledMonth;
  rules: readonly Partial<CustomerRule>[];
  charges: readonly (readonly [ChargeKind, bigint])[];
  supply: bigint;
  tax: bigint;
}[] = [
  {
    name: "example (a): no rules",
    pulled: pulledMonth([usageLine("a", 984_320)]),
    rules: [],
    charges: [],
    supply: 984_320n,
    tax: 98_432n,
  },
  {
    name: "example (b): every kind",
    pulled: pulledMonth([server(600_000), storage(400_050)], {
      adjustments: { credit: won(400_000), roundDown: won(50) },
    }),
    rules: [
      { fixedAmount: won(100_000) },
      { kind: "discount", name: "기타 할인", rateBps: 500 },
      { kind: "vm_discount", name: "VM 할인", rateBps: 333, serverCodes: codes },
    ],
    charges: [["extra", 100_000n], ["discount", -30_002n], ["vm_discount", -19_980n], ["round_off", -8n]],
    supply: 650_060n,
    tax: 65_006n,
  },
  {
    name: "0 % of everything",
    pulled: pulledMonth([server(1_000)]),
    rules: [{ rateBps: 0 }, { kind: "discount", rateBps: 0 }, { kind: "vm_discount", rateBps: 0, serverCodes: codes }],
    charges: [["extra", 0n], ["discount", 0n], ["vm_discount", 0n]],
    supply: 1_000n,
    tax: 100n,
  },
  {
    name: "100 % discount",
    pulled: pulledMonth([server(1_005)]),
    rules: [{ kind: "discount", rateBps: 10_000 }],
    charges: [["discount", -1_005n]],
    supply: 0n,
    tax: 0n,
  },
  {
    name: "1,000 % extra, the highest",
    pulled: pulledMonth([server(1_005)]),
    rules: [{ rateBps: 100_000 }],
    charges: [["extra", 10_050n], ["round_off", -5n]],
    supply: 11_050n,
    tax: 1_105n,
  },
  {
    name: "discounts beyond the use: never below 0",
    pulled: pulledMonth([server(1_000)]),
    rules: [{ kind: "discount", rateBps: 10_000 }, { kind: "discount", name: "고정 할인", fixedAmount: won(1) }],
    charges: [["discount", -1_000n], ["discount", -1n], ["zero_floor", 1n]],
    supply: 0n,
    tax: 0n,
  },
  {
    name: "a base below 0 counts as 0; the fixed charge stays whole",
    pulled: pulledMonth([server(1_000)], { adjustments: { credit: won(3_000) } }),
    rules: [{ rateBps: 1_000 }, { name: "고정", fixedAmount: won(5_000) }],
    charges: [["extra", 0n], ["extra", 5_000n]],
    supply: 3_000n,
    tax: 300n,
  },
  {
    name: "zero use is settled with its fixed charge",
    pulled: pulledMonth([]),
    rules: [{ fixedAmount: won(100_000) }, { kind: "discount", rateBps: 500 }],
    charges: [["extra", 100_000n], ["discount", 0n]],
    supply: 100_000n,
    tax: 10_000n,
  },
  {
    name: "a fixed VM discount is at most the server lines",
    pulled: pulledMonth([server(700), storage(300)]),
    rules: [{ kind: "vm_discount", fixedAmount: won(701), serverCodes: codes }],
    charges: [["vm_discount", -700n]],
    supply: 300n,
    tax: 30n,
  },
];
for (const { name, pulled, rules, charges, supply, tax } of settlements) {
  onWorld(`R5: settleMonth() on the database: ${name}`, async (tx, world) => {
    for (const [index, changes] of rules.entries()) {
      await insertRuleVersion(tx, world.mspId, rule(world, { position: index + 1, ...changes }));
    }
    await storePulled(tx, world.mspId, { linkId: world.gaon.linkId, pulled });
    const month = (await settled(tx, world.mspId)).get(world.gaon.id);
    deepStrictEqual(month?.charges.map((charge) => [charge.kind, charge.amount]), charges);
    deepStrictEqual([month?.supplyAmount, month?.taxAmount, month?.totalAmount], [supply, tax, supply + tax]);
  });
}

onWorld("R5: rates and amounts out of range are refused by the database, the highest are not", async (tx, world) => {
  const put = (changes: Partial<CustomerRule>) =>
    tx.savepoint((inner) => insertRuleVersion(inner, world.mspId, rule(world, changes)));
  for (
    const changes of [
      { rateBps: 100_001 },
      { kind: "discount", rateBps: 10_001 },
      { kind: "vm_discount", rateBps: 10_001, serverCodes: codes },
      { rateBps: -1 },
      { fixedAmount: won(-1) },
      { fixedAmount: won(1), rateBps: 1 },
      {},
      { name: "", rateBps: 1 },
    ] as const
  ) {
    await rejects(
      put(changes),
      { code: "23514" },
      JSON.stringify(changes, (_, each) => typeof each === "bigint" ? String(each) : each),
    );
  }
  for (
    const changes of [{ rateBps: 100_000 }, { kind: "discount", rateBps: 10_000 }, { fixedAmount: won(0) }] as const
  ) await put(changes);
});

onWorld(
  "settleMonth() leaves a customer without a good pull unsettled: missing use is never zero use",
  async (tx, world) => {
    await insertRuleVersion(tx, world.mspId, rule(world, { fixedAmount: won(100_000) }));
    deepStrictEqual([...await settled(tx, world.mspId)], []);
  },
);

onWorld(
  "settleMonth() counts a rule from the day after it was registered, then its changes, then its end",
  async (tx, world) => {
    const { mspId } = world;
    await storePulled(tx, mspId, { linkId: world.gaon.linkId, pulled: pulledMonth([usageLine("a", 10_000)]) });
    const id = await insertRuleVersion(tx, mspId, rule(world, { fixedAmount: won(1_000), countsFrom: dayAfter }));
    await insertRuleVersion(
      tx,
      mspId,
      rule(world, { id, version: 2, fixedAmount: won(2_000), countsFrom: localDate("2025-01-08") }),
    );
    await insertRuleVersion(
      tx,
      mspId,
      rule(world, { id, version: 3, fixedAmount: won(2_000), countsFrom: localDate("2025-01-09"), ended: true }),
    );
    const supplyOn = async (now: Date) => {
      const month = (await settled(tx, mspId, { now })).get(world.gaon.id);
      return [month?.supplyAmount, month?.charges[0]?.trace.ruleVersion ?? null];
    };
    deepStrictEqual(await supplyOn(at("2025-01-06", "23:59")), [10_000n, null]);
    deepStrictEqual(await supplyOn(at("2025-01-07", "00:00")), [11_000n, 1]);
    deepStrictEqual(await supplyOn(at("2025-01-08")), [12_000n, 2]);
    deepStrictEqual(await supplyOn(at("2025-01-09")), [10_000n, null]);
  },
);

onWorld(
  "settleMonth() gives the PCP discount on a PCP account alone, by the rate and list of the day",
  async (tx, world) => {
    const { mspId, gaon, daon } = world;
    const pulled = pulledMonth([server(10_000), storage(5_000)]);
    for (const { linkId } of [gaon, daon]) await storePulled(tx, mspId, { linkId, pulled });
    const first = localDate("2024-01-01");
    for (const { id } of [gaon, daon]) {
      await putPcpTerm(tx, mspId, {
        customerId: id,
        countsFrom: first,
        rateBps: 1_000,
      });
    }
    await putPcpTerm(tx, mspId, { customerId: daon.id, countsFrom: dayAfter, rateBps: 2_000 });
    await putPcpExclusions(tx, mspId, { countsFrom: localDate("2025-01-08"), details: ["OBJT"] });
    await putPcpTerm(tx, mspId, { customerId: daon.id, countsFrom: localDate("2025-01-09"), rateBps: 0 });
    const supplyOn = async (now: Date) => {
      const months = await settled(tx, mspId, { now });
      return [months.get(gaon.id)?.supplyAmount, months.get(daon.id)?.supplyAmount];
    };
    deepStrictEqual(await supplyOn(at("2025-01-06")), [15_000n, 13_500n]);
    deepStrictEqual(await supplyOn(at("2025-01-07")), [15_000n, 12_000n]);
    deepStrictEqual(await supplyOn(at("2025-01-08")), [15_000n, 13_000n]);
    deepStrictEqual(await supplyOn(at("2025-01-09")), [15_000n, 15_000n]);
  },
);

/** Settings of the MSP and the customer, and what they make of one month: list 10,015, line discount 1,000, adjustments. */
const settings: readonly { name: string; change: string; supply: bigint; tax: bigint }[] = [
  {
    name: "as they come: unit 10, VAT cut, NCP's round-down and currency discount kept",
    change: "",
    supply: 8_700n,
    tax: 870n,
  },
  { name: "unit 1", change: "update msps set rounding_unit = 1", supply: 8_705n, tax: 870n },
  { name: "unit 100", change: "update msps set rounding_unit = 100", supply: 8_700n, tax: 870n },
  {
    name: "unit 1, VAT half up",
    change: "update msps set rounding_unit = 1, vat_rounding = 'half_up'",
    supply: 8_705n,
    tax: 871n,
  },
  { name: "every adjustment passed on", change: "update msps set adjustments_kept = '{}'", supply: 8_680n, tax: 868n },
  {
    name: "credit kept as well",
    change: "update msps set adjustments_kept = '{round_down,currency,credit}'",
    supply: 9_000n,
    tax: 900n,
  },
  {
    name: "line discounts kept by the customer's setting",
    change: "update customers set pass_discounts = false",
    supply: 9_700n,
    tax: 970n,
  },
];
for (const { name, change, supply, tax } of settings) {
  onWorld(`settleMonth() obeys the settings: ${name}`, async (tx, world) => {
    if (change !== "") await tx.execute(sql`${raw(change)}`);
    const line = usageLine("a", 10_015, { promiseDiscount: won(600), etcDiscount: won(400) });
    const adjustments = {
      credit: won(300),
      roundDown: won(15),
      currencyDiscount: won(10),
      penalty: won(5),
      coin: won(15),
    };
    await storePulled(tx, world.mspId, { linkId: world.naru.linkId, pulled: pulledMonth([line], { adjustments }) });
    const month = (await settled(tx, world.mspId)).get(world.naru.id);
    deepStrictEqual([month?.supplyAmount, month?.taxAmount], [supply, tax]);
  });
}

onWorld("settleMonth() says nothing of the cost where NCP says it for one link only", async (tx, world) => {
  const pull = (link: World["gaon"], cost: ReturnType<typeof won> | null) =>
    storePulled(tx, world.mspId, { linkId: link.linkId, pulled: pulledMonth([usageLine("a", 6_000)], { cost }) });
  await pull(world.gaon, won(5_500));
  await pull(world.naru, null);
  const months = await settled(tx, world.mspId);
  deepStrictEqual([months.get(world.gaon.id)?.cost, months.get(world.naru.id)?.cost], [5_500n, null]);
});
