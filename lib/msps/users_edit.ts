import { type Actor, audit } from "../audit.ts";
import { breaks, type Db, inMsp, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import type { SubUser, SubUserFields, UserId, UserRefusal } from "./users.ts";
import { customersOfUser, deleteSubUser, insertUser, readSubUser, setDisabled, updateSubUser } from "./users_store.ts";

/** What editing users needs of the running product. */
export interface UserTools {
  readonly db: Db;
  /** Ends every session of a user, in the transaction of the change (R28, R29). */
  readonly endSessions: (tx: Tx, user: { userId: UserId; at: Date }) => Promise<unknown>;
  /** Uses up every link that was mailed to a user: the address is not the user's any more. */
  readonly endLinks: (tx: Tx, user: { userId: UserId; at: Date }) => Promise<unknown>;
}

interface Asked {
  readonly mspId: MspId;
  readonly actor: Actor;
}

/** Adds a member or reseller; `then` is what belongs to it, such as the mail of the invitation. */
export async function addSubUser(
  tools: UserTools,
  asked: Asked & {
    readonly fields: SubUserFields;
    readonly login: string;
    readonly passwordHash: string;
    readonly invited: boolean;
    readonly then: (tx: Tx, id: UserId) => Promise<void>;
  },
): Promise<Result<UserId, UserRefusal>> {
  const { mspId, actor, fields, login, passwordHash } = asked;
  try {
    return await inMsp(tools.db, mspId, async (tx) => {
      const id = await insertUser(tx, mspId, { ...fields, login, passwordHash });
      const after = { login, ...fields, invited: asked.invited };
      await audit(tx, actor, { mspId, entries: [{ objectKind: "user", objectId: id, action: "create", after }] });
      await asked.then(tx, id);
      return ok(id);
    });
  } catch (error) {
    if (breaks(error, "users_login")) return refuse({ kind: "login_taken" });
    throw error;
  }
}

/** Edits a member or reseller; refused where someone saved since the form was opened (U21). Ends the user's sessions. */
export async function editSubUser(
  tools: UserTools,
  asked: Asked & { readonly id: string; readonly version: number; readonly fields: SubUserFields },
): Promise<Result<SubUser, UserRefusal>> {
  const { mspId, actor, fields } = asked;
  return await inMsp(tools.db, mspId, async (tx) => {
    const before = await readSubUser(tx, mspId, { id: asked.id, lock: true });
    if (!before) return refuse({ kind: "no_user" });
    if (before.version !== asked.version) return refuse({ kind: "stale", current: before });
    const changed = changesOf(before, fields);
    if (changed === null) return ok(before);
    if (fields.role !== before.role) {
      const customers = await customersOfUser(tx, mspId, before.id);
      if (customers.length > 0) return refuse({ kind: "assigned", customers: customers.map((each) => each.name) });
    }
    if (!await updateSubUser(tx, mspId, { id: before.id, version: asked.version, fields })) {
      return refuse({ kind: "stale", current: await readSubUser(tx, mspId, { id: asked.id, lock: true }) ?? before });
    }
    await audit(tx, actor, {
      mspId,
      entries: [{ objectKind: "user", objectId: before.id, action: "edit", ...named(before, changed) }],
    });
    await tools.endSessions(tx, { userId: before.id, at: actor.at });
    if (fields.email !== before.email) await tools.endLinks(tx, { userId: before.id, at: actor.at });
    return ok(before);
  });
}

/** Stops (사용 중지) a member or reseller, whose sessions end, or lets in again. */
export async function switchSubUser(
  tools: UserTools,
  asked: Asked & { readonly id: string; readonly disabled: boolean },
): Promise<Result<SubUser, UserRefusal>> {
  const { mspId, actor, disabled } = asked;
  return await inMsp(tools.db, mspId, async (tx) => {
    const before = await readSubUser(tx, mspId, { id: asked.id, lock: true });
    if (!before) return refuse({ kind: "no_user" });
    if ((before.disabledAt !== null) === disabled) return ok(before);
    await setDisabled(tx, mspId, { id: before.id, disabledAt: disabled ? actor.at : null });
    const action = disabled ? "disable" : "enable";
    const after = { login: before.login, name: before.name };
    await audit(tx, actor, { mspId, entries: [{ objectKind: "user", objectId: before.id, action, after }] });
    if (disabled) await tools.endSessions(tx, { userId: before.id, at: actor.at });
    return ok(before);
  });
}

/** Deletes a member or reseller; refused where a customer names the user. */
export async function removeSubUser(
  tools: UserTools,
  asked: Asked & { readonly id: string },
): Promise<Result<SubUser, UserRefusal>> {
  const { mspId, actor } = asked;
  return await inMsp(tools.db, mspId, async (tx) => {
    const before = await readSubUser(tx, mspId, { id: asked.id, lock: true });
    if (!before) return refuse({ kind: "no_user" });
    const customers = await customersOfUser(tx, mspId, before.id);
    if (customers.length > 0) return refuse({ kind: "assigned", customers: customers.map((each) => each.name) });
    await tools.endSessions(tx, { userId: before.id, at: actor.at });
    await deleteSubUser(tx, mspId, before.id);
    const { role, login, name, affiliation, email } = before;
    const entry = { before: { role, login, name, affiliation, email } };
    await audit(tx, actor, {
      mspId,
      entries: [{ objectKind: "user", objectId: before.id, action: "delete", ...entry }],
    });
    return ok(before);
  });
}

interface Changes {
  readonly before: Partial<SubUserFields>;
  readonly after: Partial<SubUserFields>;
}

const fieldNames = ["role", "name", "affiliation", "email"] as const;

function changesOf(before: SubUser, fields: SubUserFields): Changes | null {
  const changed = fieldNames.filter((name) => before[name] !== fields[name]);
  if (changed.length === 0) return null;
  const pick = (from: SubUserFields) => Object.fromEntries(changed.map((name) => [name, from[name]]));
  return { before: pick(before), after: pick(fields) };
}

// The login tells the log's reader whose entry it is.
function named(user: SubUser, changes: Changes) {
  return { before: { login: user.login, ...changes.before }, after: { login: user.login, ...changes.after } };
}
