import { inMsp, sql } from "../../lib/db/mod.ts";
import { keyPurpose } from "../../lib/msps/cloud_accounts.ts";
import { simulatedPartners } from "../../lib/ncp/simulator/mod.ts";
import { invariant } from "../../lib/prelude.ts";
import { queuePulls } from "../../workers/sync_usage.ts";
import { composed, simulatedMembers } from "./composed.ts";
import { type Figure, ms, times } from "./figure.ts";
import { type Member, seedAccount, seedCustomers, seedMsp, usageMonth } from "./seed.ts";
import { scaled, timed } from "./timing.ts";

const answerMs = 100;
/** Two keys with four calls at a time each. */
const atOnce = 8;

/** The nightly sync of 1,000 customers against an NCP that answers after 100 ms, through the queue as it runs in production. */
export async function sync(options: { databaseUrl: string; scale: number }): Promise<readonly Figure[]> {
  let calls = 0;
  const app = await composed(options.databaseUrl, {
    wire: (fetch) => async (request) => {
      calls++;
      const [response] = await Promise.all([fetch(request), new Promise((resolve) => setTimeout(resolve, answerMs))]);
      return response;
    },
  });
  const mspId = await seedMsp(app.db);
  const customers = scaled(1_000, { scale: options.scale, least: 16 });
  const [plain, gov] = simulatedPartners(simulatedMembers);
  invariant(plain && gov, "the simulated NCP has two partners");
  const members = await Promise.all([plain, gov].map(async (partner): Promise<Member[]> => {
    const cloudAccountId = await seedAccount(app.db, mspId, {
      ...partner,
      accessKey: await app.secrets.encrypt(partner.accessKey, keyPurpose("access", mspId)),
      secretKey: await app.secrets.encrypt(partner.secretKey, keyPurpose("secret", mspId)),
    });
    return partner.members.slice(0, customers / 2).map((memberNo) => ({
      cloudAccountId,
      zone: partner.zone,
      memberNo,
    }));
  }));
  // Customers of the two accounts stand mixed, as they were registered over the years.
  const mixed = (members[0] ?? []).flatMap((member, index) => [member, members[1]?.[index] ?? []].flat());
  await seedCustomers(app.db, mspId, mixed);
  await inMsp(app.db, mspId, (tx) => queuePulls(tx, app.jobs, { mspId, usageMonth }));
  const oursMs = await timed(() => app.jobs.drain(["pull_usage"]));
  const [stored] = await app.db.query<{ good: bigint }>(sql`select count(*) filter (where good) as good from pulls`);
  invariant(stored?.good === BigInt(mixed.length), "every link of the bench is pulled, once");
  await app.close();
  const floorMs = calls * answerMs / atOnce;
  return [{
    work: `고객사 ${mixed.length.toLocaleString("ko-KR")}곳 동기화`,
    ours: ms(oursMs),
    floor: ms(floorMs),
    compared: times(oursMs, floorMs),
    aim: { most: 1.15 },
    note: `NCP 시뮬레이터가 ${answerMs} ms 뒤에 답하고(같은 프로세스에서 돎) 인증키 둘에 한 번에 4개씩. ` +
      `바닥값: 호출 ${calls.toLocaleString("ko-KR")}번 × ${answerMs} ms / ${atOnce}.`,
  }];
}
