import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { isAround, isRoute, patternOf, routeTree } from "./route_tree.ts";

Deno.test("patternOf() reads a route's path as Fresh does", () => {
  const cases = [
    ["index.ts", "/"],
    ["login.tsx", "/login"],
    ["operator/index.tsx", "/operator"],
    ["settings/two-factor/[id]/removal.ts", "/settings/two-factor/:id/removal"],
    ["(console)/billing.tsx", "/billing"],
    ["api/v1/[a]/[b].ts", "/api/v1/:a/:b"],
  ] as const;
  for (const [path, pattern] of cases) strictEqual(patternOf(path), pattern);
  for (const path of ["[...rest].ts", "a b.ts", "[id.ts"]) throws(() => patternOf(path), { name: "InvariantError" });
});

Deno.test("isRoute() and isAround() tell routes, what stands around them, and the rest apart", () => {
  const cases = [
    ["login.tsx", "route"],
    ["health/live.ts", "route"],
    ["_middleware.ts", "around"],
    ["settings/_layout.tsx", "around"],
    ["_state.ts", "neither"],
    ["_parts/_layout.tsx", "neither"],
    ["settings/_parts/row.tsx", "neither"],
    ["login_test.ts", "neither"],
    ["manifest.ts", "neither"],
    ["notes.md", "neither"],
  ] as const;
  for (const [path, kind] of cases) {
    strictEqual(isRoute(path) ? "route" : isAround(path) ? "around" : "neither", kind, path);
  }
});

Deno.test("routeTree() tries fixed words before parameters, whatever the order of the files", () => {
  const paths = ["a/[id]/b.ts", "a/[id].ts", "a/new.ts", "[x]/b.ts", "a/new/b.ts", "zone.ts"];
  const patterns = routeTree(Object.fromEntries(paths.map((path) => [path, {}]))).routes.map((route) => route.pattern);
  deepStrictEqual(patterns, ["/a/new", "/a/new/b", "/a/:id", "/a/:id/b", "/zone", "/:x/b"]);
});
