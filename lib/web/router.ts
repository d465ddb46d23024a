import { Hono } from "hono";
import { registerIslands } from "./drawing.ts";
import { answerRoute } from "./answer_route.ts";
import type { Context } from "./fresh.ts";
import { type Route, type RouteModules, routeTree } from "./route_tree.ts";

/** What an application is made of. */
export interface FreshOptions<State, Visit> {
  readonly modules: RouteModules;
  /** The island components by name. */
  readonly islands: Readonly<Record<string, unknown>>;
  /** The state before any middleware ran: whole, so that an error at any point finds a page. */
  readonly startState: (req: Request, visit: Visit) => State;
  /** Told of everything thrown that is no `HttpError` below 500. */
  readonly onError: (error: unknown, ctx: Context<State>) => void;
}

/** Answers requests by the routes; `visit` is what the server knows of the connection. */
export type Answerer<Visit> = (req: Request, visit: Visit) => Promise<Response>;

/** Fresh's router over Hono's: middlewares, pages in their layouts, and error pages for whatever is thrown or missing. */
export function freshApp<State, Visit>(options: FreshOptions<State, Visit>): Answerer<Visit> {
  const tree = routeTree<State>(options.modules);
  registerIslands(options.islands);
  const answer = (
    c: { readonly req: { readonly raw: Request }; readonly env: { readonly visit: Visit } },
    match: { readonly route: Route<State> | null; readonly params: Record<string, string> },
  ) => {
    const state = options.startState(c.req.raw, c.env.visit);
    return answerRoute(c.req.raw, { ...match, state, tree, onError: options.onError });
  };
  const hono = new Hono<{ Bindings: { visit: Visit } }>();
  for (const route of tree.routes) {
    hono.all(route.pattern, (c) => {
      const params: Record<string, string> = { ...c.req.param() };
      // No text in the database can hold a NUL: nothing has such an id.
      const isNone = Object.values(params).some((each) => each.includes("\0"));
      return answer(c, isNone ? { route: null, params: {} } : { route, params });
    });
  }
  hono.notFound((c) => answer(c, { route: null, params: {} }));
  return async (req, visit) => await hono.fetch(req, { visit });
}
