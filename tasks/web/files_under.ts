/** The paths of all files below a folder, sorted; none where the folder is missing. */
export async function filesUnder(folder: URL): Promise<string[]> {
  const found: string[] = [];
  const walk = async (under: string) => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(under, folder))) {
      if (isDirectory) await walk(`${under}${name}/`);
      else found.push(`${under}${name}`);
    }
  };
  await walk("").catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  return found.sort();
}
