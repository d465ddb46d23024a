import { Signal, signal } from "@preact/signals";
import { invariant } from "../prelude.ts";

/** The signals of a page by their number: one that two islands were given is one signal in the browser, too. */
export interface SignalBook {
  readonly numbers: Map<Signal, number>;
  readonly signals: Map<number, Signal>;
}

/** A book without signals. */
export function signalBook(): SignalBook {
  return { numbers: new Map(), signals: new Map() };
}

/** The props of an island as text: JSON, with tags for bigint, Date and signals. Functions and elements cannot travel. */
export function writeProps(props: object, book: SignalBook): string {
  return JSON.stringify(tagged(props, book));
}

/** The props that `writeProps()` wrote. */
export function readProps(text: string, book: SignalBook): Record<string, unknown> {
  const props = untagged(JSON.parse(text), book);
  return isRecord(props) ? props : {};
}

// A tagged value is a record with the one key "$"; a record that has such a key itself is tagged "record".
function tagged(value: unknown, book: SignalBook): unknown {
  if (typeof value === "bigint") return { $: ["bigint", String(value)] };
  if (value instanceof Date) return { $: ["date", value.getTime()] };
  if (value instanceof Signal) return { $: ["signal", numberOf(value, book), tagged(value.peek(), book)] };
  if (Array.isArray(value)) return value.map((each) => tagged(each, book));
  invariant(
    typeof value !== "function" && typeof value !== "symbol",
    `props of an island are plain, not ${typeof value}`,
  );
  if (!isRecord(value)) return value;
  invariant(value.constructor === Object, "props of an island are plain values, no elements and no class instances");
  const record = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tagged(each, book)]));
  return "$" in record ? { $: ["record", record] } : record;
}

function untagged(value: unknown, book: SignalBook): unknown {
  if (Array.isArray(value)) return value.map((each) => untagged(each, book));
  if (!isRecord(value)) return value;
  if (!Array.isArray(value.$)) return untaggedRecord(value, book);
  const [tag, first, second] = value.$;
  if (tag === "bigint") return BigInt(String(first));
  if (tag === "date") return new Date(Number(first));
  if (tag === "record" && isRecord(first)) return untaggedRecord(first, book);
  const known = book.signals.get(Number(first)) ?? signal(untagged(second, book));
  book.signals.set(Number(first), known);
  return known;
}

function untaggedRecord(record: Record<string, unknown>, book: SignalBook): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, untagged(each, book)]));
}

function numberOf(value: Signal, book: SignalBook): number {
  const number = book.numbers.get(value) ?? book.numbers.size;
  book.numbers.set(value, number);
  return number;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
