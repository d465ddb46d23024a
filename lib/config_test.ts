import { deepStrictEqual, ok as isTrue, strictEqual, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigError, readConfig, vendorUrls } from "./config.ts";

const key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const popbill = { POPBILL_LINK_ID: "EXAMPLE", POPBILL_SECRET_KEY: "c2VjcmV0" };
const credentials = {
  ...popbill,
  SENS_SERVICE_ID: "ncp:sms:kr:1:example",
  SENS_ACCESS_KEY: "access",
  SENS_SECRET_KEY: "secret",
  NTS_STATUS_KEY: "nts",
  JUSO_KEY: "juso",
};
const production = { APP_ENV: "production", SECRET_KEY: key, ...credentials };

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function example(): string {
  return readFileSync(new URL("../.env.example", import.meta.url), "utf8");
}

Deno.test("readConfig() of nothing is the development default", () => {
  deepStrictEqual(readConfig({}), {
    appEnv: "development",
    simulator: "auto",
    ncp: { urls: vendorUrls.ncpBilling, urlsFrom: [], concurrency: 4 },
    popbill: null,
    mail: { smtpUrl: null, from: { name: "Cla-Bill", address: "no-reply@example.com" }, allowlist: [] },
    sens: null,
    ntsStatus: null,
    juso: null,
    services: {
      ncp: "simulator",
      popbill: "simulator",
      smtp: "outbox",
      sens: "simulator",
      ntsStatus: "simulator",
      juso: "simulator",
    },
    port: 8000,
    baseUrl: "http://localhost:8000",
    databaseUrl: null,
    testDatabaseUrl: null,
    dataDir: ".data",
    secretKey: null,
    secretKeyPrevious: null,
    signup: "open",
    simulatorMembers: 36,
    appNow: null,
  });
});

Deno.test("readConfig() reads every setting", () => {
  deepStrictEqual(
    readConfig({
      ...production,
      PORT: "0",
      BASE_URL: "https://bill.example.com/",
      DATABASE_URL: "postgresql://clabill:pw@db.example.com:5432/clabill",
      TEST_DATABASE_URL: "postgres://127.0.0.1/test",
      DATA_DIR: "/var/lib/clabill",
      SECRET_KEY_PREVIOUS: key,
      SIGNUP: "closed",
      SIMULATOR: "off",
      SIMULATOR_MEMBERS: "10000",
      NCP_BILLING_URL_GOV: "http://127.0.0.1:9000/billing/v1",
      NCP_CONCURRENCY: "8",
      POPBILL_ENV: "production",
      POPBILL_AUTH_URL: "http://127.0.0.1:9001",
      SMTP_URL: "smtps://user:pw@mail.example.com:465",
      MAIL_FROM: "가온클라우드 정산팀 <billing@example.com>",
      MAIL_ALLOWLIST: "Me@Example.com, @test.example.com",
      SENS_FROM: "0212345678",
      SENS_URL: "http://127.0.0.1:9002",
      NTS_STATUS_URL: "http://127.0.0.1:9003/v1",
    }),
    {
      appEnv: "production",
      simulator: "off",
      ncp: {
        urls: { ...vendorUrls.ncpBilling, gov: "http://127.0.0.1:9000/billing/v1" },
        urlsFrom: ["NCP_BILLING_URL_GOV"],
        concurrency: 8,
      },
      popbill: {
        linkId: "EXAMPLE",
        secretKey: "c2VjcmV0",
        env: "production",
        authUrl: "http://127.0.0.1:9001",
        apiUrl: "https://popbill.linkhub.co.kr",
      },
      mail: {
        smtpUrl: "smtps://user:pw@mail.example.com:465",
        from: { name: "가온클라우드 정산팀", address: "billing@example.com" },
        allowlist: ["me@example.com", "@test.example.com"],
      },
      sens: {
        serviceId: "ncp:sms:kr:1:example",
        accessKey: "access",
        secretKey: "secret",
        url: "http://127.0.0.1:9002",
        from: "0212345678",
      },
      ntsStatus: { key: "nts", url: "http://127.0.0.1:9003/v1" },
      juso: { key: "juso", url: vendorUrls.juso },
      services: { ncp: "real", popbill: "real", smtp: "server", sens: "real", ntsStatus: "real", juso: "real" },
      port: 0,
      baseUrl: "https://bill.example.com",
      databaseUrl: "postgresql://clabill:pw@db.example.com:5432/clabill",
      testDatabaseUrl: "postgres://127.0.0.1/test",
      dataDir: "/var/lib/clabill",
      secretKey: key,
      secretKeyPrevious: key,
      signup: "closed",
      simulatorMembers: 10_000,
      appNow: null,
    },
  );
});

