import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Signal, signal } from "@preact/signals";
import { readProps, signalBook, writeProps } from "./island_props.ts";

function carried(props: object): Record<string, unknown> {
  return readProps(writeProps(props, signalBook()), signalBook());
}

Deno.test("readProps() gives back what writeProps() was given", () => {
  const cases: Record<string, unknown>[] = [
    {},
    { text: `"</script>'&`, none: null, yes: true, list: [1, [2n, ["셋"]]], empty: "" },
    { won: -12_345_678_901_234_567_890n, at: new Date(1_736_122_320_000) },
    { nested: { $: "as typed", deep: { $: ["bigint", "5"] } } },
    { list: [{ won: 1n }, { at: new Date(0) }] },
  ];
  for (const props of cases) deepStrictEqual(carried(props), props);
});

Deno.test("readProps() leaves out what was undefined", () => {
  deepStrictEqual(carried({ a: undefined, b: 1 }), { b: 1 });
});

Deno.test("writeProps() carries a signal by its value of now", () => {
  const { count } = carried({ count: signal({ won: 3n }) });
  strictEqual(count instanceof Signal, true);
  deepStrictEqual(count instanceof Signal && count.value, { won: 3n });
});

Deno.test("writeProps() refuses functions, elements and class instances", () => {
  for (const value of [() => 1, new Map(), Symbol("x"), new Error("x")]) {
    throws(() => writeProps({ value }, signalBook()), { name: "InvariantError" });
  }
});
