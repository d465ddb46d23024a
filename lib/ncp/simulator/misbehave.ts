import type { SimulatorMemory } from "../../simulator.ts";
import type { Misbehaviour } from "./misbehaviours.ts";
import { gatewayError } from "./reply.ts";
import type { Json, Row } from "./wire.ts";

const longestSilenceMs = 60_000;

/** What a misbehaving member gives in place of an answer; null where it answers. */
export async function misbehaveBefore(
  misbehaviour: Misbehaviour,
  of: { request: Request; url: URL; operation: string; memory: SimulatorMemory },
): Promise<Response | null> {
  const params = of.url.searchParams;
  switch (misbehaviour) {
    case "throttled":
      return await isBurst(of) ? gatewayError("throttled", { params }) : null;
    case "endpoint_error":
      return await isBurst(of) ? gatewayError("endpoint_error", { params }) : null;
    case "endpoint_timeout":
      return gatewayError("endpoint_timeout", { params });
    case "numeric_error_code":
      return gatewayError("bad_request", { params, numeric: true });
    case "no_partner_list":
      return of.operation === "getPartnerDemandCostList" ? gatewayError("denied", { params }) : null;
    case "no_answer":
      await silence(of.request.signal);
      return gatewayError("endpoint_timeout", { params });
    case "return_code":
    case "amount_as_text":
    case "identity_breach":
    case "empty_later":
    case "other_currency":
    case "shape_of_2022":
    case "truncated":
      return null;
  }
}

/** Whether the same target was asked for before. */
export async function askedBefore(of: { url: URL; memory: SimulatorMemory }): Promise<boolean> {
  return await of.memory.next(`ncp first ${of.url.pathname}${of.url.search}`) > 1;
}

/** The rows as a misbehaving member gives them. */
export function misbehavingRows(misbehaviour: Misbehaviour | null, rows: readonly Row[]): readonly Row[] {
  if (misbehaviour === "amount_as_text") {
    return rows.map((row, index) =>
      index === 0 && "useAmount" in row ? { ...row, useAmount: `${row.useAmount}원` } : row
    );
  }
  if (misbehaviour === "identity_breach") {
    return rows.map((row) => {
      const { thisMonthDemandAmount } = row;
      return typeof thisMonthDemandAmount === "number"
        ? { ...row, thisMonthDemandAmount: thisMonthDemandAmount + 1000 }
        : row;
    });
  }
  if (misbehaviour === "other_currency") {
    const payCurrency = { code: "USD", codeName: "US Dollar" };
    return rows.map((row) => "payCurrency" in row ? { ...row, payCurrency } : row);
  }
  return misbehaviour === "shape_of_2022" ? rows.map(rowOf2022) : rows;
}

const namesOf2022: Readonly<Record<string, string>> = {
  memberNo: "loginId",
  rounddownDiscountAmount: "under100DiscountAmount",
  totalMarginExceptProductUseAmount: "totalMarginExceptProdcutUseAmount",
  currencyPartnerTotalDemandVatAmount: "partnerTotalDemandVatAmount",
  currencyPartnerTotalDemandAmountIncludingVat: "partnerTotalDemandAmountIncludingVat",
};
const unknownIn2022 = new Set([
  "currencyDiscountAmount",
  "payCurrency",
  "thisMonthAppliedExchangeRate",
  "partnerPayCurrency",
  "thisMonthPartnerAppliedExchangeRate",
  "currencyPartnerTotalDemandAmount",
  "promiseNo",
]);

/** A row in the shape of 2022 (ncp-api.md 5.1, 5.3, 5.8): other names, no currency, the round-down in two parts. */
function rowOf2022(row: Row): Row {
  const entries = Object.entries(row).flatMap(([key, value]): [string, Json][] => {
    if (unknownIn2022.has(key)) return [];
    const renamed: [string, Json] = [namesOf2022[key] ?? key, valueOf2022(value)];
    if (key === "rounddownDiscountAmount") return [renamed, ["under1000DiscountAmount", 0]];
    return key === "productCount" ? [renamed, ["productSizeType", {}]] : [renamed];
  });
  return Object.fromEntries(entries);
}

function valueOf2022(value: Json): Json {
  if (Array.isArray(value)) return value.map(valueOf2022);
  return isRow(value) ? rowOf2022(value) : value;
}

function isRow(value: Json): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True twice for the same target, then false once, and so on. */
async function isBurst(of: { url: URL; memory: SimulatorMemory }): Promise<boolean> {
  return await of.memory.next(`ncp burst ${of.url.pathname}${of.url.search}`) % 3 !== 0;
}

/** Waits until the caller gives up, which rejects as `fetch` does, or the longest silence is over. */
function silence(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    }, longestSilenceMs);
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}
