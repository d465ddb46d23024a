import { ok, strictEqual } from "node:assert/strict";
import { fixedClock, type MovableClock } from "../../calendar.ts";
import { processMemory } from "../../simulator.ts";
import { sign } from "../signature.ts";
import { ncpSimulator, simulatedPartners } from "./mod.ts";

type Params = Readonly<Record<string, string | readonly string[]>>;
type Coded = { code: string };

/** What the tests look at in a row; a field is there or not by the operation. Amounts in won, as numbers. */
export interface Row extends Contract {
  [field: string]: unknown;
  memberNo: string;
  demandMonth: string;
  writeDate: string;
  isPaidUp: boolean;
  demandType: Coded;
  demandTypeDetail: Coded;
  productCategory: Coded;
  payCurrency: Coded;
  unitUsageQuantity: number;
  productPrice: number;
  contract: Contract;
  useAmount: number;
  productDiscountAmount: number;
  creditDiscountAmount: number;
  memberPriceDiscountAmount: number;
  customerDiscountAmount: number;
  coinUseAmount: number;
  rounddownDiscountAmount: number;
  under100DiscountAmount: number;
  under1000DiscountAmount: number;
  currencyDiscountAmount: number;
  defaultAmount: number;
  thisMonthDemandAmount: number;
  thisMonthVatAmount: number;
  thisMonthAmountIncludingVat: number;
  totalDemandAmount: number;
  marginAmount: number;
  partnerTotalDemandAmount: number;
}

/** A contract as a row, or within one; `{}` where NCP adds up over contracts. */
export interface Contract {
  contractNo: string;
  conjunctionContractNo: string;
  contractType: Coded;
  contractStatus: Coded;
  contractStartDate?: string;
  contractEndDate: string;
  instanceName: string;
  loginId: string;
  contractProductList?: {
    contractProductSequence: string;
    beforeContractProductSequence: string;
    priceNo: string;
    productSize: number;
    productSizeType: unknown;
    usageList: { useMonth: string; usageQuantity: number; unit: Coded }[];
  }[];
}

/** A pair that signs. */
export interface Keys {
  accessKey: string;
  secretKey: string;
}

/** A host that is none of NCP's. */
export const host = "https://ncp.example.com";
/** The moment at which the demo starts. */
export const demoDay = new Date("2025-01-06T09:00:00+09:00");

/** A simulator at a fixed time with a client that signs by hand: for the tests of this folder. */
export function world(members = 60, at = demoDay) {
  const clock: MovableClock = fixedClock(at);
  const nowMs = 1_736_124_032_000;
  const fetch = ncpSimulator({ clock, wallClockMs: () => nowMs, memory: processMemory() }, { members });
  const partners = simulatedPartners(members);
  const [publicPartner, govPartner, finPartner] = partners;
  ok(publicPartner && govPartner && finPartner);
  const ask = async (
    operation: string,
    params: Params,
    of: { keys?: Keys; host?: string; method?: string; skewMs?: number; drop?: string; signal?: AbortSignal } = {},
  ) => {
    const keys = of.keys ?? publicPartner;
    const query = new URLSearchParams(
      Object.entries(params).flatMap(([key, value]) => [value].flat().map((each) => [key, each] as [string, string])),
    );
    const url = new URL(`${of.host ?? host}/billing/v1/cost/${operation}?${query}`);
    const timestamp = String(nowMs + (of.skewMs ?? 0));
    const method = of.method ?? "GET";
    const signature = await sign({ method, pathAndQuery: url.pathname + url.search, timestamp, ...keys });
    const headers = new Headers({
      "x-ncp-apigw-timestamp": timestamp,
      "x-ncp-iam-access-key": keys.accessKey,
      "x-ncp-apigw-signature-v2": signature,
    });
    if (of.drop) headers.delete(of.drop);
    return await fetch(new Request(url, { method, headers, ...(of.signal ? { signal: of.signal } : {}) }));
  };
  const list = async (operation: string, params: Params, keys?: Keys) => {
    const reply = await ask(operation, { responseFormatType: "json", ...params }, keys ? { keys } : {});
    const text = await reply.text();
    strictEqual(reply.status, 200, text);
    const body = JSON.parse(text)[`${operation}Response`];
    const key = Object.keys(body).find((each) => Array.isArray(body[each]));
    ok(key, text);
    return { totalRows: body.totalRows as number, rows: body[key] as Row[], text };
  };
  const member = (operation: string, of: { memberNo: string; month: string; keys?: Keys }) =>
    list(operation, {
      isPartner: "true",
      memberNoList: of.memberNo,
      ...(operation === "getContractSummaryList"
        ? { contractMonth: of.month }
        : { startMonth: of.month, endMonth: of.month }),
    }, of.keys);
  return { clock, ask, list, member, partners, publicPartner, govPartner, finPartner };
}

/** Adds up fields of rows. */
export function total(rows: readonly Row[], ...fields: string[]): number {
  return rows.reduce((sum, row) => sum + fields.reduce((of, field) => of + Number(row[field] ?? NaN), 0), 0);
}
