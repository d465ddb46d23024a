import { type Sql, sql } from "../lib/db/mod.ts";
import { openPglite } from "../lib/db/pglite.ts";
import { openPostgres } from "../lib/db/postgres.ts";
import { demoBrn } from "../lib/month/demo.ts";
import type { MonthReport, ReportCustomer } from "../lib/month/report.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { month } from "../tasks/month.ts";
import type { PostgresServer } from "./support_postgres.ts";

/** What a run of `month` answered and said. */
export interface Ran {
  readonly report: MonthReport;
  readonly said: readonly string[];
}

/** A database and a folder of their own, in which `month` is run again and again. */
export interface Place {
  readonly directory: string;
  /** The environment that names the database, for a run as a process of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `month --month 2024-12` unless the arguments name another; a file is written and handed over as `--config`. */
  run(options: RunOptions): Promise<Ran>;
  /** Rows of the database between two runs. */
  query<Row>(statement: Sql): Promise<Row[]>;
}

/** How `month` is called; `now` is APP_NOW. */
export interface RunOptions {
  readonly args?: readonly string[];
  readonly file?: unknown;
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const members = 12;

/** Makes places for the tests of the module that calls this, on Postgres where it has one, else on PGlite. Their folders go with it. */
export function placesOn(server: PostgresServer | null): () => Promise<Place> {
  const directories: string[] = [];
  Deno.test.afterAll(async () => {
    for (const directory of directories) await Deno.remove(directory, { recursive: true });
  });
  return async () => {
    const directory = await Deno.makeTempDir({ prefix: "clabill-month-" });
    directories.push(directory);
    const url = server ? await server.database({ migrated: true }) : null;
    return placeIn(directory, url);
  };
}

function placeIn(directory: string, url: string | null): Place {
  const base: Record<string, string> = {
    DATA_DIR: `${directory}/data`,
    SIMULATOR_MEMBERS: String(members),
    ...(url === null ? {} : { DATABASE_URL: url }),
  };
  return {
    directory,
    env: base,
    run: async ({ args = [], file, now, env = {} }) => {
      const said: string[] = [];
      const config = file === undefined ? [] : ["--config", `${directory}/month.json`];
      if (file !== undefined) await Deno.writeTextFile(`${directory}/month.json`, JSON.stringify(file));
      const report = await month(
        ["--month", "2024-12", "--out", `${directory}/out`, ...config, ...args],
        { ...base, ...(now === undefined ? {} : { APP_NOW: now }), ...env },
        (text) => said.push(text),
      );
      return { report, said };
    },
    query: async <Row>(statement: Sql) => {
      const db = url === null ? await openPglite(`${directory}/data/postgres`) : openPostgres(url, { max: 1 });
      try {
        return await db.query<Row>(statement);
      } finally {
        await db.close();
      }
    },
  };
}

/** A customer of a month file with the fields that have to be there, and who answers for it; `serial` tells them apart. */
export function fileCustomer(serial: number, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    name: `예시고객 ${serial}`,
    mainAccountId: `account-${serial}@example.com`,
    memberNo: String(1_000_000 + serial),
    cloudAccount: "민간",
    brn: demoBrn(serial),
    representative: "이대표",
    contact: { name: "정산 담당", email: `billing-${serial}@example.com` },
    ...changes,
  };
}

/** A month file of an invented MSP on the simulated partners. */
export function monthFileOf(
  customers: readonly unknown[],
  changes: { msp?: Readonly<Record<string, unknown>>; settings?: Readonly<Record<string, unknown>> } = {},
) {
  return {
    msp: {
      name: "예시클라우드 주식회사",
      brn: demoBrn(9_001),
      representative: "김예시",
      ownerEmail: "owner@example.com",
      password: "month-test-2024",
      phone: "02-0000-0000",
      address: "서울특별시 예시구 예시로 1",
      email: "billing@example.com",
      ...changes.msp,
    },
    cloudAccounts: simulatedPartners(members).map(({ name, zone, accessKey, secretKey }) => ({
      name,
      zone,
      type: name.endsWith("PCP") ? "pcp" : "ordinary",
      accessKey,
      secretKey,
    })),
    ...(changes.settings ? { settings: changes.settings } : {}),
    customers,
  };
}

/** A business number with the right check digit whose fourth and fifth digits are `kind`: the simulators go by them. */
export function brnOfKind(kind: string): string {
  const digits = `101${kind}0123`;
  const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return `${digits}${(10 - (sum + Math.floor(Number(digits[8]) * 5 / 10)) % 10) % 10}`;
}

/** The customer of a member number in a report. */
export function customerOf(report: MonthReport, memberNo: string): ReportCustomer {
  const found = report.customers.find((customer) => customer.memberNo === memberNo);
  if (!found) throw new Error(`Cannot find member ${memberNo} in the report`);
  return found;
}

/** How many rows every table that a run may add to has. */
export async function rowCounts(place: Place): Promise<Readonly<Record<string, bigint>>> {
  const [row] = await place.query<Record<string, bigint>>(sql`
    select (select count(*) from msps) as msps, (select count(*) from users) as users,
      (select count(*) from cloud_accounts) as cloud_accounts, (select count(*) from customers) as customers,
      (select count(*) from customer_links) as customer_links, (select count(*) from charge_rules) as charge_rules,
      (select count(*) from statements) as statements, (select count(*) from tax_invoices) as tax_invoices,
      (select count(*) from receivables) as receivables, (select count(*) from payments) as payments,
      (select count(*) from notices) as notices, (select count(*) from notice_recipients) as notice_recipients,
      (select count(*) from audit_entries) as audit_entries,
      (select count(*) from simulator_entries where kind like 'popbill.document:%') as documents`);
  if (!row) throw new Error("Cannot count rows: no row came back");
  return row;
}
