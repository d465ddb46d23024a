import { PGlite } from "@electric-sql/pglite";
import { readConfig } from "../lib/config.ts";
import { lockDirectory } from "../lib/directory_lock.ts";
import { environment } from "../lib/environment.ts";
import { exitWith } from "../lib/exit_with.ts";
import { RefusedInput } from "../lib/prelude.ts";

/** `deno task restore FILE`: puts a backup into an empty database; one that holds data is never overwritten. */
if (import.meta.main) {
  try {
    const [path] = Deno.args;
    if (!path) {
      throw new RefusedInput("되돌릴 파일 이름이 빠져 있습니다. deno task restore 백업.tar.gz처럼 지정해야 합니다.");
    }
    const config = readConfig(await environment());
    if (config.databaseUrl !== null) await restorePostgres(config.databaseUrl, path);
    else await restorePglite(config.dataDir, path);
    Deno.stdout.writeSync(new TextEncoder().encode(`${path}에서 되돌렸습니다.\n`));
  } catch (error) {
    exitWith(error);
  }
}

async function restorePglite(directory: string, path: string): Promise<void> {
  const unlock = await lockDirectory(directory);
  const target = `${directory}/postgres`;
  if (await exists(target)) {
    throw new RefusedInput(`${target}에 이미 데이터가 있습니다. 빈 DATA_DIR를 지정해야 합니다.`);
  }
  const db = await PGlite.create({ dataDir: target, loadDataDir: new Blob([await Deno.readFile(path)]) });
  await db.close();
  unlock();
}

async function restorePostgres(url: string, path: string): Promise<void> {
  try {
    const { code, stderr } = await new Deno.Command("pg_restore", {
      args: ["--exit-on-error", "--no-owner", `--dbname=${url}`, path],
      stderr: "piped",
    }).output();
    if (code !== 0) throw new RefusedInput(`pg_restore가 실패했습니다: ${new TextDecoder().decode(stderr).trim()}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RefusedInput("pg_restore가 없습니다. PostgreSQL 클라이언트를 설치해 주십시오.");
  }
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
