import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  absWon,
  cutTo,
  formatAmount,
  formatWon,
  minusWon,
  minWon,
  negateWon,
  roundingUnits,
  shareOf,
  sumWon,
  taxOn,
  vatRoundings,
  won,
  wonToJson,
  zeroWon,
} from "./money.ts";
import { InvariantError } from "./prelude.ts";

Deno.test("won() takes whole numbers, bigints and digits", () => {
  for (const [given, expected] of [[0, 0n], [-7, -7n], [5n, 5n], ["0012", 12n], ["-3", -3n]] as const) {
    strictEqual(won(given), expected, `${given}`);
  }
  strictEqual(won("9007199254740993"), 9007199254740993n, "beyond a float");
});

Deno.test("won() refuses fractions, unsafe numbers and other text", () => {
  for (const given of [1.5, NaN, Infinity, 2 ** 53, "", "1.0", "1,000", "+1", "1e3", " 1", "일"]) {
    throws(() => won(given), InvariantError, `${given}`);
  }
});

Deno.test("sumWon() adds exactly, and nothing gives zero", () => {
  strictEqual(sumWon([]), zeroWon);
  strictEqual(sumWon([won(3), won(-5), won("9007199254740993")]), won("9007199254740991"));
});

Deno.test("minusWon(), negateWon(), absWon() and minWon() keep signs", () => {
  strictEqual(minusWon(won(3), won(5)), won(-2));
  deepStrictEqual([negateWon(won(3)), negateWon(zeroWon)], [won(-3), zeroWon]);
  deepStrictEqual([absWon(won(-3)), absWon(won(3)), absWon(zeroWon)], [won(3), won(3), zeroWon]);
  deepStrictEqual([minWon(won(-3), won(2)), minWon(won(2), won(-3))], [won(-3), won(-3)]);
});

Deno.test("taxOn() rounds 10 % in three modes, the same way for a reversal", () => {
  const cases = [
    [1_005, 100, 101, 101], // example (c) of B4
    [1_001, 100, 100, 101],
    [1_004, 100, 100, 101],
    [1_009, 100, 101, 101],
    [1_000, 100, 100, 100],
    [9, 0, 1, 1],
    [5, 0, 1, 1],
    [4, 0, 0, 1],
    [1, 0, 0, 1],
    [984_320, 98_432, 98_432, 98_432], // example (a)
    [650_060, 65_006, 65_006, 65_006], // example (b)
  ] as const;
  for (const [supply, cut, halfUp, up] of cases) {
    const taxes = [won(cut), won(halfUp), won(up)];
    deepStrictEqual(vatRoundings.map((rounding) => taxOn(won(supply), rounding)), taxes, `${supply}`);
    deepStrictEqual(
      vatRoundings.map((rounding) => taxOn(won(-supply), rounding)),
      taxes.map(negateWon),
      `-${supply}`,
    );
  }
});

Deno.test("taxOn() of nothing is nothing, cuts by default, and is exact beyond a float", () => {
  for (const rounding of vatRoundings) strictEqual(taxOn(zeroWon, rounding), zeroWon, rounding);
  strictEqual(taxOn(won(1_009)), won(100));
  strictEqual(taxOn(won("90071992547409939")), won("9007199254740993"));
});

Deno.test("shareOf() cuts toward zero to whole won", () => {
  const cases = [
    [600_050, 500, 30_002], // example (b): 30,002.5
    [600_000, 333, 19_980],
    [-600_050, 500, -30_002],
    [999, 333, 33],
    [-999, 333, -33],
    [9, 1_000, 0],
    [-9, 1_000, 0],
    [12_345, 0, 0],
    [12_345, 10_000, 12_345],
    [12_345, 100_000, 123_450],
    [0, 10_000, 0],
    [19_999, 1, 1],
    [9_999, 1, 0],
  ] as const;
  for (const [base, rateBps, share] of cases) {
    strictEqual(shareOf(won(base), rateBps), won(share), `${base} × ${rateBps}`);
  }
});

Deno.test("shareOf() refuses a rate that is no whole basis point", () => {
  for (const rateBps of [0.5, NaN, Infinity]) throws(() => shareOf(won(100), rateBps), InvariantError);
});

Deno.test("cutTo() cuts toward zero to the unit", () => {
  const cases = [
    [650_068, 650_068, 650_060, 650_000],
    [19, 19, 10, 0],
    [-19, -19, -10, 0],
    [-199, -199, -190, -100],
    [100, 100, 100, 100],
    [0, 0, 0, 0],
  ] as const;
  for (const [amount, one, ten, hundred] of cases) {
    const cut = ([1, 10, 100] as const).map((unit) => cutTo(won(amount), unit));
    deepStrictEqual(cut, [won(one), won(ten), won(hundred)], `${amount}`);
  }
  strictEqual(roundingUnits[0], 10, "the first unit is the default");
});

Deno.test("formatWon() and formatAmount() group digits and show a minus sign", () => {
  deepStrictEqual([1_234_567, -1_234, 0].map((amount) => formatWon(won(amount))), ["1,234,567원", "-1,234원", "0원"]);
  strictEqual(formatAmount(won("12345678901234567890")), "12,345,678,901,234,567,890");
});

Deno.test("wonToJson() refuses what a JSON reader could not hold", () => {
  strictEqual(wonToJson(won(Number.MAX_SAFE_INTEGER)), Number.MAX_SAFE_INTEGER);
  throws(() => wonToJson(won(2n ** 53n)), InvariantError);
});
