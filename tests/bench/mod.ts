import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { utf8 } from "../../lib/bytes.ts";
import { seoulText, wallClockMs } from "../../lib/calendar.ts";
import { RefusedInput } from "../../lib/prelude.ts";
import { benches } from "./benches.ts";
import { serverUrl, withDatabase } from "./database.ts";
import { type Figure, figureTable, reaches } from "./figure.ts";

/** What the command line asks for. */
interface Order {
  readonly only: readonly string[];
  /** 1: the sizes of performance.md. */
  readonly scale: number;
  readonly json: string;
}

function readOrder(args: readonly string[]): Order {
  const known = Object.keys(benches);
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", default: known.join(",") },
      scale: { type: "string", default: "1" },
      json: { type: "string", default: fileURLToPath(new URL("../../out/bench.json", import.meta.url)) },
    },
  });
  const only = values.only.split(",");
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new RefusedInput(`--only에 쓸 수 있는 이름은 ${known.join(", ")}입니다. 없는 이름: ${unknown.join(", ")}`);
  }
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1)) {
    throw new RefusedInput(`--scale은 0보다 크고 1 이하인 수입니다. 받은 값: ${values.scale}`);
  }
  return { only, scale, json: values.json };
}

async function runAll(order: Order): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const name of order.only) {
    say(`${name} …`);
    figures.push(...await withDatabase(name, (url) => runInChild(name, { url, scale: order.scale })));
  }
  return figures;
}

async function runInChild(name: string, options: { url: string; scale: number }): Promise<Figure[]> {
  const script = fileURLToPath(new URL("./child.ts", import.meta.url));
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, name, options.url, String(options.scale)],
    stderr: "inherit",
  }).output();
  if (code !== 0) throw new RefusedInput(`벤치마크 ${name}이(가) 끝까지 돌지 못했습니다(종료 코드 ${code}).`);
  return JSON.parse(new TextDecoder().decode(stdout)) as Figure[];
}

async function writeJson(order: Order, figures: readonly Figure[]): Promise<void> {
  const report = {
    takenAt: seoulText(new Date(wallClockMs())),
    scale: order.scale,
    deno: Deno.version.deno,
    cpus: navigator.hardwareConcurrency,
    loadAverage: Deno.loadavg(),
    figures: figures.map((figure) => ({ ...figure, reached: reaches(figure) })),
  };
  await Deno.mkdir(order.json.slice(0, order.json.lastIndexOf("/") + 1) || ".", { recursive: true });
  await Deno.writeTextFile(order.json, `${JSON.stringify(report, null, 2)}\n`);
}

function say(text: string): void {
  Deno.stderr.writeSync(utf8(`${text}\n`));
}

// The database of a bench is dropped before this process goes; the bench itself ends by the same signal.
Deno.addSignalListener("SIGINT", () => say("멈춥니다."));
try {
  const order = readOrder(Deno.args);
  say(`Postgres ${new URL(serverUrl()).host}, 크기 ${order.scale}`);
  const figures = await runAll(order);
  await writeJson(order, figures);
  Deno.stdout.writeSync(utf8(`${figureTable(figures)}\n\n${order.json}\n`));
  Deno.exit(0);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  say(error instanceof RefusedInput ? error.message : error.stack ?? error.message);
  Deno.exit(1);
}
