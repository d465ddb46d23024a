import { type Actor, audit } from "../audit.ts";
import { addMonths, seoulMonth, type YearMonth } from "../calendar.ts";
import { breaks, type Db, inMsp } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { ok, ProviderError, refuse, type Result } from "../prelude.ts";
import { type SecretBox, SecretError } from "../secrets.ts";
import type { Zone } from "../zone.ts";
import { customersOfKey, type KeyRow, listKeys, readKey, removeKey, setPair } from "./cloud_accounts_store.ts";
import { insertCloudAccount } from "./store.ts";

/** What a stored key pair is encrypted for; the same words open it again. */
export function keyPurpose(field: "access" | "secret", mspId: MspId): string {
  return `cloud_accounts.${field}_key:${mspId}`;
}

/** A key pair as typed. */
export interface TypedPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What 「인증키 관리」 shows of a key: of the pair the last four characters of the ACCESS KEY, nothing else. */
export interface ShownKey extends Omit<KeyRow, "accessKey" | "secretKey"> {
  /** Null where the stored key does not open (SECRET_KEY changed). */
  readonly accessKeyEnd: string | null;
}

/** Why a key is not added, replaced or deleted. */
export type KeyRefusal =
  | { readonly kind: "no_key" }
  | { readonly kind: "name_taken" }
  /** NCP refuses the pair; its reason. */
  | { readonly kind: "refused_by_ncp"; readonly code: string; readonly reason: string }
  /** NCP did not answer: nothing is saved unchecked. */
  | { readonly kind: "not_checked"; readonly reason: string }
  | { readonly kind: "stale"; readonly current: ShownKey }
  | { readonly kind: "in_use"; readonly customers: readonly string[] };

/** What the keys need of the running product. */
export interface KeyTools {
  readonly db: Db;
  readonly secrets: SecretBox;
  /** A live call that a right pair answers; throws `ProviderError`. */
  readonly verify: (keys: TypedPair & { readonly zone: Zone }) => Promise<void>;
}

interface Asked {
  readonly mspId: MspId;
  readonly actor: Actor;
}

/** The keys of an MSP; the customers counted are those still pulled. */
export async function showKeys(
  tools: Pick<KeyTools, "db" | "secrets">,
  asked: { mspId: MspId; now: Date },
): Promise<ShownKey[]> {
  const { mspId, now } = asked;
  const rows = await inMsp(tools.db, mspId, (tx) => listKeys(tx, mspId, openMonth(now)));
  return await Promise.all(rows.map((row) => shown(row, { mspId, secrets: tools.secrets })));
}

/** One key with the customers that use it; null where the MSP has none of that id. */
export async function showKey(
  tools: Pick<KeyTools, "db" | "secrets">,
  asked: { mspId: MspId; id: string; now: Date },
): Promise<{ key: ShownKey; customers: readonly string[] } | null> {
  const { mspId, id } = asked;
  const month = openMonth(asked.now);
  const found = await inMsp(tools.db, mspId, async (tx) => {
    const row = await readKey(tx, mspId, { id, month });
    return row && { row, customers: await customersOfKey(tx, mspId, { id, month }) };
  });
  if (!found) return null;
  return { key: await shown(found.row, { mspId, secrets: tools.secrets }), customers: found.customers };
}

/** Adds a key under a new name once NCP has answered its pair. */
export async function addKey(
  tools: KeyTools,
  asked: Asked & {
    readonly name: string;
    readonly zone: Zone;
    readonly type: "ordinary" | "pcp";
    readonly pair: TypedPair;
  },
): Promise<Result<string, KeyRefusal>> {
  const { mspId, actor, name, zone, type, pair } = asked;
  const taken = (await inMsp(tools.db, mspId, (tx) => listKeys(tx, mspId, openMonth(actor.at))))
    .some((each) => each.name === name);
  if (taken) return refuse({ kind: "name_taken" });
  const problem = await verifyProblem(tools, { ...pair, zone });
  if (problem) return refuse(problem);
  const stored = await encrypted(tools, { mspId, pair });
  try {
    return await inMsp(tools.db, mspId, async (tx) => {
      const id = await insertCloudAccount(tx, mspId, { name, zone, type, ...stored });
      const after = { name, zone, type, accessKey: endOf(pair.accessKey) };
      await audit(tx, actor, {
        mspId,
        entries: [{ objectKind: "cloud_account", objectId: id, action: "create", after }],
      });
      return ok(id);
    });
  } catch (error) {
    if (breaks(error, "cloud_accounts_name")) return refuse({ kind: "name_taken" });
    throw error;
  }
}

