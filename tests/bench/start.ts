import { fileURLToPath } from "node:url";
import { openPostgres } from "../../lib/db/postgres.ts";
import { productEnvironment } from "./composed.ts";
import { type Figure, ms } from "./figure.ts";
import { migrated } from "./seed.ts";
import { medianOf, timed } from "./timing.ts";

const runs = 5;

/** From the start of the server's process until `/health/ready` says yes, on a migrated Postgres, against a bare Deno. */
export async function start(options: { databaseUrl: string }): Promise<readonly Figure[]> {
  const db = openPostgres(options.databaseUrl);
  await migrated(db);
  await db.close();
  await readyTime(options.databaseUrl); // The first start makes the tables of the queue and fills Deno's caches.
  const oursMs = await medianOf(runs, () => readyTime(options.databaseUrl));
  const floorMs = await medianOf(
    runs,
    () => timed(() => new Deno.Command(Deno.execPath(), { args: ["run", "data:application/javascript,0"] }).output()),
  );
  return [{
    work: "서버가 준비될 때까지",
    ours: ms(oursMs),
    floor: ms(floorMs),
    compared: ms(oursMs - floorMs),
    aim: { most: 1_500 },
    note:
      `마이그레이션된 Postgres에서 프로세스 시작부터 /health/ready의 200까지, ${runs}번의 중앙값. 바닥값: 빈 스크립트를 돌린 Deno.`,
  }];
}

async function readyTime(databaseUrl: string): Promise<number> {
  const port = freePort();
  const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
  const startedMs = performance.now();
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", main],
    env: { ...productEnvironment(databaseUrl), PORT: String(port) },
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  try {
    while (!await isReady(port)) {
      if (performance.now() - startedMs > 60_000) {
        throw new Error("Cannot time the start: the server is not ready after 60 s");
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - startedMs;
  } finally {
    server.kill("SIGTERM");
    await server.status;
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
