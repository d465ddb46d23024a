import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { demoFile } from "../lib/month/demo.ts";
import type { MonthReport } from "../lib/month/report.ts";
import { month } from "../tasks/month.ts";

const now = "2025-01-06T09:00:00+09:00";
const size = { APP_NOW: now, SIMULATOR_MEMBERS: "6" };

interface Keys {
  readonly url: string;
  readonly ncp: readonly { zone: string; accessKey: string; secretKey: string; members: readonly string[] }[];
  readonly popbill: { readonly linkId: string; readonly secretKey: string; readonly corpNum: string };
}

/** What two runs must agree in: not the moments, the paths, or the keys and numbers that each makes for itself. */
function comparable(report: MonthReport) {
  return {
    ...report,
    asOf: null,
    customers: report.customers.map((customer) => ({
      ...customer,
      charges: customer.charges.map((charge) => ({ ...charge, trace: { ...charge.trace, ruleId: null } })),
      statement: customer.statement && { ...customer.statement, xlsx: null, pdf: null },
      taxInvoice: customer.taxInvoice.state,
    })),
  };
}

Deno.test("month over the sandbox's HTTP equals month on the built-in simulators", async () => {
  const directory = await Deno.makeTempDir();
  const sandbox = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("../tasks/sandbox.ts", import.meta.url).pathname, "--port", "0"],
    env: size,
    stdout: "piped",
  }).spawn();
  try {
    const lines = sandbox.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const keys: Keys = JSON.parse(((await lines.read()).value ?? "").split("\n")[0] ?? "");
    await lines.cancel();
    const names: Readonly<Record<string, string>> = { public: "민간", gov: "공공-PCP", fin: "금융" };
    const file = demoFile({
      partners: keys.ncp.map((account) => ({ ...account, name: names[account.zone] ?? account.zone })),
      brn: keys.popbill.corpNum,
    });
    const config = `${directory}/month.json`;
    await Deno.writeTextFile(config, JSON.stringify(file));
    const run = (name: string, env: Record<string, string>) =>
      month(
        ["--month", "2024-12", "--config", config, "--out", `${directory}/${name}`, "--send", "--issue", "now"],
        { ...size, DATA_DIR: `${directory}/data-${name}`, ...env },
        () => {},
      );
    const built = await run("built-in", {});
    const billing = `${keys.url}/billing/v1`;
    const overHttp = await run("http", {
      NCP_BILLING_URL_PUBLIC: billing,
      NCP_BILLING_URL_GOV: billing,
      NCP_BILLING_URL_FIN: billing,
      POPBILL_LINK_ID: keys.popbill.linkId,
      POPBILL_SECRET_KEY: keys.popbill.secretKey,
      POPBILL_AUTH_URL: keys.url,
      POPBILL_API_URL: keys.url,
    });
    deepStrictEqual(built.failures, []);
    ok(built.customers.length === 6 && built.totals.totalAmount > 0);
    strictEqual(built.customers.every((customer) => customer.taxInvoice.approvalNo !== null), true);
    deepStrictEqual(comparable(overHttp), comparable(built));
  } finally {
    sandbox.kill("SIGTERM");
    await sandbox.status;
    await Deno.remove(directory, { recursive: true });
  }
});
