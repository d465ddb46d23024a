import { fromBase64 } from "./bytes.ts";
import { parseEmail } from "./contact.ts";
import type { SettingReader } from "./setting_reader.ts";
import type { Zone } from "./zone.ts";

/** The hosts that are called unless a setting names another (ncp-api.md 1, popbill-api.md 2.1, public-apis.md 1.1 and 2.1). */
export const vendorUrls = {
  ncpBilling: {
    public: "https://billingapi.apigw.ntruss.com/billing/v1",
    gov: "https://billingapi.apigw.gov-ntruss.com/billing/v1",
    fin: "https://billingapi.apigw-pub.fin-ntruss.com/billing/v1",
  },
  sens: "https://sens.apigw.ntruss.com",
  popbillAuth: "https://auth.linkhub.co.kr",
  popbillApi: { test: "https://popbill-test.linkhub.co.kr", production: "https://popbill.linkhub.co.kr" },
  ntsStatus: "https://api.odcloud.kr/api/nts-businessman/v1",
  juso: "https://business.juso.go.kr/addrlink/addrLinkApi.do",
} as const;

/** A sender: 「이름 <주소>」. */
export interface MailSender {
  readonly name: string;
  readonly address: string;
}

/** The settings of the outer services; a vendor's part is null where it has no credentials. */
export interface VendorSettings {
  readonly ncp: {
    /** The base of each zone, up to `/billing/v1`. */
    readonly urls: Readonly<Record<Zone, string>>;
    /** The variables that name a host of their own. */
    readonly urlsFrom: readonly string[];
    /** How many calls at once, for each key. */
    readonly concurrency: number;
  };
  readonly popbill: {
    readonly linkId: string;
    readonly secretKey: string;
    readonly env: "test" | "production";
    readonly authUrl: string;
    readonly apiUrl: string;
  } | null;
  readonly mail: {
    readonly smtpUrl: string | null;
    readonly from: MailSender;
    /** Addresses, and domains as `@example.com`, lower case. */
    readonly allowlist: readonly string[];
  };
  readonly sens: {
    readonly serviceId: string;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly url: string;
    /** 발신번호, registered at SENS; null: no SMS can leave. */
    readonly from: string | null;
  } | null;
  readonly ntsStatus: { readonly key: string; readonly url: string } | null;
  readonly juso: { readonly key: string; readonly url: string } | null;
}

/** Reads the settings of the outer services. */
export function readVendors(read: SettingReader, appEnv: "development" | "production"): VendorSettings {
  return {
    ncp: readNcp(read),
    popbill: readPopbill(read),
    mail: readMail(read, appEnv),
    sens: readSens(read),
    ntsStatus: readKeyed(read, { key: "NTS_STATUS_KEY", url: "NTS_STATUS_URL", vendorUrl: vendorUrls.ntsStatus }),
    juso: readKeyed(read, { key: "JUSO_KEY", url: "JUSO_URL", vendorUrl: vendorUrls.juso }),
  };
}

function readNcp(read: SettingReader): VendorSettings["ncp"] {
  const given = {
    public: read.url("NCP_BILLING_URL_PUBLIC", ["http", "https"]),
    gov: read.url("NCP_BILLING_URL_GOV", ["http", "https"]),
    fin: read.url("NCP_BILLING_URL_FIN", ["http", "https"]),
  };
  return {
    urls: {
      public: given.public ?? vendorUrls.ncpBilling.public,
      gov: given.gov ?? vendorUrls.ncpBilling.gov,
      fin: given.fin ?? vendorUrls.ncpBilling.fin,
    },
    urlsFrom: Object.entries(given).flatMap(([zone, url]) => url ? [`NCP_BILLING_URL_${zone.toUpperCase()}`] : []),
    concurrency: read.wholeNumber("NCP_CONCURRENCY", { fallback: 4, least: 1, most: 64 }),
  };
}