/** Replaces the pair under the same name once NCP has answered the new one; refused where another was first (U21). */
export async function replacePair(
  tools: KeyTools,
  asked: Asked & { readonly id: string; readonly version: number; readonly pair: TypedPair },
): Promise<Result<ShownKey, KeyRefusal>> {
  const { mspId, actor, id, version, pair } = asked;
  const now = actor.at;
  const before = await showKey(tools, { mspId, id, now });
  if (!before) return refuse({ kind: "no_key" });
  if (before.key.version !== version) return refuse({ kind: "stale", current: before.key });
  const problem = await verifyProblem(tools, { ...pair, zone: before.key.zone });
  if (problem) return refuse(problem);
  const stored = await encrypted(tools, { mspId, pair });
  const done = await inMsp(tools.db, mspId, async (tx) => {
    if (!await setPair(tx, mspId, { id: before.key.id, version, ...stored, at: now })) return false;
    const name = before.key.name;
    await audit(tx, actor, {
      mspId,
      entries: [{
        objectKind: "cloud_account",
        objectId: before.key.id,
        action: "replace_keys",
        before: { name, accessKey: `…${before.key.accessKeyEnd ?? ""}` },
        after: { name, accessKey: endOf(pair.accessKey) },
      }],
    });
    return true;
  });
  if (done) return ok(before.key);
  const current = await showKey(tools, { mspId, id, now });
  return refuse(current ? { kind: "stale", current: current.key } : { kind: "no_key" });
}

/** Deletes a key; refused while customers are pulled with it, naming them. */
export async function deleteKey(
  tools: KeyTools,
  asked: Asked & { readonly id: string },
): Promise<Result<ShownKey, KeyRefusal>> {
  const { mspId, actor, id } = asked;
  const month = openMonth(actor.at);
  const empty = await encrypted(tools, { mspId, pair: { accessKey: "", secretKey: "" } });
  const outcome = await inMsp(tools.db, mspId, async (tx): Promise<Result<KeyRow, KeyRefusal>> => {
    const row = await readKey(tx, mspId, { id, month, lock: true });
    if (!row) return refuse({ kind: "no_key" });
    const customers = await customersOfKey(tx, mspId, { id, month });
    if (customers.length > 0) return refuse({ kind: "in_use", customers });
    await removeKey(tx, mspId, { id: row.id, at: actor.at, empty });
    const before = { name: row.name, zone: row.zone, type: row.type };
    await audit(tx, actor, {
      mspId,
      entries: [{ objectKind: "cloud_account", objectId: row.id, action: "delete", before }],
    });
    return ok(row);
  });
  return outcome.ok ? ok(await shown(outcome.value, { mspId, secrets: tools.secrets })) : outcome;
}

// The usage month that is still open for pulls: last month (B2).
function openMonth(now: Date): YearMonth {
  return addMonths(seoulMonth(now), -1);
}

async function verifyProblem(
  tools: KeyTools,
  keys: TypedPair & { readonly zone: Zone },
): Promise<KeyRefusal | null> {
  try {
    await tools.verify(keys);
    return null;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const reason = withoutSecrets(error.message, keys);
    return error.retryable ? { kind: "not_checked", reason } : { kind: "refused_by_ncp", code: error.code, reason };
  }
}

// What a vendor's answer repeats of a key does not reach a page or a log.
function withoutSecrets(text: string, keys: TypedPair): string {
  return [keys.secretKey, keys.accessKey].filter((each) => each !== "").reduce(
    (safe, each) => safe.replaceAll(each, "***"),
    text,
  );
}

async function encrypted(tools: KeyTools, options: { mspId: MspId; pair: TypedPair }): Promise<TypedPair> {
  const { mspId, pair } = options;
  return {
    accessKey: await tools.secrets.encrypt(pair.accessKey, keyPurpose("access", mspId)),
    secretKey: await tools.secrets.encrypt(pair.secretKey, keyPurpose("secret", mspId)),
  };
}

async function shown(row: KeyRow, options: { mspId: MspId; secrets: SecretBox }): Promise<ShownKey> {
  const { accessKey, secretKey: _, ...rest } = row;
  return { ...rest, accessKeyEnd: await openedEnd(accessKey, options) };
}

async function openedEnd(
  stored: string,
  options: { mspId: MspId; secrets: SecretBox },
): Promise<string | null> {
  try {
    return (await options.secrets.decrypt(stored, keyPurpose("access", options.mspId))).slice(-4);
  } catch (error) {
    if (error instanceof SecretError) return null;
    throw error;
  }
}

function endOf(accessKey: string): string {
  return `…${accessKey.slice(-4)}`;
}
