import { strictEqual, throws } from "node:assert/strict";
import { readPort } from "./arguments.ts";

Deno.test("readPort() reads --port, 8100 unless told", () => {
  const cases = [[[], 8100], [["--port", "0"], 0], [["--port=65535"], 65_535], [["--port", "8101"], 8101]] as const;
  for (const [args, port] of cases) strictEqual(readPort(args), port, args.join(" "));
});

Deno.test("readPort() refuses what is no port, and what is not --port", () => {
  for (const port of ["65536", "80.5", "1e3", "abc", "", " 80"]) {
    const message = `--port "${port}"은(는) 쓸 수 없습니다. 0 이상 65535 이하의 정수를 지정해 주십시오.`;
    throws(() => readPort([`--port=${port}`]), { name: "RefusedInput", message });
  }
  for (const args of [["8100"], ["--port"], ["--host", "0.0.0.0"], ["--port", "-1"]]) {
    const message = `쓸 수 없는 인자가 있습니다: ${args.join(" ")}\n` +
      "사용법: deno task sandbox [--port 8100] (0이면 빈 포트를 고릅니다)";
    throws(() => readPort(args), { name: "RefusedInput", message });
  }
});
