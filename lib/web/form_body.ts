import { HttpError } from "./http_error.ts";

/** A posted form as it came. */
export interface FormBody {
  /** Every field with its values in their order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly files: ReadonlyMap<string, File>;
  /** How much was sent. */
  readonly byteLength: number;
  /** Whether more was sent than is kept: a field over 256 KiB, more than 500 fields, more than 40 MiB in all. */
  readonly isCut: boolean;
}

const most = { fieldBytes: 256 * 1024, keptBytes: 8 * 1024 * 1024, fields: 500, bytes: 40 * 1024 * 1024 };
const mostUploadBytes = 16 * 1024 * 1024;
const read = new WeakMap<Request, Promise<FormBody>>();

/** The form that a request carries; it is read once, however often it is asked for. */
export function formBody(req: Request): Promise<FormBody> {
  const earlier = read.get(req);
  if (earlier) return earlier;
  const body = readBody(req);
  read.set(req, body);
  return body;
}

function readBody(req: Request): Promise<FormBody> {
  const type = (req.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "multipart/form-data") return readUpload(req);
  if (req.body === null || type === "application/x-www-form-urlencoded") return readFields(req);
  return Promise.reject(new HttpError(415));
}

// However long a value is, its field is known and its beginning kept, so that the form can be drawn again with it.
async function readFields(req: Request): Promise<FormBody> {
  const fields = new Map<string, string[]>();
  let byteLength = 0;
  let kept = 0;
  let isCut = false;
  let pair = "";
  const endPair = () => {
    const [entry] = new URLSearchParams(pair);
    pair = "";
    if (!entry) return;
    if (fields.size >= most.fields) isCut = true;
    else fields.set(entry[0], [...fields.get(entry[0]) ?? [], entry[1]]);
  };
  const latin1 = new TextDecoder("latin1");
  for await (const chunk of req.body ?? []) {
    byteLength += chunk.length;
    if (byteLength > most.bytes) {
      isCut = true;
      break;
    }
    for (const [index, piece] of latin1.decode(chunk).split("&").entries()) {
      if (index > 0) endPair();
      const room = Math.max(0, Math.min(most.fieldBytes - pair.length, most.keptBytes - kept));
      if (piece.length > room) isCut = true;
      pair += piece.slice(0, room);
      kept += Math.min(piece.length, room);
    }
  }
  endPair();
  return { fields, files: new Map(), byteLength, isCut };
}

async function readUpload(req: Request): Promise<FormBody> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let byteLength = 0;
  for await (const chunk of req.body ?? []) {
    byteLength += chunk.length;
    if (byteLength > mostUploadBytes) throw new HttpError(413);
    chunks.push(chunk);
  }
  const form = await new Response(new Blob(chunks), { headers: req.headers }).formData().catch(() => {
    throw new HttpError(400);
  });
  const fields = new Map<string, string[]>();
  const files = new Map<string, File>();
  for (const [name, value] of form) {
    if (typeof value === "string") fields.set(name, [...fields.get(name) ?? [], value]);
    else if (value.name !== "" || value.size > 0) files.set(name, value);
  }
  return { fields, files, byteLength, isCut: false };
}
