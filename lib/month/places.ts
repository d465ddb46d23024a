import { dirname } from "node:path";
import { RefusedInput } from "../prelude.ts";

/** Refuses places that cannot be written to, and leaves nothing there: a run that is refused later has written nothing. */
export async function checkPlaces(places: { readonly out: string; readonly report: string | null }): Promise<void> {
  const { out, report } = places;
  await refusing(`--out ${out}에 쓸 수 없습니다`, () => tryDirectory(out));
  if (report !== null) await refusing(`--report ${report}에 쓸 수 없습니다`, () => tryFile(report));
}

/** Reads the file of `--config`. */
export function readConfigFile(path: string): Promise<string> {
  return refusing(`--config ${path}을(를) 읽을 수 없습니다`, () => Deno.readTextFile(path));
}

async function tryFile(path: string): Promise<void> {
  if (await exists(path)) (await Deno.open(path, { write: true })).close();
  else await tryDirectory(dirname(path));
}

/** Tries the nearest directory that is there: what lies beneath it can be made. */
async function tryDirectory(path: string): Promise<void> {
  if (!await exists(path)) return await tryDirectory(dirname(path));
  const probe = `${path}/.cla-bill-${crypto.randomUUID()}`;
  await Deno.writeTextFile(probe, "", { createNew: true });
  await Deno.remove(probe);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "그런 파일이나 디렉터리가 없습니다.",
  EACCES: "권한이 없습니다.",
  EPERM: "권한이 없습니다.",
  EROFS: "읽기 전용입니다.",
  EISDIR: "파일이 아니라 디렉터리입니다.",
  ENOTDIR: "디렉터리가 아니라 파일입니다.",
};

async function refusing<T>(refusal: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    throw new RefusedInput(`${refusal}: ${reasons[code] ?? error.message}`);
  }
}
