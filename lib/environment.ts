import { parseEnv } from "node:util";

/** The process's environment, with what a file `.env` in the working directory adds; the process's own values lead. */
export async function environment(): Promise<Record<string, string | undefined>> {
  return { ...await fromFile(".env"), ...Deno.env.toObject() };
}

async function fromFile(path: string): Promise<Record<string, string | undefined>> {
  try {
    return parseEnv(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}
