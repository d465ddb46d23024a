import { parseMoment } from "./calendar.ts";
import { chooseServices, type Services } from "./services.ts";
import { type Environment, type SettingReader, settingReader } from "./setting_reader.ts";
import { readVendors, type VendorSettings } from "./vendor_settings.ts";

export { serviceLines } from "./services.ts";
export { vendorUrls } from "./vendor_settings.ts";

/** All settings of the installation, read once at start. */
export interface Config extends VendorSettings {
  readonly appEnv: "development" | "production";
  readonly port: number;
  /** Where people reach the server, without the slash at its end. */
  readonly baseUrl: string;
  /** Null: PGlite in `dataDir`. */
  readonly databaseUrl: string | null;
  /** The Postgres that tests with several connections also run on. */
  readonly testDatabaseUrl: string | null;
  readonly dataDir: string;
  /** 32 bytes base64; null in development only, where `secretKey()` makes one. */
  readonly secretKey: string | null;
  readonly secretKeyPrevious: string | null;
  /** Whether anyone may apply through the sign-up page. */
  readonly signup: "open" | "closed";
  readonly simulator: "auto" | "on" | "off";
  /** How many customers the NCP simulator has. */
  readonly simulatorMembers: number;
  /** Where business time starts; development only. */
  readonly appNow: Date | null;
  readonly services: Services;
}

/** The settings are wrong; the message and `problems` (Korean) list everything that is, not only the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly problems: readonly string[]) {
    super([`설정에 문제가 ${problems.length}건 있습니다.`, ...problems.map((problem) => `- ${problem}`)].join("\n"));
  }
}

/** Reads the environment (architecture.md 5), frozen; throws `ConfigError` with every problem at once. */
export function readConfig(env: Environment): Config {
  const read = settingReader(env);
  const mode = {
    appEnv: read.oneOf("APP_ENV", ["development", "production"]),
    simulator: read.oneOf("SIMULATOR", ["auto", "on", "off"]),
  };
  const vendors = readVendors(read, mode.appEnv);
  const config: Config = {
    ...mode,
    ...vendors,
    services: chooseServices(read, { ...mode, vendors }),
    port: read.wholeNumber("PORT", { fallback: 8000, least: 0, most: 65_535 }),
    baseUrl: read.url("BASE_URL", ["http", "https"]) ?? "http://localhost:8000",
    databaseUrl: read.url("DATABASE_URL", ["postgres", "postgresql"]),
    testDatabaseUrl: read.url("TEST_DATABASE_URL", ["postgres", "postgresql"]),
    dataDir: read.text("DATA_DIR") ?? ".data",
    secretKey: readSecretKey(read, mode.appEnv),
    secretKeyPrevious: read.key("SECRET_KEY_PREVIOUS"),
    signup: read.oneOf("SIGNUP", ["open", "closed"]),
    simulatorMembers: read.wholeNumber("SIMULATOR_MEMBERS", { fallback: 36, least: 3, most: 10_000 }),
    appNow: readAppNow(read, mode.appEnv),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return deepFreeze(config);
}

function readSecretKey(read: SettingReader, appEnv: Config["appEnv"]): string | null {
  if (appEnv === "production" && read.text("SECRET_KEY") === null) {
    read.problems.push(
      `SECRET_KEY: 운영 환경(APP_ENV=production)에서는 반드시 있어야 합니다. ` +
        `"openssl rand -base64 32" 명령으로 만든 값을 적어 주십시오.`,
    );
  }
  return read.key("SECRET_KEY");
}

function readAppNow(read: SettingReader, appEnv: Config["appEnv"]): Date | null {
  const given = read.text("APP_NOW");
  if (given === null) return null;
  if (appEnv === "production") {
    read.problems.push("APP_NOW: 운영 환경(APP_ENV=production)에서는 쓸 수 없습니다. 이 값을 지워 주십시오.");
  }
  const moment = parseMoment(given);
  if (moment === null) {
    read.problems.push(`APP_NOW: "${given}" 값은 시각이 아닙니다. 2025-01-06T09:00:00+09:00처럼 적어 주십시오.`);
  }
  return moment;
}

function deepFreeze<T extends object>(record: T): T {
  for (const value of Object.values(record)) {
    if (typeof value === "object" && value !== null) deepFreeze(value);
  }
  return Object.freeze(record);
}
