import { deepStrictEqual } from "node:assert/strict";
import { queues } from "./queues.ts";
import { schedules } from "./schedule.ts";
import { works, type WorkTools } from "./works.ts";

Deno.test("every queue has its work, and every work and schedule its queue", () => {
  const names = queues.map((queue) => queue.name).sort();
  deepStrictEqual(Object.keys(works({} as WorkTools)).sort(), names);
  deepStrictEqual(schedules.filter((each) => !names.includes(each.queue)), []);
});
