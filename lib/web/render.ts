import { type ComponentType, Fragment, type FunctionComponent, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { draw } from "./drawing.ts";
import type { AppProps, PageOptions } from "./fresh.ts";

/** What a page is drawn within. */
export interface Frame<State> {
  readonly app: (props: AppProps<State>) => VNode | null;
  readonly url: URL;
  readonly state: State;
}

/** An element of a component whose props the router knows, but the compiler cannot. */
export function element(component: ComponentType<never>, props: object): VNode {
  return h(component as FunctionComponent, props);
}

/** The whole document around a view. The view is drawn first, since `_app` wants its title and whether it needs the script. */
export function renderDocument<State>(view: VNode, frame: Frame<State>, options: PageOptions = {}): Response {
  const { html, title, hasIslands } = draw(view);
  const Component = () => jsxTemplate([html]);
  const { app, url, state } = frame;
  const whole = draw(element(app, { Component, url, state, title, hasIslands }));
  const headers = { "Content-Type": "text/html; charset=utf-8", ...options.headers };
  return new Response(`<!doctype html>${whole.html}`, { status: options.status ?? 200, headers });
}

/** A page within its layouts, the outermost first. */
export function nested(layouts: readonly ComponentType<never>[], page: VNode, props: object): VNode {
  return layouts.reduceRight<VNode>((inner, layout) => element(layout, { ...props, Component: () => inner }), page);
}

/** The `_app` of an application that has none. */
export function bareApp(props: AppProps<unknown>): VNode {
  return h(Fragment, null, h(props.Component, null));
}
