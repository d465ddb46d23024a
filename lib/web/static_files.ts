import { toHex } from "../bytes.ts";

/** The built and the kept files of `static/`, read once. */
export interface StaticFiles {
  /** Where the browser finds a file: its address changes with its content, so it may be kept for ever. */
  url(name: string): string;
  /** The file of a path `/static/…`; null where there is none. */
  serve(req: Request): Response | null;
}

interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly hash: string;
}

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  woff2: "font/woff2",
};

/** Reads a folder; files of kinds that the console does not use are left out. */
export async function readStaticFiles(folder: URL): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for await (const name of namesIn(folder, "")) {
    const type = types[name.split(".").at(-1) ?? ""];
    if (!type || name.startsWith(".")) continue;
    const bytes = await Deno.readFile(new URL(name, folder));
    files.set(name, { bytes, type, hash: await hashOf(bytes) });
  }
  return {
    url: (name) => `/static/${name}?v=${files.get(name)?.hash ?? "missing"}`,
    serve: (req) => {
      const url = new URL(req.url);
      const file = files.get(url.pathname.replace(/^\/static\//, ""));
      return file ? answerFile(file, { req, isExact: url.searchParams.get("v") === file.hash }) : null;
    },
  };
}

/** The first 16 hex digits of the SHA-256 of a file. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))).slice(0, 16);
}

function answerFile(file: StaticFile, options: { readonly req: Request; readonly isExact: boolean }): Response {
  const etag = `"${file.hash}"`;
  const headers = {
    "Content-Type": file.type,
    "Cache-Control": options.isExact ? "public, max-age=31536000, immutable" : "no-cache",
    "ETag": etag,
  };
  // A compressing server makes a strong tag weak on its way out.
  const known = options.req.headers.get("If-None-Match")?.replace(/^W\//, "");
  if (known === etag) return new Response(null, { status: 304, headers });
  return new Response(options.req.method === "HEAD" ? null : file.bytes, { headers });
}

async function* namesIn(folder: URL, under: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(under, folder))) {
    if (isDirectory) yield* namesIn(folder, `${under}${name}/`);
    else yield `${under}${name}`;
  }
}
