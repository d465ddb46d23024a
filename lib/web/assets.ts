import { readStaticFiles } from "./static_files.ts";

/** The files of `static/`, read when the server starts. */
export const assets = await readStaticFiles(new URL("../../static/", import.meta.url));
