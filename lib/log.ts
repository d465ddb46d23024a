import { seoulText, wallClockMs } from "./calendar.ts";
import { utf8 } from "./bytes.ts";

/** How much an event matters, least first. */
export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof logLevels[number];

/** What is told of an event: ids, counts and durations; by convention never names, keys or sums of money. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes events; `event` is a short fixed name such as `login_failed`. */
export type Log = Readonly<Record<LogLevel, (event: string, fields?: LogFields) => void>>;

/** Takes one finished line, without its line break. */
export type LogWriter = (line: string, level: LogLevel) => void;

/** A log of one JSON object a line: `time` with its UTC offset, `level`, `event`, then the fields with secrets masked. */
export function lineLog(write: LogWriter, options: { readonly now?: () => Date } = {}): Log {
  const now = options.now ?? (() => new Date(wallClockMs()));
  const at = (level: LogLevel) => (event: string, fields: LogFields = {}) => {
    const head = { time: seoulText(now()), level, event: maskText(event) };
    write(oneLine({ ...head, ...plainRecord(fields, 0), ...head }), level);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** The log of a running server: warnings and errors to stderr, the rest to stdout. */
export function consoleLog(): Log {
  return lineLog((line, level) => {
    const stream = level === "warn" || level === "error" ? Deno.stderr : Deno.stdout;
    let rest = utf8(`${line}\n`);
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  });
}

/** A log that keeps its lines, masked as they would be written; for tests. */
export function memoryLog(options: { readonly now?: () => Date } = {}): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return { ...lineLog((line) => void lines.push(line), options), lines };
}

const secretName =
  /secret|passw|token|authorization|signature|cookie|credential|(api|access|private|service|confm)[-_]?key/i;
const mask = "***";
const textLength = 2_000;
const depth = 6;

/** A value as JSON can carry it: secrets masked, errors as records, bigints as text, what is too deep left out. */
function plain(value: unknown, level: number): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return typeof value;
  if (typeof value !== "object" || value === null) return value;
  if (level >= depth) return "…";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return plainRecord({ ...value, name, message, stack, ...(cause === undefined ? {} : { cause }) }, level + 1);
  }
  if (Array.isArray(value)) return value.map((each) => plain(each, level + 1));
  return plainRecord(value, level + 1);
}

function plainRecord(record: object, level: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, secretName.test(name) ? mask : plain(value, level)]),
  );
}

// Secrets also travel inside text: a query string, a header, the user part of a URL.
function maskText(text: string): string {
  return text
    .replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${mask}@`)
    .replaceAll(/\b(Bearer|Basic|LINKHUB|Infuser)\s+\S+(\s+[A-Za-z0-9+/]{20,}=*)?/g, `$1 ${mask}`)
    .replaceAll(/\b([\w-]*(?:secret|password|token|signature|servicekey|confmkey)[\w-]*)=[^&\s"']+/gi, `$1=${mask}`)
    .slice(0, textLength);
}

// JSON escapes line breaks and quotes; these are further characters that a viewer may take for one, or turn text by.
function oneLine(record: object): string {
  return JSON.stringify(record).replaceAll(
    /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
