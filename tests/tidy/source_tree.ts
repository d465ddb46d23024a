/** The text of every source file by its path from the root of the repository, `lib/money.ts`. */
export type SourceTree = ReadonlyMap<string, string>;

/** One import of a file of ours by another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `import type` and `export type`: gone when it runs. */
  readonly isType: boolean;
}

const skipped: ReadonlySet<string> = new Set(["node_modules", "static", "out"]);

/** Reads every .ts and .tsx under `root`; folders that begin with a dot, node_modules, static and out are left out. */
export function readSources(root: URL): SourceTree {
  const found = new Map<string, string>();
  const walk = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, root))) {
      if (name.startsWith(".") || skipped.has(name)) continue;
      const path = `${folder}${name}`;
      if (isDirectory) walk(`${path}/`);
      else if (/\.tsx?$/.test(name)) found.set(path, Deno.readTextFileSync(new URL(path, root)));
    }
  };
  walk("./");
  return new Map([...found].map(([path, text]) => [path.slice(2), text]));
}

/** Tests and what only tests use. */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || /(_test|_for_tests|_example|\/testing|\/test_world)\.tsx?$/.test(path);
}

/** The text without its comments; an address in a string, `http://…`, is none. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/(?<!:)\/\/.*$/gm, "");
}

const names = String.raw`(?:\*(?:\s+as\s+\w+)?|\{[^}]*\}|\w+(?:\s*,\s*\{[^}]*\})?)`;
const fromPattern = new RegExp(String.raw`^(?:import|export)\s+(type\s+)?${names}\s+from\s+"(\.[^"]+)"`, "gm");
const barePattern = /\bimport\s*\(?\s*"(\.[^"]+)"/g;

/** The imports between files of ours, in the order of the files. */
export function arrowsOf(tree: SourceTree): Arrow[] {
  return [...tree].flatMap(([from, text]) => {
    const to = (specifier: string) => new URL(specifier, `file:///${from}`).pathname.slice(1);
    return [
      ...[...text.matchAll(fromPattern)].map((found) => ({ from, to: to(found[2] ?? ""), isType: !!found[1] })),
      ...[...text.matchAll(barePattern)].map((found) => ({ from, to: to(found[1] ?? ""), isType: false })),
    ];
  });
}
