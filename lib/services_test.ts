import { deepStrictEqual } from "node:assert/strict";
import { readConfig, serviceLines } from "./config.ts";

const production = {
  APP_ENV: "production",
  SECRET_KEY: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
  POPBILL_LINK_ID: "EXAMPLE",
  POPBILL_SECRET_KEY: "c2VjcmV0",
  SENS_SERVICE_ID: "ncp:sms:kr:1:example",
  SENS_ACCESS_KEY: "access",
  SENS_SECRET_KEY: "secret",
  NTS_STATUS_KEY: "nts",
  JUSO_KEY: "juso",
};

Deno.test("serviceLines() says what stands behind each service in use, and why", () => {
  deepStrictEqual(serviceLines(readConfig({})), [
    "NCP 빌링: 시뮬레이터 (NCP_BILLING_URL_PUBLIC, _GOV, _FIN 값이 없음, 개발 환경)",
    "팝빌: 시뮬레이터 (POPBILL_LINK_ID, POPBILL_SECRET_KEY 값이 없음, 개발 환경)",
    "메일: 발신함에 보관 (SMTP_URL 값이 없음)",
  ]);
  deepStrictEqual(serviceLines(readConfig(production)), [
    "NCP 빌링: 실제 (운영 환경, NCP의 원래 주소)",
    "팝빌: 실제 (POPBILL_LINK_ID, POPBILL_SECRET_KEY 값이 있음), 테스트 환경(국세청 전송은 모의, 메일과 문자는 실제로 나감)",
    "메일: 발신함에 보관 (SMTP_URL 값이 없음)",
  ]);
  const mixed = { SIMULATOR: "on", NCP_BILLING_URL_GOV: "http://127.0.0.1:1/v1", SMTP_URL: "smtp://127.0.0.1:25" };
  deepStrictEqual(serviceLines(readConfig(mixed)), [
    "NCP 빌링: 실제 (NCP_BILLING_URL_GOV 값이 있음)",
    "팝빌: 시뮬레이터 (POPBILL_LINK_ID, POPBILL_SECRET_KEY 값이 없음, SIMULATOR=on)",
    "메일: 서버로 발송 (SMTP_URL 값이 있음), 개발 환경이므로 MAIL_ALLOWLIST의 0곳으로만",
  ]);
});
