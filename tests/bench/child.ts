import { utf8 } from "../../lib/bytes.ts";
import { benches } from "./benches.ts";

// One bench in a process of its own, so that neither its heap nor its warmth passes to the next: `child.ts NAME URL SCALE`.
const [name = "", databaseUrl = "", scale = "1"] = Deno.args;
const bench = benches[name];
if (!bench) throw new TypeError(`Cannot run bench: "${name}" does not exist`);
const figures = await bench({ databaseUrl, scale: Number(scale) });
Deno.stdout.writeSync(utf8(JSON.stringify(figures)));
Deno.exit(0);
