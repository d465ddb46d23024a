import type { SettingReader } from "./setting_reader.ts";
import type { VendorSettings } from "./vendor_settings.ts";

/** What stands behind each outer service. */
export interface Services {
  readonly ncp: "simulator" | "real";
  readonly popbill: "simulator" | "real";
  readonly smtp: "server" | "outbox";
  readonly sens: "simulator" | "real";
  readonly ntsStatus: "simulator" | "real";
  readonly juso: "simulator" | "real";
}

interface Mode {
  readonly appEnv: "development" | "production";
  readonly simulator: "auto" | "on" | "off";
}

const credentials = {
  popbill: { label: "팝빌", names: ["POPBILL_LINK_ID", "POPBILL_SECRET_KEY"] },
  sens: { label: "문자(SENS)", names: ["SENS_SERVICE_ID", "SENS_ACCESS_KEY", "SENS_SECRET_KEY"] },
  ntsStatus: { label: "사업자 상태 조회", names: ["NTS_STATUS_KEY"] },
  juso: { label: "주소 검색", names: ["JUSO_KEY"] },
} as const;

/**
 * Credentials decide; where a service has none, `SIMULATOR` says whether its simulator may stand in: `auto` in
 * development only, `on` always, `off` never. NCP's credentials are the MSPs' own, so its hosts decide.
 */
export function chooseServices(
  read: SettingReader,
  settings: Mode & { readonly vendors: VendorSettings },
): Services {
  const { vendors } = settings;
  const choose = (service: keyof typeof credentials) => {
    if (vendors[service] !== null) return "real";
    const { label, names } = credentials[service];
    const untouched = names.every((name) => read.text(name) === null);
    if (untouched && !mayStandIn(settings)) {
      read.problems.push(`${names.join(", ")}: ${label}의 인증 정보가 없습니다. ${whyNoSimulator(settings)}`);
    }
    return "simulator";
  };
  return {
    ncp: vendors.ncp.urlsFrom.length === 0 && mayStandIn(settings) ? "simulator" : "real",
    popbill: choose("popbill"),
    smtp: vendors.mail.smtpUrl === null ? "outbox" : "server",
    sens: choose("sens"),
    ntsStatus: choose("ntsStatus"),
    juso: choose("juso"),
  };
}

/** One Korean line per outer service in use, for the start-up log: what stands behind it, and why. */
export function serviceLines(config: Mode & VendorSettings & { readonly services: Services }): string[] {
  const because = config.simulator === "on" ? "SIMULATOR=on" : "개발 환경";
  return [ncpLine(config, because), popbillLine(config, because), mailLine(config)];
}

const popbillText = {
  test: "테스트 환경(국세청 전송은 모의, 메일과 문자는 실제로 나감)",
  production: "운영 환경",
} as const;

function ncpLine(config: Mode & VendorSettings & { readonly services: Services }, because: string): string {
  if (config.services.ncp === "simulator") {
    return `NCP 빌링: 시뮬레이터 (NCP_BILLING_URL_PUBLIC, _GOV, _FIN 값이 없음, ${because})`;
  }
  const { urlsFrom } = config.ncp;
  if (urlsFrom.length > 0) return `NCP 빌링: 실제 (${urlsFrom.join(", ")} 값이 있음)`;
  return `NCP 빌링: 실제 (${config.simulator === "off" ? "SIMULATOR=off" : "운영 환경"}, NCP의 원래 주소)`;
}

function popbillLine(config: Mode & VendorSettings, because: string): string {
  const { label, names } = credentials.popbill;
  return config.popbill === null
    ? `${label}: 시뮬레이터 (${names.join(", ")} 값이 없음, ${because})`
    : `${label}: 실제 (${names.join(", ")} 값이 있음), ${popbillText[config.popbill.env]}`;
}

function mailLine(config: Mode & VendorSettings): string {
  if (config.mail.smtpUrl === null) return "메일: 발신함에 보관 (SMTP_URL 값이 없음)";
  if (config.appEnv === "production") return "메일: 서버로 발송 (SMTP_URL 값이 있음)";
  return `메일: 서버로 발송 (SMTP_URL 값이 있음), 개발 환경이므로 MAIL_ALLOWLIST의 ${config.mail.allowlist.length}곳으로만`;
}

function mayStandIn(mode: Mode): boolean {
  return mode.simulator === "on" || (mode.simulator === "auto" && mode.appEnv === "development");
}

function whyNoSimulator(mode: Mode): string {
  return mode.simulator === "off"
    ? "SIMULATOR=off이면 시뮬레이터를 쓰지 않으므로 값을 적어 주십시오."
    : "운영 환경(APP_ENV=production)에서는 값을 적거나, 시뮬레이터를 쓰려면 SIMULATOR=on을 적어 주십시오.";
}
