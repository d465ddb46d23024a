import { addDays, localDate, seoulMoment } from "../../lib/calendar.ts";
import { type Db, inMsp } from "../../lib/db/mod.ts";
import { openPostgres } from "../../lib/db/postgres.ts";
import type { MspId } from "../../lib/ids.ts";
import { RefusedInput } from "../../lib/prelude.ts";
import type { LinkToPull } from "../../lib/usage/pull.ts";
import { storePull } from "../../lib/usage/sync.ts";
import { type Figure, ms, times } from "./figure.ts";
import { migrated, plainMembers, seedCustomers, seedMsp, usageMonth } from "./seed.ts";
import { seedEarlierPulls } from "./seed_history.ts";
import { inLanes, scaled, timed } from "./timing.ts";
import { pulledMonth, usageOf } from "./usage.ts";

const linesEach = 500;
/** As many pulls are stored at a time as the queue of the sync runs. */
const lanes = 8;

/** One month of 1,000,000 usage lines through the product's own path against COPY; then the same month pulled again. */
export async function load(options: { databaseUrl: string; scale: number }): Promise<readonly Figure[]> {
  const db = openPostgres(options.databaseUrl);
  await migrated(db);
  const mspId = await seedMsp(db);
  const customers = scaled(2_000, { scale: options.scale, least: 10 });
  const links = await seedCustomers(db, mspId, await plainMembers(db, { mspId, count: customers }));
  await db.script("analyze");
  const firstMs = await pullAll(db, { mspId, links, day: 0 });
  const copyMs = await copyTime(db, options.databaseUrl);
  await seedEarlierPulls(db);
  const againMs = await pullAll(db, { mspId, links, day: 1 });
  await db.close();
  const size = `고객사 ${customers}곳 × ${linesEach}줄, 한 번에 ${lanes}곳`;
  return [{
    work: `이용내역 ${(customers * linesEach).toLocaleString("ko-KR")}줄 저장`,
    ours: ms(firstMs),
    floor: ms(copyMs),
    compared: times(firstMs, copyMs),
    aim: { most: 1.5 },
    note:
      `${size}, 고객사마다 storePull() 트랜잭션 하나(원문 답은 제외). 바닥값: 같은 줄을 같은 표(기본 키 포함)에 COPY 한 번.`,
  }, {
    work: "1% 바뀐 같은 달을 다시 저장",
    ours: ms(againMs),
    floor: ms(firstMs),
    compared: times(againMs, firstMs),
    aim: { most: 0.3 },
    note: `${size}, 모든 고객사에서 100줄에 한 줄이 바뀜, 앞서 가져온 것이 30번씩 있음. 바닥값: 위의 첫 저장.`,
  }];
}

/** How long it takes to store what a day's pull of every link brought; making the lines up does not count. */
async function pullAll(
  db: Db,
  pull: { mspId: MspId; links: readonly LinkToPull[]; day: number },
): Promise<number> {
  const { mspId, links } = pull;
  const takenAt = seoulMoment(addDays(localDate("2025-01-06"), pull.day), "09:10");
  const batch = 200;
  let takenMs = 0;
  for (let start = 0; start < links.length; start += batch) {
    const pulls = links.slice(start, start + batch).map((link, index) => ({
      link,
      pulled: pulledMonth(usageOf(start + index, { lines: linesEach, changed: pull.day > 0 })),
    }));
    takenMs += await timed(() =>
      inLanes(
        lanes,
        pulls,
        ({ link, pulled }) =>
          inMsp(db, mspId, (tx) => storePull(tx, { mspId, linkId: link.linkId, usageMonth, link, takenAt, pulled })),
      )
    );
  }
  return takenMs;
}

/** COPY of the stored lines into an empty table of the same kind, from a file. */
async function copyTime(db: Db, databaseUrl: string): Promise<number> {
  await db.script("create table copied_lines (like usage_lines including all)");
  const file = await Deno.makeTempFile();
  try {
    await psql(databaseUrl, `\\copy usage_lines to '${file}'`);
    return await timed(() => psql(databaseUrl, `\\copy copied_lines from '${file}'`));
  } finally {
    await Deno.remove(file);
  }
}

// postgres.js can hang in a COPY (trials.md 1), so the floor is what Postgres's own client does.
async function psql(databaseUrl: string, command: string): Promise<void> {
  const { code, stderr } = await new Deno.Command("psql", { args: [databaseUrl, "-c", command] }).output();
  if (code !== 0) throw new RefusedInput(`psql이 COPY를 하지 못했습니다: ${new TextDecoder().decode(stderr)}`);
}
