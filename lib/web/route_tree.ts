import type { ComponentType, VNode } from "preact";
import { invariant } from "../prelude.ts";
import type { AppProps, Context, ErrorProps, Middleware, PageAnswer } from "./fresh.ts";

/** The modules of `routes/` by their path within it, `settings/keys/[id].tsx`. */
export type RouteModules = Readonly<Record<string, object>>;

type Answer = Response | PageAnswer<unknown>;

/** One route with all that stands around it, the outermost first. */
export interface Route<State> {
  /** `/settings/keys/:id`. */
  readonly pattern: string;
  readonly methods: Readonly<Record<string, (ctx: Context<State>) => Answer | Promise<Answer>>>;
  readonly page: ComponentType<never> | null;
  readonly middlewares: readonly Middleware<State>[];
  readonly layouts: readonly ComponentType<never>[];
  readonly error: ((props: ErrorProps<State>) => VNode | null) | null;
}

/** What `routes/` holds. */
export interface RouteTree<State> {
  /** In the order in which they are to be tried: a fixed word before a parameter. */
  readonly routes: readonly Route<State>[];
  /** What stands around a path that no route has. */
  readonly nowhere: Pick<Route<State>, "middlewares" | "error">;
  readonly app: ((props: AppProps<State>) => VNode | null) | null;
}

/** Whether a path below `routes/` is a route; what begins with an underscore, and tests, are not. */
export function isRoute(path: string): boolean {
  const names = path.split("/");
  return /\.tsx?$/.test(path) && path !== "manifest.ts" && !/_test\.tsx?$/.test(path) &&
    names.every((name) => !name.startsWith("_"));
}

/** Whether a path below `routes/` is one of the files that stand around routes. */
export function isAround(path: string): boolean {
  const names = path.split("/");
  return names.slice(0, -1).every((name) => !name.startsWith("_")) &&
    /^_(app|layout|middleware|error)\.tsx?$/.test(names.at(-1) ?? "");
}

/**
 * The pattern of a route's path, as in Fresh: `[id]` is a parameter, `index` is its folder, `(group)` is left out.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * strictEqual(patternOf("settings/keys/[id]/removal.ts"), "/settings/keys/:id/removal");
 * strictEqual(patternOf("operator/index.tsx"), "/operator");
 * ```
 */
export function patternOf(path: string): string {
  const names = path.replace(/\.tsx?$/, "").split("/").filter((name) => !/^\(.*\)$/.test(name));
  if (names.at(-1) === "index") names.pop();
  const segments = names.map((name) => {
    const parameter = /^\[(\w+)\]$/.exec(name)?.[1];
    invariant(parameter || /^[\w.-]+$/.test(name), `a route is named by words and [parameters], not "${path}"`);
    return parameter ? `:${parameter}` : name;
  });
  return `/${segments.join("/")}`;
}

/** Puts the modules of `routes/` together. */
export function routeTree<State>(modules: RouteModules): RouteTree<State> {
  const around = (path: string) => foldersOf(path).map((folder) => partsOf<State>(folder, modules));
  const routes = Object.entries(modules).filter(([path]) => isRoute(path)).map(([path, module]) => {
    const folders = around(path);
    return {
      pattern: patternOf(path),
      methods: methodsOf<State>(module),
      page: componentOf(module),
      middlewares: folders.flatMap((folder) => folder.middlewares),
      layouts: folders.flatMap((folder) => folder.layout ?? []),
      error: folders.findLast((folder) => folder.error)?.error ?? null,
    };
  });
  const [top] = around("nowhere");
  const app = modules["_app.tsx"];
  return {
    routes: routes.sort((a, b) => compareText(sortKey(a.pattern), sortKey(b.pattern))),
    nowhere: { middlewares: top?.middlewares ?? [], error: top?.error ?? null },
    app: componentOf(app ?? {}) as RouteTree<State>["app"],
  };
}

function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return ["", ...names.map((_, index) => `${names.slice(0, index + 1).join("/")}/`)];
}

// Here the modules, of which the compiler knows nothing, become what `define` made sure they are.
function partsOf<State>(folder: string, modules: RouteModules) {
  const module = (name: string) => modules[`${folder}${name}.tsx`] ?? modules[`${folder}${name}.ts`] ?? {};
  const middleware: unknown = "default" in module("_middleware") ? Reflect.get(module("_middleware"), "default") : [];
  return {
    middlewares: [middleware].flat() as Middleware<State>[],
    layout: componentOf(module("_layout")),
    error: componentOf(module("_error")) as Route<State>["error"],
  };
}

function methodsOf<State>(module: object): Route<State>["methods"] {
  return "handler" in module ? module.handler as Route<State>["methods"] : {};
}

function componentOf(module: object): ComponentType<never> | null {
  return "default" in module && typeof module.default === "function" ? module.default as ComponentType<never> : null;
}

// "~" comes behind every character of a word, so a parameter is tried last.
function sortKey(pattern: string): string {
  return pattern.replaceAll(/:\w+/g, "~");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
