import { hash } from "node:crypto";
import type { Won } from "../money.ts";
import type { DemandTotals, NcpCode, UsageLine } from "./usage_line.ts";

// A field that is added to UsageLine and not read here fails to compile.
const readers: { readonly [Field in keyof UsageLine]: (line: UsageLine) => string | Won } = {
  key: (line) => line.key,
  regionCode: (line) => line.regionCode,
  demandType: (line) => codeText(line.demandType),
  demandTypeDetail: (line) => codeText(line.demandTypeDetail),
  contractType: (line) => codeText(line.contractType),
  contractNo: (line) => line.contractNo,
  instanceName: (line) => line.instanceName,
  productCode: (line) => line.productCode,
  priceNo: (line) => line.priceNo,
  promiseNo: (line) => line.promiseNo,
  quantity: (line) => line.quantity,
  usageUnit: (line) => codeText(line.usageUnit),
  unitPrice: (line) => line.unitPrice,
  productSize: (line) => line.productSize,
  useAmount: (line) => line.useAmount,
  demandAmount: (line) => line.demandAmount,
  promiseDiscount: (line) => line.promiseDiscount,
  promotionDiscount: (line) => line.promotionDiscount,
  etcDiscount: (line) => line.etcDiscount,
  memberPriceDiscount: (line) => line.memberPriceDiscount,
  memberPromiseDiscountAdd: (line) => line.memberPromiseDiscountAdd,
  serviceStartAt: (line) => line.serviceStartAt,
  serviceEndAt: (line) => line.serviceEndAt,
};
const everyReader = Object.values(readers);

// The unit separator is no character of NCP's codes, names and numbers.
const separator = "\u001f";

/** All that a line says, as one text: equal texts are equal lines. */
export function contentText(line: UsageLine): string {
  return everyReader.map((read) => String(read(line))).join(separator);
}

/** SHA-256 (base64url) of a pull's lines and totals; the order in which NCP sent the rows does not count. */
export function pullHash(lines: readonly UsageLine[], totals: DemandTotals): string {
  const { adjustments } = totals;
  const head = [
    totals.rows,
    totals.useAmount,
    totals.thisMonthDemandAmount,
    adjustments.productDiscount,
    adjustments.credit,
    adjustments.customerDiscount,
    adjustments.coin,
    adjustments.roundDown,
    adjustments.currencyDiscount,
    adjustments.penalty,
  ].join(separator);
  return hash("sha256", [head, ...lines.map(contentText).sort()].join("\n"), "base64url");
}

function codeText(code: NcpCode): string {
  return `${code.code}${separator}${code.codeName}`;
}
