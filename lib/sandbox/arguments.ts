import { parseArgs } from "node:util";
import { RefusedInput } from "../prelude.ts";

const usageText = "사용법: deno task sandbox [--port 8100] (0이면 빈 포트를 고릅니다)";

/** Reads the command line of `sandbox`: the port, 8100 unless told; 0 takes a free one. */
export function readPort(args: readonly string[]): number {
  const port = given(args) ?? "8100";
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new RefusedInput(`--port "${port}"은(는) 쓸 수 없습니다. 0 이상 65535 이하의 정수를 지정해 주십시오.`);
}

function given(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], strict: true, options: { port: { type: "string" } } }).values.port;
  } catch {
    throw new RefusedInput(`쓸 수 없는 인자가 있습니다: ${args.join(" ")}\n${usageText}`);
  }
}
