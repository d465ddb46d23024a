import { deepStrictEqual, doesNotMatch, match, strictEqual, throws } from "node:assert/strict";
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { draw, registerIslands, Title } from "./drawing.ts";
import { readProps, signalBook } from "./island_props.ts";

function Counter(props: { start: bigint; names?: readonly string[]; children?: ComponentChildren }) {
  return <button type="button">{String(props.start)}{props.children}</button>;
}

function Panel(props: { from: bigint }) {
  return (
    <div>
      <Counter start={props.from} />
    </div>
  );
}

function Follower(props: { count: ReturnType<typeof signal<number>> }) {
  return <b>{props.count}</b>;
}

registerIslands({ Counter, Panel, Follower });

/** The name and the read props of every island of a page, as the browser finds them. */
function islandsOf(html: string) {
  const book = signalBook();
  return [...html.matchAll(/<x-island data-name="(\w+)" data-props="([^"]*)"/g)].map(([, name, props = ""]) => [
    name,
    readProps(props.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&"), book),
  ]);
}

Deno.test("draw() puts each island in an element that carries its name and props, and draws it whole", () => {
  const names = [`a"b`, "</script><b>", "가&나"];
  const { html, hasIslands } = draw(
    <main>
      <Counter start={5n} names={names} />
      <Counter start={6n} />
    </main>,
  );
  strictEqual(hasIslands, true);
  match(html, /data-props="[^"]*"><button type="button">5<\/button><\/x-island>/);
  deepStrictEqual(islandsOf(html), [["Counter", { start: 5n, names }], ["Counter", { start: 6n }]]);
  doesNotMatch(html, /<\/script>/);
});

Deno.test("draw() leaves an island within an island to the outer one", () => {
  const { html } = draw(<Panel from={7n} />);
  deepStrictEqual(islandsOf(html), [["Panel", { from: 7n }]]);
  match(html, /<div><button type="button">7<\/button><\/div>/);
});

Deno.test("draw() gives two islands of one signal one signal", () => {
  const count = signal(3);
  const { html } = draw(
    <p>
      <Follower count={count} />
      <Follower count={count} />
    </p>,
  );
  const [first, second] = islandsOf(html).map(([, props]) => Object(props).count);
  strictEqual(first, second);
  strictEqual(first.value, 3);
  match(html, /<b>3<\/b>/);
});

Deno.test("draw() of a page without islands needs no script, and nothing of one page reaches the next", () => {
  deepStrictEqual(
    draw(
      <p>
        x<Title>이름</Title>
      </p>,
    ),
    { html: "<p>x</p>", title: "이름", hasIslands: false },
  );
  deepStrictEqual(draw(<p>y</p>), { html: "<p>y</p>", title: null, hasIslands: false });
});

Deno.test("draw() refuses props that cannot travel", () => {
  throws(() =>
    draw(
      <Counter start={1n}>
        <b>x</b>
      </Counter>,
    ), { name: "InvariantError" });
  deepStrictEqual(draw(<p>y</p>).hasIslands, false);
});
