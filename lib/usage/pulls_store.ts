import { firstDay, type YearMonth } from "../calendar.ts";
import { type Queryable, sql, type Tx } from "../db/mod.ts";
import { toJson } from "../audit.ts";
import type { CustomerScope } from "../customers/store.ts";
import type { LinkId, MspId, PullId } from "../ids.ts";
import { type Won, won } from "../money.ts";
import type { IdentityBreach } from "./identities.ts";
import type { LinkToPull, Pull } from "./pull.ts";
import type { DemandTotals } from "./usage_line.ts";

/** The links that hold in a usage month, of customers that are pulled for it. */
export async function linksOfMonth(
  tx: Queryable,
  mspId: MspId,
  options: { usageMonth: YearMonth; customers: CustomerScope },
): Promise<LinkToPull[]> {
  const month = firstDay(options.usageMonth);
  const ids = options.customers === "all" ? [] : [...options.customers];
  return await tx.query<LinkToPull>(sql`
    select l.id as "linkId", c.id as "customerId", c.name as "customerName", l.member_no as "memberNo",
      l.cloud_account_id as "cloudAccountId"
    from customer_links l
    join customers c on c.msp_id = l.msp_id and c.id = l.customer_id
    where l.msp_id = ${mspId} and l.from_month <= ${month} and (l.until_month is null or l.until_month >= ${month})
      and c.cycle_start <= ${month} and (c.active or c.last_month >= ${month})
      and (${options.customers === "all"} or c.id = any(${ids}::uuid[]))
    order by c.serial, l.from_month`);
}

/** One link with the account whose key pair reads it. */
export async function readLink(tx: Queryable, mspId: MspId, linkId: LinkId): Promise<LinkToPull | null> {
  const [row] = await tx.query<LinkToPull>(sql`
    select l.id as "linkId", c.id as "customerId", c.name as "customerName", l.member_no as "memberNo",
      l.cloud_account_id as "cloudAccountId"
    from customer_links l join customers c on c.msp_id = l.msp_id and c.id = l.customer_id
    where l.msp_id = ${mspId} and l.id = ${linkId}`);
  return row ?? null;
}

interface PullRow extends Omit<Pull, "totals" | "breaches"> {
  readonly totals: StoredTotals;
  readonly breaches: readonly { identity: IdentityBreach["identity"]; expectedAmount: string; actualAmount: string }[];
}
interface StoredTotals {
  readonly rows: number;
  readonly useAmount: string;
  readonly thisMonthDemandAmount: string;
  readonly adjustments: Readonly<Record<keyof DemandTotals["adjustments"], string>>;
}

const pullColumns = sql`
  id, customer_id as "customerId", link_id as "linkId", to_char(usage_month, 'YYYY-MM') as "usageMonth",
  taken_at as "takenAt", content_hash as "contentHash", line_count as "lineCount", list_amount as "listAmount", totals,
  cost, breaches`;

/** The last good pull of a link's month, or the last one before a moment; null when there is none. */
export async function lastGoodPull(
  tx: Queryable,
  mspId: MspId,
  options: { linkId: LinkId; usageMonth: YearMonth; before?: Date },
): Promise<Pull | null> {
  const [row] = await tx.query<PullRow>(sql`
    select ${pullColumns} from pulls
    where msp_id = ${mspId} and link_id = ${options.linkId} and usage_month = ${firstDay(options.usageMonth)} and good
      and (${options.before === undefined} or taken_at < ${options.before ?? null}::timestamptz)
    order by taken_at desc, id desc limit 1`);
  return row ? pullOf(row) : null;
}

/** Pulls by id. */
export async function readPulls(tx: Queryable, mspId: MspId, ids: readonly PullId[]): Promise<Pull[]> {
  const rows = await tx.query<PullRow>(sql`
    select ${pullColumns} from pulls where msp_id = ${mspId} and id = any(${[...ids]}::uuid[])`);
  return rows.map(pullOf);
}

/** What is stored of a pull; a pull with a reason is not good and carries no figures. */
export interface PullToStore {
  readonly linkId: LinkId;
  readonly customerId: Pull["customerId"];
  readonly usageMonth: YearMonth;
  readonly takenAt: Date;
  readonly reason: string | null;
  readonly figures:
    | (Pick<Pull, "contentHash" | "lineCount" | "listAmount" | "totals" | "cost" | "breaches"> & {
      readonly productUseAmount: Won;
      readonly writtenAt: string;
    })
    | null;
  readonly pages: readonly { operation: string; query: string; fetchedAt: Date; hash: string }[];
}

/** Keeps a pull, good or not. */
export async function insertPull(tx: Tx, mspId: MspId, pull: PullToStore): Promise<PullId> {
  const figures = pull.figures;
  const [row] = await tx.query<{ id: PullId }>(sql`
    insert into pulls (msp_id, customer_id, link_id, usage_month, taken_at, good, reason, content_hash, line_count,
      list_amount, product_use_amount, totals, cost, written_at, breaches, pages)
    values (${mspId}, ${pull.customerId}, ${pull.linkId}, ${firstDay(pull.usageMonth)}, ${pull.takenAt},
      ${pull.reason === null}, ${pull.reason}, ${figures?.contentHash ?? null}, ${figures?.lineCount ?? 0},
      ${figures?.listAmount ?? null}, ${figures?.productUseAmount ?? null},
      ${figures ? toJson(figures.totals) : null}::text::jsonb, ${figures?.cost ?? null}, ${figures?.writtenAt ?? null},
      ${toJson(figures?.breaches ?? [])}::text::jsonb, ${toJson(pull.pages)}::text::jsonb)
    returning id`);
  if (!row) throw new TypeError("Cannot keep a pull: no row came back");
  return row.id;
}

/** Keeps answers as they came (gzip); the same content once. */
export async function insertRawPages(
  tx: Tx,
  mspId: MspId,
  pages: readonly { hash: string; body: Uint8Array }[],
): Promise<void> {
  if (pages.length === 0) return;
  await tx.query(sql`
    insert into raw_pages (msp_id, hash, body)
    select ${mspId}::uuid, hash, decode(body, 'base64')
    from unnest(${pages.map((page) => page.hash)}::text[], ${
    pages.map((page) => page.body.toBase64())
  }::text[]) as page (hash, body)
    on conflict do nothing`);
}

function pullOf(row: PullRow): Pull {
  const { adjustments } = row.totals;
  return {
    ...row,
    totals: {
      rows: row.totals.rows,
      useAmount: won(row.totals.useAmount),
      thisMonthDemandAmount: won(row.totals.thisMonthDemandAmount),
      adjustments: {
        productDiscount: won(adjustments.productDiscount),
        credit: won(adjustments.credit),
        customerDiscount: won(adjustments.customerDiscount),
        coin: won(adjustments.coin),
        roundDown: won(adjustments.roundDown),
        currencyDiscount: won(adjustments.currencyDiscount),
        penalty: won(adjustments.penalty),
      },
    },
    breaches: row.breaches.map((breach) => ({
      identity: breach.identity,
      expectedAmount: won(breach.expectedAmount),
      actualAmount: won(breach.actualAmount),
    })),
  };
}
