import { type Queryable, sql, type Tx } from "../db/mod.ts";
import type { MspId } from "../ids.ts";
import type { CostCode } from "./port.ts";

/** Stores NCP's code list: which product category a demand type belongs to. */
export async function putCostCodes(
  tx: Tx,
  mspId: MspId,
  options: { codes: readonly CostCode[]; at: Date },
): Promise<void> {
  const { codes, at } = options;
  await tx.query(sql`
    insert into cost_codes (msp_id, demand_type, demand_type_detail, contract_type, category, category_name, refreshed_at)
    select distinct on (demand_type, detail, contract_type)
      ${mspId}::uuid, demand_type, detail, contract_type, category, category_name, ${at}::timestamptz
    from unnest(
      ${codes.map((code) => code.demandType.code)}::text[],
      ${codes.map((code) => code.demandTypeDetail.code)}::text[],
      ${codes.map((code) => code.contractType.code)}::text[],
      ${codes.map((code) => code.productCategory.code)}::text[],
      ${codes.map((code) => code.productCategory.codeName)}::text[]
    ) as code (demand_type, detail, contract_type, category, category_name)
    on conflict (msp_id, demand_type, demand_type_detail, contract_type) do update
    set category = excluded.category, category_name = excluded.category_name, refreshed_at = excluded.refreshed_at`);
}

/** When the code list was last taken from NCP; null when never. */
export async function costCodesAt(tx: Queryable, mspId: MspId): Promise<Date | null> {
  const [row] = await tx.query<{ at: Date | null }>(sql`
    select max(refreshed_at) as at from cost_codes where msp_id = ${mspId}`);
  return row?.at ?? null;
}
