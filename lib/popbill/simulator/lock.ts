import type { SimulatorMemory } from "../../simulator.ts";

const queues = new WeakMap<SimulatorMemory, Promise<void>>();

/** Runs `work` alone among all work over the same memory, so that reading and writing a document is one step. */
export function exclusively<T>(memory: SimulatorMemory, work: () => Promise<T>): Promise<T> {
  const result = (queues.get(memory) ?? Promise.resolve()).then(work);
  queues.set(memory, result.then(() => {}, () => {}));
  return result;
}