function readPopbill(read: SettingReader): VendorSettings["popbill"] {
  const env = read.oneOf("POPBILL_ENV", ["test", "production"]);
  const authUrl = read.url("POPBILL_AUTH_URL", ["http", "https"]);
  const apiUrl = read.url("POPBILL_API_URL", ["http", "https"]);
  const pair = read.together(["POPBILL_LINK_ID", "POPBILL_SECRET_KEY"]);
  if (pair === null) return null;
  if (fromBase64(pair.POPBILL_SECRET_KEY) === null) {
    read.problems.push("POPBILL_SECRET_KEY: base64가 아닙니다. 팝빌이 발급한 비밀키를 그대로 적어 주십시오.");
  }
  return {
    linkId: pair.POPBILL_LINK_ID,
    secretKey: pair.POPBILL_SECRET_KEY,
    env,
    authUrl: authUrl ?? vendorUrls.popbillAuth,
    apiUrl: apiUrl ?? vendorUrls.popbillApi[env],
  };
}

function readSens(read: SettingReader): VendorSettings["sens"] {
  const url = read.url("SENS_URL", ["http", "https"]) ?? vendorUrls.sens;
  const from = read.text("SENS_FROM");
  if (from !== null && !/^\d{8,16}$/.test(from)) {
    read.problems.push(`SENS_FROM: "${from}" 값은 쓸 수 없습니다. SENS에 등록한 발신번호를 숫자만 적어 주십시오.`);
  }
  const keys = read.together(["SENS_SERVICE_ID", "SENS_ACCESS_KEY", "SENS_SECRET_KEY"]);
  if (keys === null) return null;
  return {
    serviceId: keys.SENS_SERVICE_ID,
    accessKey: keys.SENS_ACCESS_KEY,
    secretKey: keys.SENS_SECRET_KEY,
    url,
    from,
  };
}

function readKeyed(
  read: SettingReader,
  names: { readonly key: string; readonly url: string; readonly vendorUrl: string },
): { readonly key: string; readonly url: string } | null {
  const url = read.url(names.url, ["http", "https"]) ?? names.vendorUrl;
  const key = read.text(names.key);
  return key === null ? null : { key, url };
}

function readMail(read: SettingReader, appEnv: "development" | "production"): VendorSettings["mail"] {
  const smtpUrl = read.url("SMTP_URL", ["smtp", "smtps"]);
  const given = read.text("MAIL_FROM");
  if (given === null && smtpUrl !== null && appEnv === "production") {
    read.problems.push("MAIL_FROM: SMTP_URL로 메일을 보내려면 있어야 합니다. 「이름 <주소>」처럼 적어 주십시오.");
  }
  return { smtpUrl, from: readSender(read, given), allowlist: readAllowlist(read) };
}

function readSender(read: SettingReader, given: string | null): MailSender {
  const fallback = { name: "Cla-Bill", address: "no-reply@example.com" };
  if (given === null) return fallback;
  const parts = /^"?([^<>"]*?)"?\s*<([^<>]*)>$/.exec(given);
  const address = parseEmail(parts?.[2] ?? given);
  if (address.ok) return { name: parts?.[1] ?? "", address: address.value };
  read.problems.push(`MAIL_FROM: "${given}" 값은 쓸 수 없습니다. 「이름 <주소>」 또는 주소만 적어 주십시오.`);
  return fallback;
}

function readAllowlist(read: SettingReader): string[] {
  const entries = (read.text("MAIL_ALLOWLIST") ?? "").split(",").map((entry) => entry.trim().toLowerCase());
  return entries.filter((entry) => {
    if (entry === "") return false;
    if (parseEmail(entry.startsWith("@") ? `x${entry}` : entry).ok) return true;
    read.problems.push(
      `MAIL_ALLOWLIST: "${entry}" 값은 쓸 수 없습니다. 주소나 @도메인을 쉼표로 나누어 적어 주십시오.`,
    );
    return false;
  });
}
