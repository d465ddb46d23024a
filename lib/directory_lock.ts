import { RefusedInput } from "./prelude.ts";

/** Takes a data directory for this process; refuses, naming it, where another process has it open. Answers how to let go. */
export async function lockDirectory(directory: string): Promise<() => void> {
  await makeDirectory(directory);
  const path = `${directory}/lock`;
  const file = await Deno.open(path, { create: true, read: true, write: true });
  if (!await file.tryLock(true)) {
    file.close();
    const holder = (await Deno.readTextFile(path)).trim();
    throw new RefusedInput(
      `데이터 디렉터리 ${await Deno.realPath(directory)}을(를) 다른 프로세스(pid ${
        holder || "알 수 없음"
      })가 쓰고 있습니다. ` +
        `그 프로세스를 멈추거나 DATA_DIR에 다른 디렉터리를 지정해 주십시오.`,
    );
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(String(Deno.pid)));
  return () => file.close();
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await Deno.mkdir(directory, { recursive: true });
  } catch (error) {
    throw new RefusedInput(
      `데이터 디렉터리 ${directory}을(를) 만들 수 없습니다: ${error instanceof Error ? error.message : error}`,
    );
  }
}
