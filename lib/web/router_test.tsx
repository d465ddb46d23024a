import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { ProviderError } from "../prelude.ts";
import { createDefine, HttpError, page, Title } from "./fresh.ts";
import { freshApp } from "./router.ts";

interface State {
  readonly trail: readonly string[];
}

const define = createDefine<State>();

/** A middleware that notes its name on the way in and in a header on the way out. */
function noting(name: string) {
  return {
    default: define.middleware(async (ctx) => {
      ctx.state.trail = [...ctx.state.trail, name];
      const response = await ctx.next();
      response.headers.append("X-Passed", name);
      return response;
    }),
  };
}

/** A layout that shows its name around what is within. */
function layout(name: string) {
  return {
    default: define.layout(({ Component }) => (
      <section id={name}>
        <Component />
      </section>
    )),
  };
}

function throwing(error: unknown) {
  return {
    handler: define.handlers({
      GET: () => {
        throw error;
      },
    }),
  };
}

const modules = {
  "_app.tsx": {
    default: define.app(({ Component, title, hasIslands }) => (
      <html lang="ko">
        <title>{title ?? "none"}</title>
        <body data-islands={String(hasIslands)}>
          <Component />
        </body>
      </html>
    )),
  },
  "_error.tsx": { default: define.error(({ error }) => <p>top {String(error.status)} {error.message}</p>) },
  "_layout.tsx": layout("outer"),
  "_middleware.ts": noting("root"),
  "index.tsx": { default: define.page(({ state }) => <p>{state.trail.join(" ")}</p>) },
  "broken.ts": throwing(new TypeError("a secret of ours")),
  "vendor.ts": throwing(new ProviderError("ncp", "500", "no answer", true)),
  "gone.ts": throwing(new HttpError(410, "it is gone")),
  "settings/_layout.tsx": layout("inner"),
  "settings/_middleware.ts": noting("settings"),
  "settings/_error.tsx": { default: define.error(({ error }) => <p>settings {String(error.status)}</p>) },
  "settings/broken.ts": throwing(new Error("x")),
  "settings/index.tsx": { default: define.page(() => <Title>설정</Title>) },
  "settings/keys/[id].tsx": {
    handler: define.handlers({
      GET: (ctx) => page({ id: ctx.params.id ?? "", q: ctx.url.searchParams.get("q") ?? "" }),
      POST: (ctx) => ctx.redirect(`/settings/keys/${ctx.params.id}`),
    }),
    default: define.page<{ GET: () => ReturnType<typeof page<{ id: string; q: string }>> }>(({ data }) => (
      <p title={data.q}>{data.id}</p>
    )),
  },
  "settings/keys/new.tsx": {
    handler: define.handlers({ POST: () => page({}, { status: 422, headers: { "X-Form": "again" } }) }),
    default: define.page(() => <p>new</p>),
  },
};

const thrown: unknown[] = [];
const app = freshApp<State, null>({
  modules,
  islands: {},
  startState: () => ({ trail: [] }),
  onError: (error) => thrown.push(error),
});

async function ask(path: string, method = "GET") {
  const response = await app(new Request(`http://localhost${path}`, { method }), null);
  return { status: response.status, headers: response.headers, html: await response.text() };
}

Deno.test("freshApp() runs the middlewares from the outside in and draws the page in its layouts and the app", async () => {
  const { status, html, headers } = await ask("/");
  strictEqual(status, 200);
  strictEqual(headers.get("Content-Type"), "text/html; charset=utf-8");
  strictEqual(
    html,
    `<!doctype html><html lang="ko"><title>none</title><body data-islands="false"><section id="outer"><p>root</p></section></body></html>`,
  );
  const nested = await ask("/settings");
  match(nested.html, /<title>설정<\/title>.*<section id="outer"><section id="inner"><\/section><\/section>/);
  strictEqual(nested.headers.get("X-Passed"), "settings, root");
});

Deno.test("freshApp() gives parameters decoded, and tries a fixed word before a parameter", async () => {
  match((await ask("/settings/keys/%EA%B0%80?q=%22%3E")).html, /<p title="&quot;>">가<\/p>/);
  match((await ask("/settings/keys/new")).html, /<p>new<\/p>/);
});

Deno.test("freshApp() answers a post with a redirection, or with the page drawn again", async () => {
  const moved = await ask("/settings/keys/7", "POST");
  deepStrictEqual([moved.status, moved.headers.get("Location")], [303, "/settings/keys/7"]);
  const again = await ask("/settings/keys/new", "POST");
  deepStrictEqual([again.status, again.headers.get("X-Form")], [422, "again"]);
  match(again.html, /<p>new<\/p>/);
});

Deno.test("freshApp() answers HEAD as GET without a body", async () => {
  const { status, headers, html } = await ask("/settings", "HEAD");
  deepStrictEqual([status, headers.get("X-Passed"), html], [200, "settings, root", ""]);
});

Deno.test("freshApp() draws the nearest error page, through the middlewares, and never what was thrown", async () => {
  const cases = [
    ["/nowhere", 404, "<p>top 404 </p>", "root"],
    ["/settings/keys/1/2", 404, "<p>top 404 </p>", "root"],
    ["/gone", 410, "<p>top 410 it is gone</p>", "root"],
    ["/broken", 500, "<p>top 500 </p>", "root"],
    ["/vendor", 502, "<p>top 502 </p>", "root"],
    ["/settings/broken", 500, "<p>settings 500</p>", "settings, root"],
  ] as const;
  for (const [path, status, html, passed] of cases) {
    const answer = await ask(path);
    deepStrictEqual([answer.status, answer.headers.get("X-Passed")], [status, passed], path);
    match(answer.html, new RegExp(html), path);
    doesNotMatch(answer.html, /secret|router\.ts|at /, path);
  }
  deepStrictEqual(thrown.map((error) => error instanceof Error ? error.message : ""), [
    "a secret of ours",
    "no answer",
    "x",
  ]);
});

Deno.test("freshApp() refuses a method that the route does not have and names those that it has", async () => {
  const cases = [
    ["/", "POST", "GET, HEAD"],
    ["/settings/keys/7", "DELETE", "GET, HEAD, POST"],
    ["/settings/keys/new", "PUT", "GET, HEAD, POST"],
  ] as const;
  for (const [path, method, allow] of cases) {
    const { status, headers, html } = await ask(path, method);
    deepStrictEqual(
      [status, headers.get("Allow"), headers.get("X-Passed")?.includes("root")],
      [405, allow, true],
      path,
    );
    match(html, /405/);
  }
});

Deno.test("freshApp() answers by itself where the error page fails too", async () => {
  const broken = {
    "_error.tsx": {
      default: define.error(() => {
        throw new Error("the error page fails");
      }),
    },
  };
  const told: unknown[] = [];
  const bare = freshApp<State, null>({
    modules: broken,
    islands: {},
    startState: () => ({ trail: [] }),
    onError: (error) => told.push(error),
  });
  const response = await bare(new Request("http://localhost/x"), null);
  deepStrictEqual([response.status, await response.text(), told.length], [404, "<!doctype html><p>404</p>", 1]);
});
