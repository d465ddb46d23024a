/** Lets at most `max` works of one key run at a time; the others wait in their order. */
export function concurrencyLimit(max: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, { running: number; readonly waiting: (() => void)[] }>();
  return async (key, work) => {
    const lane = lanes.get(key) ?? { running: 0, waiting: [] };
    lanes.set(key, lane);
    // A waiter is handed the place of the one that leaves, so `running` does not change then.
    if (lane.running < max) lane.running++;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else if (--lane.running === 0) lanes.delete(key);
    }
  };
}

const dayMs = 86_400_000;

/** Counts the calls of a key in a UTC day; false, and nothing counted, once `limit` calls were made. */
export function dailyBudget(limit: number, wallClockMs: () => number): (key: string) => boolean {
  let today = -1;
  const calls = new Map<string, number>();
  return (key) => {
    const day = Math.floor(wallClockMs() / dayMs);
    if (day !== today) calls.clear();
    today = day;
    const made = calls.get(key) ?? 0;
    if (made >= limit) return false;
    calls.set(key, made + 1);
    return true;
  };
}
