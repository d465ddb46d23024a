import { runningClock, seoulMonth } from "../lib/calendar.ts";
import { readConfig } from "../lib/config.ts";
import { environment } from "../lib/environment.ts";
import { exitWith } from "../lib/exit_with.ts";
import { demoFile } from "../lib/month/demo.ts";
import { registerFile } from "../lib/month/register.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { simulatedLink } from "../lib/popbill/simulator/mod.ts";
import { RefusedInput } from "../lib/prelude.ts";
import { compose } from "../main.ts";

/** `deno task seed`: registers the demo MSP with its customers and rules, without running a month. */
if (import.meta.main) {
  try {
    const config = readConfig(await environment());
    if (config.appEnv === "production") {
      throw new RefusedInput("운영 환경(APP_ENV=production)에는 데모 자료를 넣지 않습니다.");
    }
    const clock = runningClock(config.appNow ?? undefined);
    const app = await compose(config, { clock });
    const file = demoFile({ partners: simulatedPartners(config.simulatorMembers), brn: simulatedLink.corpNum });
    const actor = { name: "seed", source: "command", at: clock.now() } as const;
    await app.joinPopbill?.(file.msp);
    await registerFile(app, { file, usageMonth: seoulMonth(clock.now()), actor });
    app.log.info("seeded", { customers: file.customers.length });
    await app.close();
  } catch (error) {
    exitWith(error);
  }
}
