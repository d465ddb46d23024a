import { type ComponentType, type FunctionComponent, h, hydrate } from "preact";
import { islands } from "./islands/manifest.ts";
import { readProps, signalBook } from "./lib/web/island_props.ts";

/** The one browser entry: brings the islands of the page to life, each where the server drew it. */
const signals = signalBook();
const known: Readonly<Record<string, ComponentType<never> | undefined>> = islands;
for (const place of document.querySelectorAll<HTMLElement>("x-island")) {
  const component = known[place.dataset.name ?? ""];
  if (!component) continue;
  hydrate(h(component as FunctionComponent, readProps(place.dataset.props ?? "{}", signals)), place);
  place.dataset.ready = "true";
}
