import { type Queryable, sql, type Tx } from "./db/mod.ts";
import type { FileId, MspId } from "./ids.ts";

/** A stored file; the name is for display only. */
export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** Keeps a file; answers its id. */
export async function putFile(tx: Tx, mspId: MspId, file: StoredFile): Promise<FileId> {
  const [row] = await tx.query<{ id: FileId }>(sql`
    insert into files (msp_id, name, type, content) values (${mspId}, ${file.name}, ${file.type}, ${file.content})
    returning id`);
  if (!row) throw new TypeError("Cannot keep a file: no row came back");
  return row.id;
}

/** A file of the MSP; null when there is none of that id. */
export async function readFile(tx: Queryable, mspId: MspId, id: FileId): Promise<StoredFile | null> {
  const [row] = await tx.query<StoredFile>(sql`
    select name, type, content from files where msp_id = ${mspId} and id = ${id}`);
  return row ?? null;
}
