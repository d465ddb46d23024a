import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { total, world } from "./test_world.ts";

Deno.test("ncpSimulator() opens a month on its 2nd at 08:20, grows daily, corrects until the 5th and stands still", async () => {
  const { member, clock } = world();
  const at = async (moment: string) => {
    clock.moveTo(new Date(`${moment}+09:00`));
    const lines = await member("getContractDemandCostList", { memberNo: "1000007", month: "202501" });
    const [row] = (await member("getDemandCostList", { memberNo: "1000007", month: "202501" })).rows;
    return { use: row ? Number(row.useAmount) : null, writeDate: row?.writeDate ?? null, lines: lines.totalRows };
  };
  const none = { use: null, writeDate: null, lines: 0 };
  deepStrictEqual(await at("2024-12-31T23:00:00"), none);
  deepStrictEqual(await at("2025-01-02T08:19:59"), none);
  const second = await at("2025-01-02T08:20:00");
  strictEqual(second.writeDate, "2025-01-02T08:18:11+0900");
  deepStrictEqual(await at("2025-01-03T08:19:59"), second);
  const third = await at("2025-01-03T08:20:00");
  const eleventh = await at("2025-01-11T09:00:00");
  const last = await at("2025-02-01T08:20:00");
  ok(second.use && third.use && eleventh.use && last.use);
  ok(Math.abs(third.use - 2 * second.use) < 100, `${third.use}`);
  ok(Math.abs(eleventh.use - 10 * second.use) < 1000, `${eleventh.use}`);
  ok(Math.abs(last.use - 31 * second.use) < 2000, `${last.use}`);
  strictEqual(new Set([second, third, eleventh, last].map(({ lines }) => lines)).size, 1);
  const beforeClose = await at("2025-02-05T08:19:59");
  const closed = await at("2025-02-05T08:20:00");
  ok(beforeClose.use && closed.use && closed.use > last.use);
  strictEqual(closed.writeDate, "2025-02-05T08:18:11+0900");
  for (const later of ["2025-02-06T09:10:00", "2025-02-20T00:00:00", "2028-01-31T12:00:00"]) {
    deepStrictEqual(await at(later), closed, later);
  }
  deepStrictEqual(await at("2028-02-05T12:00:00"), none, "36 months back, and no further");
});

Deno.test("ncpSimulator() never takes a line away as the month goes on", async () => {
  const { list, clock } = world();
  let before = new Map<string, number>();
  for (let day = 2; day <= 36; day++) {
    clock.moveTo(new Date(Date.UTC(2024, 11, day, 1)));
    const month = { startMonth: "202412", endMonth: "202412", isPartner: "true", pageSize: "1000" };
    const { rows } = await list("getContractDemandCostList", month);
    const now = new Map<string, number>();
    for (const row of rows) {
      const [product] = row.contract.contractProductList ?? [];
      const place = [
        row.memberNo,
        row.contract.contractNo,
        product?.contractProductSequence,
        row.demandTypeDetail.code,
      ];
      now.set([...place, row.demandType.code].join(" "), row.unitUsageQuantity);
    }
    for (const [line, quantity] of before) ok((now.get(line) ?? -1) >= quantity, `${day} ${line}`);
    before = now;
  }
});

Deno.test("ncpSimulator() corrects late on the 3rd for some members, on the 5th for others, for most not at all", async () => {
  const { member, clock, publicPartner } = world();
  const changed = { third: 0, fifth: 0, never: 0 };
  for (const memberNo of publicPartner.members) {
    const use: number[] = [];
    for (const day of ["02", "03", "04", "05", "06"]) {
      clock.moveTo(new Date(`2025-01-${day}T09:10:00+09:00`));
      use.push(total((await member("getDemandCostList", { memberNo, month: "202412" })).rows, "useAmount"));
    }
    const [second, third, fourth, fifth, sixth] = use;
    deepStrictEqual([third, fifth], [fourth, sixth], memberNo);
    const when = second !== third ? "third" : fourth !== fifth ? "fifth" : "never";
    changed[when]++;
    if (Number(memberNo) <= 1_000_005) strictEqual(when, "never", memberNo);
  }
  ok(changed.third > 0 && changed.fifth > 0 && changed.never > 20, JSON.stringify(changed));
});
