/** Cuts a list into runs of at most 1,000, the most that Popbill takes in one call. */
export function inThousands<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / 1_000) }, (_, run) => list.slice(run * 1_000, (run + 1) * 1_000));
}
