import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { pullProblem, pullProblemText } from "./pull_quality.ts";

Deno.test("pullProblem() refuses an empty pull only where the last good pull had lines", () => {
  const cases = [
    [0, null, null],
    [0, 0, null],
    [0, 1, { kind: "empty", earlierLineCount: 1 }],
    [1, 1_000, null],
    [1, null, null],
  ] as const;
  for (const [lineCount, earlierLineCount, problem] of cases) {
    deepStrictEqual(pullProblem({ lineCount, earlierLineCount }), problem, `${lineCount} after ${earlierLineCount}`);
  }
});

Deno.test("pullProblemText() says what is kept", () => {
  strictEqual(
    pullProblemText({ kind: "empty", earlierLineCount: 80 }),
    "NCP가 이용내역을 한 건도 주지 않았습니다. 지난번에는 80건이었으므로 지난 이용내역을 그대로 둡니다.",
  );
});
