import { RefusedInput } from "../../lib/prelude.ts";
import { hashOf } from "../../lib/web/static_files.ts";
import { filesUnder } from "./files_under.ts";

const pretendard = "node_modules/pretendard/dist/web/variable/";

/** Builds `static/`: the style sheet, the script of the islands, the font in its subsets. */
export async function buildAssets(root: URL): Promise<void> {
  await Promise.all([buildStyles(root), buildScript(root), copyFont(root)]);
}

async function buildStyles(root: URL): Promise<void> {
  const tailwind = ["run", "-A", "--quiet", "npm:@tailwindcss/cli"];
  await deno(root, [...tailwind, "-i", "components/styles.css", "-o", "static/styles.css", "--minify"]);
}

async function buildScript(root: URL): Promise<void> {
  const options = ["--quiet", "--config", "deno.client.json", "--platform", "browser", "--minify"];
  await deno(root, ["bundle", ...options, "--output", "static/client.js", "client.ts"]);
}

// A page loads the few subsets that its characters need. Their addresses change with their content, as all of static/.
async function copyFont(root: URL): Promise<void> {
  const from = new URL(pretendard, root);
  const to = new URL("static/fonts/", root);
  await Deno.mkdir(to, { recursive: true });
  let css = await Deno.readTextFile(new URL("pretendardvariable-dynamic-subset.css", from));
  for (const name of await filesUnder(new URL("woff2-dynamic-subset/", from))) {
    const bytes = await Deno.readFile(new URL(`woff2-dynamic-subset/${name}`, from));
    await Deno.writeFile(new URL(name, to), bytes);
    css = css.replaceAll(`./woff2-dynamic-subset/${name}`, `./${name}?v=${await hashOf(bytes)}`);
  }
  await Deno.writeTextFile(new URL("pretendard.css", to), css);
}

async function deno(root: URL, args: readonly string[]): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd: root, stdout: "piped", stderr: "piped" });
  const { success, stderr } = await command.output();
  if (success) return;
  throw new RefusedInput(`화면 파일을 만들 수 없습니다: deno ${args.join(" ")}\n${new TextDecoder().decode(stderr)}`);
}
