import type { LocalDate } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";

/** 수집작업: one request to read the transactions of some days. */
export interface BankJob {
  readonly jobID: string;
  readonly bankCode: string;
  readonly accountNumber: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Business moments, `yyyyMMddHHmmss`. */
  readonly regDT: string;
  readonly startedWallMs: number;
  /** How often its state was asked: 2 진행중 at the first, 3 완료 from the second on. */
  readonly polls: number;
}

/** How long a job's data may be read, by the wall. */
const lifeMs = 3_600_000;
/** After so long a job is done though nobody asked, so that a client that died does not block its account. */
const longestMs = 20_000;

/** The job of an id; null when there is none or its hour is over. */
export async function findJob(
  context: SimulatorContext,
  of: { readonly corpNum: string; readonly jobID: string },
): Promise<BankJob | null> {
  const job = await context.memory.get<BankJob>(kindOf(of.corpNum), of.jobID);
  return job && isAlive(context, job) ? job : null;
}

/** The jobs of the last hour; older ones are forgotten. */
export async function activeJobs(context: SimulatorContext, corpNum: string): Promise<BankJob[]> {
  const alive: BankJob[] = [];
  for (const { key, value } of await context.memory.list<BankJob>(kindOf(corpNum))) {
    if (isAlive(context, value)) alive.push(value);
    else await context.memory.delete(kindOf(corpNum), key);
  }
  return alive;
}

/** Writes a job. */
export function putJob(context: SimulatorContext, corpNum: string, job: BankJob): Promise<void> {
  return context.memory.put(kindOf(corpNum), job.jobID, job);
}

/** 1 대기, 2 진행중, 3 완료. */
export function jobState(context: SimulatorContext, job: BankJob): number {
  if (context.wallClockMs() - job.startedWallMs >= longestMs) return 3;
  return Math.min(1 + job.polls, 3);
}

function isAlive(context: SimulatorContext, job: BankJob): boolean {
  return context.wallClockMs() - job.startedWallMs < lifeMs;
}

function kindOf(corpNum: string): string {
  return `popbill.bank_job:${corpNum}`;
}