Deno.test("readConfig() lists every problem at once and repeats no secret", () => {
  const env = {
    APP_ENV: "staging",
    PORT: "65536",
    BASE_URL: "localhost:8000",
    DATABASE_URL: "mysql://root:hidden@db/x",
    SECRET_KEY: "hidden",
    SECRET_KEY_PREVIOUS: "aGlkZGVu",
    SIGNUP: "yes",
    SIMULATOR_MEMBERS: "2",
    NCP_CONCURRENCY: "0",
    NCP_BILLING_URL_FIN: "billing.example.com",
    POPBILL_LINK_ID: "EXAMPLE",
    SMTP_URL: "http://user:hidden@mail.example.com",
    MAIL_FROM: "정산팀 <billing@example.com>, b@example.com",
    MAIL_ALLOWLIST: "a@example.com, example.com, @",
    SENS_SECRET_KEY: "hidden",
    SENS_FROM: "02-123-4567",
    APP_NOW: "2025-01-06",
  };
  const problems = problemsOf(env);
  deepStrictEqual(problems, [
    'APP_ENV: "staging" 값은 쓸 수 없습니다. development, production 가운데 하나를 적어 주십시오.',
    "NCP_BILLING_URL_FIN: 주소의 형식이 맞지 않습니다. http:// 또는 https://로 시작하는 온전한 주소를 적어 주십시오.",
    'NCP_CONCURRENCY: "0" 값은 쓸 수 없습니다. 1 이상 64 이하의 정수를 적어 주십시오.',
    "POPBILL_SECRET_KEY: 값이 없습니다. POPBILL_LINK_ID 값을 적었으면 함께 적어야 합니다.",
    "SMTP_URL: 주소의 형식이 맞지 않습니다. smtp:// 또는 smtps://로 시작하는 온전한 주소를 적어 주십시오.",
    'MAIL_FROM: "정산팀 <billing@example.com>, b@example.com" 값은 쓸 수 없습니다. 「이름 <주소>」 또는 주소만 적어 주십시오.',
    'MAIL_ALLOWLIST: "example.com" 값은 쓸 수 없습니다. 주소나 @도메인을 쉼표로 나누어 적어 주십시오.',
    'MAIL_ALLOWLIST: "@" 값은 쓸 수 없습니다. 주소나 @도메인을 쉼표로 나누어 적어 주십시오.',
    'SENS_FROM: "02-123-4567" 값은 쓸 수 없습니다. SENS에 등록한 발신번호를 숫자만 적어 주십시오.',
    "SENS_SERVICE_ID, SENS_ACCESS_KEY: 값이 없습니다. SENS_SECRET_KEY 값을 적었으면 함께 적어야 합니다.",
    'PORT: "65536" 값은 쓸 수 없습니다. 0 이상 65535 이하의 정수를 적어 주십시오.',
    "BASE_URL: 주소의 형식이 맞지 않습니다. http:// 또는 https://로 시작하는 온전한 주소를 적어 주십시오.",
    "DATABASE_URL: 주소의 형식이 맞지 않습니다. postgres:// 또는 postgresql://로 시작하는 온전한 주소를 적어 주십시오.",
    'SECRET_KEY: 32바이트를 base64로 적은 값이 아닙니다. "openssl rand -base64 32" 명령으로 만든 값을 적어 주십시오.',
    'SECRET_KEY_PREVIOUS: 32바이트를 base64로 적은 값이 아닙니다. "openssl rand -base64 32" 명령으로 만든 값을 적어 주십시오.',
    'SIGNUP: "yes" 값은 쓸 수 없습니다. open, closed 가운데 하나를 적어 주십시오.',
    'SIMULATOR_MEMBERS: "2" 값은 쓸 수 없습니다. 3 이상 10000 이하의 정수를 적어 주십시오.',
    'APP_NOW: "2025-01-06" 값은 시각이 아닙니다. 2025-01-06T09:00:00+09:00처럼 적어 주십시오.',
  ]);
  isTrue(problems.every((problem) => !problem.includes("hidden") && !problem.includes("aGlkZGVu")));
  throws(() => readConfig(env), { name: "ConfigError", message: /^설정에 문제가 18건 있습니다\.\n- APP_ENV: / });
});

Deno.test("readConfig() takes the boundaries of numbers and refuses what lies beyond", () => {
  strictEqual(readConfig({ PORT: "65535" }).port, 65_535);
  strictEqual(readConfig({ SIMULATOR_MEMBERS: "3" }).simulatorMembers, 3);
  strictEqual(readConfig({ NCP_CONCURRENCY: "64" }).ncp.concurrency, 64);
  for (const [name, value] of [["PORT", "-1"], ["PORT", "80.5"], ["SIMULATOR_MEMBERS", "10001"], ["PORT", "1e3"]]) {
    strictEqual(problemsOf({ [name ?? ""]: value ?? "" }).length, 1, `${name}=${value}`);
  }
});

Deno.test("readConfig() reads an empty text as not set", () => {
  deepStrictEqual(readConfig({ PORT: "", SMTP_URL: " ", POPBILL_LINK_ID: "", APP_NOW: "" }), readConfig({}));
});

