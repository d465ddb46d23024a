import { z } from "zod";
import type { UsageLine } from "../usage/usage_line.ts";
import {
  codeField,
  decimalField,
  idField,
  krwField,
  momentField,
  monthField,
  optionalIdField,
  textField,
  wonField,
} from "./fields.ts";

const contractProduct = z.object({
  contractProductSequence: textField,
  productCode: textField,
  priceNo: optionalIdField,
  promiseNo: textField,
  serviceStartDate: momentField,
  serviceEndDate: momentField,
  productSize: decimalField,
}, { error: "상품이 아닙니다" });

/** A network sum over many contracts comes with `{}`; any other contract has its number and its products. */
const contract = z.object({
  contractNo: optionalIdField,
  contractType: codeField,
  instanceName: textField,
  contractProductList: z.array(contractProduct, { error: "목록이 아닙니다" }).optional(),
}, { error: "계약이 아닙니다" }).superRefine((value, context) => {
  const products = value.contractProductList;
  if ((value.contractNo === "") === (products === undefined)) return;
  const path = [products === undefined ? "contractProductList" : "contractNo"];
  context.addIssue({ code: "custom", path, message: "값이 없습니다" });
});

/** A row of getContractDemandCostList, in the current shape and in that of 2022 (ncp-api.md 5.3). */
export const contractDemandCost = z.object({
  memberNo: idField,
  regionCode: textField,
  demandType: codeField,
  demandTypeDetail: codeField,
  contract,
  demandMonth: monthField,
  totalUnitUsageQuantity: decimalField,
  usageUnit: codeField,
  productPrice: decimalField,
  useAmount: wonField,
  promotionDiscountAmount: wonField,
  etcDiscountAmount: wonField,
  promiseDiscountAmount: wonField,
  memberPriceDiscountAmount: wonField,
  memberPromiseDiscountAddAmount: wonField,
  demandAmount: wonField,
  writeDate: momentField,
  payCurrency: krwField,
});
/** What is read of a row of getContractDemandCostList. */
export type ContractDemandCost = z.output<typeof contractDemandCost>;

/** Usage lines of rows, ordered by key; the order of the rows does not matter. */
export function usageLines(rows: readonly ContractDemandCost[]): UsageLine[] {
  const keyed = rows.map(usageLine).map((line) => ({ line, content: contentOf(line) }));
  keyed.sort((a, b) => compare(a.line.key, b.line.key) || compare(a.content, b.content));
  let previous = "";
  let count = 0;
  const lines = keyed.map(({ line }) => {
    count = line.key === previous ? count + 1 : 1;
    previous = line.key;
    return count === 1 ? line : { ...line, key: `${line.key}#${count}` };
  });
  return lines.sort((a, b) => compare(a.key, b.key));
}

function usageLine(row: ContractDemandCost): UsageLine {
  const { contract } = row;
  const product = contract.contractProductList?.[0];
  const sequence = product?.contractProductSequence ?? "";
  const priceNo = product?.priceNo ?? "";
  const { demandType, demandTypeDetail, regionCode } = row;
  return {
    key: [contract.contractNo, sequence, demandType.code, demandTypeDetail.code, regionCode, priceNo].join("/"),
    regionCode,
    demandType,
    demandTypeDetail,
    contractType: contract.contractType,
    contractNo: contract.contractNo,
    instanceName: contract.instanceName,
    productCode: product?.productCode ?? "",
    priceNo,
    promiseNo: product?.promiseNo ?? "",
    quantity: row.totalUnitUsageQuantity,
    usageUnit: row.usageUnit,
    unitPrice: row.productPrice,
    productSize: product?.productSize ?? "0",
    useAmount: row.useAmount,
    promiseDiscount: row.promiseDiscountAmount,
    promotionDiscount: row.promotionDiscountAmount,
    etcDiscount: row.etcDiscountAmount,
    memberPriceDiscount: row.memberPriceDiscountAmount,
    memberPromiseDiscountAdd: row.memberPromiseDiscountAddAmount,
    demandAmount: row.demandAmount,
    serviceStartAt: product?.serviceStartDate ?? "",
    serviceEndAt: product?.serviceEndDate ?? "",
  };
}

function contentOf(line: UsageLine): string {
  return JSON.stringify(line, (_key, value) => typeof value === "bigint" ? value.toString() : value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
