import { deepStrictEqual, match, notStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { localDate, wallClockMs, yearMonth } from "../lib/calendar.ts";
import { sumWon, won } from "../lib/money.ts";
import { ncpUsageSource } from "../lib/ncp/billing.ts";
import { simulatedPartners } from "../lib/ncp/simulator/mod.ts";
import { popbillClient } from "../lib/popbill/client.ts";
import { simulatedLink } from "../lib/popbill/simulator/mod.ts";
import { popbillIssuer } from "../lib/popbill/tax_invoices.ts";
import type { Fetch } from "../lib/simulator.ts";
import type { TaxInvoiceContent } from "../lib/tax_invoices/tax_invoice.ts";

const { corpNum } = simulatedLink;
const usageMonth = yearMonth("2024-12");
const network: Fetch = (request) => fetch(request);

/** A sandbox of ten members whose business time starts on 2025-01-06 at 09:00, as a process of its own. */
function spawn(...args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("../tasks/sandbox.ts", import.meta.url).pathname, ...args],
    env: { APP_ENV: "development", APP_NOW: "2025-01-06T09:00:00+09:00", SIMULATOR_MEMBERS: "10" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a sandbox for the length of a test and stops it; answers what else it wrote. */
async function withSandbox(work: (url: string, announced: unknown) => Promise<void>): Promise<void> {
  const child = spawn("--port", "0");
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const errors = new Response(child.stderr).text();
  try {
    const announced: { url: string } = JSON.parse((await lines.read()).value ?? "");
    await work(announced.url, announced);
  } finally {
    child.kill("SIGTERM");
  }
  strictEqual((await lines.read()).done, true, "nothing but the first line is on stdout");
  strictEqual((await child.status).code, 0, await errors);
}

function ncp(url: string, options: { timeoutMs?: number } = {}) {
  const base = `${url}/billing/v1`;
  const baseUrls = { public: base, gov: base, fin: base };
  return ncpUsageSource({ baseUrls, fetch: network, wallClockMs, maxAttempts: 1, ...options });
}

function popbill(url: string, secretKey = simulatedLink.secretKey) {
  const { linkId } = simulatedLink;
  const client = popbillClient({
    linkId,
    secretKey,
    env: "test",
    authUrl: url,
    apiUrl: url,
    fetch: network,
    wallClockMs,
    sleep: () => Promise.resolve(),
  });
  return popbillIssuer(client, { mayMail: () => true });
}

async function post(url: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, { method: "POST", body: text });
  return { status: response.status, json: await response.json() };
}

function content(documentKey: string, recipientName: string): TaxInvoiceContent {
  const party = {
    branchNo: "",
    address: "",
    bizType: "",
    bizItem: "",
    contactName: "",
    phone: "",
    email: "ap@example.org",
  };
  const amounts = { supplyAmount: won(1_200_000), taxAmount: won(120_000) };
  const writeDate = localDate("2024-12-31");
  return {
    documentKey,
    taxType: "taxable",
    purpose: "claim",
    writeDate,
    supplier: { ...party, brn: corpNum, name: "한빛클라우드 주식회사", representative: "한빛나" },
    recipient: { ...party, brn: "9988101011", name: recipientName, representative: "이샘플" },
    lines: [{ date: writeDate, name: "이용료", spec: "", quantity: "1", unitPrice: "1200000", ...amounts, remark: "" }],
    ...amounts,
    totalAmount: won(1_320_000),
    remarks: [],
    amendment: null,
  };
}

Deno.test("sandbox says in one line of JSON where it listens and with which keys", async () => {
  await withSandbox((url, announced) => {
    match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    deepStrictEqual(announced, {
      url,
      ncp: simulatedPartners(10).map(({ zone, accessKey, secretKey, members }) => ({
        zone,
        accessKey,
        secretKey,
        members,
      })),
      popbill: { linkId: "CLABILL", secretKey: simulatedLink.secretKey, corpNum: "9988800011" },
    });
    return Promise.resolve();
  });
});

Deno.test("sandbox answers the real NCP client as NCP, and goes on where a client gives up", async () => {
  await withSandbox(async (url) => {
    for (const partner of simulatedPartners(10)) {
      await ncp(url).verify(partner);
      const [memberNo] = partner.members;
      ok(memberNo);
      const pulled = await ncp(url).pullMonth(partner, { memberNo, usageMonth });
      notStrictEqual(pulled.lines.length, 0);
      strictEqual(pulled.totals.useAmount, sumWon(pulled.lines.map((line) => line.useAmount)));
    }
    const [partner] = simulatedPartners(10);
    ok(partner);
    await rejects(ncp(url).verify({ ...partner, secretKey: "wrong" }), { name: "ProviderError", code: "200" });
    const silent = { memberNo: "9000908", usageMonth };
    await rejects(ncp(url, { timeoutMs: 300 }).pullMonth(partner, silent), { name: "ProviderError", code: "timeout" });
    await ncp(url).verify(partner);
  });
});

Deno.test("sandbox answers the real Popbill client as Popbill, and its clock moves documents on", async () => {
  await withSandbox(async (url) => {
    const issuer = popbill(url);
    const ready = await issuer.readiness(corpNum);
    deepStrictEqual([ready.isMember, ready.certificateValid, ready.reason], [true, true, null]);
    await issuer.issue(content("T-1", "샘플상사"), { forceLate: false, memo: "" });
    strictEqual((await issuer.status(corpNum, "T-1"))?.state, "issued");
    const moved = await post(`${url}/sandbox/clock`, { now: "2025-01-07T16:00:00+09:00" });
    deepStrictEqual(moved, { status: 200, json: { now: "2025-01-07T16:00:00+09:00" } });
    strictEqual((await issuer.status(corpNum, "T-1"))?.state, "completed");
    await rejects(popbill(url, "d3Jvbmc=").readiness(corpNum), { name: "ProviderError", code: "-99010007" });
  });
});

Deno.test("sandbox breaks the connection where the simulator does, on a connection in use too", async () => {
  await withSandbox(async (url) => {
    const issuer = popbill(url);
    strictEqual(await issuer.status(corpNum, "T-2"), null);
    await rejects(issuer.issue(content("T-2", "응답없음상사"), { forceLate: false, memo: "" }), {
      name: "ProviderError",
      code: "network",
      retryable: false,
    });
    strictEqual((await issuer.status(corpNum, "T-2"))?.state, "issued");
  });
});

Deno.test("sandbox refuses a clock and a member that it cannot use, in Korean", async () => {
  await withSandbox(async (url) => {
    for (const body of [{ now: "2025-01-07" }, { now: 1 }, {}, "no JSON"]) {
      const refused = await post(`${url}/sandbox/clock`, body);
      const message = 'now는 시간대가 붙은 시각이어야 합니다. {"now":"2025-01-07T16:00:00+09:00"}처럼 보내 주십시오.';
      deepStrictEqual(refused, { status: 400, json: { message } });
    }
    const member = { brn: "101-60-75579", name: "샘플클라우드", representative: "이샘플" };
    deepStrictEqual(await post(`${url}/sandbox/members`, { ...member, brn: "1016075570" }), {
      status: 400,
      json: {
        message:
          '사업자등록번호 "1016075570"은(는) 검증번호(마지막 자리)가 맞지 않습니다. 번호를 다시 확인해 주십시오.',
      },
    });
    deepStrictEqual(await post(`${url}/sandbox/members`, { ...member, name: " " }), {
      status: 400,
      json: { message: "brn(사업자등록번호), name(상호), representative(대표자)를 글자로 모두 보내 주십시오." },
    });
    strictEqual((await popbill(url).readiness("1016075579")).isMember, false);
    const joined = await post(`${url}/sandbox/members`, member);
    deepStrictEqual(joined, { status: 200, json: { ...member, brn: "1016075579" } });
    const ready = await popbill(url).readiness("1016075579");
    deepStrictEqual([ready.isMember, ready.certificateValid], [true, true]);
    strictEqual((await post(`${url}/sandbox/other`, {})).status, 404);
    const read = await fetch(`${url}/sandbox/clock`);
    strictEqual((await read.json()).message.startsWith("없는 요청입니다: GET /sandbox/clock."), true);
  });
});

Deno.test("sandbox refuses a busy port and a port that is none, with exit code 1", async () => {
  await withSandbox(async (url) => {
    const { port } = new URL(url);
    const cases = [
      [
        port,
        `포트 ${port}은(는) 다른 프로그램이 쓰고 있습니다. --port로 다른 번호를 지정해 주십시오(0이면 빈 포트).\n`,
      ],
      ["99999", '--port "99999"은(는) 쓸 수 없습니다. 0 이상 65535 이하의 정수를 지정해 주십시오.\n'],
    ] as const;
    for (const [given, sentence] of cases) {
      const { code, stdout, stderr } = await spawn("--port", given).output();
      deepStrictEqual([code, new TextDecoder().decode(stdout)], [1, ""], given);
      strictEqual(new TextDecoder().decode(stderr), sentence);
    }
  });
});
