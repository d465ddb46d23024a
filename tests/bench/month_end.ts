import { gunzipSync } from "node:zlib";
import { type Db, inMsp } from "../../lib/db/mod.ts";
import type { MspId, StatementId } from "../../lib/ids.ts";
import type { Jobs } from "../../lib/jobs/mod.ts";
import { sendStatement } from "../../lib/notices/send_statement.ts";
import { invariant } from "../../lib/prelude.ts";
import { detailFromJson } from "../../lib/statements/document_json.ts";
import type { StatementPrint } from "../../lib/statements/document.ts";
import { readLogo } from "../../lib/statements/files.ts";
import { liveStatements, readFrozenLines, readStatement } from "../../lib/statements/store.ts";
import { statementWorkbook } from "../../lib/statements/workbook.ts";
import { settleAndDraft } from "../../workers/settle_month.ts";
import { composed } from "./composed.ts";
import type { Figure } from "./figure.ts";
import { billingMoment, usageMonth } from "./seed.ts";
import { seedPaidYears } from "./seed_history.ts";
import { seedSettledMonth } from "./seed_month.ts";
import { inLanes, residentMb, scaled, timed } from "./timing.ts";

const linesEach = 80;
/** So many statements are under way at a time. */
const lanes = 4;

/** Month end for 2,000 customers: settled, stored, issued, xlsx made, mail queued; and what it leaves in memory. */
export async function monthEnd(options: { databaseUrl: string; scale: number }): Promise<readonly Figure[]> {
  const app = await composed(options.databaseUrl);
  const customers = scaled(2_000, { scale: options.scale, least: 20 });
  const { mspId } = await seedSettledMonth(app.db, { customers, lines: linesEach });
  await seedPaidYears(app.db);
  const idleMb = residentMb();
  let drafts: readonly StatementId[] = [];
  const settleMs = await timed(async () => {
    await settleAndDraft(app.db, { mspId, usageMonth, now: billingMoment });
    drafts = (await inMsp(app.db, mspId, (tx) => liveStatements(tx, mspId, usageMonth))).map((each) => each.id);
  });
  invariant(drafts.length === customers, "every customer of the bench is billed");
  const spent = { sendMs: 0, xlsxMs: 0 };
  const billMs = await timed(() =>
    inLanes(lanes, drafts, async (statementId) => {
      spent.sendMs += await timed(() => send(app, { mspId, statementId }));
      const print = await frozenPrint(app.db, { mspId, statementId });
      spent.xlsxMs += await timed(() => statementWorkbook(print));
    })
  );
  const afterMb = residentMb();
  await app.close();
  const rate = customers / (settleMs + billMs) * 1_000;
  return [{
    work: `고객사 ${customers.toLocaleString("ko-KR")}곳 월말: 정산·발행·xlsx·메일 대기`,
    ours: { value: rate, unit: "건/초" },
    floor: { value: 28, unit: "건/초" },
    compared: { value: rate, unit: "건/초" },
    aim: { least: 100 },
    note:
      `이용내역 ${linesEach}줄씩, 납부된 지난 24개월이 있음, 한 번에 ${lanes}곳. 정산과 초안 ${
        Math.round(settleMs)
      } ms, 나머지 ${Math.round(billMs)} ms` +
      `(한 곳에 발송 ${(spent.sendMs / customers).toFixed(1)} ms, xlsx ${
        (spent.xlsxMs / customers).toFixed(1)
      } ms, 서로 겹침). ` +
      "바닥값은 재지 않은 값: 공개된 다른 제품의 초당 28건.",
  }, {
    work: "월말 뒤의 메모리",
    ours: { value: afterMb, unit: "MB" },
    floor: { value: idleMb, unit: "MB" },
    compared: { value: afterMb - idleMb, unit: "MB" },
    aim: { most: 150 },
    note: "위의 일을 한 프로세스의 RSS. 바닥값: 같은 프로세스가 그 일을 하기 전.",
  }];
}

async function send(app: { db: Db; jobs: Jobs }, of: { mspId: MspId; statementId: StatementId }): Promise<void> {
  const actor = { name: "bench", source: "job", at: billingMoment } as const;
  const sent = await inMsp(
    app.db,
    of.mspId,
    (tx) => sendStatement(tx, { ...of, actor, allowProvisional: false, jobs: app.jobs }),
  );
  invariant(sent.ok, "every statement of the bench can be sent");
}

async function frozenPrint(db: Db, of: { mspId: MspId; statementId: StatementId }): Promise<StatementPrint> {
  const { mspId, statementId } = of;
  return await inMsp(db, mspId, async (tx) => {
    const document = (await readStatement(tx, mspId, statementId))?.document;
    const lines = await readFrozenLines(tx, mspId, statementId);
    invariant(document && lines, "an issued statement has a frozen document and lines");
    return {
      document,
      lines: detailFromJson(new TextDecoder().decode(gunzipSync(lines))),
      logo: await readLogo(tx, mspId),
    };
  });
}
