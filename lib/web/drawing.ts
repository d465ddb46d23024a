import { type ComponentType, createContext, h, options, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { render } from "preact-render-to-string";
import { type SignalBook, signalBook, writeProps } from "./island_props.ts";

/** What drawing a view gave. */
export interface Drawn {
  readonly html: string;
  /** What the view said of itself by `Title`. */
  readonly title: string | null;
  readonly hasIslands: boolean;
}

interface Drawing {
  readonly signals: SignalBook;
  title: string | null;
  hasIslands: boolean;
}

// The islands by component; the browser knows them by name. Registered for good, since an element may be made long
// before it is drawn.
const islandNames = new Map<unknown, string>();
// Rendering runs through in one go, so there is one drawing at most.
let drawing: Drawing | null = null;
let isBare = false;

/** Has the components drawn as islands from now on, under their names. */
export function registerIslands(islands: Readonly<Record<string, unknown>>): void {
  for (const [name, component] of Object.entries(islands)) islandNames.set(component, name);
}

/** Draws a view as HTML, each island in an `<x-island>` that carries its name and props to the browser. */
export function draw(view: VNode): Drawn {
  const outer = drawing;
  const own: Drawing = { signals: signalBook(), title: null, hasIslands: false };
  drawing = own;
  try {
    const html = render(view);
    return { html, title: own.title, hasIslands: own.hasIslands };
  } finally {
    drawing = outer;
  }
}

/** Names the page in the browser's title; the last one drawn counts. Shows nothing. */
export function Title(props: { children: string }): null {
  if (drawing) drawing.title = props.children;
  return null;
}

const earlierHook = options.vnode;
options.vnode = (vnode) => {
  const name = isBare ? undefined : islandNames.get(vnode.type);
  if (name !== undefined) {
    const { type, props } = vnode;
    Object.assign(vnode, { type: Island, props: { name, component: type, given: props } });
  }
  earlierHook?.(vnode);
};

const InsideIsland = createContext(false);

interface IslandProps {
  readonly name: string;
  readonly component: ComponentType<object>;
  readonly given: object;
}

// An island within an island belongs to the outer one, which brings it to life.
function Island(props: IslandProps): VNode {
  const isInside = useContext(InsideIsland);
  const bare = bareElement(props);
  if (isInside || !drawing) return bare;
  drawing.hasIslands = true;
  const marks: object = { "data-name": props.name, "data-props": writeProps(props.given, drawing.signals) };
  return h("x-island", marks, h(InsideIsland.Provider, { value: true }, bare));
}

function bareElement(props: IslandProps): VNode {
  isBare = true;
  try {
    return h(props.component, props.given);
  } finally {
    isBare = false;
  }
}
