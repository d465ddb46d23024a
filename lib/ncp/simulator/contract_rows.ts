import { type Contract, type ContractProduct, contractsOf } from "./contracts.ts";
import { type DemandLine, demandLines } from "./demand_lines.ts";
import type { SimulatedMember } from "./member.ts";
import type { Metering } from "./metering.ts";
import type { MonthBook } from "./month_book.ts";
import { amountJson, currency, demandUnits, leadingDiscounts, memberDiscounts } from "./wire.ts";
import { monthJson, type Row, writeDate } from "./wire.ts";

const normal = { code: "NOML", codeName: "Normal" };
const ended = { code: "NLEND", codeName: "Normal termination" };
const openEnd = "2999-12-31T23:59:59+0900";

/** Rows of getContractDemandCostList. */
export function contractDemandRows(member: SimulatedMember, book: MonthBook): Row[] {
  return demandLines(member, book).map((line) => ({
    memberNo: member.memberNo,
    regionCode: line.regionCode,
    demandType: line.metering.code.demandType,
    demandTypeDetail: line.metering.code.demandTypeDetail,
    contract: contractOfLine(member, line),
    demandMonth: monthJson(book),
    unitUsageQuantity: line.metering.quantity / 100,
    packageUnitUsageQuantity: 0,
    totalUnitUsageQuantity: line.metering.quantity / 100,
    usageUnit: demandUnits[line.metering.measure],
    productPrice: line.metering.price / 100,
    useAmount: amountJson(line.useAmount),
    ...lineDiscountsJson(line),
    demandAmount: amountJson(line.demandAmount),
    writeDate: writeDate(book, "08:02:40"),
    ...memberDiscounts(line),
    ...currency,
  }));
}

/** Rows of getContractSummaryList: contracts counted by region, type and status. */
export function summaryRows(member: SimulatedMember, book: MonthBook): Row[] {
  const groups = Map.groupBy(
    contractsOf(member, book),
    (contract) => `${contract.regionCode} ${contract.contractType.code} ${contract.endedAt === null}`,
  );
  return [...groups.values()].flatMap((contracts) => {
    const [first] = contracts;
    if (!first) return [];
    return [{
      memberNo: member.memberNo,
      regionCode: first.regionCode,
      contractType: first.contractType,
      contractCount: contracts.length,
      contractStatus: statusOf(first),
    }];
  });
}

/** Rows of getContractUsageList: the contracts of the months, each product with its use month by month. */
export function usageRows(member: SimulatedMember, books: readonly MonthBook[]): Row[] {
  const shown = books.flatMap((book) => contractsOf(member, book).map((contract) => ({ book, contract })));
  const byNumber = Map.groupBy(shown, ({ contract }) => contract.contractNo);
  return [...byNumber.values()].flatMap((months) => {
    const latest = months.at(-1);
    if (!latest) return [];
    const products = months.flatMap(({ book, contract }) => contract.products.map((product) => ({ book, product })));
    const bySequence = Map.groupBy(products, ({ product }) => product.sequence);
    return [contractJson(member, latest.contract, [...bySequence.values()].flatMap(usedProduct))];
  });
}

function usedProduct(months: readonly { book: MonthBook; product: ContractProduct }[]): Row[] {
  const latest = months.at(-1);
  if (!latest) return [];
  const usage = months.flatMap(({ book, product }) =>
    product.meterings.filter((metering) => metering.quantity > 0).map((metering) => usageJson(metering, book))
  );
  const [unused] = latest.product.meterings;
  return [productJson(latest.product, usage.length > 0 || !unused ? usage : [noUsage(unused)])];
}

function contractOfLine(member: SimulatedMember, line: DemandLine): Row {
  if (!line.contract || !line.product) return {};
  const contract = contractJson(member, line.contract, [productJson(line.product, [])]);
  if (line.metering.code.demandType.code !== "NTOSM") return contract;
  // Traffic of a storage is billed for all of its buckets: the row names a contract but no instance.
  const { instanceName: _, ...unnamed } = contract;
  return unnamed;
}

function contractJson(member: SimulatedMember, contract: Contract, products: readonly Row[]): Row {
  return {
    memberNo: member.memberNo,
    contractNo: contract.contractNo,
    conjunctionContractNo: contract.conjunctionContractNo,
    contractType: contract.contractType,
    contractStatus: statusOf(contract),
    contractStartDate: contract.startedAt,
    contractEndDate: contract.endedAt ?? openEnd,
    instanceName: contract.instanceName,
    regionCode: contract.regionCode,
    platformType: { code: "VPC", codeName: "VPC" },
    contractProductList: products,
  };
}

function productJson(product: ContractProduct, usageList: readonly Row[]): Row {
  return {
    contractProductSequence: product.sequence,
    beforeContractProductSequence: product.before,
    productCode: product.productCode,
    priceNo: product.priceNo,
    promiseNo: product.promiseNo,
    instanceNo: product.instanceNo,
    productItemKind: product.productItemKind,
    productRatingType: product.productRatingType,
    serviceStatus: product.endedAt === null ? normal : { code: "END", codeName: "Termination" },
    serviceStartDate: product.startedAt,
    serviceEndDate: product.endedAt ?? openEnd,
    productSize: product.gibibytes * 2 ** 30,
    productCount: 0,
    usageList,
  };
}

/** Usage counts smaller units than a demand row does: seconds and bytes (ncp-api.md 5.5). */
function usageJson(metering: Metering, book: MonthBook): Row {
  const perUnit = { hours: 3600, gigabytes: 2 ** 30, pieces: 1 }[metering.measure];
  return {
    meteringType: metering.code.meteringType,
    useMonth: monthJson(book),
    usageQuantity: Math.floor(metering.quantity * perUnit / 100),
    unit: usageUnit(metering),
  };
}

/** What NCP sends for a product without use. */
function noUsage(metering: Metering): Row {
  return { meteringType: {}, useMonth: "", usageQuantity: 0, unit: usageUnit(metering) };
}

function usageUnit(metering: Metering) {
  return {
    hours: { code: "USAGE_SEC", codeName: "Usage time (per second)" },
    gigabytes: { code: "USAGE_1BYTE", codeName: "Usage (1 Byte)" },
    pieces: demandUnits.pieces,
  }[metering.measure];
}

/** In a contract row promise stands after promotion and other discount. */
function lineDiscountsJson(line: DemandLine) {
  const { promiseDiscountAmount, ...others } = leadingDiscounts(line);
  return { ...others, promiseDiscountAmount };
}

function statusOf(contract: Contract) {
  return contract.endedAt === null ? normal : ended;
}
