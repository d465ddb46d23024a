import { readConfig } from "../lib/config.ts";
import { lockDirectory } from "../lib/directory_lock.ts";
import { openPglite } from "../lib/db/pglite.ts";
import { environment } from "../lib/environment.ts";
import { exitWith } from "../lib/exit_with.ts";
import { RefusedInput } from "../lib/prelude.ts";

/** `deno task backup FILE`: writes the whole database to a file; PGlite as tar.gz, Postgres through pg_dump. */
if (import.meta.main) {
  try {
    const [path] = Deno.args;
    if (!path) {
      throw new RefusedInput("백업할 파일 이름이 빠져 있습니다. deno task backup 백업.tar.gz처럼 지정해야 합니다.");
    }
    const config = readConfig(await environment());
    if (config.databaseUrl !== null) await dumpPostgres(config.databaseUrl, path);
    else await dumpPglite(config.dataDir, path);
    Deno.stdout.writeSync(new TextEncoder().encode(`${path}에 백업했습니다. SECRET_KEY도 따로 보관해 주십시오.\n`));
  } catch (error) {
    exitWith(error);
  }
}

async function dumpPglite(directory: string, path: string): Promise<void> {
  const unlock = await lockDirectory(directory);
  const db = await openPglite(`${directory}/postgres`);
  const dump = await db.engine.dumpDataDir("gzip");
  await Deno.writeFile(path, new Uint8Array(await dump.arrayBuffer()));
  await db.close();
  unlock();
}

async function dumpPostgres(url: string, path: string): Promise<void> {
  try {
    const { code, stderr } = await new Deno.Command("pg_dump", {
      args: ["--format=custom", `--file=${path}`, url],
      stderr: "piped",
    }).output();
    if (code !== 0) throw new RefusedInput(`pg_dump가 실패했습니다: ${new TextDecoder().decode(stderr).trim()}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RefusedInput("pg_dump가 없습니다. PostgreSQL 클라이언트를 설치해 주십시오.");
  }
}
