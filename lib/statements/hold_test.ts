import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { won } from "../money.ts";
import { defaultHoldLimits, type HoldCase, holdReasons, holdText } from "./hold.ts";

function kinds(changes: Partial<HoldCase>): string[] {
  const calm = {
    previousTotal: won(1_000_000),
    total: won(1_000_000),
    lineCount: 80,
    breaches: 0,
    limits: defaultHoldLimits,
  };
  return holdReasons({ ...calm, ...changes }).map((reason) => reason.kind);
}

Deno.test("holdReasons() holds a move of more than 50 % and more than 100,000 won, up or down (C4)", () => {
  const cases = [
    [1_000_000, 1_500_000, false], // exactly 50 %
    [1_000_000, 1_500_001, true],
    [1_000_000, 500_000, false],
    [1_000_000, 499_999, true],
    [1_000_001, 1_500_001, false], // 500,000 of 500,000.5
    [1_000_001, 1_500_002, true],
    [100_000, 200_000, false], // exactly 100,000 won
    [100_000, 200_001, true],
    [150_000, 0, true],
    [99_999, 0, false],
    [0, 100_000, false],
    [0, 100_001, true],
    [10_000_000, 10_200_000, false],
  ] as const;
  for (const [previous, total, held] of cases) {
    const found = kinds({ previousTotal: won(previous), total: won(total) });
    deepStrictEqual(found, held ? ["moved"] : [], `${previous} to ${total}`);
  }
});

Deno.test("holdReasons() has nothing to move against in a first month", () => {
  deepStrictEqual(kinds({ previousTotal: null, total: won(1_000_000_000) }), []);
});

Deno.test("holdReasons() holds too many lines and broken identities, and tells all reasons", () => {
  deepStrictEqual(kinds({ lineCount: 50_000 }), []);
  deepStrictEqual(kinds({ lineCount: 50_001 }), ["too_many_lines"]);
  deepStrictEqual(kinds({ breaches: 1 }), ["identity_breach"]);
  deepStrictEqual(kinds({ total: won(5_000_000), lineCount: 50_001, breaches: 2 }), [
    "moved",
    "too_many_lines",
    "identity_breach",
  ]);
});

Deno.test("holdReasons() follows the limits of the MSP", () => {
  const limits = { shareBps: 1_000, wonLimit: won(0), lineLimit: 10 };
  deepStrictEqual(kinds({ total: won(1_100_000), lineCount: 10, limits }), []);
  deepStrictEqual(kinds({ total: won(1_100_001), lineCount: 11, limits }), ["moved", "too_many_lines"]);
});

Deno.test("holdText() says what is out of the ordinary", () => {
  const text = holdReasons({
    previousTotal: won(1_000_000),
    total: won(5_000_000),
    lineCount: 50_001,
    breaches: 2,
    limits: defaultHoldLimits,
  }).map(holdText).join(" ");
  strictEqual(
    text,
    "지난 청구 1,000,000원에서 5,000,000원으로 크게 달라졌습니다. 이용내역이 50,001건으로 한도 50,000건을 넘습니다. " +
      "이용내역이 NCP 합계와 2곳에서 맞지 않습니다.",
  );
});
