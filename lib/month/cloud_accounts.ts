import { type Actor, audit } from "../audit.ts";
import type { Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import { keyPurpose } from "../msps/cloud_accounts.ts";
import { type CloudAccountRow, insertCloudAccount, listCloudAccounts, replaceKeyPair } from "../msps/store.ts";
import { RefusedInput } from "../prelude.ts";
import type { SecretBox } from "../secrets.ts";
import type { Zone } from "../zone.ts";
import type { MonthFile } from "./file.ts";

/** Registers the accounts of a file; a changed pair under the same name is a rotated key (B4). By name. */
export async function putAccounts(
  tx: Tx,
  options: { mspId: MspId; file: MonthFile; secrets: SecretBox; actor: Actor },
): Promise<ReadonlyMap<string, { id: string; zone: Zone }>> {
  const { mspId, file, secrets, actor } = options;
  const known = new Map((await listCloudAccounts(tx, mspId)).map((account) => [account.name, account]));
  for (const entry of file.cloudAccounts) {
    const account = known.get(entry.name);
    if (account && (account.zone !== entry.zone || account.type !== entry.type)) {
      throw new RefusedInput(
        `인증키 "${entry.name}"은(는) 이미 다른 존이나 종류로 등록되어 있습니다. 새 이름으로 등록해야 합니다.`,
      );
    }
    if (account && await isSamePair(account, { mspId, secrets, entry })) continue;
    const pair = {
      accessKey: await secrets.encrypt(entry.accessKey, keyPurpose("access", mspId)),
      secretKey: await secrets.encrypt(entry.secretKey, keyPurpose("secret", mspId)),
    };
    const id = account?.id ?? await insertCloudAccount(tx, mspId, { ...entry, ...pair });
    if (account) await replaceKeyPair(tx, id, pair);
    const action = account ? "replace_keys" : "create";
    const after = { name: entry.name, zone: entry.zone, type: entry.type, accessKey: `…${entry.accessKey.slice(-4)}` };
    await audit(tx, actor, { mspId, entries: [{ objectKind: "cloud_account", objectId: id, action, after }] });
    known.set(entry.name, { ...entry, ...pair, id });
  }
  return known;
}

async function isSamePair(
  account: CloudAccountRow,
  options: { mspId: MspId; secrets: SecretBox; entry: { accessKey: string; secretKey: string } },
): Promise<boolean> {
  const { mspId, secrets, entry } = options;
  return await secrets.decrypt(account.accessKey, keyPurpose("access", mspId)) === entry.accessKey &&
    await secrets.decrypt(account.secretKey, keyPurpose("secret", mspId)) === entry.secretKey;
}
