import { invariant } from "../../prelude.ts";
import costCodeReply from "./cost_codes.json" with { type: "json" };

/** NCP's CommonCode. */
export type Code = { readonly code: string; readonly codeName: string };

/** One row of getCostRelationCodeList as it goes over the wire. */
export type CostCodeRow = {
  readonly contractType: Code;
  readonly productItemKind: Code;
  readonly productRatingType: Code;
  readonly meteringType: Code;
  readonly demandType: Code;
  readonly demandTypeDetail: Code;
  readonly productDemandType: Code & { readonly regionCode: string };
  readonly productCategory: Code;
};

/** The 647 rows of the real list (ncp-api.md 11), in NCP's order. */
export const costCodes: readonly CostCodeRow[] = costCodeReply.getCostRelationCodeListResponse.costRelationCodeList;

const newProduct: Code = { code: "NEWAI", codeName: "New AI Service" };

/** A product that NCP bills before its code list names it: what the console must show as 「미분류」. */
export const unlistedCode: CostCodeRow = {
  contractType: newProduct,
  productItemKind: newProduct,
  productRatingType: newProduct,
  meteringType: newProduct,
  demandType: newProduct,
  demandTypeDetail: newProduct,
  productDemandType: { ...newProduct, regionCode: "" },
  productCategory: { code: "NEW", codeName: "New" },
};

const byPlace = new Map(
  [unlistedCode, ...costCodes.toReversed()].map((row) => [
    place(row.contractType.code, row.demandType.code, row.demandTypeDetail.code),
    row,
  ]),
);

/** The first row with these codes. */
export function costCode(of: { contractType: string; demandType: string; demandTypeDetail: string }): CostCodeRow {
  const row = byPlace.get(place(of.contractType, of.demandType, of.demandTypeDetail));
  invariant(
    row,
    `the catalogue names only listed codes, not ${of.contractType}/${of.demandType}/${of.demandTypeDetail}`,
  );
  return row;
}

function place(contractType: string, demandType: string, demandTypeDetail: string): string {
  return `${contractType}/${demandType}/${demandTypeDetail}`;
}
