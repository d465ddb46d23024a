import { seoulDate } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";

/** Something that happens by itself at a moment of business time. */
export interface Due {
  /** ISO. */
  readonly at: string;
  readonly what: "transfer" | "deposit" | "remainder" | "bulk";
  readonly corpNum: string;
  /** 문서번호, or the SubmitID of a bulk. */
  readonly key: string;
  /** Of which document of that key; "" for a bulk. */
  readonly itemKey: string;
}

// Kept per day, so that a request reads only the days that have come.
const days = "popbill.agenda_day";

/** Puts something on the agenda. */
export async function schedule(context: SimulatorContext, due: Due): Promise<void> {
  const day = seoulDate(new Date(due.at));
  await context.memory.put(kindOf(day), keyOf(due), due);
  await context.memory.put(days, day, true);
}

/** What is due by now, oldest first. */
export async function dueNow(context: SimulatorContext): Promise<Due[]> {
  const now = context.clock.now();
  const found: Due[] = [];
  for (const { key: day } of await context.memory.list<true>(days)) {
    if (day > seoulDate(now)) break;
    const entries = await context.memory.list<Due>(kindOf(day));
    if (entries.length === 0 && day < seoulDate(now)) await context.memory.delete(days, day);
    found.push(...entries.map((entry) => entry.value).filter((due) => due.at <= now.toISOString()));
  }
  return found;
}

/** Takes something off the agenda. */
export function strike(context: SimulatorContext, due: Due): Promise<void> {
  return context.memory.delete(kindOf(seoulDate(new Date(due.at))), keyOf(due));
}

function kindOf(day: string): string {
  return `popbill.agenda:${day}`;
}

function keyOf(due: Due): string {
  return [due.at, due.what, due.corpNum, due.key, due.itemKey].join(" ");
}
