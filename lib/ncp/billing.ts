import { z } from "zod";
import { addMonths, monthRange, seoulMonth, type YearMonth } from "../calendar.ts";
import { sumWon } from "../money.ts";
import { ProviderError } from "../prelude.ts";
import type { ContractCount, CostCode, KeyPair, PulledMonth, UsageSource } from "../usage/port.ts";
import { type NcpClient, ncpClient, type NcpOptions, type Parameter } from "./client.ts";
import { costOf, demandCost, demandTotals, partnerDemandCost, productDemandCost } from "./demand.ts";
import { codeField, compactMonth, countField, idField, textField } from "./fields.ts";
import { contractDemandCost, usageLines } from "./mapping.ts";
import { pullRows, pullUnpagedRows, type RowsQuery } from "./paging.ts";
import { parseMonthRows, parseRows, type PulledRows } from "./rows.ts";

/** Usage from NCP's billing API, read as a partner (`isPartner=true`). */
export function ncpUsageSource(options: NcpOptions): UsageSource {
  const client = ncpClient(options);
  return {
    pullMonth: (keys, member) => pullMonth(client, { keys, ...member }),
    verify: async (keys) => {
      const lastMonth = addMonths(seoulMonth(new Date(options.wallClockMs())), -1);
      const parameters = [...partnerMonths(lastMonth, lastMonth), ["pageNo", "1"], ["pageSize", "1"]] as const;
      await client.get({ keys, path: "/cost/getDemandCostList", parameters });
    },
    unknownMembers: (keys, asked) => unknownMembers(client, { keys, ...asked }),
    costCodes: (keys) => costCodes(client, keys),
    contractCounts: (keys, member) => contractCounts(client, { keys, ...member }),
  };
}

interface MemberMonth {
  readonly keys: KeyPair;
  readonly memberNo: string;
  readonly usageMonth: YearMonth;
}

async function pullMonth(client: NcpClient, asked: MemberMonth): Promise<PulledMonth> {
  const { usageMonth } = asked;
  const parameters = partnerMonths(usageMonth, usageMonth);
  const contracts = await pullRows(client, { ...contractDemandQuery, ...asked, parameters });
  const products = await pullRows(client, { ...productDemandQuery, ...asked, parameters });
  const demands = await pullRows(client, { ...demandQuery, ...asked, parameters });
  const partner = await pullPartnerRows(client, { ...asked, parameters: months(usageMonth, usageMonth) });
  const contractRows = parseMonthRows(contracts, { schema: contractDemandCost, usageMonth });
  const productRows = parseMonthRows(products, { schema: productDemandCost, usageMonth });
  const demandRows = parseMonthRows(demands, { schema: demandCost, usageMonth });
  const writeDates = [...contractRows, ...productRows, ...demandRows].map((row) => row.writeDate);
  return {
    lines: usageLines(contractRows),
    totals: demandTotals(demandRows),
    productUseAmount: sumWon(productRows.map((row) => row.useAmount)),
    cost: partner && costOf(parseMonthRows(partner, { schema: partnerDemandCost, usageMonth })),
    writtenAt: writeDates.reduce((newest, written) => written > newest ? written : newest, ""),
    pages: [...contracts.pages, ...products.pages, ...demands.pages, ...partner?.pages ?? []],
  };
}

const contractDemandQuery = { path: "/cost/getContractDemandCostList", listKey: "contractDemandCostList" };
const productDemandQuery = { path: "/cost/getProductDemandCostList", listKey: "productDemandCostList" };
const demandQuery = { path: "/cost/getDemandCostList", listKey: "demandCostList" };
const partnerQuery = { path: "/cost/getPartnerDemandCostList", listKey: "partnerDemandCostList" };
const summaryQuery = { path: "/cost/getContractSummaryList", listKey: "contractSummaryList" };
const codesQuery = { path: "/cost/getCostRelationCodeList", listKey: "costRelationCodeList" };

/** Null where NCP has no such operation (404/300) or the key may not call it (401/210): it is not in the public guide. */
async function pullPartnerRows(
  client: NcpClient,
  query: Omit<RowsQuery, "path" | "listKey">,
): Promise<PulledRows | null> {
  try {
    return await pullRows(client, { ...partnerQuery, ...query });
  } catch (error) {
    if (error instanceof ProviderError && (error.code === "300" || error.code === "210")) return null;
    throw error;
  }
}

// A query with startMonth and endMonth spans at most three months.
const maxSpan = 3;
const memberRow = z.object({ memberNo: idField });

interface MemberQuestion {
  readonly keys: KeyPair;
  readonly from: YearMonth;
  readonly to: YearMonth;
  readonly memberNos: readonly string[];
}

async function unknownMembers(client: NcpClient, asked: MemberQuestion): Promise<readonly string[]> {
  const listed = await listMembers(client, asked);
  const unknown: string[] = [];
  for (const memberNo of asked.memberNos.filter((each) => !listed.has(each))) {
    if (!await isKnownByName(client, { ...asked, memberNos: [memberNo] })) unknown.push(memberNo);
  }
  return unknown;
}

// A member that the list leaves out is asked for by its number; only NCP's own no makes it unknown.
async function isKnownByName(client: NcpClient, asked: MemberQuestion): Promise<boolean> {
  try {
    return (await listMembers(client, asked)).size > 0;
  } catch (error) {
    if (error instanceof ProviderError) return error.retryable || error.code === "schema";
    throw error;
  }
}

async function listMembers(client: NcpClient, asked: MemberQuestion): Promise<ReadonlySet<string>> {
  const { keys, from, to, memberNos } = asked;
  const found = new Set<string>();
  const all = monthRange(from, to);
  const [only] = memberNos;
  const scope = memberNos.length === 1 && only !== undefined ? { memberNo: only } : {};
  for (let index = 0; index < all.length; index += maxSpan) {
    const span = all.slice(index, index + maxSpan);
    const [first = from, last = first] = [span[0], span.at(-1)];
    const pulled = await pullPartnerRows(client, { keys, ...scope, parameters: months(first, last) }) ??
      await pullRows(client, { ...demandQuery, keys, ...scope, parameters: partnerMonths(first, last) });
    for (const row of parseRows(pulled, memberRow)) found.add(row.memberNo);
  }
  return found;
}

const costCode = z.object({
  contractType: codeField,
  demandType: codeField,
  demandTypeDetail: codeField,
  productDemandType: codeField,
  productCategory: codeField,
});

async function costCodes(client: NcpClient, keys: KeyPair): Promise<CostCode[]> {
  return parseRows(await pullUnpagedRows(client, { ...codesQuery, keys, parameters: [] }), costCode);
}

const contractSummary = z.object({
  memberNo: idField,
  regionCode: textField,
  contractType: codeField,
  contractStatus: codeField,
  contractCount: countField,
});

async function contractCounts(client: NcpClient, asked: MemberMonth): Promise<ContractCount[]> {
  const parameters: Parameter[] = [["contractMonth", compactMonth(asked.usageMonth)], ["isPartner", "true"]];
  const pulled = await pullRows(client, { ...summaryQuery, ...asked, parameters });
  return parseRows(pulled, contractSummary).map(({ contractCount, ...row }) => ({ ...row, count: contractCount }));
}

function months(first: YearMonth, last: YearMonth): Parameter[] {
  return [["startMonth", compactMonth(first)], ["endMonth", compactMonth(last)]];
}

function partnerMonths(first: YearMonth, last: YearMonth): Parameter[] {
  return [...months(first, last), ["isPartner", "true"]];
}
