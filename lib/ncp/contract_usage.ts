import { z } from "zod";
import type { YearMonth } from "../calendar.ts";
import type { KeyPair } from "../usage/port.ts";
import type { NcpCode } from "../usage/usage_line.ts";
import type { NcpClient } from "./client.ts";
import {
  codeField,
  compactMonth,
  decimalField,
  idField,
  momentField,
  monthField,
  optionalIdField,
  textField,
} from "./fields.ts";
import { isJsonNumber, isJsonObject, wholeNumber } from "./json.ts";
import { pullRows } from "./paging.ts";
import { parseRows } from "./rows.ts";

/** A contract of a member with what its products used in a month: quantities, no amounts (ncp-api.md 5.5). */
export interface ContractUsage {
  readonly memberNo: string;
  readonly contractNo: string;
  /** The contract that this one hangs on (an OS license on its server), or "". */
  readonly conjunctionContractNo: string;
  readonly contractType: NcpCode;
  readonly contractStatus: NcpCode;
  /** ISO text with offset `+09:00`, or "" when open or unknown; so in the products. */
  readonly startAt: string;
  readonly endAt: string;
  readonly instanceName: string;
  readonly regionCode: string;
  readonly products: readonly ContractProductUsage[];
}

/** One product of a contract. */
export interface ContractProductUsage {
  readonly sequence: string;
  readonly productCode: string;
  readonly priceNo: string;
  readonly promiseNo: string;
  readonly instanceNo: string;
  readonly itemKind: NcpCode;
  readonly ratingType: NcpCode;
  readonly serviceStatus: NcpCode;
  readonly serviceStartAt: string;
  readonly serviceEndAt: string;
  /** Decimal text, bytes. */
  readonly productSize: string;
  /** Decimal text. */
  readonly productCount: string;
  /** Empty where the product was not used in the month. */
  readonly uses: readonly MeteredUse[];
}

/** What one meter counted. */
export interface MeteredUse {
  readonly meteringType: NcpCode;
  readonly usageMonth: YearMonth;
  /** Decimal text, in `unit`. */
  readonly quantity: string;
  readonly unit: NcpCode;
}

const meteredUse = z.object({
  meteringType: codeField,
  useMonth: monthField,
  usageQuantity: decimalField,
  unit: codeField,
}, { error: "사용량이 아닙니다" }).transform((use): MeteredUse => ({
  meteringType: use.meteringType,
  usageMonth: use.useMonth,
  quantity: use.usageQuantity,
  unit: use.unit,
}));

const productUsage = z.object({
  contractProductSequence: textField,
  productCode: textField,
  priceNo: optionalIdField,
  promiseNo: textField,
  instanceNo: textField,
  productItemKind: codeField,
  productRatingType: codeField,
  serviceStatus: codeField,
  serviceStartDate: momentField,
  serviceEndDate: momentField,
  productSize: decimalField,
  productCount: decimalField,
  usageList: z.preprocess(withoutDummy, z.array(meteredUse, { error: "목록이 아닙니다" })),
}, { error: "상품이 아닙니다" }).transform((product): ContractProductUsage => ({
  sequence: product.contractProductSequence,
  productCode: product.productCode,
  priceNo: product.priceNo,
  promiseNo: product.promiseNo,
  instanceNo: product.instanceNo,
  itemKind: product.productItemKind,
  ratingType: product.productRatingType,
  serviceStatus: product.serviceStatus,
  serviceStartAt: product.serviceStartDate,
  serviceEndAt: product.serviceEndDate,
  productSize: product.productSize,
  productCount: product.productCount,
  uses: product.usageList,
}));

/** A row of getContractUsageList, in the current shape and in that of 2022. */
export const contractUsage = z.object({
  memberNo: idField,
  contractNo: idField,
  conjunctionContractNo: optionalIdField,
  contractType: codeField,
  contractStatus: codeField,
  contractStartDate: momentField,
  contractEndDate: momentField,
  instanceName: textField,
  regionCode: textField,
  contractProductList: z.array(productUsage, { error: "목록이 아닙니다" }),
}).transform((row): ContractUsage => ({
  memberNo: row.memberNo,
  contractNo: row.contractNo,
  conjunctionContractNo: row.conjunctionContractNo,
  contractType: row.contractType,
  contractStatus: row.contractStatus,
  startAt: row.contractStartDate,
  endAt: row.contractEndDate,
  instanceName: row.instanceName,
  regionCode: row.regionCode,
  products: row.contractProductList,
}));

/** The contracts of a partner's member with their use in a month (getContractUsageList). */
export async function contractUsages(
  client: NcpClient,
  { keys, memberNo, usageMonth }: { keys: KeyPair; memberNo: string; usageMonth: YearMonth },
): Promise<ContractUsage[]> {
  const month = compactMonth(usageMonth);
  const pulled = await pullRows(client, {
    keys,
    path: "/cost/getContractUsageList",
    listKey: "contractList",
    parameters: [["startMonth", month], ["endMonth", month], ["isPartner", "true"]],
    memberNo,
  });
  return parseRows(pulled, contractUsage);
}

/** Takes the one entry away that stands for "not used": no meter, no month, quantity 0. */
function withoutDummy(list: unknown): unknown {
  return Array.isArray(list) ? list.filter((use) => !isDummy(use)) : list;
}

function isDummy(use: unknown): boolean {
  if (!isJsonObject(use)) return false;
  const { meteringType, useMonth, usageQuantity } = use;
  const meterless = isJsonObject(meteringType) && Object.keys(meteringType).length === 0;
  return meterless && useMonth === "" && isJsonNumber(usageQuantity) && wholeNumber(usageQuantity) === 0n;
}
