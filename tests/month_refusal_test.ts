import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { ConfigError } from "../lib/config.ts";
import { lockDirectory } from "../lib/directory_lock.ts";
import { RefusedInput } from "../lib/prelude.ts";
import { fileCustomer, monthFileOf, type Place, placesOn, rowCounts, type RunOptions } from "./support_month.ts";
import { postgresServer } from "./support_postgres.ts";

const newPlace = placesOn(await postgresServer());
const newEmbedded = placesOn(null);
const now = "2025-01-06T10:00:00+09:00";
const file = monthFileOf([fileCustomer(1), fileCustomer(2)]);

/** A file with one field of the first account, of the second customer, or of the whole changed. */
function changed(part: { account?: object; customer?: object; whole?: object }) {
  const [account, ...accounts] = file.cloudAccounts;
  return {
    ...file,
    cloudAccounts: [{ ...account, ...part.account }, ...accounts],
    customers: [fileCustomer(1), fileCustomer(2, { ...part.customer })],
    ...part.whole,
  };
}

async function refused(place: Place, options: RunOptions, text: RegExp): Promise<void> {
  await rejects(place.run(options), (error) => {
    ok(error instanceof RefusedInput || error instanceof ConfigError, String(error));
    match(error.message, text);
    return true;
  });
}

/** What is in the place's folder beside the file that was handed over. */
function left(place: Place): string[] {
  return [...Deno.readDirSync(place.directory)].map((entry) => entry.name).filter((name) => name !== "month.json");
}

Deno.test("month refuses a wrong command line, environment or file in Korean, all problems at once, and writes nothing", async () => {
  const place = await newEmbedded();
  const unreadable = `${place.directory}/nowhere/month.json`;
  const cases: readonly (readonly [RunOptions, RegExp])[] = [
    [
      { args: ["--mail", "--send=yes", "x"] },
      /^--mail은.* 모르는 옵션입니다\.\n--send은.*\n"x"은.*\n사용법: deno task month/,
    ],
    [{ args: ["--until"] }, /^--until 뒤에 값이 빠져 있습니다\./],
    [{ args: ["--month", "2024-13"] }, /^--month "2024-13"은\(는\) 달이 아닙니다\. 2024-12처럼/],
    [{ args: ["--issue", "later"] }, /now, next-day, none 가운데 하나/],
    [{ args: ["--until", "2025-01-07"] }, /^--until "2025-01-07"은\(는\) 시각이 아닙니다/],
    [{ file, now, args: ["--until", now] }, /^--until은 업무 시각\(2025-01-06 10:00\)보다 뒤여야 합니다/],
    [{ file, now, args: ["--month", "2025-02"] }, /아직 시작하지 않은 달입니다\(오늘 2025-01-06\)/],
    [{ file, now, args: ["--month", "2025-01", "--send"] }, /아직 끝나지 않은 달이라 발송하거나 발행할 수 없습니다/],
    [{ file, now: "2024-12-31T23:59:00+09:00", args: ["--issue", "now"] }, /아직 끝나지 않은 달/],
    [{ args: ["--config", unreadable] }, /month\.json을\(를\) 읽을 수 없습니다: 그런 파일이나 디렉터리가 없습니다/],
    [{ args: ["--out", "/dev/null/out"] }, /^--out \/dev\/null\/out에 쓸 수 없습니다: 디렉터리가 아니라 파일입니다/],
    [{ args: ["--report", "/dev/null/x.json"] }, /^--report \/dev\/null\/x\.json에 쓸 수 없습니다/],
    [
      { env: { POPBILL_LINK_ID: "EXAMPLE", POPBILL_ENV: "live", APP_NOW: "now", SIMULATOR_MEMBERS: "2" } },
      /^설정에 문제가 4건 있습니다\.\n- POPBILL_ENV: .*\n- POPBILL_SECRET_KEY: .*\n- SIMULATOR_MEMBERS: .*\n- APP_NOW: /,
    ],
    [{ env: { POPBILL_LINK_ID: "EXAMPLE", POPBILL_SECRET_KEY: "!!" } }, /POPBILL_SECRET_KEY: base64가 아닙니다/],
    [
      {
        env: { POPBILL_LINK_ID: "EXAMPLE", POPBILL_SECRET_KEY: "c2VjcmV0" },
        args: ["--until", "2025-01-08T00:00:00Z"],
      },
      /^--until은 시뮬레이터에서만/,
    ],
    [
      { env: { DATABASE_URL: "postgres://user:secret@127.0.0.1:1/bill" } },
      /데이터베이스\(127\.0\.0\.1:1\)에 연결할 수 없습니다/,
    ],
    [{ file: changed({ account: { zone: "moon" } }), now }, /- cloudAccounts\[0\]\.zone: 존은 public\(민간\), gov/],
    [{ file: changed({ customer: { brn: "1019100020" } }), now }, /- customers\[1\]\.brn: .*검증번호/],
    [{ file: changed({ customer: { memberNo: undefined } }), now }, /- customers\[1\]\.memberNo: 빠져 있습니다/],
    [{ file: changed({ whole: { msp: { ...file.msp, phone: undefined } } }), now }, /- msp\.phone: 빠져 있습니다/],
    [
      { file: changed({ whole: { settings: { roundingUnit: 1_000 } } }), now },
      /settings\.roundingUnit: .*1, 10, 100원/,
    ],
    [
      { file: changed({ customer: { chargeRules: [{ kind: "extra", name: "가", amount: 1, rateBps: 1 }] } }), now },
      /- customers\[1\]\.chargeRules\[0\]: 고정 금액과 비율을 함께/,
    ],
    [
      { file: changed({ customer: { pcpRateBps: 100, dueDay: 32, cycleMonths: 2, memo: "" } }), now },
      /고칠 곳이 3군데.*\n- customers\[1\]\.dueDay: .*\n- customers\[1\]\.cycleMonths: .*\n- customers\[1\]: 모르는 항목입니다: memo/,
    ],
    [
      { file: changed({ customer: { pcpRateBps: 100 } }), now },
      /- customers\[1\]\.pcpRateBps: .*PCP 계정의 고객사에만/,
    ],
    [
      { file: changed({ customer: { memberNo: "1000001" } }), now },
      /- customers\[1\]\.memberNo: 같은 존에 같은 회원번호/,
    ],
    [{ file: changed({ customer: { cloudAccount: "없음" } }), now }, /- customers\[1\]\.cloudAccount: "없음"은/],
  ];
  for (const [options, text] of cases) {
    await refused(place, options, text);
    deepStrictEqual(left(place), [], String(text));
  }
  await Deno.writeTextFile(`${place.directory}/month.json`, '{ "msp": {,} }');
  const args = ["--config", `${place.directory}/month.json`];
  await refused(place, { args }, /^설정 파일이 JSON이 아닙니다\(1행 11열\)/);
  deepStrictEqual(left(place), []);
});

