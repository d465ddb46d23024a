/** Why a pull that came complete is still not good (B2); it replaces nothing. */
export interface PullProblem {
  readonly kind: "empty";
  /** How many lines the last good pull had. */
  readonly earlierLineCount: number;
}

/**
 * What makes a complete pull not good: it is empty where the last good pull had lines. Whether all pages came and parsed
 * is the client's to say. Null when the pull is good.
 */
export function pullProblem(
  pull: { readonly lineCount: number; readonly earlierLineCount: number | null },
): PullProblem | null {
  if (pull.lineCount > 0 || !pull.earlierLineCount) return null;
  return { kind: "empty", earlierLineCount: pull.earlierLineCount };
}

/** The problem in a Korean sentence. */
export function pullProblemText(problem: PullProblem): string {
  return `NCP가 이용내역을 한 건도 주지 않았습니다. 지난번에는 ${problem.earlierLineCount}건이었으므로 ` +
    "지난 이용내역을 그대로 둡니다.";
}
