import type { ShownEntry } from "./audit_log.ts";
import { addDays, type LocalDate, seoulMoment } from "./calendar.ts";
import { type Queryable, sql } from "./db/mod.ts";
import type { MspId } from "./ids.ts";

/** Which entries of an MSP's log are asked for; null and "" ask for all. */
export interface AuditFilter {
  readonly actor: string | null;
  readonly kind: string | null;
  readonly action: string | null;
  /** Seoul days, both included. */
  readonly from: LocalDate | null;
  readonly until: LocalDate | null;
  /** Words in actor, address, object, and in what was before and after. */
  readonly q: string;
}

const columns = sql`
  id, at, actor, source, from_address as "fromAddress", user_agent as "userAgent", object_kind as "objectKind",
  object_id as "objectId", action, before, after`;

function where(mspId: MspId, filter: AuditFilter) {
  const like = `%${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const from = filter.from === null ? null : seoulMoment(filter.from);
  const until = filter.until === null ? null : seoulMoment(addDays(filter.until, 1));
  return sql`
    msp_id = ${mspId}
    and (${filter.actor}::text is null or actor = ${filter.actor}::text)
    and (${filter.kind}::text is null or object_kind = ${filter.kind}::text)
    and (${filter.action}::text is null or action = ${filter.action}::text)
    and (${from}::timestamptz is null or at >= ${from}::timestamptz)
    and (${until}::timestamptz is null or at < ${until}::timestamptz)
    and (${filter.q} = '' or actor ilike ${like} or from_address ilike ${like} or object_id ilike ${like}
      or object_kind ilike ${like} or action ilike ${like} or before::text ilike ${like} or after::text ilike ${like})`;
}

/** A page of the log, newest first unless told, and how many entries the filter has. */
export async function listAuditEntries(
  tx: Queryable,
  mspId: MspId,
  asked: { filter: AuditFilter; dir: "asc" | "desc"; limit: number; offset: number },
): Promise<{ rows: ShownEntry[]; total: number }> {
  const condition = where(mspId, asked.filter);
  const order = asked.dir === "asc" ? sql`at, id` : sql`at desc, id desc`;
  const rows = await tx.query<ShownEntry>(sql`
    select ${columns} from audit_entries where ${condition}
    order by ${order} limit ${asked.limit} offset ${asked.offset}`);
  const [count] = await tx.query<{ total: number }>(sql`
    select count(*)::int as total from audit_entries where ${condition}`);
  return { rows, total: count?.total ?? 0 };
}

/** The entries that come after one, newest first: an export reads the log in parts. Null begins at the newest. */
export async function auditEntriesAfter(
  tx: Queryable,
  mspId: MspId,
  asked: { filter: AuditFilter; after: Pick<ShownEntry, "at" | "id"> | null; limit: number },
): Promise<ShownEntry[]> {
  const { after } = asked;
  return await tx.query<ShownEntry>(sql`
    select ${columns} from audit_entries
    where ${where(mspId, asked.filter)}
      and (${after === null} or (at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::bigint))
    order by at desc, id desc limit ${asked.limit}`);
}

/** What the filters of the log offer: the people, kinds and actions that it has, in their order. */
export async function auditChoices(
  tx: Queryable,
  mspId: MspId,
): Promise<{ actors: string[]; kinds: string[]; actions: string[] }> {
  const rows = await tx.query<{ what: string; value: string }>(sql`
    select distinct 'actor' as what, actor as value from audit_entries where msp_id = ${mspId}
    union select distinct 'kind', object_kind from audit_entries where msp_id = ${mspId}
    union select distinct 'action', action from audit_entries where msp_id = ${mspId}
    order by 1, 2`);
  const of = (what: string) => rows.filter((row) => row.what === what).map((row) => row.value);
  return { actors: of("actor"), kinds: of("kind"), actions: of("action") };
}
