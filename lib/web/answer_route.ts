import { h, type VNode } from "preact";
import { ProviderError } from "../prelude.ts";
import { type Context, type ErrorProps, page as pageAnswer } from "./fresh.ts";
import { HttpError } from "./http_error.ts";
import { redirect } from "./redirect.ts";
import { bareApp, element, type Frame, nested, renderDocument } from "./render.ts";
import type { Route, RouteTree } from "./route_tree.ts";

/** A request's place among the routes. */
export interface Answering<State> {
  /** Null where no route matches. */
  readonly route: Route<State> | null;
  readonly params: Record<string, string>;
  readonly state: State;
  readonly tree: RouteTree<State>;
  readonly onError: (error: unknown, ctx: Context<State>) => void;
}

/** Runs the middlewares of the route and then the route; whatever any of them throws becomes the error page behind it. */
export async function answerRoute<State>(req: Request, options: Answering<State>): Promise<Response> {
  const { route, params, state, tree } = options;
  const url = new URL(req.url);
  const frame: Frame<State> = { app: tree.app ?? bareApp, url, state };
  const ctx: Context<State> = {
    req,
    url,
    params,
    route: route?.pattern ?? null,
    methods: route ? methodsOf(route) : [],
    state,
    redirect,
    render: (view, pageOptions) => renderDocument(view, frame, pageOptions),
  };
  const { middlewares, error: errorComponent } = route ?? tree.nowhere;
  const from = async (index: number): Promise<Response> => {
    try {
      const middleware = middlewares[index];
      if (!middleware) return await answerAlone(ctx, { route, frame });
      return await middleware({ ...ctx, next: () => from(index + 1) });
    } catch (error) {
      const told = asHttpError(error);
      if (told.status >= 500) options.onError(error, ctx);
      return errorPage(told, {
        component: errorComponent ?? PlainError,
        frame,
        onError: (e) => options.onError(e, ctx),
      });
    }
  };
  return await from(0);
}

// A route without a handler, and one whose handler has no GET, are pages all the same.
const emptyPage = pageAnswer();

/** The route without what stands around it. */
async function answerAlone<State>(
  ctx: Context<State>,
  options: { readonly route: Route<State> | null; readonly frame: Frame<State> },
): Promise<Response> {
  const { route, frame } = options;
  if (!route) throw new HttpError(404);
  const method = ctx.req.method === "HEAD" ? "GET" : ctx.req.method;
  if (!ctx.methods.includes(method)) throw new HttpError(405, "", { headers: { Allow: ctx.methods.join(", ") } });
  const answer = await route.methods[method]?.(ctx) ?? emptyPage;
  if (answer instanceof Response) return answer;
  const { page, layouts } = route;
  if (!page) throw new TypeError(`Cannot draw ${route.pattern}: it has no page`);
  const props = { data: answer.data, url: ctx.url, params: ctx.params, state: ctx.state };
  return renderDocument(nested(layouts, element(page, props), props), frame, answer);
}

function methodsOf<State>(route: Route<State>): string[] {
  const named = Object.keys(route.methods).filter((name) => name !== "GET");
  return route.methods.GET || route.page ? ["GET", "HEAD", ...named] : named;
}

/** What is told of a thrown error: an outside service that fails is no fault of ours. */
function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  return new HttpError(error instanceof ProviderError ? 502 : 500, "", { cause: error });
}

function errorPage<State>(
  error: HttpError,
  options: {
    readonly component: (props: ErrorProps<State>) => VNode | null;
    readonly frame: Frame<State>;
    readonly onError: (error: unknown) => void;
  },
): Response {
  const { component, frame } = options;
  const props: ErrorProps<State> = { error, url: frame.url, state: frame.state };
  const pageOptions = { status: error.status, headers: error.headers };
  try {
    return renderDocument(element(component, props), frame, pageOptions);
  } catch (drawingError) {
    options.onError(drawingError);
    return renderDocument(element(PlainError, { error }), { ...frame, app: bareApp }, pageOptions);
  }
}

/** The error page of an application that has none, and of one whose own fails. */
function PlainError(props: { readonly error: HttpError }): VNode {
  return h("p", null, String(props.error.status));
}
