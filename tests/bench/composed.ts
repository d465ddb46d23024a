import { readConfig } from "../../lib/config.ts";
import { lineLog } from "../../lib/log.ts";
import { type App, compose, type Parts } from "../../main.ts";

/** How many members the simulated NCP has; 600 of them 공공, 1,200 민간. */
export const simulatedMembers = 2_000;

/** The environment of the product as the benches run it: simulators, business time on the day of billing. */
export function productEnvironment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    SECRET_KEY: new Uint8Array(32).toBase64(),
    SIMULATOR: "on",
    SIMULATOR_MEMBERS: String(simulatedMembers),
    APP_NOW: "2025-01-06T10:00:00+09:00",
  };
}

/** The product put together on a database of the bench; it logs nothing. */
export async function composed(databaseUrl: string, parts: Pick<Parts, "wire"> = {}): Promise<App> {
  return await compose(readConfig(productEnvironment(databaseUrl)), { ...parts, log: lineLog(() => {}) });
}
