import { deepStrictEqual, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { InvariantError } from "../../prelude.ts";
import { simulatedPartners } from "./mod.ts";
import { total, world } from "./test_world.ts";

const lineDiscounts = [
  "promiseDiscountAmount",
  "promotionDiscountAmount",
  "etcDiscountAmount",
  "memberPriceDiscountAmount",
  "memberPromiseDiscountAddAmount",
];

Deno.test("ncpSimulator() keeps NCP's identities for every member, month by month (product.md B4.2)", async () => {
  const { member, partners } = world();
  let withRows = 0;
  for (const keys of partners) {
    for (const memberNo of keys.members) {
      for (const month of ["202410", "202411", "202412", "202501"]) {
        const of = { memberNo, month, keys };
        const lines = await member("getContractDemandCostList", of);
        const products = await member("getProductDemandCostList", of);
        const demand = await member("getDemandCostList", of);
        const partner = await member("getPartnerDemandCostList", of);
        const [row, cost] = [demand.rows[0], partner.rows[0]];
        ok(cost, "the partner's list has every member");
        if (!row) {
          deepStrictEqual([lines, products, demand].map(({ totalRows }) => totalRows), [0, 0, 0]);
          deepStrictEqual([cost.useAmount, cost.partnerTotalDemandAmount], [0, 0]);
          continue;
        }
        withRows++;
        const where = `${memberNo} ${month}`;
        ok(lines.totalRows >= 3 && lines.totalRows <= 42, `${where} ${lines.totalRows} lines`);
        strictEqual(total(lines.rows, "useAmount"), row.useAmount, where);
        strictEqual(total(products.rows, "useAmount"), row.useAmount, where);
        for (const field of [...lineDiscounts, "productDiscountAmount", "creditDiscountAmount", "defaultAmount"]) {
          strictEqual(total(products.rows, field), row[field], `${where} ${field}`);
        }
        for (const field of lineDiscounts) strictEqual(total(lines.rows, field), row[field], `${where} ${field}`);
        strictEqual(row.thisMonthDemandAmount % 100, 0, where);
        strictEqual(row.thisMonthVatAmount, row.thisMonthDemandAmount / 10, where);
        strictEqual(row.thisMonthAmountIncludingVat, row.thisMonthDemandAmount + row.thisMonthVatAmount, where);
        strictEqual(cost.partnerTotalDemandAmount, cost.totalDemandAmount - cost.marginAmount, where);
        if (row.isPaidUp) {
          ok(row.useAmount > 0, where);
          strictEqual(total(lines.rows, "demandAmount"), 0, where);
          strictEqual(row.thisMonthDemandAmount, 0, where);
          strictEqual(row.rounddownDiscountAmount, 0, where);
          ok(cost.partnerTotalDemandAmount > 0, where);
          continue;
        }
        const net = total(lines.rows, "useAmount") - total(lines.rows, ...lineDiscounts) - row.productDiscountAmount -
          row.creditDiscountAmount - row.customerDiscountAmount - row.coinUseAmount - row.rounddownDiscountAmount -
          row.currencyDiscountAmount + row.defaultAmount;
        strictEqual(net, row.thisMonthDemandAmount, where);
        strictEqual(cost.totalDemandAmount, row.thisMonthDemandAmount, where);
      }
    }
  }
  strictEqual(withRows, 58 * 4, "all but the two members without use");
});

Deno.test("ncpSimulator() writes each use amount as quantity times price times GiB, cut to whole won", async () => {
  const { member, publicPartner } = world();
  for (const memberNo of publicPartner.members) {
    const { rows } = await member("getContractDemandCostList", { memberNo, month: "202412" });
    for (const row of rows) {
      const size = row.contract.contractProductList?.[0]?.productSize ?? 0;
      const gibibytes = size === 0 ? 1 : size / 2 ** 30;
      const exact = Math.round(row.unitUsageQuantity * 100) * Math.round(row.productPrice * 100) * gibibytes;
      strictEqual(row.useAmount, Math.floor(exact / 10_000), JSON.stringify(row));
    }
  }
});

Deno.test("ncpSimulator() gives the first members of a partner a steady month, and the later ones of 민간 variety", async () => {
  const { member, partners, publicPartner } = world();
  for (const keys of partners) {
    for (const memberNo of keys.members.slice(0, 12)) {
      let before = 0;
      for (const month of ["202407", "202408", "202409", "202410", "202411", "202412"]) {
        const [row] = (await member("getDemandCostList", { memberNo, month, keys })).rows;
        ok(row);
        const charged = row.useAmount - row.creditDiscountAmount;
        ok(charged > 50_000 && charged < 20_000_000, `${memberNo} ${charged}`);
        if (before) ok(Math.abs(charged - before) < before * 0.45, `${memberNo} ${month} ${before} ${charged}`);
        before = charged;
      }
    }
  }
  const demand = async (ordinal: number) => {
    const memberNo = publicPartner.members[ordinal - 1];
    ok(memberNo);
    const lines = (await member("getContractDemandCostList", { memberNo, month: "202412" })).rows;
    const [row] = (await member("getDemandCostList", { memberNo, month: "202412" })).rows;
    ok(row);
    return { lines, row };
  };
  ok((await demand(6)).row.creditDiscountAmount > 0);
  const discounted = (await demand(7)).row;
  ok(discounted.productDiscountAmount > 0 && discounted.memberPriceDiscountAmount > 0);
  const partnerBilled = (await demand(8)).row;
  deepStrictEqual([partnerBilled.thisMonthDemandAmount, partnerBilled.isPaidUp], [0, true]);
  const project = (await demand(9)).lines.find((line) => line.contract.contractStartDate?.startsWith("2024-12-11"));
  deepStrictEqual([project?.unitUsageQuantity, project?.contract.contractStatus.code], [21 * 24 - 10, "NOML"]);
  const repriced = (await demand(10)).lines.filter((line) =>
    line.contract.contractProductList?.[0]?.beforeContractProductSequence
  );
  deepStrictEqual(repriced.map((line) => [line.unitUsageQuantity, line.productPrice]), [[360, 97], [384, 107]]);
  const [old, current] = repriced.map((line) => line.contract.contractProductList?.[0]);
  strictEqual(current?.beforeContractProductSequence, old?.contractProductSequence);
  notStrictEqual(current?.priceNo, old?.priceNo);
});

Deno.test("simulatedPartners() splits the members over three zones, at least one each", () => {
  const sizes = (members: number) => simulatedPartners(members).map((partner) => partner.members.length);
  const cases = [[3, [1, 1, 1]], [4, [2, 1, 1]], [10, [6, 3, 1]], [60, [36, 18, 6]], [10_000, [
    6000,
    3000,
    1000,
  ]]] as const;
  for (const [members, expected] of cases) deepStrictEqual(sizes(members), [...expected], `${members}`);
  deepStrictEqual(simulatedPartners(3).map(({ zone, name, members }) => [zone, name, members]), [
    ["public", "민간", ["1000001"]],
    ["gov", "공공-PCP", ["2000001"]],
    ["fin", "금융", ["3000001"]],
  ]);
  for (const members of [2, 10_001, 3.5]) throws(() => simulatedPartners(members), InvariantError, `${members}`);
});

Deno.test("ncpSimulator() answers one member's month of lines among 10,000 members in about a millisecond", async () => {
  const { member } = world(10_000);
  const started = performance.now();
  for (let memberNo = 1_002_000; memberNo < 1_002_200; memberNo++) {
    await member("getContractDemandCostList", { memberNo: String(memberNo), month: "202412" });
  }
  const eachMs = (performance.now() - started) / 200;
  ok(eachMs < 20, `${eachMs} ms; the bound leaves room for a busy machine`);
});
