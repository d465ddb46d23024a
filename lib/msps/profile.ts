import { type Actor, audit } from "../audit.ts";
import { type Db, inMsp } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { ok, refuse, type Result } from "../prelude.ts";
import { type Profile, type ProfileFields, readProfile, updateProfile } from "./profile_store.ts";
import { renameOwner } from "./users_store.ts";

/** Why 「회원정보」 is not saved: someone saved since the form was opened. */
export type ProfileRefusal = { readonly kind: "stale"; readonly current: Profile };

/** Saves 「회원정보」 as edited on `version` (U21). */
export async function editProfile(
  db: Db,
  asked: { mspId: MspId; actor: Actor; version: number; fields: ProfileFields },
): Promise<Result<Profile, ProfileRefusal>> {
  const { mspId, actor, version, fields } = asked;
  return await inMsp(db, mspId, async (tx) => {
    const before = await readProfile(tx, mspId, { lock: true });
    if (before.version !== version) return refuse({ kind: "stale", current: before });
    const changed = (Object.keys(fields) as (keyof ProfileFields)[]).filter((name) => before[name] !== fields[name]);
    if (changed.length === 0) return ok(before);
    await updateProfile(tx, mspId, { ...fields, version });
    if (changed.includes("contactName")) await renameOwner(tx, mspId, fields.contactName);
    const pick = (from: ProfileFields) => Object.fromEntries(changed.map((name) => [name, from[name]]));
    const entry = { objectKind: "msp", objectId: mspId, action: "edit", before: pick(before), after: pick(fields) };
    await audit(tx, actor, { mspId, entries: [entry] });
    return ok(before);
  });
}