Deno.test("month refuses keys and member numbers that NCP does not know, and registers nothing", async () => {
  const place = await newPlace();
  const cases = [
    [
      { account: { secretKey: "wrong" } },
      /- cloudAccounts\[0\] "민간"\(민간\): NCP가 인증키를 거부했습니다\..*HTTP 401/,
    ],
    [{ account: { accessKey: "SIMNCPGOV000PARTNER1" } }, /NCP가 인증키를 거부했습니다/],
    [
      { customer: { memberNo: "1999999" } },
      /- customers\[1\]\.memberNo: NCP가 회원번호 1999999\("예시고객 2"\)을\(를\) 모릅니다/,
    ],
  ] as const;
  for (const [part, text] of cases) await refused(place, { file: changed(part), now }, text);
  deepStrictEqual(new Set(Object.values(await rowCounts(place))), new Set([0n]));
  deepStrictEqual(left(place).filter((name) => name !== "data"), []);
});

Deno.test("month refuses a data directory that another process has open, and names it", async () => {
  const place = await newEmbedded();
  const unlock = await lockDirectory(`${place.directory}/data`);
  try {
    const path = await Deno.realPath(`${place.directory}/data`);
    await refused(
      place,
      { file, now },
      new RegExp(`^데이터 디렉터리 ${path}을\\(를\\) 다른 프로세스\\(pid ${Deno.pid}\\)`),
    );
    deepStrictEqual([...Deno.readDirSync(path)].map((entry) => entry.name), ["lock"]);
  } finally {
    unlock();
  }
});

/** Runs a file of the product as a process: its exit status and what it wrote. */
async function spawned(
  script: string,
  options: { cwd: string; args: readonly string[]; env: Record<string, string> },
) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL(`../${script}`, import.meta.url).pathname, ...options.args],
    env: options.env,
    // Away from a `.env` that a person keeps in the working directory.
    cwd: options.cwd,
  }).output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, said: said ?? "", complained: complained ?? "" };
}

Deno.test("the command month ends with 0 where all went through, with 1 where something failed or was refused", async () => {
  const place = await newPlace();
  const config = `${place.directory}/month.json`;
  const env = { ...place.env, APP_NOW: now };
  const cwd = place.directory;
  const args = ["--month", "2024-12", "--out", `${place.directory}/out`, "--config", config];
  await Deno.writeTextFile(config, JSON.stringify(monthFileOf([fileCustomer(1)])));
  const done = await spawned("tasks/month.ts", { cwd, args, env });
  strictEqual(done.code, 0, done.complained);
  match(done.said, /\n예시고객 1 +1000001 +확정 +1,111,960 .*\n합계 +1곳 .*\n모든 고객사를 마쳤습니다\.\n$/);

  await Deno.writeTextFile(config, JSON.stringify(monthFileOf([fileCustomer(1), fileCustomer(2, { contact: {} })])));
  const failed = await spawned("tasks/month.ts", { cwd, args: [...args, "--send"], env });
  strictEqual(failed.code, 1, failed.complained);
  match(failed.said, /\n마치지 못한 것 1건\n- 1000002\(예시고객 2\) 청구서: 담당자 이메일이 비어 있습니다\..*\n$/);

  const refusedRun = await spawned("tasks/month.ts", { cwd, args: ["--month", "2024-1"], env });
  strictEqual(refusedRun.code, 1);
  strictEqual(refusedRun.complained, '--month "2024-1"은(는) 달이 아닙니다. 2024-12처럼 지정해야 합니다.\n');
});

Deno.test("start refuses a port that another program uses, and names it", async () => {
  const place = await newPlace();
  const listener = Deno.listen({ port: 0 });
  try {
    const { port } = listener.addr;
    const { code, complained } = await spawned("main.ts", {
      cwd: place.directory,
      args: [],
      env: { ...place.env, PORT: String(port) },
    });
    strictEqual(code, 1, complained);
    match(complained, new RegExp(`PORT ${port}은\\(는\\) 다른 프로그램이 쓰고 있습니다`));
  } finally {
    listener.close();
  }
});
