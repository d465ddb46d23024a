/** How long work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** The middle of several measured times, in milliseconds. */
export async function medianOf(runs: number, work: () => Promise<number>): Promise<number> {
  const taken: number[] = [];
  for (let run = 0; run < runs; run++) taken.push(await work());
  return median(taken);
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new TypeError("Cannot take the median: there are no values");
  return middle;
}

/** Works on every entry, `lanes` at a time. */
export async function inLanes<T>(
  lanes: number,
  entries: readonly T[],
  work: (entry: T) => Promise<unknown>,
): Promise<void> {
  const rest = entries.values();
  await Promise.all(Array.from({ length: lanes }, async () => {
    for (const entry of rest) await work(entry);
  }));
}

/** The size of a bench at a scale: a whole number, at least `least`. */
export function scaled(size: number, options: { scale: number; least: number }): number {
  return Math.max(options.least, Math.round(size * options.scale));
}

/** Resident memory of this process, in megabytes. */
export function residentMb(): number {
  return Deno.memoryUsage().rss / 1e6;
}
