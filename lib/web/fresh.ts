import type { ComponentType, VNode } from "preact";
import type { HttpError } from "./http_error.ts";

export { HttpError } from "./http_error.ts";
export { Title } from "./drawing.ts";

/** What a route knows of its request; `State` is what the middleware found out. */
export interface Context<State> {
  readonly req: Request;
  readonly url: URL;
  readonly params: Record<string, string>;
  /** The pattern of the route, `/settings/keys/:id`; null where no route matches. */
  readonly route: string | null;
  /** The methods that the route answers; none where no route matches. */
  readonly methods: readonly string[];
  readonly state: State;
  /** An answer that sends the browser to a path of ours; 303 unless told. */
  redirect(location: string, status?: 301 | 302 | 303 | 307 | 308): Response;
  /** A page outside any route, drawn within `_app`. */
  render(view: VNode, options?: PageOptions): Response;
}

/** What a middleware gets: it may write the state, and `next()` answers with what comes behind it, errors included. */
export interface MiddlewareContext<State> extends Omit<Context<State>, "state"> {
  readonly state: { -readonly [Field in keyof State]: State[Field] };
  next(): Promise<Response>;
}

/** Runs around the routes of its folder. */
export type Middleware<State> = (ctx: MiddlewareContext<State>) => Response | Promise<Response>;

/** What a page component gets. */
export interface PageProps<Data, State> {
  data: Data;
  url: URL;
  params: Record<string, string>;
  state: State;
}

/** What a `_layout` gets: `Component` is the page or the layout of the next folder. */
export interface LayoutProps<State> extends PageProps<unknown, State> {
  Component: ComponentType;
}

/** What `_app` gets: the drawn page, its title and whether it holds an island, which alone needs the script. */
export interface AppProps<State> {
  Component: ComponentType;
  url: URL;
  state: State;
  title: string | null;
  hasIslands: boolean;
}

/** What an `_error` page gets; whatever was thrown has become an `HttpError`. */
export interface ErrorProps<State> {
  error: HttpError;
  url: URL;
  state: State;
}

/** Status (200 unless told) and further headers of a page. */
export interface PageOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler answers to have its page drawn. */
export interface PageAnswer<Data> extends PageOptions {
  readonly kind: "page";
  data: Data;
}

type Answer = Response | PageAnswer<unknown>;
type Method<State> = (ctx: Context<State>) => Answer | Promise<Answer>;

/** The methods of a route: reading and acting; an action is a resource of its own that is posted to. */
export interface Methods<State> {
  readonly GET?: Method<State>;
  readonly POST?: Method<State>;
}

type KnownOnly<H> = { [Name in keyof H]: Name extends "GET" | "POST" ? H[Name] : never };
type ContentOf<H> = {
  [Name in keyof H]: H[Name] extends (...args: never[]) => infer Returned ? PageContentOf<Awaited<Returned>> : never;
}[keyof H];
type PageContentOf<Returned> = Returned extends PageAnswer<infer Data> ? Data : never;
type View = VNode | null;

/** The makers of one application's routes, all of one `State`. */
export interface Define<State> {
  /** A page; `define.page<typeof handler>` gives it the data of its handler. */
  page<H = undefined>(
    component: (props: PageProps<H extends undefined ? undefined : ContentOf<H>, State>) => View,
  ): (props: PageProps<H extends undefined ? undefined : ContentOf<H>, State>) => View;
  handlers<H extends Methods<State>>(methods: H & KnownOnly<H>): H;
  layout(component: (props: LayoutProps<State>) => View): (props: LayoutProps<State>) => View;
  middleware(...chain: Middleware<State>[]): readonly Middleware<State>[];
  app(component: (props: AppProps<State>) => View): (props: AppProps<State>) => View;
  error(component: (props: ErrorProps<State>) => View): (props: ErrorProps<State>) => View;
}

/** Fresh's `createDefine`: the identity at run time, types at compile time. */
export function createDefine<State>(): Define<State> {
  return {
    page: (component) => component,
    handlers: (methods) => methods,
    layout: (component) => component,
    middleware: (...chain) => chain,
    app: (component) => component,
    error: (component) => component,
  };
}

/** Answers with the page of the route, drawn with `data`. */
export function page(): PageAnswer<undefined>;
export function page<Data>(data: Data, options?: PageOptions): PageAnswer<Data>;
export function page(data?: unknown, options: PageOptions = {}): PageAnswer<unknown> {
  return { ...options, kind: "page", data };
}