Deno.test("readConfig() is frozen, inner records too", () => {
  const config = readConfig({});
  for (const record of [config, config.ncp, config.ncp.urls, config.mail.allowlist, config.services]) {
    isTrue(Object.isFrozen(record));
  }
});

Deno.test("readConfig() takes APP_NOW in development and refuses it in production", () => {
  const moment = "2025-01-06T09:00:00+09:00";
  deepStrictEqual(readConfig({ APP_NOW: moment }).appNow, new Date(moment));
  deepStrictEqual(problemsOf({ ...production, APP_NOW: moment }), [
    "APP_NOW: 운영 환경(APP_ENV=production)에서는 쓸 수 없습니다. 이 값을 지워 주십시오.",
  ]);
});

Deno.test("readConfig() asks for MAIL_FROM where production has a mail server", () => {
  const smtp = { SMTP_URL: "smtp://mail.example.com" };
  deepStrictEqual(problemsOf({ ...production, ...smtp }), [
    "MAIL_FROM: SMTP_URL로 메일을 보내려면 있어야 합니다. 「이름 <주소>」처럼 적어 주십시오.",
  ]);
  deepStrictEqual(problemsOf(smtp), []);
  deepStrictEqual(readConfig({ ...production, ...smtp, MAIL_FROM: "a@example.com" }).mail.from, {
    name: "",
    address: "a@example.com",
  });
});

Deno.test("readConfig() in production refuses a missing SECRET_KEY and every simulator", () => {
  const why = "운영 환경(APP_ENV=production)에서는 값을 적거나, 시뮬레이터를 쓰려면 SIMULATOR=on을 적어 주십시오.";
  deepStrictEqual(problemsOf({ APP_ENV: "production" }), [
    `POPBILL_LINK_ID, POPBILL_SECRET_KEY: 팝빌의 인증 정보가 없습니다. ${why}`,
    `SENS_SERVICE_ID, SENS_ACCESS_KEY, SENS_SECRET_KEY: 문자(SENS)의 인증 정보가 없습니다. ${why}`,
    `NTS_STATUS_KEY: 사업자 상태 조회의 인증 정보가 없습니다. ${why}`,
    `JUSO_KEY: 주소 검색의 인증 정보가 없습니다. ${why}`,
    'SECRET_KEY: 운영 환경(APP_ENV=production)에서는 반드시 있어야 합니다. "openssl rand -base64 32" 명령으로 만든 값을 적어 주십시오.',
  ]);
});

Deno.test("readConfig() chooses simulators by credentials, SIMULATOR and APP_ENV", () => {
  const url = { NCP_BILLING_URL_FIN: "http://127.0.0.1:9000/billing/v1" };
  const bare = { APP_ENV: "production", SECRET_KEY: key };
  const cases = [
    [{}, "simulator", "simulator"],
    [url, "real", "simulator"],
    [popbill, "simulator", "real"],
    [{ ...popbill, ...url, SIMULATOR: "on" }, "real", "real"],
    [{ ...credentials, SIMULATOR: "off" }, "real", "real"],
    [production, "real", "real"],
    [{ ...production, SIMULATOR: "on" }, "simulator", "real"],
    [{ ...bare, SIMULATOR: "on" }, "simulator", "simulator"],
  ] as const;
  for (const [env, ncp, popbillService] of cases) {
    const { services } = readConfig(env);
    deepStrictEqual([services.ncp, services.popbill], [ncp, popbillService], JSON.stringify(env));
  }
});

Deno.test("readConfig() with SIMULATOR=off names the credentials that are missing", () => {
  const why = "SIMULATOR=off이면 시뮬레이터를 쓰지 않으므로 값을 적어 주십시오.";
  deepStrictEqual(problemsOf({ SIMULATOR: "off" }).slice(0, 1), [
    `POPBILL_LINK_ID, POPBILL_SECRET_KEY: 팝빌의 인증 정보가 없습니다. ${why}`,
  ]);
});

Deno.test("readConfig() refuses a Popbill key that cannot sign", () => {
  deepStrictEqual(problemsOf({ ...popbill, POPBILL_SECRET_KEY: "not base64!" }), [
    "POPBILL_SECRET_KEY: base64가 아닙니다. 팝빌이 발급한 비밀키를 그대로 적어 주십시오.",
  ]);
});

Deno.test(".env.example names exactly the settings that readConfig() reads, with their defaults", () => {
  const asked = new Set<string>();
  readConfig(
    new Proxy<Record<string, string | undefined>>({}, {
      get: (_target, name) => {
        asked.add(String(name));
        return undefined;
      },
    }),
  );
  const written = parseEnv(example());
  deepStrictEqual(Object.keys(written).sort(), [...asked].sort());
  deepStrictEqual(readConfig(written), readConfig({}));
});

Deno.test(".env.example explains every group of settings in Korean", () => {
  const lines = example().split("\n");
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1] ?? "";
    if (/^[A-Z_]+=/.test(line)) isTrue(/^#.*[가-힣]/.test(above) || /^[A-Z_]+=/.test(above), line);
  }
});
