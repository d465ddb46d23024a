import { sql, type Tx } from "../db/mod.ts";
import { type ThrottleKind, type ThrottleRule, throttleRules } from "./limits.ts";
import { hashToken } from "./token.ts";

/** How a throttle stands for one subject. */
export interface Tries {
  readonly tries: number;
  readonly since: Date;
  readonly blockedUntil: Date | null;
  readonly updatedAt: Date;
}

/** What a try is counted against; the subject is stored hashed, since people type passwords into the wrong field. */
export interface Counted {
  readonly kind: ThrottleKind;
  readonly subject: string;
  readonly at: Date;
}

/**
 * Counts a try before it is made, so that a thousand at once are no more than one after the other; null where it may be
 * made, else the moment from which. What went well is taken back by `forgive`.
 */
export async function countTry(tx: Tx, counted: Counted): Promise<Date | null> {
  const { kind, at } = counted;
  const subject = await hashToken(counted.subject);
  await tx.execute(sql`
    insert into throttles (kind, subject_hash, tries, since, updated_at) values (${kind}, ${subject}, 0, ${at}, ${at})
    on conflict (kind, subject_hash) do nothing`);
  const [before] = await tx.query<Tries>(sql`
    select tries, since, blocked_until as "blockedUntil", updated_at as "updatedAt"
    from throttles where kind = ${kind} and subject_hash = ${subject} for update`);
  if (!before) throw new TypeError("Cannot count a try: no row came back");
  const after = tried(before, { rule: throttleRules[kind], at });
  if (after === null) return before.blockedUntil;
  await tx.execute(sql`
    update throttles
    set tries = ${after.tries}, since = ${after.since}, blocked_until = ${after.blockedUntil}, updated_at = ${at}
    where kind = ${kind} and subject_hash = ${subject}`);
  return null;
}

/** Takes back what `countTry` counted: of a growing throttle everything, of a window the one try. */
export async function forgive(tx: Tx, counted: Counted): Promise<void> {
  const subject = await hashToken(counted.subject);
  const isGrowing = throttleRules[counted.kind].kind === "growing";
  await tx.execute(sql`
    update throttles
    set tries = case when ${isGrowing} then 0 else greatest(tries - 1, 0) end, blocked_until = null,
      updated_at = ${counted.at}
    where kind = ${counted.kind} and subject_hash = ${subject}`);
}

/** Deletes what nobody tried for two days. */
export async function forgetTries(tx: Tx, at: Date): Promise<void> {
  const before = new Date(at.getTime() - 2 * 86_400_000);
  await tx.execute(sql`delete from throttles where updated_at < ${before}`);
}

/** How the throttle stands after one more try; null where it is blocked. */
export function tried(before: Tries, options: { rule: ThrottleRule; at: Date }): Tries | null {
  const { rule, at } = options;
  const now = at.getTime();
  if (before.blockedUntil && before.blockedUntil.getTime() > now) return null;
  switch (rule.kind) {
    case "growing": {
      const forgotten = now - before.updatedAt.getTime() >= rule.forgetMs;
      const tries = forgotten ? 1 : before.tries + 1;
      const waitMs = Math.min(rule.firstMs * 2 ** (tries - rule.free), rule.longestMs);
      const blockedUntil = tries >= rule.free ? new Date(now + waitMs) : null;
      return { tries, since: before.since, blockedUntil, updatedAt: at };
    }
    case "window": {
      const isNew = before.tries === 0 || now - before.since.getTime() >= rule.windowMs;
      const since = isNew ? at : before.since;
      const tries = isNew ? 1 : before.tries + 1;
      const blockedUntil = tries >= rule.most ? new Date(since.getTime() + rule.windowMs) : null;
      return { tries, since, blockedUntil, updatedAt: at };
    }
  }
}
