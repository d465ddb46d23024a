import { contractDemandRows, summaryRows, usageRows } from "./contract_rows.ts";
import { costCodes } from "./cost_codes.ts";
import { demandRows, partnerRows, productRows } from "./cost_rows.ts";
import type { SimulatedMember } from "./member.ts";
import type { MonthBook } from "./month_book.ts";
import type { MonthParameters } from "./query.ts";
import type { Json, Row } from "./wire.ts";

/** One billing operation: what it takes and which rows it gives. */
export interface Operation {
  readonly name: string;
  readonly listKey: string;
  readonly methods: readonly string[];
  readonly months: MonthParameters;
  /** `members`: own rows, or with isPartner the members'; `partner`: the partner's members without a flag; `nobody`: codes. */
  readonly about: "members" | "partner" | "nobody";
  /** Parameters that filter rows, with the place of the value in a row. */
  readonly filters: Readonly<Record<string, string>>;
  /** Where the rows of a member come from: month by month, or over all months together. */
  readonly rows: (member: SimulatedMember, books: readonly MonthBook[]) => Row[];
  /** Whether a member with use has exactly one row a month, so that rows can be counted without making them. */
  readonly oneRowAMonth: boolean;
}

const region = { regionCode: "regionCode" };
const contractFilters = { contractTypeCode: "contractType.code", contractStatusCode: "contractStatus.code", ...region };

const all: readonly Operation[] = [
  operation("getDemandCostList", { listKey: "demandCostList", rows: monthly(demandRows), oneRowAMonth: true }),
  operation("getProductDemandCostList", {
    listKey: "productDemandCostList",
    rows: monthly(productRows),
    filters: { productDemandTypeCode: "productDemandType.code" },
  }),
  operation("getContractDemandCostList", {
    listKey: "contractDemandCostList",
    rows: monthly(contractDemandRows),
    filters: {
      contractNo: "contract.contractNo",
      demandTypeCode: "demandType.code",
      demandTypeDetailCode: "demandTypeDetail.code",
      ...region,
    },
  }),
  operation("getPartnerDemandCostList", {
    listKey: "partnerDemandCostList",
    about: "partner",
    rows: monthly(partnerRows),
    oneRowAMonth: true,
  }),
  operation("getContractSummaryList", {
    listKey: "contractSummaryList",
    methods: ["GET"],
    months: "contractMonth",
    rows: monthly(summaryRows),
    filters: contractFilters,
  }),
  operation("getContractUsageList", {
    listKey: "contractList",
    methods: ["GET"],
    rows: usageRows,
    filters: { contractNo: "contractNo", ...contractFilters },
  }),
  operation("getCostRelationCodeList", {
    listKey: "costRelationCodeList",
    about: "nobody",
    months: "none",
    rows: () => [...costCodes],
    filters: {
      contractTypeCode: "contractType.code",
      productItemKindCode: "productItemKind.code",
      productRatingTypeCode: "productRatingType.code",
      meteringTypeCode: "meteringType.code",
      productCategoryCode: "productCategory.code",
    },
  }),
];

/** The operations by their path below the base path. */
export const operations: ReadonlyMap<string, Operation> = new Map(all.map((each) => [`/cost/${each.name}`, each]));

/** Whether a row has what the filters of the query ask for; `ALL` asks for nothing. */
export function passes(row: Row, of: { filters: Operation["filters"]; params: URLSearchParams }): boolean {
  return Object.entries(of.filters).every(([parameter, path]) => {
    const asked = of.params.get(parameter);
    return asked === null || asked === "ALL" || valueAt(row, path) === asked;
  });
}

function operation(name: string, of: Partial<Operation> & Pick<Operation, "listKey" | "rows">): Operation {
  const usual = { methods: ["GET", "POST"], months: "startMonth_endMonth", about: "members" } as const;
  return { name, ...usual, filters: {}, oneRowAMonth: false, ...of };
}

function monthly(rows: (member: SimulatedMember, book: MonthBook) => Row[]): Operation["rows"] {
  return (member, books) => books.flatMap((book) => rows(member, book));
}

function valueAt(row: Row, path: string): Json | undefined {
  const [first = "", ...rest] = path.split(".");
  const value = row[first];
  if (rest.length === 0 || value === undefined) return value;
  return isRow(value) ? valueAt(value, rest.join(".")) : undefined;
}

function isRow(value: Json): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
