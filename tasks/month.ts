import { dirname } from "node:path";
import { environment } from "../lib/environment.ts";
import { exitWith } from "../lib/exit_with.ts";
import { type App, compose } from "../main.ts";
import { runningClock, seoulMinute, type YearMonth } from "../lib/calendar.ts";
import { type Config, readConfig } from "../lib/config.ts";
import { inMsp } from "../lib/db/mod.ts";
import type { MspId } from "../lib/ids.ts";
import { lineLog } from "../lib/log.ts";
import { checkMonthAgainst, type MonthArguments, readMonthArguments } from "../lib/month/arguments.ts";
import { checkWithNcp } from "../lib/month/check.ts";
import { demoFile } from "../lib/month/demo.ts";
import { type MonthFile, readMonthFile } from "../lib/month/file.ts";
import { checkPlaces, readConfigFile } from "../lib/month/places.ts";
import { registerFile } from "../lib/month/register.ts";
import type { MonthReport } from "../lib/month/report.ts";
import { runMonth } from "../lib/month/run.ts";
import { reportTable } from "../lib/month/table.ts";
import { listLinks } from "../lib/customers/store.ts";
import { findMsp } from "../lib/msps/store.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { simulatedLink } from "../lib/popbill/simulator/mod.ts";
import { RefusedInput } from "../lib/prelude.ts";
import { confirmableFrom } from "../lib/usage/confirmation.ts";
import { runUntil } from "../workers/run_until.ts";

/** Runs the command `month`; answers the report. Everything that can be refused is refused before anything is written. */
export async function month(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  say: (text: string) => void,
): Promise<MonthReport> {
  const options = readMonthArguments(args);
  const config = readConfig(env);
  refuseRealVendors(options, config);
  const file = options.config === null ? demo(config) : readMonthFile(await readConfigFile(options.config));
  const clock = runningClock(config.appNow ?? (options.config === null ? demoStart(options.usageMonth) : undefined));
  checkMonthAgainst(options, clock.now());
  await checkPlaces(options);
  const log = lineLog((line, level) =>
    level === "error" || level === "warn" ? Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`)) : undefined
  );
  const app = await compose(config, { clock, log });
  try {
    say(`업무 시각 ${seoulMinute(clock.now())}`);
    await checkNewMembers(app, { file, usageMonth: options.usageMonth });
    const actor = { name: "month", source: "command", at: clock.now() } as const;
    const mspId = await registerFile(app, { file, usageMonth: options.usageMonth, actor });
    await app.joinPopbill?.(file.msp);
    await Deno.mkdir(options.out, { recursive: true });
    const report = await runMonth(app, {
      mspId,
      usageMonth: options.usageMonth,
      send: options.send,
      issue: options.issue,
      allowProvisional: options.provisional,
      allowLate: options.late,
      outDirectory: options.out,
      progress: say,
      afterCalls: () => later(app, { until: options.until, say }),
    });
    if (options.report !== null) await writeReport(options.report, report);
    return report;
  } finally {
    await app.close();
  }
}

/** The demo starts at 09:00 in Seoul of the confirmation day of M+1. */
function demoStart(usageMonth: YearMonth): Date {
  return confirmableFrom(usageMonth);
}

function demo(config: Config): MonthFile {
  if (config.services.ncp !== "simulator" || config.services.popbill !== "simulator") {
    throw new RefusedInput(
      "데모는 시뮬레이터에서만 실행합니다. 실제 NCP나 팝빌로 정산하려면 --config로 설정 파일을 지정해 주십시오.",
    );
  }
  return demoFile({ partners: simulatedPartners(config.simulatorMembers), brn: simulatedLink.corpNum });
}

function refuseRealVendors(options: MonthArguments, config: Config): void {
  if (options.until === null) return;
  if (config.services.ncp === "simulator" && config.services.popbill === "simulator") return;
  throw new RefusedInput("--until은 시뮬레이터에서만 쓸 수 있습니다. 실제 서비스의 시간은 앞당길 수 없습니다.");
}

async function writeReport(path: string, report: MonthReport): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, `${JSON.stringify(report, null, 2)}\n`);
}

/** Asks NCP about the keys, and about the members that are not registered yet: one that left its partner stays billed. */
async function checkNewMembers(app: App, options: { file: MonthFile; usageMonth: YearMonth }): Promise<void> {
  const { file, usageMonth } = options;
  const mspId = await findMsp(app.db, file.msp.brn);
  const linked = mspId === null ? new Set<string>() : await linkedMembers(app, mspId);
  const zones = new Map(file.cloudAccounts.map((account) => [account.name, account.zone]));
  const isKnown = (customer: MonthFile["customers"][number]) =>
    linked.has(`${zones.get(customer.cloudAccount)} ${customer.memberNo}`);
  await checkWithNcp(app.source, { file, usageMonth, isKnown });
}

async function linkedMembers(app: App, mspId: MspId): Promise<Set<string>> {
  const links = await inMsp(app.db, mspId, (tx) => listLinks(tx, mspId));
  return new Set(links.filter((link) => link.untilMonth === null).map((link) => `${link.zone} ${link.memberNo}`));
}

async function later(app: App, options: { until: Date | null; say: (text: string) => void }): Promise<void> {
  if (options.until === null) return;
  options.say(`${seoulMinute(options.until)}까지의 예약 작업을 제시각에 실행합니다.`);
  await runUntil(app, options.until);
}

if (import.meta.main) {
  const write = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
  try {
    const report = await month(Deno.args, await environment(), write);
    write(reportTable(report));
    Deno.exit(report.failures.length === 0 ? 0 : 1);
  } catch (error) {
    exitWith(error);
  }
}
