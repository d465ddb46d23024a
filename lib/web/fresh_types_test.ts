import { match, strictEqual } from "node:assert/strict";

const fresh = new URL("fresh.ts", import.meta.url).href;
const config = new URL("../../deno.json", import.meta.url).pathname;

/** A route as a writer would type it, with one line of its own. */
function routeWith(line: string): string {
  return `import { createDefine, page } from "${fresh}";
const define = createDefine<{ readonly name: string }>();
export const handler = define.handlers({
  GET: (ctx) => page({ count: 3, name: ctx.state.name }),
  POST: (ctx) => Promise.resolve(ctx.params.id ? ctx.redirect("/there") : page({ count: 4, name: "" }, { status: 422 })),
});
export const middleware = define.middleware(async (ctx) => { ctx.state.name = "written"; return await ctx.next(); });
export default define.page<typeof handler>(({ data, state }) => { const used: [number, string, string] =
  [data.count, data.name, state.name]; return used.length > 0 ? null : null; });
${line}
`;
}

/** What the compiler says of files by name, all in one run. */
async function checked(files: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = Object.keys(files).map((name) => `${folder}/${name}.ts`);
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}.ts`, text);
    const args = ["check", "--quiet", "--config", config, ...paths];
    const { stderr } = await new Deno.Command(Deno.execPath(), { args, env: { NO_COLOR: "1" }, stderr: "piped" })
      .output();
    const errors = new TextDecoder().decode(stderr).split(/\n\n/);
    return new Map(
      Object.keys(files).map((name) => [name, errors.filter((each) => each.includes(`/${name}.ts`)).join("\n")]),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("createDefine() lets a right route compile and refuses wrong data, wrong state and a wrong method", async () => {
  const said = await checked({
    right: routeWith(""),
    data: routeWith(`define.page<typeof handler>(({ data }) => data.total);`),
    state: routeWith(`define.handlers({ GET: (ctx) => page(ctx.state.user) });`),
    method: routeWith(`define.handlers({ GTE: () => page() });`),
    kept: routeWith(`define.handlers({ GET: (ctx) => { ctx.state.name = ""; return page(); } });`),
    none: routeWith(`define.page(({ data }) => data.total);`),
  });
  strictEqual(said.get("right"), "");
  match(said.get("data") ?? "", /Property 'total' does not exist/);
  match(said.get("state") ?? "", /Property 'user' does not exist/);
  match(said.get("method") ?? "", /TS2322|TS2353|TS2345/);
  match(said.get("kept") ?? "", /read-only property/);
  match(said.get("none") ?? "", /TS2339|TS18048|TS2532/);
});
